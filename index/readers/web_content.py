"""Which element of a saved web page holds the document: what is around it (menus, news, comments) is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.document.layout import is_letterhead_cell, is_recipients_line, is_signature_line, is_type_line
from index.readers.web_text import Element, is_dropped

_CONTAINERS = frozenset({"body", "div", "section", "article", "main", "form", "center", "table", "tbody", "tr", "td"})
_TEXT = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "table", "blockquote", "pre", "ul", "ol", "dl"})
# "content-detail", "divNoiDung", "main-article", role="main"
_NAMED = re.compile(r"content|article|detail|noi-?dung|toan-?van|main|entry", re.IGNORECASE)
_MOST = 0.6  # of a page's text outside links
_LITTLE = 200  # characters of a box beside the document: an address, a counter of visits


@dataclass(slots=True)
class _Weight:
    """What an element holds: characters outside links, and lines that only a document has (its number, "Nơi nhận")."""

    characters: int = 0
    signs: int = 0

    def add(self, other: _Weight) -> None:
        self.characters += other.characters
        self.signs += other.signs


def main_content(body: Element) -> Element:
    """The element of a page that holds its document; `body` itself when in doubt.

    It holds every line by which documents are known, and most of the text; beside it stand only small boxes.
    """
    weights = _weigh(body)
    page = weights[body]
    named = (e for e in body.iter() if e in weights and _is_named(e) and _holds_most(weights[e], page))
    current = next(named, body)
    while (inner := _inner(current, weights)) is not None:
        current = inner
    return current


def _holds_most(weight: _Weight, page: _Weight) -> bool:
    return weight.signs == page.signs and weight.characters >= _MOST * page.characters


def _is_named(element: Element) -> bool:
    if element.tag in ("article", "main") or element.get("role") == "main":
        return True
    return element.tag in _CONTAINERS and bool(_NAMED.search(f"{element.get('id', '')} {element.get('class', '')}"))


def _inner(element: Element, weights: dict[Element, _Weight]) -> Element | None:
    """The child that holds what its parent does, but for small boxes; None when text would be lost."""
    children = [child for child in element if child in weights]
    best = max(children, key=lambda child: weights[child].characters, default=None)
    if best is None or best.tag not in _CONTAINERS or not _holds_most(weights[best], weights[element]):
        return None
    others = [child for child in children if child is not best]
    if any(child.tag in _TEXT and weights[child].characters for child in others):
        return None
    loose = weights[element].characters - sum(weights[child].characters for child in children)
    return best if loose == 0 and all(weights[child].characters < _LITTLE for child in others) else None


def _weigh(body: Element) -> dict[Element, _Weight]:
    """The weight of each element that shows."""
    weights: dict[Element, _Weight] = {}
    open_: list[_Weight] = [_Weight()]
    links = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            hidden = is_dropped(element)
            links += element.tag == "a"
            open_.append(_Weight())
            if hidden:
                walk.skip_subtree()
            else:
                weights[element] = open_[-1]
                open_[-1].add(_text_weight(element.text, links))
        else:
            links -= element.tag == "a"
            done = open_.pop()
            open_[-1].add(done)
            if element is not body:
                open_[-1].add(_text_weight(element.tail, links))
    return weights


def _text_weight(text: str | None, links: int) -> _Weight:
    if not text or links:
        return _Weight()
    lines = list(_lines(text))
    return _Weight(sum(map(len, lines)), sum(map(_is_sign, lines)))


def _lines(text: str) -> Iterator[str]:
    return filter(None, (" ".join(line.split()) for line in text.split("\n")))


def _is_sign(line: str) -> bool:
    return is_letterhead_cell(line) or is_recipients_line(line) or is_signature_line(line) or is_type_line(line)
