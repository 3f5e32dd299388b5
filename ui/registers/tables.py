"""What the registers' tables have in common. Pure functions; all text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.answers import Citation
from rag.registers.rows import AssignmentRow, Due, TaskRow
from ui import texts
from ui.escaping import escape
from ui.plan_names import Plans, plan_label

MOST_ROWS = 200  # of a table: more makes an old PC slow; the file has them all


def opener(citation: Citation, label: str, name: str = "") -> str:
    """A button that opens a citation in its plan; `name` says more to a screen reader than the label does."""
    more = f' aria-label="{escape(name)}" title="{escape(name)}"' if name else ""
    return (
        f'<button type="button" class="link" data-open="span:{citation.start}:{citation.end}:{escape(citation.plan_id)}"{more}>'
        f"{escape(label)}</button>"
    )


def place_of(row: AssignmentRow | TaskRow, plans: Plans) -> str:
    """Where a row stands: the section, and under it the plan."""
    cited = row.citations[0]
    plan = plans.get(cited.plan_id)
    return f'{escape(cited.place)}<span class="document">{escape(plan_label(plan) if plan else row.plan_name)}</span>'


def due_of(due: Due | None) -> str:
    """A time limit as written, and the day it means where the words don't say it."""
    if due is None:
        return ""
    day = f"{due.last:%d/%m/%Y}" if due.last else ""
    return escape(due.text) + (f'<span class="document">{day}</span>' if day and day not in due.text else "")


def table(name: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    """A table of rows of HTML that can be scrolled sideways, also by keyboard."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in heads)
    return (
        f'<div class="grid" role="region" tabindex="0" aria-label="{escape(name)}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def count_line(count: int, shown: int, plans: int) -> str:
    """How many rows there are, and how many of them are shown."""
    line = texts.ROWS.format(count=count, plans=plans) if count else texts.NO_ROWS
    if shown < count:
        line += " " + texts.ROWS_SHOWN.format(shown=shown)
    return f'<p class="quiet" role="status">{escape(line)}</p>'


def days_between(today: date, due: date) -> str:
    """How far a day is: "quá hạn 3 ngày", "còn 12 ngày", "hôm nay"."""
    days = (due - today).days
    if days < 0:
        return texts.OVERDUE_BY.format(days=-days)
    return texts.DUE_IN.format(days=days) if days else texts.DUE_TODAY
