"""A plan opened at one place: its outline, the text there with some around it, the quote marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.records import Plan, Section, SectionKind
from rag.answers import Citation
from ui import texts
from ui.documents import plan_line, shorten, title_of
from ui.escaping import escape

_LISTED = frozenset({SectionKind.DASH, SectionKind.PLUS, SectionKind.BULLET})
_MAX_SECTION = 4_000  # characters; a citation opens the widest section around it that is not longer: about two pages
_MAX_FOCUS = 40_000  # characters; about twenty pages, more makes an old PC slow
_AROUND = 500  # characters of text shown before and after the section
_MAX_GROUP = 160  # characters; a longer line between rows is a paragraph, a shorter one names a group of rows
_MANY = 20  # columns, more than any table has: a group's name stands over all
WHOLE = "all"
HEAD = "head"
_CURRENT = ' aria-current="true"'

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class View:
    """What of a plan is shown: the text of `focus`, and in it `marked`, which is the quote, or a related passage."""

    plan: Plan
    focus: Span
    path: tuple[str, ...] = ()
    title: str = ""
    marked: Span | None = None
    is_related: bool = False
    notice: str = ""


def view_of_citation(plan: Plan, citation: Citation, is_related: bool = False) -> View:
    """The plan at a citation; nothing is marked when the plan no longer says the quote there."""
    title = citation.place or texts.NO_ADDRESS
    span = (citation.start, citation.end)
    if plan.quote(*span) != citation.quote:
        return View(plan, _head(plan), title=title, notice=texts.PLAN_CHANGED)
    innermost = _innermost(plan.sections, span)
    if innermost is None:
        return View(plan, _gap(plan, span), (), title, span, is_related)
    wide = next(
        (s for s in plan.sections if s.path == innermost.path[: len(s.path)] and s.end - s.start <= _MAX_SECTION),
        innermost,
    )
    focus = (wide.start, wide.end)
    if wide.end - wide.start > _MAX_SECTION:
        margin = _MAX_SECTION // 2
        focus = (max(wide.start, span[0] - margin), min(wide.end, span[1] + margin))
    return View(plan, focus, innermost.path, title, span, is_related)


def view_of_section(plan: Plan, target: str) -> View | None:
    """The plan at an entry of its outline: `WHOLE`, `HEAD`, or a section's position."""
    if target == WHOLE:
        return View(plan, (0, len(plan.text)), title=texts.OUTLINE_ALL)
    if target == HEAD:
        return View(plan, _head(plan), title=texts.OUTLINE_HEAD)
    if not target.isdecimal() or int(target) >= len(plan.sections):
        return None
    section = plan.sections[int(target)]
    end = min(section.end, section.start + _MAX_FOCUS)
    notice = texts.LONG_SECTION if end < section.end else ""
    return View(plan, (section.start, end), section.path, section.address, notice=notice)


def _innermost(sections: Sequence[Section], span: Span) -> Section | None:
    covering = [s for s in sections if s.start <= span[0] and span[1] <= s.end]
    return max(covering, key=lambda s: len(s.path), default=None)


def _head(plan: Plan) -> Span:
    """What stands before the first section: header, title, legal bases."""
    first = min((s.start for s in plan.sections), default=len(plan.text))
    return (0, min(first, _MAX_FOCUS))


def _gap(plan: Plan, span: Span) -> Span:
    """The text between sections that holds `span`: the header, the signature; what crosses sections stands alone."""
    before = max((s.end for s in plan.sections if s.end <= span[0]), default=0)
    after = min((s.start for s in plan.sections if s.start >= span[1]), default=len(plan.text))
    return (max(before, span[0] - _MAX_SECTION), min(after, span[1] + _MAX_SECTION))


def render_reader(view: View) -> str:
    """The opened plan as HTML. The text of all `<mark>` together is the quote."""
    plan = view.plan
    note = view.notice or (texts.RELATED_NOTE if view.is_related else texts.QUOTED if view.marked else "")
    title = title_of(plan)
    return (
        '<article class="reader" tabindex="-1">'
        f'<div class="reader-top"><h3>{escape(view.title)}</h3><div class="reader-bar">'
        f'<button type="button" class="plain" data-scroll="answer">↑ {escape(texts.BACK_TO_ANSWER)}</button>'
        f'<button type="button" class="plain" data-open="close:">✕ {escape(texts.CLOSE_READER)}</button></div></div>'
        f'<p class="document">{escape(plan_line(plan))}</p><p class="title" title="{escape(title)}">{escape(title)}</p>'
        + (f'<p class="note">{escape(note)}</p>' if note else "")
        + f'<div class="reader-body">{_render_outline(view)}'
        f'<div class="text" role="region" tabindex="0" aria-label="{escape(texts.PLAN_TEXT)}">'
        f"{render_text(view)}</div></div></article>"
    )


