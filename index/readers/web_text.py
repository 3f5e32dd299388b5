"""An HTML tree becomes paragraphs and tables, as a browser without style sheets shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from index.document.markers import read_marker
from index.readers.grid import MAX_NESTING, Cell, Rows, side_by_side
from index.readers.word_numbering import format_number

Element = etree._Element

# Programs, pictures, what a page asks for or navigates with. Not "form": some sites wrap the whole page in one.
DROPPED = frozenset(
    """script style noscript template nav header footer head title svg canvas iframe object embed audio video map picture
    button select option optgroup textarea input datalist xml math-field dialog menu""".split()  # noqa: SIM905
)
_IN_CONTENT = frozenset({"article", "main"})  # here a header is the document's own
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer|comment-list)",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    """p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th section article main aside header footer
    address blockquote pre hr form fieldset legend center figure figcaption details summary body html""".split()  # noqa: SIM905
)
_LIST_FORMS = {
    "1": "decimal", "decimal": "decimal", "a": "lowerLetter", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "A": "upperLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "i": "lowerRoman", "lower-roman": "lowerRoman", "I": "upperRoman", "upper-roman": "upperRoman",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MAX_SPAN = 10_000


def is_dropped(element: Element) -> bool:
    """Whether an element with all in it is no text of the page: hidden, a program, a form's furniture, navigation."""
    name = element.tag
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        return True
    if name == "header":
        return not any(parent.tag in _IN_CONTENT for parent in element.iterancestors())
    return name in DROPPED or (name == "label" and element.get("for") is not None)


@dataclass(slots=True)
class _Flow:
    """Where text flows: the page, or a cell. `marker` waits for the text of its list item."""

    blocks: list[str | Rows] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    marker: str = ""

    def end_paragraph(self) -> None:
        """What was gathered becomes a paragraph; white space alone only when it shows as an empty line."""
        text = "".join(self.inline).removesuffix("\n")
        self.inline.clear()
        if text.strip():
            own = "" if read_marker(text.strip()) else self.marker
            self.blocks.append(own + text.strip(" "))
            self.marker = ""
        elif "\u00a0" in text or "\n" in text:
            self.blocks.append("")


@dataclass(slots=True)
class _List:
    """An open list: the format of its numbers ("bullet", "none") and the next number."""

    form: str
    next: int


class _Writer:
    """Takes the elements of a page as they open and close."""

    def __init__(self) -> None:
        self.flows = [_Flow()]
        self.tables: list[list[list[Cell]] | None] = []  # None: nested too deep, its cells are paragraphs
        self.lists: list[_List] = []
        self.kept_spaces = 0

    def open(self, element: Element) -> None:
        name = str(element.tag)
        if name in _BLOCKS:
            self.flows[-1].end_paragraph()
        if name in ("ol", "ul"):
            self.lists.append(_open_list(element))
        elif name == "li":
            self.flows[-1].marker = self._marker(element)
        elif name == "pre":
            self.kept_spaces += 1
        elif name == "table":
            self.tables.append([] if len(self.tables) < MAX_NESTING else None)
        elif name == "tr" and self.tables and self.tables[-1] is not None:
            self.tables[-1].append([])
        elif name in ("td", "th") and self.tables and self.tables[-1] is not None:
            self.flows.append(_Flow())
        elif name == "br":
            self.flows[-1].inline.append("\n")
        self.text(element.text)

    def close(self, element: Element) -> None:
        name = str(element.tag)
        if name in _BLOCKS:
            self.flows[-1].end_paragraph()
        if name in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif name == "pre":
            self.kept_spaces -= 1
        elif name in ("td", "th") and self.tables and self.tables[-1] is not None:
            self._close_cell(element, self.tables[-1])
        elif name == "table" and self.tables:
            rows = self.tables.pop()
            if rows:
                self.flows[-1].blocks.append(tuple(map(tuple, rows)))

    def text(self, text: str | None) -> None:
        """Adds inline text to where the page is."""
        if text:
            self.flows[-1].inline.append(text if self.kept_spaces else _SPACE.sub(" ", text))

    def _close_cell(self, element: Element, rows: list[list[Cell]]) -> None:
        cell = Cell(
            tuple(self.flows.pop().blocks),
            rowspan=_span(element.get("rowspan")) or _MAX_SPAN,  # 0: to the table's end
            colspan=_span(element.get("colspan")) or 1,
        )
        if not rows:
            rows.append([])
        rows[-1].append(cell)

    def _marker(self, item: Element) -> str:
        if not self.lists:
            return ""
        current = self.lists[-1]
        if current.form in ("bullet", "none"):
            return "- " if current.form == "bullet" else ""
        own = item.get("value", "")
        number = int(own) if re.fullmatch(r"\d{1,6}", own) else current.next
        current.next = number + 1
        return format_number(number, current.form) + (") " if current.form == "lowerLetter" else ". ")


def _open_list(element: Element) -> _List:
    styled = _LIST_STYLE.search(element.get("style", ""))
    if styled and styled[1].lower() == "none":
        return _List("none", 1)
    if element.tag == "ul":
        return _List("bullet", 1)
    form = _LIST_FORMS.get(element.get("type", ""), "decimal")
    start = element.get("start", "")
    return _List(
        _LIST_FORMS.get(styled[1].lower(), form) if styled else form,
        int(start) if re.fullmatch(r"\d{1,6}", start) else 1,
    )


def _span(text: str | None) -> int:
    """A cell's span; 1 where it says nothing sensible."""
    return min(int(text), _MAX_SPAN) if text and re.fullmatch(r"\s*\d{1,9}\s*", text) else 1


def blocks_of_page(root: Element) -> list[str | Rows]:
    """The paragraphs and tables under an element, in order. Takes any depth of nesting."""
    writer = _Writer()
    walk = etree.iterwalk(root, events=("start", "end"))
    dropped: Element | None = None
    for event, element in walk:
        if event == "start":
            if is_dropped(element):
                dropped = element
                walk.skip_subtree()
            else:
                writer.open(element)
            continue
        if element is dropped:
            dropped = None
        else:
            writer.close(element)
        if element is not root:
            writer.text(element.tail)
    writer.flows[-1].end_paragraph()
    return [side_by_side(block) if isinstance(block, str) else block for block in writer.flows[0].blocks]
