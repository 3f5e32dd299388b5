"""The order of rows; Vietnamese dictionary order for words. Rows that compare equal stay as given, those without a value come last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from index.records import Role
from index.vietnamese import sort_key
from rag.registers.rows import AssignmentRow, IndicatorRow, TaskRow

Work = TypeVar("Work", AssignmentRow, TaskRow)
T = TypeVar("T")


class WorkOrder(StrEnum):
    """By what assignments, tasks and deadlines may be sorted; `PLAN` is the order in which the plans have them."""

    PLAN = "plan"
    UNIT = "unit"
    ROLE = "role"
    TASK = "task"
    DUE = "due"


class FigureOrder(StrEnum):
    """By what figures may be sorted; `PLAN` is the order in which the plans have them."""

    PLAN = "plan"
    NAME = "name"
    YEAR = "year"
    NUMBER = "number"


_ROLES = (Role.LEAD, Role.PERFORM, Role.ADVISE, Role.DIRECT, Role.MONITOR, Role.REPORT, Role.SUPPORT)


def order_work(rows: Sequence[Work], by: WorkOrder, descending: bool = False) -> list[Work]:
    """Assignments, tasks or deadlines in order: by the first unit's name, its role, the task's words, the day it is due."""
    keys: dict[WorkOrder, Callable[[Work], Any]] = {
        WorkOrder.PLAN: _place,
        WorkOrder.UNIT: lambda row: _words(row.units[0].name),
        WorkOrder.ROLE: lambda row: _ROLES.index(row.units[0].role),
        WorkOrder.TASK: lambda row: _words(row.task),
        WorkOrder.DUE: lambda row: row.due and row.due.last,
    }
    return _ordered(rows, keys[by], descending)


def order_figures(rows: Sequence[IndicatorRow], by: FigureOrder, descending: bool = False) -> list[IndicatorRow]:
    """Figures in order."""
    keys: dict[FigureOrder, Callable[[IndicatorRow], Any]] = {
        FigureOrder.PLAN: _place,
        FigureOrder.NAME: lambda row: _words(row.name),
        FigureOrder.YEAR: lambda row: row.year,
        FigureOrder.NUMBER: lambda row: row.number,
    }
    return _ordered(rows, keys[by], descending)


def _ordered(rows: Sequence[T], key: Callable[[T], Any], descending: bool) -> list[T]:
    keyed = [(key(row), row) for row in rows]
    present = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0], reverse=descending)
    return [row for _, row in present] + [row for value, row in keyed if value is None]


def _place(row: AssignmentRow | TaskRow | IndicatorRow) -> tuple[str, int]:
    return row.citations[0].plan_id, row.citations[0].start


@lru_cache(maxsize=20_000)
def _words(text: str) -> Any:
    return sort_key(text)
