"""A plan's text in and around what is shown: paragraphs, tables, the quote marked; every letter kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.records import Plan, Section, SectionKind
from ui.escaping import escape
from ui.reading.view import Span, View

LISTED = frozenset({SectionKind.DASH, SectionKind.PLUS, SectionKind.BULLET})
_AROUND = 500  # characters of text shown before and after the section
_MAX_GROUP = 160  # characters; a longer line between rows is a paragraph, a shorter one names a group of rows
_MANY = 20  # columns, more than any table has: a group's name stands over all


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
    names += ["item"] if section and section.kind in LISTED else []
    stop = heading_end(view.plan, section) if section and section.heading else line[0]
    heading = f"<b>{_render_span(view, (line[0], stop))}</b>" if stop > line[0] else ""
    return f'<p class="{" ".join(names)}">{heading}{_render_span(view, (stop, line[1]))}</p>'


def heading_end(plan: Plan, section: Section) -> int:
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
