"""Which rows are asked for: by unit, role, words, time limit; by name and year for figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from index.assignments.units import unit_key
from index.records import Role
from index.vietnamese import collapse, fold, is_accented, nfc
from rag.registers.rows import AssignmentRow, Due, IndicatorRow, TaskRow, UnitRole
from rag.understanding.chat import write_out
from rag.understanding.terms import words_of
from rag.understanding.units import same_unit, unit_aliases

_FINAL_Y = re.compile(r"(?<=[bcdghklmnprstvx])y(?![a-z])")  # "bac sy", "ky thuat"; not "quy", "thuy", "y te"
_INNER = ("phòng ", "bộ phận ", "tổ ", "khoa ", "chi cục ")  # what stands inside a department

Work = TypeVar("Work", AssignmentRow, TaskRow)


@dataclass(frozen=True)
class Wanted:
    """What of the assignments, tasks or deadlines is asked for; what is left empty is not looked at.

    `unit` in any way people write it; `words` must stand together in the task, its product or the headings above it, and where commas
    part them, each part; a limit is compared by the day it ends (`due_from` ≤ day ≤ `due_to`), so one without a day is left out.
    """

    unit: str = ""
    role: Role | None = None
    words: str = ""
    due_from: date | None = None
    due_to: date | None = None


@dataclass(frozen=True)
class WantedFigures:
    """What of the indicators is asked for; what is left empty is not looked at."""

    name: str = ""
    year: int | None = None
    targets_only: bool = False


def choose(rows: Sequence[Work], wanted: Wanted) -> list[Work]:
    """The rows of assignments or tasks that are asked for, in the order given."""
    is_unit = _unit_test(wanted.unit, rows) if wanted.unit.strip() else _anything
    says = word_test(wanted.words)
    return [
        row
        for row in rows
        if any(is_unit(unit) and wanted.role in (None, unit.role) for unit in row.units)
        and says(row.words)
        and _is_due(row.due, wanted)
    ]


def choose_figures(rows: Iterable[IndicatorRow], wanted: WantedFigures) -> list[IndicatorRow]:
    """The figures that are asked for, in the order given."""
    says = word_test(wanted.name)
    return [
        row
        for row in rows
        if says(row.words) and wanted.year in (None, row.year) and not (wanted.targets_only and row.is_baseline)
    ]


def _anything(_: object) -> bool:
    return True


def _is_due(due: Due | None, wanted: Wanted) -> bool:
    if wanted.due_from is None and wanted.due_to is None:
        return True
    day = due.last if due else None
    return day is not None and (wanted.due_from or day) <= day <= (wanted.due_to or day)


# --- units --------------------------------------------------------------------------------------------------------------


def _unit_test(asked: str, rows: Iterable[AssignmentRow | TaskRow]) -> Callable[[UnitRole], bool]:
    """Whether a unit is the one asked for: by its name, with or without its place, else any whose name holds the words."""
    units = {(unit.written, unit.scope): unit for row in rows for unit in row.units}
    chosen = {key for key, unit in units.items() if any(_is_named(name, unit) for name in _without_place(asked, unit))}
    if not chosen:
        holds = word_test(asked)
        chosen = {key for key, unit in units.items() if holds(f"{unit.name} . {unit.scope}")}
    return lambda unit: (unit.written, unit.scope) in chosen


def _without_place(asked: str, unit: UnitRole) -> list[str]:
    """The name as asked for, and without the unit's place at its end: "Sở Y tế tỉnh Hà Tĩnh" → "Sở Y tế"."""
    asked = write_out(collapse(nfc(asked)))
    place = unit.scope if is_accented(asked) else fold(unit.scope)
    end = re.search(rf" (?:(?:tỉnh|thành phố|tinh|thanh pho) )?{re.escape(place)}$", asked, re.IGNORECASE)
    return [asked, asked[: end.start()]] if place and end else [asked]


def _is_named(asked: str, unit: UnitRole) -> bool:
    names = [unit_key(asked)] if is_accented(asked) else _accented(asked, unit)
    return any(same_unit(name, unit.written) and not _is_inside(name, unit) for name in names)


def _accented(asked: str, unit: UnitRole) -> list[str]:
    """Those of the unit's names that a name typed without diacritics may mean."""
    bare = _bare(unit_key(asked))
    return [alias for alias in unit_aliases(unit.written) if _bare(alias) == bare]


def _is_inside(asked: str, unit: UnitRole) -> bool:
    """Whether the name asked for only says whose the unit is: "Phòng Nghiệp vụ Y, Sở Y tế" is not "Sở Y tế"."""
    outer = unit.written.rpartition(",")[2]
    return unit_key(unit.written).startswith(_INNER) and unit_key(outer) == asked


# --- words --------------------------------------------------------------------------------------------------------------


def word_test(asked: str) -> Callable[[str], bool]:
    """Whether a text holds each of the comma-parted phrases; a phrase typed without diacritics is compared without them."""
    phrases = [(part, f" {' '.join(words_of(part))} ") for part in asked.split(",") if words_of(part)]
    accented = [phrase for part, phrase in phrases if is_accented(part)]
    bare = [_bare(phrase) for part, phrase in phrases if not is_accented(part)]

    def holds(text: str) -> bool:
        said, folded = _compared(text)
        return all(phrase in said for phrase in accented) and all(phrase in folded for phrase in bare)

    return holds


def _bare(text: str) -> str:
    """`text` without diacritics, "sy" and "si" made one: a name typed bare has lost the mark that tells which is a variant."""
    return _FINAL_Y.sub("i", fold(text))


@lru_cache(maxsize=20_000)
def _compared(text: str) -> tuple[str, str]:
    said = f" {' '.join(words_of(text))} "
    return said, _bare(said)
