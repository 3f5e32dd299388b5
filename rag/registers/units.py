"""The units that the plans give work to, as one list to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.assignments.units import unit_key
from index.records import Plan, Role
from index.vietnamese import sort_key
from rag.registers.rows import AssignmentRow, assignment_rows


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of a place, how many tasks it has and supports, and in which plans."""

    name: str
    scope: str
    tasks: int
    supports: int
    plan_ids: tuple[str, ...]


def unit_rows(plans: Iterable[Plan]) -> list[UnitRow]:
    """A row for each unit, in Vietnamese dictionary order; spellings of one name in one place are one unit."""
    groups: dict[tuple[str, str], list[AssignmentRow]] = {}
    for row in assignment_rows(plans):
        groups.setdefault((unit_key(row.unit.name), row.unit.scope), []).append(row)
    return sorted(map(_unit_row, groups.values()), key=lambda row: (sort_key(row.name), sort_key(row.scope)))


def _unit_row(rows: list[AssignmentRow]) -> UnitRow:
    supports = sum(row.unit.role is Role.SUPPORT for row in rows)
    first = rows[0].unit
    plan_ids = tuple(dict.fromkeys(row.citations[0].plan_id for row in rows))
    return UnitRow(first.name, first.scope, len(rows) - supports, supports, plan_ids)
