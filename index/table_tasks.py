"""Tasks in tables: Nhiệm vụ | Chủ trì | Phối hợp | Thời gian."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.deadlines import date_range, make_deadline
from index.records import Assignment, Deadline, Role, Section
from index.tables import Cell, Row, Table
from index.tasks import assign
from index.units import names_unit
from index.vietnamese import fold

# The column of the task itself, the surest header first; "Thuộc nhóm nhiệm vụ" only groups them.
_TASK_HEADERS = (
    re.compile(r"^noi dung|^nhiem vu|^cong viec|^ten "),
    re.compile(r"(?<!nhom )(?:nhiem vu|noi dung|cong viec|hoat dong|giai phap|de an)"),
    re.compile(r"chi tieu"),
)
_LEAD = re.compile(r"chu tri|don vi thuc hien|co quan thuc hien|phu trach|trach nhiem")
_SUPPORT = re.compile(r"phoi hop")
_TIME = re.compile(r"thoi gian|thoi han|tien do|hoan thanh")
# Two names that lost the line break between them ("UBND xã, phường Sở Tài chính"): no name at all, rather than a wrong one
_GLUED = re.compile(
    r"(?<=[a-zđà-ỹ])(?<!tra)(?<!đốc)(?<!phòng)(?<!trưởng)(?<!thuộc)(?<!của)(?<!và)(?<!đạo)(?<!cùng) (?:Các|Sở|UBND|Ủy ban nhân dân|Bộ) "
)
_BEFORE_UNIT = re.compile(r"\s*[-+•]\s*")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what."""

    task: int
    lead: int | None
    support: int | None
    time: int | None


def table_assignments(text: str, tables: Sequence[Table]) -> Iterator[Assignment]:
    """One assignment for each unit cell of a task table's rows; a cell that names no unit gives none."""
    for table in tables:
        columns = _columns(table)
        if columns is None or table.section is None:
            continue
        for row in table.rows:
            if _is_aligned(row, table, columns):
                yield from _row_assignments(text, row, table.section, columns)


def _columns(table: Table) -> _Columns | None:
    lead, support = table.column(_LEAD), table.column(_SUPPORT)
    folded = [fold(header) for header in table.header]
    task = next(
        (
            i
            for pattern in _TASK_HEADERS
            for i, header in enumerate(folded)
            if pattern.search(header) and i not in (lead, support)
        ),
        None,
    )
    if task is None or (lead is None and support is None):
        return None
    return _Columns(task, lead, None if support == lead else support, table.column(_TIME))


def _is_aligned(row: Row, table: Table, columns: _Columns) -> bool:
    """Whether the row's cells stand under their headers: a full row, or one that only lost cells behind its units."""
    if len(row.cells) == len(table.header):
        return True
    units = [column for column in (columns.lead, columns.support) if column is not None]
    needed = max(columns.task, *units)
    return (
        len(units) == 2
        and needed < len(row.cells) < len(table.header)
        and bool(row.cells[0].text)
        and len(row.cells[0].text) < len(row.cells[columns.task].text)
        and all(_unit_span(row.cells[column]) for column in units)
    )


def _row_assignments(text: str, row: Row, section: Section, columns: _Columns) -> Iterator[Assignment]:
    words = row.cells[columns.task]
    if not words.text:
        return
    deadline = _deadline(row, columns.time)
    for role, column in ((Role.LEAD, columns.lead), (Role.SUPPORT, columns.support)):
        unit = _unit_span(row.cells[column]) if column is not None else None
        if unit is not None:
            yield assign(text, unit, (words.start, words.end), section, role, deadline)


def _deadline(row: Row, column: int | None) -> Deadline | None:
    """The time cell as a deadline; in a row that lost cells only if it states a time."""
    if column is None or column >= len(row.cells) or not row.cells[column].text.strip(" -"):
        return None
    cell = row.cells[column]
    deadline = make_deadline(cell.text, cell.start)
    return (
        deadline if deadline.first or deadline.recurring or date_range(cell.text)[0] or not _unit_span(cell) else None
    )


def _unit_span(cell: Cell) -> tuple[int, int] | None:
    """Where the unit's name stands in a cell ("- Sở Y tế; - Sở Nội vụ"); None when the cell names none."""
    opening = _BEFORE_UNIT.match(cell.text)
    start = opening.end() if opening else 0
    end = start
    for part in re.split(r";\s*", cell.text[start:].rstrip(" .;,")):
        at = cell.text.index(part, end)
        dash = _BEFORE_UNIT.match(part)
        length = names_unit(part[dash.end() if dash else 0 :])
        if length is None or _GLUED.search(part):
            break
        end = at + (dash.end() if dash else 0) + length
        if end < at + len(part):  # a task follows the name
            break
    return (cell.start + start, cell.start + end) if end > start else None
