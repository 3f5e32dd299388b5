"""Rows of the registers, read from plans: assignments, tasks with their units, figures. Each carries its citations.

The responsibility matrix has two directions: `assignment_rows` goes from a unit to its tasks, `task_rows` from a task to its units.
Deadlines are the tasks that have one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from index.records import Assignment, Deadline, Plan, Role
from index.vietnamese import collapse
from rag.answers import Citation
from rag.drafting import Draft, name_plan
from rag.kinds.task_lines import cite_task
from rag.kinds.work import Task, all_assignments, context_of, tasks_of


@dataclass(frozen=True, slots=True)
class UnitRole:
    """A unit in a task: `written` as the plan writes it, `name` in full, `scope` the place whose unit it is ("" when the name says it)."""

    name: str
    written: str
    scope: str
    role: Role


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit: `text` as written, and the days it means; `last` is the day by which, None where the plan names none."""

    text: str
    first: date | None
    last: date | None
    recurring: bool


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One task of one unit. `citations[0]` quotes the task; others the unit's name and the time limit where they stand elsewhere."""

    unit: UnitRole
    task: str
    due: Due | None
    product: str
    headings: str  # above the task, for searching by word
    plan_name: str
    citations: tuple[Citation, ...]

    @property
    def units(self) -> tuple[UnitRole, ...]:
        """The one unit, as `TaskRow` has several."""
        return (self.unit,)

    @property
    def words(self) -> str:
        """What a search by word looks into."""
        return f"{self.task} . {self.product} . {self.headings}"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task with all its units, those whose task it is first."""

    task: str
    units: tuple[UnitRole, ...]
    due: Due | None
    product: str
    headings: str
    plan_name: str
    citations: tuple[Citation, ...]

    @property
    def leads(self) -> tuple[UnitRole, ...]:
        """The units that do more than support; where the plan names only supporters, nobody."""
        return tuple(unit for unit in self.units if unit.role is not Role.SUPPORT)

    @property
    def supporters(self) -> tuple[UnitRole, ...]:
        """The units that support."""
        return tuple(unit for unit in self.units if unit.role is Role.SUPPORT)

    @property
    def words(self) -> str:
        """What a search by word looks into."""
        return f"{self.task} . {self.product} . {self.headings}"


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One figure of one indicator. `value` as written ("≥ 95"); `number` and `comparison` what it means; `period` says when or of what."""

    name: str
    group: str
    measure: str  # the unit of measurement
    value: str
    number: float | None
    comparison: str
    period: str
    year: int | None
    is_baseline: bool
    table: str
    plan_name: str
    citations: tuple[Citation, ...]

    @property
    def words(self) -> str:
        """What a search by word looks into."""
        return f"{self.name} . {self.group} . {self.measure} . {self.table}"


Row = TypeVar("Row", AssignmentRow, TaskRow, IndicatorRow)
_KEPT = 1_000  # plans whose rows are kept


def assignment_rows(plans: Iterable[Plan]) -> list[AssignmentRow]:
    """A row for each unit and task, in the plans' order."""
    return _rows(plans, _assignments_of)


def task_rows(plans: Iterable[Plan]) -> list[TaskRow]:
    """A row for each task, in the plans' order."""
    return _rows(plans, _tasks_of)


def deadline_rows(plans: Iterable[Plan]) -> list[TaskRow]:
    """A row for each task with a time limit, in the plans' order."""
    return [row for row in task_rows(plans) if row.due is not None]


def indicator_rows(plans: Iterable[Plan]) -> list[IndicatorRow]:
    """A row for each figure of each indicator, in the plans' order."""
    return _rows(plans, _indicators_of)


def _rows(plans: Iterable[Plan], rows_of: Callable[[Plan], tuple[Row, ...]]) -> list[Row]:
    return [row for plan in plans for row in rows_of(plan)]


@lru_cache(maxsize=_KEPT)
def _assignments_of(plan: Plan) -> tuple[AssignmentRow, ...]:
    return tuple(
        AssignmentRow(
            _unit(a),
            _said(plan, a),
            _due(a.deadline),
            _product(a),
            context_of(plan, a.start),
            name_plan(plan),
            _citations(plan, a),
        )
        for a in plan.assignments
    )


@lru_cache(maxsize=_KEPT)
def _tasks_of(plan: Plan) -> tuple[TaskRow, ...]:
    return tuple(_task_row(plan, task) for task in tasks_of(all_assignments([plan])))


def _task_row(plan: Plan, task: Task) -> TaskRow:
    first = task.assignments[0]
    ordered = (*task.leads, *(a for a in task.assignments if a not in task.leads))
    return TaskRow(
        _said(plan, first),
        tuple(dict.fromkeys(_unit(a) for a in ordered)),
        _due(next((a.deadline for a in task.assignments if a.deadline), None)),
        next((_product(a) for a in task.assignments if a.product), ""),
        context_of(plan, task.start),
        name_plan(plan),
        _citations(plan, *task.assignments),
    )


@lru_cache(maxsize=_KEPT)
def _indicators_of(plan: Plan) -> tuple[IndicatorRow, ...]:
    rows = []
    for indicator in plan.indicators:
        draft = Draft()
        draft.cite(plan, indicator.start, indicator.end)
        for value in indicator.values:
            rows.append(
                IndicatorRow(
                    name=collapse(indicator.name[:1].upper() + indicator.name[1:]),
                    group=collapse(indicator.group),
                    measure=collapse(indicator.unit)
                    if indicator.from_table
                    else "",  # a sentence's figure holds it itself
                    value=collapse(value.text),
                    number=value.number,
                    comparison=value.comparison,
                    period=collapse(value.column),
                    year=value.year,
                    is_baseline=value.is_baseline,
                    table=collapse(indicator.table_title),
                    plan_name=name_plan(plan),
                    citations=tuple(draft.citations),
                )
            )
    return tuple(rows)


def _unit(assignment: Assignment) -> UnitRole:
    written = collapse(assignment.unit)
    return UnitRole(assignment.unit_name or written, written, assignment.scope, assignment.role)


def _said(plan: Plan, assignment: Assignment) -> str:
    return collapse(plan.quote(assignment.start, assignment.end))


def _due(deadline: Deadline | None) -> Due | None:
    if deadline is None:
        return None
    return Due(collapse(deadline.text), deadline.first, deadline.last, deadline.recurring)


def _product(assignment: Assignment) -> str:
    return collapse(assignment.product.value) if assignment.product else ""


def _citations(plan: Plan, *assignments: Assignment) -> tuple[Citation, ...]:
    draft = Draft()
    cite_task(draft, plan, *assignments)
    return tuple(draft.citations)
