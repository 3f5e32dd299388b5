"""Who does what, in three drawings: unit by unit, as a matrix of tasks and units, and one unit's page. Pure functions; all text escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from index.records import Role
from rag.registers.columns import name_unit
from rag.registers.rows import AssignmentRow, TaskRow, UnitRole
from ui import texts
from ui.escaping import escape
from ui.plan_names import Plans, plan_label, shorten, title_of
from ui.registers.choices import unit_value
from ui.registers.tables import MOST_ROWS, count_line, due_of, opener, place_of, table

_MOST_UNITS = 6  # columns of the matrix
_MAX_TASK = 160  # characters of a task in the matrix


def render_by_unit(rows: Sequence[AssignmentRow], plans: Plans) -> str:
    """A row for each task of each unit; the unit's name stands over its tasks and leads to its page."""
    shown = rows[:MOST_ROWS]
    lines: list[str] = []
    for _, group in groupby(shown, key=lambda row: _key(row.unit)):
        tasks = list(group)
        lines.append(f'<tr class="group"><th colspan="4" scope="colgroup">{_unit_link(tasks[0].unit)}</th></tr>')
        lines += [
            f"<tr><td>{_role(row.unit.role)}</td><td>{opener(row.citations[0], row.task)}</td>"
            f"<td>{due_of(row.due)}</td><td>{place_of(row, plans)}</td></tr>"
            for row in tasks
        ]
    heads = (texts.ROLE, texts.TASK, texts.DUE, texts.WHERE)
    drawn = f'<div class="duties">{table(texts.DUTIES_TAB, heads, lines)}</div>' if lines else ""
    return count_line(len(rows), len(shown), _plans_of(rows)) + drawn


def render_unit(rows: Sequence[AssignmentRow], plans: Plans) -> str:
    """One unit's page: how much it leads and supports, and its tasks plan by plan."""
    if not rows:
        return count_line(0, 0, 0)
    unit = rows[0].unit
    supports = sum(row.unit.role is Role.SUPPORT for row in rows)
    summary = texts.UNIT_SUMMARY.format(tasks=len(rows) - supports, supports=supports, plans=_plans_of(rows))
    parts = []
    for plan_id, group in groupby(rows, key=lambda row: row.citations[0].plan_id):
        plan = plans.get(plan_id)
        tasks = list(group)
        heading = plan_label(plan) if plan else tasks[0].plan_name
        title = f'<p class="quiet">{escape(title_of(plan))}</p>' if plan else ""
        lines = [
            f"<tr><td>{_role(row.unit.role)}</td><td>{opener(row.citations[0], row.task)}</td>"
            f"<td>{due_of(row.due)}</td><td>{escape(row.product)}</td><td>{escape(row.citations[0].place)}</td></tr>"
            for row in tasks
        ]
        heads = (texts.ROLE, texts.TASK, texts.DUE, texts.PRODUCT, texts.WHERE)
        parts.append(f"<h4>{escape(heading)}</h4>{title}{table(heading, heads, lines)}")
    back = f'<button type="button" class="plain" data-event="undo">← {escape(texts.ALL_UNITS)}</button>'
    heading = f'<h3>{escape(name_unit(unit))}</h3><p role="status">{escape(summary)}</p>'
    return f'{back}{heading}<div class="unit-page">{"".join(parts)}</div>'


def render_matrix(rows: Sequence[TaskRow], plans: Plans) -> str:
    """For each plan, its tasks down and its busiest units across; a cell says the unit's role in the task."""
    shown = rows[:MOST_ROWS]
    parts = []
    for plan_id, group in groupby(shown, key=lambda row: row.citations[0].plan_id):
        tasks = list(group)
        plan = plans.get(plan_id)
        heading = plan_label(plan) if plan else tasks[0].plan_name
        parts.append(f'<h4>{escape(heading)}</h4><div class="matrix">{_matrix(heading, tasks)}</div>')
    return count_line(len(rows), len(shown), _plans_of(rows)) + "".join(parts)


def _matrix(name: str, rows: Sequence[TaskRow]) -> str:
    busy = Counter(unit for row in rows for unit in dict.fromkeys(map(_key, row.units)))
    columns = [unit for unit, _ in busy.most_common(_MOST_UNITS)]
    others = [texts.OTHER_UNITS] if len(columns) < len(busy) else []
    heads = (texts.TASK, texts.DUE, *(unit for unit, _ in columns), *others)
    return table(name, heads, [_matrix_line(row, columns, bool(others)) for row in rows])


def _matrix_line(row: TaskRow, columns: Sequence[tuple[str, str]], has_others: bool) -> str:
    short = shorten(row.task, _MAX_TASK)
    cells = []
    for unit in columns:
        roles = list(dict.fromkeys(u.role for u in row.units if _key(u) == unit))
        label = ", ".join(role.value for role in roles)
        cell = opener(row.citations[0], label, f"{unit[0]}: {label}. {short}") if roles else ""
        lead = ' class="lead"' if any(role is not Role.SUPPORT for role in roles) else ""
        cells.append(f"<td{lead}>{cell}</td>")
    if has_others:
        rest = [f"{u.name}: {u.role.value}" for u in row.units if _key(u) not in columns]
        cells.append(f"<td>{'<br>'.join(opener(row.citations[0], label) for label in rest)}</td>")
    return f'<tr><th scope="row">{opener(row.citations[0], short)}</th><td>{due_of(row.due)}</td>{"".join(cells)}</tr>'


def _key(unit: UnitRole) -> tuple[str, str]:
    return unit.name, unit.scope


def _unit_link(unit: UnitRole) -> str:
    value = escape(unit_value(unit.name, unit.scope))
    return (
        f'<button type="button" class="link" data-event="select" data-unit="{value}">{escape(name_unit(unit))}</button>'
    )


def _role(role: Role) -> str:
    return f'<span class="role{" support" if role is Role.SUPPORT else ""}">{escape(role.value)}</span>'


def _plans_of(rows: Sequence[AssignmentRow] | Sequence[TaskRow]) -> int:
    return len({row.citations[0].plan_id for row in rows})
