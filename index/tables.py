"""Tables: tab rows become cells that know their column headers, group and place; indicator tables become indicators."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.layout import Line
from index.records import Indicator, IndicatorValue, Section
from index.tree import SectionTree
from index.vietnamese import fold

_ORDINAL_HEADERS = frozenset({"tt", "stt", "so tt", "so thu tu", "tt."})
_NAME_HEADER = re.compile(r"chi tieu|chi so|noi dung|ten|muc tieu|danh muc|tieu chi|nhiem vu")
_UNIT_HEADER = re.compile(r"^(?:don vi tinh|don vi|dvt|dv tinh|don vi do)\b")
_INDICATOR_HEADER = re.compile(r"chi tieu|chi so|don vi tinh|dvt|don vi do")
_NO_VALUE_HEADER = re.compile(
    r"ghi chu|co quan|chu tri|phoi hop|thuc hien$|phu trach|san pham|thoi gian|tien do|giai phap|nguon"
)
_TASK_HEADER = re.compile(r"chu tri|don vi thuc hien|co quan thuc hien|don vi phu trach|trach nhiem|phoi hop")
_ORDINAL = re.compile(r"(?:[IVX]+|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*|[a-zđ])[.)]?$")
_MAX_GAP = 160  # characters of a line without tabs that may stand between rows: a group's name


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell and where its text stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset just after the cell's text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row, the group it stands in ("" for none)."""

    cells: tuple[Cell, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header's texts, its rows (without group rows and repeated headers), and the section that holds it."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    section: Section | None
    title: str
    start: int
    end: int

    def column(self, pattern: re.Pattern[str]) -> int | None:
        """The first column whose folded header matches `pattern`."""
        return next((i for i, text in enumerate(self.header) if pattern.search(fold(text))), None)

    @property
    def is_indicator_table(self) -> bool:
        """Whether its rows are figures with names."""
        folded = [fold(text) for text in self.header]
        return any(_INDICATOR_HEADER.search(text) for text in folded) and not self.is_task_table

    @property
    def is_task_table(self) -> bool:
        """Whether its rows are tasks with the units that do them."""
        return any(_TASK_HEADER.search(fold(text)) for text in self.header)


def innermost(sections: Sequence[Section], position: int) -> Section | None:
    """The deepest section that holds the character at `position`; for many positions ask a `SectionTree`."""
    last = bisect_right(sections, position, key=lambda section: section.start)
    return next((sections[place] for place in range(last - 1, -1, -1) if position < sections[place].end), None)


def read_tables(lines: list[Line], sections: Sequence[Section]) -> list[Table]:
    """The tables of a text, in order."""
    tables: list[Table] = []
    tree = SectionTree(sections)
    position = 0
    while position < len(lines):
        if "\t" not in lines[position].text:
            position += 1
            continue
        end = _table_end(lines, position)
        table = _read_table(lines[position:end], lines[position - 1] if position else None, tree)
        if table is not None:
            tables.append(table)
        position = end
    return tables


def _table_end(lines: list[Line], start: int) -> int:
    end = start + 1
    while end < len(lines):
        if "\t" in lines[end].text:
            end += 1
        elif (
            end + 1 < len(lines)
            and "\t" in lines[end + 1].text
            and 0 < len(lines[end].text) <= _MAX_GAP
            and not lines[end].text.endswith((".", ";", ":"))
        ):
            end += 2
        else:
            break
    return end


def _cells(line: Line) -> tuple[Cell, ...]:
    cells, start = [], line.start
    for text in line.text.split("\t"):
        cells.append(Cell(text, start))
        start += len(text) + 1
    return tuple(cells)


def _read_table(lines: list[Line], before: Line | None, tree: SectionTree) -> Table | None:
    """None for a single row: a letterhead, not a table."""
    parsed = [_cells(line) for line in lines]
    if len(parsed) < 2 or len(parsed[0]) < 2:
        return None
    header = tuple(cell.text for cell in parsed[0])
    rows: list[Row] = []
    group = ""
    for cells in (_without_indent(cells, len(header)) for cells in parsed[1:]):
        texts = [cell.text for cell in cells]
        if tuple(texts) == header:
            continue
        name = _group_name(texts)
        if name:
            group = name
        else:
            rows.append(Row(cells, group))
    section = tree.innermost(lines[0].start)
    title = before.text if before is not None and section is not None and before.start >= section.start else ""
    return Table(header, tuple(rows), section, title, lines[0].start, lines[-1].end)


def _without_indent(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """A row that a converter pushed one cell to the right, put back."""
    pushed = len(cells) == width + 1 and not cells[0].text and _ORDINAL.fullmatch(cells[1].text)
    return cells[1:] if pushed else cells


def _group_name(texts: list[str]) -> str:
    """The name in a row that holds nothing else (but an ordinal); "" for an ordinary row."""
    filled = [text for text in texts if text.strip()]
    if len(filled) == 1:
        return filled[0]
    if len(filled) == 2 and _ORDINAL.fullmatch(filled[0]) and len(texts) == 2:
        return filled[1]
    return ""


def table_indicators(tables: Sequence[Table]) -> Iterator[Indicator]:
    """The indicators in the indicator tables: a row with a name and at least one value."""
    for table in tables:
        if not table.is_indicator_table:
            continue
        ordinal = next((i for i, text in enumerate(table.header) if fold(text).strip(" .") in _ORDINAL_HEADERS), None)
        unit = table.column(_UNIT_HEADER)
        name = next(
            (i for i, text in enumerate(table.header) if i not in (ordinal, unit) and _NAME_HEADER.search(fold(text))),
            None,
        )
        if name is None:
            continue
        values = [
            i
            for i, text in enumerate(table.header)
            if i not in (ordinal, unit, name) and not _NO_VALUE_HEADER.search(fold(text))
        ]
        for row in table.rows:
            indicator = _row_indicator(table, row, name, unit, values)
            if indicator is not None:
                yield indicator


def _row_indicator(table: Table, row: Row, name: int, unit: int | None, values: list[int]) -> Indicator | None:
    if len(row.cells) != len(table.header) or not row.cells[name].text:
        return None
    found = tuple(
        IndicatorValue(table.header[i], row.cells[i].text, row.cells[i].start, row.cells[i].end)
        for i in values
        if row.cells[i].text.strip(" -")
    )
    if not found:
        return None
    return Indicator(
        name=row.cells[name].text,
        unit=row.cells[unit].text if unit is not None else "",
        values=found,
        start=row.cells[0].start,
        end=row.cells[-1].end,
        path=table.section.path if table.section else (),
        address=table.section.address if table.section else "",
        group=row.group,
        table_title=(table.section.heading or table.title) if table.section else table.title,
    )