def _render_outline(view: View) -> str:
    entries = [(HEAD, texts.OUTLINE_HEAD, 0, view.title == texts.OUTLINE_HEAD)]
    entries += [
        (str(i), shorten(view.plan.text[s.start : _heading_end(view.plan, s)]), len(s.path) - 1, s.path == view.path)
        for i, s in enumerate(view.plan.sections)
        if _is_listed(s, view.path)
    ]
    entries.append((WHOLE, texts.OUTLINE_ALL, 0, view.title == texts.OUTLINE_ALL))
    items = "".join(
        f'<li class="depth-{min(depth, 3)}"><button type="button" class="entry" '
        f'data-open="section:{escape(target)}:{escape(view.plan.plan_id)}"{_CURRENT if current else ""}>'
        f"{escape(label)}</button></li>"
        for target, label, depth, current in entries
    )
    return f'<details class="outline"><summary>{escape(texts.OUTLINE)}</summary><nav aria-label="{escape(texts.OUTLINE)}"><ul>{items}</ul></nav></details>'


def _is_listed(section: Section, path: tuple[str, ...]) -> bool:
    """Outermost sections are always in the outline; inner ones along the path to what is open."""
    parent = section.path[:-1]
    return section.kind not in _LISTED and parent == path[: len(parent)]


def render_text(view: View) -> str:
    """The plan's text in and around the focus: paragraphs, and tables where lines hold tabs; every letter kept."""
    text, (start, end) = view.plan.text, view.focus
    first = text.rfind("\n", 0, max(0, start - _AROUND)) + 1 if start > _AROUND else 0
    last = text.find("\n", end + _AROUND)
    lines = list(_lines(text, first, len(text) if last < 0 else last + 1))
    has_tab = [*("\t" in text[a:b] for a, b in lines), False]
    starts = {s.start: s for s in view.plan.sections}
    pieces: list[str] = []
    rows: list[str] = []
    for i, line in enumerate(lines):
        section = starts.get(line[0])
        if has_tab[i]:
            rows.append(_render_row(view, line, is_first=not rows))
        elif rows and has_tab[i + 1] and section is None and line[1] - line[0] <= _MAX_GROUP:
            rows.append(f'<tr class="group"><td colspan="{_MANY}">{_render_span(view, line)}</td></tr>')
        else:
            pieces += _render_table(rows)
            rows = []
            pieces.append(_render_paragraph(view, line, section))
    return "".join((*pieces, *_render_table(rows)))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Lines as spans, each with its line break."""
    while start < end:
        stop = text.find("\n", start, end) + 1 or end
        yield start, stop
        start = stop


def _render_paragraph(view: View, line: Span, section: Section | None) -> str:
    names = [] if _overlaps(line, view.focus) else ["around"]
    names += ["item"] if section and section.kind in _LISTED else []
    stop = _heading_end(view.plan, section) if section and section.heading else line[0]
    heading = f"<b>{_render_span(view, (line[0], stop))}</b>" if stop > line[0] else ""
    return f'<p class="{" ".join(names)}">{heading}{_render_span(view, (stop, line[1]))}</p>'


def _heading_end(plan: Plan, section: Section) -> int:
    """Where the heading in a section's first line ends; the line's end where it has none."""
    line_end = plan.text.find("\n", section.start, section.end)
    line_end = section.end if line_end < 0 else line_end
    found = plan.text.find(section.heading, section.start, line_end) if section.heading else -1
    return line_end if found < 0 else found + len(section.heading)


def _render_row(view: View, line: Span, is_first: bool) -> str:
    """A line of a table; a first row without numbers names the columns and stays in sight."""
    cells: list[Span] = []
    start = line[0]
    while start < line[1]:
        stop = view.plan.text.find("\t", start, line[1]) + 1 or line[1]
        cells.append((start, stop))
        start = stop
    names = [] if _overlaps(line, view.focus) else ["around"]
    starts_with_digit = any(view.plan.text[a:b].strip()[:1].isdigit() for a, b in cells)
    names += ["names"] if is_first and not starts_with_digit else []
    row = "".join(f"<td>{_render_span(view, cell)}</td>" for cell in cells)
    return f'<tr class="{" ".join(names)}">{row}</tr>'


def _render_table(rows: Sequence[str]) -> list[str]:
    return [f'<div class="grid"><table><tbody>{"".join(rows)}</tbody></table></div>'] if rows else []


def _overlaps(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _render_span(view: View, span: Span) -> str:
    """A stretch of text, the marked part of it in `<mark>`."""
    text, (start, end) = view.plan.text, span
    if view.marked is None or not _overlaps(span, view.marked):
        return escape(text[start:end])
    left, right = max(start, view.marked[0]), min(end, view.marked[1])
    mark = '<mark class="related">' if view.is_related else "<mark>"
    return f"{escape(text[start:left])}{mark}{escape(text[left:right])}</mark>{escape(text[right:end])}"
