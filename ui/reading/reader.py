"""The opened plan as HTML: where it is opened, how an official cites that, its outline, its text."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from index.records import Plan, Section
from ui import texts
from ui.escaping import escape
from ui.plan_names import plan_line, shorten, title_of
from ui.reading.plan_text import LISTED, heading_end, render_text
from ui.reading.view import HEAD, WHOLE, View

_CURRENT = ' aria-current="true"'


def render_reader(view: View) -> str:
    """The opened plan. The text of all `<mark>` together is the quote."""
    note = view.notice or (texts.RELATED_NOTE if view.is_related else texts.QUOTED if view.marked else "")
    return (
        '<article class="reader" tabindex="-1">'
        f'<div class="reader-top"><h3>{escape(view.title)}</h3><div class="reader-bar">'
        f'<button type="button" class="plain" data-scroll="back">↑ {escape(texts.BACK)}</button>'
        f'<button type="button" class="plain" data-open="close:">✕ {escape(texts.CLOSE_READER)}</button></div></div>'
        f"{_render_citation(view, note)}"
        f'<div class="reader-body">{_render_outline(view)}'
        f'<div class="text" role="region" tabindex="0" aria-label="{escape(texts.PLAN_TEXT)}">'
        f"{render_text(view)}</div></div></article>"
    )


def _render_citation(view: View, note: str) -> str:
    """The place as an official cites it, else which plan it is; to be copied with a link to it; and what is marked."""
    title = escape(title_of(view.plan))
    named = f'<p class="document" title="{title}">{escape(plan_line(view.plan))}</p>'
    copy = ""
    if view.cited:
        cited = escape(view.cited)
        named = f'<p class="cited" title="{title}"><span>{escape(texts.CITED_AS)}</span> <em>{cited}</em></p>'
        copy = f'<button type="button" class="plain" data-copy="{cited}">{escape(texts.COPY_CITATION)}</button>'
    link = f'<button type="button" class="plain" data-link="{escape(link_to(view))}">{escape(texts.COPY_LINK)}</button>'
    said = f'<p class="note">{escape(note)}</p>' if note else ""
    return f'{named}<div class="copies">{copy}{link}{said}</div>'


def link_to(view: View) -> str:
    """The query that opens the page at this view: "plan=…&muc=IV/3&tu=9120&den=9391"."""
    query = {"plan": view.plan.plan_id}
    if view.path:
        query["muc"] = "/".join(view.path)
    if view.marked:
        query |= {"tu": str(view.marked[0]), "den": str(view.marked[1])}
    return urlencode(query, quote_via=quote, safe="/")


def _render_outline(view: View) -> str:
    plan, current = view.plan, _entry_of(view)
    entries = [(HEAD, texts.OUTLINE_HEAD, 0, view.title == texts.OUTLINE_HEAD)]
    entries += [
        (str(i), _label(plan, s), len(s.path) - 1, s.path == current)
        for i, s in enumerate(plan.sections)
        if _is_listed(s, view.path)
    ]
    entries.append((WHOLE, texts.OUTLINE_ALL, 0, view.title == texts.OUTLINE_ALL))
    items = "".join(
        f'<li class="depth-{min(depth, 3)}"><button type="button" class="entry" '
        f'data-open="section:{escape(target)}:{escape(plan.plan_id)}"{_CURRENT if is_current else ""}>'
        f"{escape(label)}</button></li>"
        for target, label, depth, is_current in entries
    )
    name = escape(texts.OUTLINE)
    return (
        f'<details class="outline"><summary>{name}</summary><nav aria-label="{name}"><ul>{items}</ul></nav></details>'
    )


def _label(plan: Plan, section: Section) -> str:
    return shorten(plan.text[section.start : heading_end(plan, section)])


def _entry_of(view: View) -> tuple[str, ...]:
    """The path of the outline's entry that holds what is shown: items of a list are no entries."""
    listed = {s.path for s in view.plan.sections if s.kind in LISTED}
    path = view.path
    while path in listed:
        path = path[:-1]
    return path


def _is_listed(section: Section, path: tuple[str, ...]) -> bool:
    """Outermost sections are always in the outline; inner ones along the path to what is open."""
    parent = section.path[:-1]
    return section.kind not in LISTED and parent == path[: len(parent)]
