"""Tasks in tables: Nhiệm vụ | Chủ trì | Phối hợp | Thời gian."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.assignments.deadlines import date_range, make_deadline
from index.assignments.tasks import assign
from index.assignments.units import names_unit
from index.records import Assignment, Deadline, Fact, Role, Section
from index.tables.tables import Cell, Row, Table
from index.vietnamese import fold

# The column of the task itself, the surest header first; "Thuộc nhóm nhiệm vụ" only groups them.
_TASK_HEADERS = (
    re.compile(r"^noi dung|^nhiem vu|^cong viec|^ten "),
    re.compile(r"(?<!nhom )(?:nhiem vu|noi dung|cong viec|hoat dong|giai phap|de an)"),
    re.compile(r"chi tieu(?!.*(?:19|20)\d\d)"),
)
_LEAD = re.compile(
    r"^(?!dia ban|du an|linh vuc|noi dung|khu vuc|pham vi)(?=.*(?:chu tri|(?:don vi|co quan) (?:thuc hien|giup viec|thuong truc|dau moi|tham muu)|phu trach|trach nhiem|^chu dau tu))"
)
_SUPPORT = re.compile(r"phoi hop")
_TIME = re.compile(r"thoi gian|thoi han|tien do|hoan thanh")
_PRODUCT = re.compile(r"san pham|^ket qua|dau ra|hinh thuc van ban")
_UNIT_ONLY = re.compile(r"^(?:ten )?(?:co quan|don vi)(?:,? (?:co quan|don vi|dia phuong))*$|duoc phan cong|^phan cong")
# Two names that lost the line break between them ("UBND xã, phường Sở Tài chính"): no name at all, rather than a wrong one
_GLUED = re.compile(
    r"(?<=[a-zđà-ỹ])(?<!tra)(?<!đốc)(?<!phòng)(?<!trưởng)(?<!thuộc)(?<!của)(?<!và)(?<!đạo)(?<!cùng) (?:Các|Sở|UBND|Ủy ban nhân dân|Bộ) "
)
_TASK_WORDS = 4  # a shorter cell before the units may be a group's name or a note
_NAME_WORDS = 14
# A figure, a time, a sentence, or a mere "all": "Tháng 6/2026", "Thường xuyên", "Như trên"
_NOT_NAME = re.compile(
    r"[:.]|\d\s*/\s*\d|(?:19|20)\d\d|^(?:Quý|Tháng|Năm|Ngày|Trước|Hằng|Hàng|Thường xuyên|Định kỳ|Như trên|Không|Cả năm|Theo)(?!\w)"
)
_BEFORE_UNIT = re.compile(r"\s*[-+•]\s*")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what."""

    task: int
    lead: int | None
    support: int | None
    time: int | None
    product: int | None


def table_assignments(text: str, tables: Sequence[Table]) -> Iterator[Assignment]:
    """One assignment for each unit cell of a task table's rows; a cell that names no unit gives none."""
    for table in tables:
        columns = _columns(table)
        if columns is None or table.section is None:
            continue
        for row in table.rows:
            standing = columns if _is_aligned(row, table, columns) else _shifted(row, columns)
            if standing is not None:
                yield from _row_assignments(text, row, table.section, standing, len(table.header))


def _columns(table: Table) -> _Columns | None:
    lead, support = table.column(_LEAD), table.column(_SUPPORT)
    if lead is None and support is None:
        lead = table.column(_UNIT_ONLY)
    folded = [fold(header) for header in table.header]
    task = next(
        (
            i
            for pattern in _TASK_HEADERS
            for i, header in enumerate(folded)
            if pattern.search(header) and i not in (lead, support)
        ),
        table.name_column,
    )
    if task is None or task in (lead, support) or (lead is None and support is None):
        return None
    return _Columns(task, lead, None if support == lead else support, table.column(_TIME), table.column(_PRODUCT))


def _is_aligned(row: Row, table: Table, columns: _Columns) -> bool:
    """Whether the row's cells stand under their headers: a full row, or one that only lost cells behind its units."""
    if row.is_aligned:
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


def _shifted(row: Row, columns: _Columns) -> _Columns | None:
    """Where task and units stand in a row that lost the cells before them: a text with two units right behind it; else None."""
    if (columns.lead, columns.support) != (columns.task + 1, columns.task + 2):
        return None
    for place, cell in enumerate(row.cells[: columns.task]):
        lead, support = place + 1, place + 2
        if (
            support < len(row.cells)
            and len(cell.text.split()) >= _TASK_WORDS
            and _unit_span(cell) is None
            and all(_is_units_only(row.cells[column]) for column in (lead, support))
        ):
            return _Columns(place, lead, support, None, None)
    return None


def _is_units_only(cell: Cell) -> bool:
    span = _unit_span(cell)
    return span is not None and span[1] >= cell.start + len(cell.text.rstrip(" .;,"))


def _row_assignments(
    text: str, row: Row, section: Section, columns: _Columns, table_width: int
) -> Iterator[Assignment]:
    words = row.cells[columns.task]
    if not words.text:
        return
    deadline, product = _deadline(row, columns.time), _product(row, columns.product, table_width)
    for role, column in ((Role.LEAD, columns.lead), (Role.SUPPORT, columns.support)):
        unit = _unit_span(row.cells[column]) or _whole_cell(row.cells[column]) if column is not None else None
        if unit is not None:
            yield assign(text, unit, (words.start, words.end), section, role, deadline, product)


def _deadline(row: Row, column: int | None) -> Deadline | None:
    """The time cell as a deadline; in a row that lost cells only if it states a time."""
    if column is None or column >= len(row.cells) or not row.cells[column].text.strip(" -"):
        return None
    cell = row.cells[column]
    deadline = make_deadline(cell.text, cell.start)
    return (
        deadline if deadline.first or deadline.recurring or date_range(cell.text)[0] or not _unit_span(cell) else None
    )


def _product(row: Row, column: int | None, width: int) -> Fact | None:
    """The cell of the product column; None in a row that lost cells, where nobody knows which."""
    if column is None or len(row.cells) != width or not row.cells[column].text.strip(" -./"):
        return None
    cell = row.cells[column]
    return Fact(cell.text, cell.start, cell.end)


def _whole_cell(cell: Cell) -> tuple[int, int] | None:
    """A short cell under "chủ trì" or "phối hợp" that names no known kind of body names whom it means all the same: "VNPT khu vực"."""
    words = cell.text.rstrip(" .;,")
    is_name = words[:1].isupper() and len(words.split()) <= _NAME_WORDS and not _NOT_NAME.search(words)
    return (cell.start, cell.start + len(words)) if is_name and not _GLUED.search(words) else None


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
