"""The columns of the registers as people get them in CSV and XLSX, and the page in its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from index.records import Role
from rag.registers import texts
from rag.registers.rows import AssignmentRow, IndicatorRow, TaskRow, UnitRole

Cell = str | float | date | None
RowT = TypeVar("RowT", AssignmentRow, TaskRow, IndicatorRow)


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """A column: its heading, its width in characters, and what a row has in it."""

    heading: str
    width: int
    cell: Callable[[RowT], Cell]


@dataclass(frozen=True)
class Register(Generic[RowT]):
    """Rows under their columns and a title, ready to be written to a file."""

    title: str
    columns: Sequence[Column[RowT]]
    rows: Sequence[RowT]


def assignment_register(rows: Sequence[AssignmentRow]) -> Register[AssignmentRow]:
    """Who does what, from unit to task."""
    return Register(texts.ASSIGNMENTS_TITLE, assignment_columns(), rows)


def task_register(rows: Sequence[TaskRow]) -> Register[TaskRow]:
    """Who does what, from task to units."""
    return Register(texts.TASKS_TITLE, task_columns(), rows)


def deadline_register(rows: Sequence[TaskRow]) -> Register[TaskRow]:
    """What is due when."""
    return Register(texts.DEADLINES_TITLE, deadline_columns(), rows)


def indicator_register(rows: Sequence[IndicatorRow]) -> Register[IndicatorRow]:
    """Figures."""
    return Register(texts.INDICATORS_TITLE, indicator_columns(), rows)


def assignment_columns() -> Sequence[Column[AssignmentRow]]:
    """From unit to task."""
    return (
        Column(texts.UNIT, 30, lambda row: name_unit(row.unit)),
        Column(texts.ROLE, 14, lambda row: row.unit.role.value),
        Column(texts.TASK, 64, lambda row: row.task),
        Column(texts.DUE, 20, lambda row: row.due.text if row.due else None),
        Column(texts.DUE_DAY, 12, lambda row: row.due.last if row.due else None),
        Column(texts.PRODUCT, 20, lambda row: row.product or None),
    )


def task_columns() -> Sequence[Column[TaskRow]]:
    """From task to units, as plans draw their own tables of tasks."""
    return (
        Column(texts.TASK, 64, lambda row: row.task),
        Column(texts.LEADS, 34, lambda row: _list(row.leads, plain=Role.LEAD)),
        Column(texts.SUPPORTERS, 34, lambda row: _list(row.supporters, plain=Role.SUPPORT)),
        Column(texts.DUE, 20, lambda row: row.due.text if row.due else None),
        Column(texts.DUE_DAY, 12, lambda row: row.due.last if row.due else None),
        Column(texts.PRODUCT, 20, lambda row: row.product or None),
    )


def deadline_columns() -> Sequence[Column[TaskRow]]:
    """Time limit first."""
    day, due = task_columns()[4], task_columns()[3]
    return (day, due, *(column for column in task_columns() if column.heading not in (day.heading, due.heading)))


def indicator_columns() -> Sequence[Column[IndicatorRow]]:
    """A figure a row."""
    return (
        Column(texts.GROUP, 22, lambda row: row.group or None),
        Column(texts.INDICATOR, 50, lambda row: row.name),
        Column(texts.PERIOD, 22, lambda row: row.period or None),
        Column(texts.YEAR, 8, lambda row: row.year),
        Column(texts.VALUE, 18, lambda row: row.value),
        Column(texts.MEASURE, 12, lambda row: row.measure or None),
        Column(texts.NUMBER, 12, lambda row: row.number),
        Column(texts.STATE, 12, lambda row: texts.BASELINE if row.is_baseline else texts.TARGET),
    )


def name_unit(unit: UnitRole) -> str:
    """A unit with its place where the name leaves it out: "Sở Y tế (Hà Tĩnh)"."""
    return f"{unit.name} ({unit.scope})" if unit.scope else unit.name


def name_citation(row: AssignmentRow | TaskRow | IndicatorRow) -> str:
    """Where a row stands, as an official writes it: "Mục V, khoản 2, Kế hoạch số 572/KH-UBND ngày 18/01/2024 của …"."""
    return f"{row.citations[0].place}, {row.plan_name}"


def _list(units: Sequence[UnitRole], plain: Role) -> str | None:
    """Units a line each, with the role where it is another than the column's."""
    lines = [name_unit(u) if u.role is plain else f"{name_unit(u)} – {u.role.value}" for u in units]
    return "\n".join(lines) or None
