"""Time limits on a line, nearest to the chosen day first: what is overdue, what is due soon, what comes later, what has no day. All text escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rag.registers.columns import name_unit
from rag.registers.rows import TaskRow
from ui import texts
from ui.escaping import escape
from ui.plan_names import Plans
from ui.registers.tables import MOST_ROWS, count_line, days_between, opener, place_of

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Span:
    """A stretch of the line."""

    name: str
    css: str
    holds: Callable[[date | None, date], bool]
    newest_first: bool = False


_SPANS = (
    Span(texts.OVERDUE, "overdue", lambda due, today: due is not None and due < today, newest_first=True),
    Span(texts.SOON, "soon", lambda due, today: due is not None and today <= due <= today + SOON),
    Span(texts.LATER, "later", lambda due, today: due is not None and due > today + SOON),
    Span(texts.UNDATED, "undated", lambda due, today: due is None),
)


def render_timeline(rows: Sequence[TaskRow], today: date, plans: Plans) -> str:
    """The deadlines as they stand on `today`."""
    drawn = []
    for span in _SPANS:
        found = [row for row in rows if span.holds(_day(row), today)]
        found.sort(key=lambda row: _day(row) or date.max, reverse=span.newest_first)
        drawn.append(_render_span(span, found, today, plans))
    return count_line(len(rows), len(rows), len({row.citations[0].plan_id for row in rows})) + "".join(drawn)


def _render_span(span: Span, rows: Sequence[TaskRow], today: date, plans: Plans) -> str:
    if not rows:
        return ""
    items = "".join(_render_task(row, today, plans) for row in rows[:MOST_ROWS])
    more = f'<p class="quiet">{escape(texts.ROWS_SHOWN.format(shown=MOST_ROWS))}</p>' if len(rows) > MOST_ROWS else ""
    heading = f"{escape(span.name)} ({len(rows)})"
    return f'<section class="span {span.css}"><h3>{heading}</h3><ol class="timeline">{items}</ol>{more}</section>'


def _render_task(row: TaskRow, today: date, plans: Plans) -> str:
    day = _day(row)
    when = f"<strong>{day:%d/%m/%Y}</strong> <span>{escape(days_between(today, day))}</span>" if day else ""
    written = f'<span class="document">{escape(texts.DUE_WRITTEN.format(due=row.due.text))}</span>' if row.due else ""
    units = "; ".join(texts.UNIT_ROLE.format(unit=name_unit(unit), role=unit.role.value) for unit in row.units)
    return (
        f'<li><p class="when">{when}</p>{opener(row.citations[0], row.task)}'
        f'<p class="units">{escape(units)}</p>{written}<p class="place">{place_of(row, plans)}</p></li>'
    )


def _day(row: TaskRow) -> date | None:
    return row.due.last if row.due else None
