"""Tables: tab rows become cells that know their row header, column headers, groups, title and section; figures become indicators."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.document.layout import Line
from index.document.markers import read_marker
from index.document.tree import SectionTree
from index.indicators.figures import is_baseline_column
from index.records import Indicator, IndicatorValue, Section
from index.tables.captions import Caption, is_caption, read_caption, unit_in
from index.tables.columns import FigureColumns, figure_columns, name_column
from index.tables.groups import Row, group_rows
from index.tables.headers import is_header_like, read_header
from index.tables.rows import DASHED, Cell, cells_of, is_blank, join_cut_rows
from index.vietnamese import fold

__all__ = ["Cell", "Row", "Table", "innermost", "read_tables", "table_indicators"]

_TASK_HEADER = re.compile(r"chu tri|don vi thuc hien|co quan thuc hien|don vi phu trach|trach nhiem|phoi hop")
_MAX_GAP = 160  # characters of a line without tabs that may stand between rows: a group's name
_MIN_CELLS = 2
_MAX_BREAK = 2  # lines (a page's number, a running title) between two halves of a table that a page break cut


@dataclass(frozen=True, slots=True)
class Table:
    """A table, read.

    `header` has one text a column, of several header rows joined ("Mục tiêu – 2025"). `rows` are the rows below it, without group
    rows, repeated headers and column numbers; a row that `is_aligned` has as many cells as the header, each under its own. `title` is
    the caption above, else the line above ("" for none); `unit` the unit of measure stated there for all figures ("triệu đồng").
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    section: Section | None
    title: str
    start: int
    end: int
    unit: str = ""

    def column(self, pattern: re.Pattern[str]) -> int | None:
        """The first column whose folded header matches `pattern`."""
        return next((i for i, text in enumerate(self.header) if pattern.search(fold(text))), None)

    @property
    def name_column(self) -> int | None:
        """The column with the row headers."""
        return name_column(self.header)

    @property
    def is_indicator_table(self) -> bool:
        """Whether its rows are figures with names."""
        return self.figures is not None

    @property
    def is_task_table(self) -> bool:
        """Whether its rows are tasks with the units that do them."""
        return any(_TASK_HEADER.search(fold(text)) for text in self.header)

    @property
    def figures(self) -> FigureColumns | None:
        """The columns of names, units and figures; None when the table is no indicator table."""
        rows = [row.cells for row in self.rows if row.is_aligned]
        return figure_columns(self.header, rows, self.is_task_table, self.title)


def innermost(sections: Sequence[Section], position: int) -> Section | None:
    """The deepest section that holds the character at `position`; for many positions ask a `SectionTree`."""
    last = bisect_right(sections, position, key=lambda section: section.start)
    return next((sections[place] for place in range(last - 1, -1, -1) if position < sections[place].end), None)


def read_tables(lines: list[Line], sections: Sequence[Section]) -> list[Table]:
    """The tables of a text, in order."""
    tables: list[Table] = []
    tree = SectionTree(sections)
    position = last = 0
    while position < len(lines):
        if "\t" not in lines[position].text:
            position += 1
            continue
        end = _table_end(lines, position)
        caption = read_caption(lines, position)
        for part in _parts(lines[position:end]):
            before = tables[-1] if tables and position - last <= _MAX_BREAK else None
            table = _read_table(part, caption, tree, before)
            if table is not None:
                tables.append(table)
        position = last = end
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
            and not is_caption(lines[end].text)
            and not _heads_another(lines[start], lines[end], lines[end + 1])
        ):
            end += 2
        else:
            break
    return end


def _heads_another(first: Line, between: Line, row: Line) -> bool:
    """Whether a numbered heading and the header below it open another table than the one whose header is `first`."""
    return read_marker(between.text) is not None and row.text != first.text and is_header_like(cells_of(row))


def _parts(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """One table each: a header other than the first, in the middle, opens a new one."""
    header = lines[0].text
    part: list[Line] = []
    for line in lines:
        if len(part) > 1 and "\t" in line.text and line.text != header and is_header_like(cells_of(line)):
            same_as_first = line.text.split("\t")[:2] == header.split("\t")[:2]  # the second row of a repeated header
            if not same_as_first:
                yield part
                header, part = line.text, []
        part.append(line)
    yield part


def _read_table(lines: list[Line], caption: Caption, tree: SectionTree, before: Table | None) -> Table | None:
    """None for a single row: a letterhead, not a table. A table without a header goes on the one right `before` it."""
    parsed = [cells_of(line) for line in lines]
    title, unit = caption.title, caption.unit
    while len(parsed) > _MIN_CELLS and _is_title_row(parsed[0]):
        title = next(cell.text for cell in parsed.pop(0) if cell.text)
        unit = unit_in(title) or unit
    if len(parsed) < _MIN_CELLS or len(parsed[0]) < _MIN_CELLS:
        return None
    header, taken = read_header(parsed)
    if not header:
        width = max(len(cells) for cells in parsed)
        continues = before is not None and len(before.header) == width
        header = before.header if before is not None and continues else ("",) * width
    repeated = {tuple(cell.text for cell in cells) for cells in parsed[:taken]}
    body = [cells for cells in parsed[taken:] if tuple(cell.text for cell in cells) not in repeated]
    rows = group_rows(join_cut_rows(body, len(header)), header)
    section = tree.innermost(lines[0].start)
    if section is not None and caption.start < section.start:
        title = title if title != caption.title else ""
    return Table(header, rows, section, title, lines[0].start, lines[-1].end, unit)


def _is_title_row(cells: tuple[Cell, ...]) -> bool:
    """Whether a first row, merged across all columns, is the table's title."""
    return len(cells) > _MIN_CELLS and bool(cells[0].text) and not any(cell.text for cell in cells[1:])


def table_indicators(tables: Sequence[Table]) -> Iterator[Indicator]:
    """The indicators in the indicator tables: a row with a name and at least one value."""
    for table in tables:
        columns = table.figures
        if columns is None:
            continue
        for row in table.rows:
            indicator = _row_indicator(table, row, columns)
            if indicator is not None:
                yield indicator


def _common_header(table: Table, columns: FigureColumns) -> str:
    """The header of the only column of figures, which may state their unit: "Kinh phí (triệu đồng)"."""
    return table.header[columns.values[0]] if len(columns.values) == 1 else ""


def _row_indicator(table: Table, row: Row, columns: FigureColumns) -> Indicator | None:
    if not row.is_aligned or not row.name:
        return None
    found = tuple(
        IndicatorValue(header, cell.text, cell.start, cell.end, is_baseline_column(header))
        for column in columns.values
        for header, cell in [(table.header[column], row.cells[column])]
        if not is_blank(cell.text)
    )
    if not found:
        return None
    unit = row.cells[columns.unit].text if columns.unit is not None else unit_in(_common_header(table, columns))
    return Indicator(
        name=DASHED.sub("", row.name, count=1),
        unit=unit or unit_in(row.name) or table.unit,
        values=found,
        start=row.cells[0].start,
        end=row.cells[-1].end,
        path=table.section.path if table.section else (),
        address=table.section.address if table.section else "",
        group=row.group,
        table_title=table.title
        if is_caption(table.title) or table.section is None
        else table.section.heading or table.title,
    )
