"""Tables that go on over a page break become one: the repeated header is dropped, cut rows and merged cells are made whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.readers.grid import Cell, grid_lines
from index.readers.page_layout import CUT_AT_HYPHEN, Columns, Line, Page, Table
from index.readers.syllables import is_syllable

_SAME_EDGE = 6.0  # points by which the rules of a table's two parts may differ
_MAX_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Slot:
    """What a row has at a column; a merged cell stands in each row it covers."""

    lines: tuple[Line, ...]
    colspan: int
    rows: range  # of the part that the cell covers
    carried: bool = False  # its text stands on the page before

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


_Row = dict[int, _Slot]  # by column


@dataclass(slots=True)
class JoinedTable:
    """A table over all its pages."""

    edges: tuple[float, ...]
    parts: list[tuple[int, Table]] = field(default_factory=list)

    def lines_by_page(self) -> Iterator[tuple[int, list[str]]]:
        """The table's lines, each with the page on which its row starts."""
        if len(self.parts) == 1:
            number, table = self.parts[0]
            cells = [[Cell(_texts(cell.lines), cell.rowspan, cell.colspan) for cell in row] for row in table.rows]
            yield number, grid_lines(cells)
            return
        rows = self._rows()
        filled = [(number, row) for number, row in rows if any(slot.lines for slot in row.values())]
        lines = grid_lines([[Cell(_texts(row[c].lines), 1, row[c].colspan) for c in sorted(row)] for _, row in filled])
        written = [line for line in lines if line]
        if len(written) != len(filled):  # it was a layout table
            yield self.parts[0][0], lines
            return
        yield filled[0][0], [""]
        yield from ((number, [line]) for (number, _), line in zip(filled, written, strict=True))
        yield filled[-1][0], [""]

    def _rows(self) -> list[tuple[int, _Row]]:
        rows: list[tuple[int, _Row]] = []
        for number, table in self.parts:
            part = _slots(table)
            part = part[_repeated(rows, part) :]
            if rows and part:
                _carry_over(rows[-1][1], part)
                if _is_cut(rows[-1][1], part[0]):
                    page, last = rows[-1]
                    rows[-1] = (page, _whole(last, part.pop(0)))
            rows += [(number, row) for row in part]
        return rows


def _texts(lines: Sequence[Line]) -> tuple[str, ...]:
    """A cell's lines as paragraphs: in a letterhead each is one, in a data table they are joined anyway."""
    texts: list[str] = []
    for line in lines:
        if texts and (CUT_AT_HYPHEN.search(texts[-1]) or _cut_in_syllable(texts[-1], line.text)):
            texts[-1] += line.text
        else:
            texts.append(line.text)
    return tuple(texts)


_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")


def _cut_in_syllable(before: str, after: str) -> bool:
    """Whether a narrow cell broke a line inside a syllable: "xã/phường/th | ị trấn"; what is left of it can be none."""
    last, first = _LAST_LETTERS.search(before), _FIRST_LETTERS.match(after)
    if last is None or first is None or is_syllable(last.group()):
        return False
    return is_syllable(last.group() + first.group())


def _slots(table: Table) -> list[_Row]:
    """The table's rows, each with all that stands in it."""
    grid: list[_Row] = [{} for _ in table.rows]
    taken: list[set[int]] = [set() for _ in table.rows]
    for index, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while column in taken[index]:
                column += 1
            rows = range(index, min(index + cell.rowspan, len(grid)))
            for covered in rows:
                grid[covered][column] = _Slot(cell.lines, cell.colspan, rows)
                taken[covered].update(range(column, column + cell.colspan))
            column += cell.colspan
    return grid


def _repeated(rows: Sequence[tuple[int, _Row]], part: Sequence[_Row]) -> int:
    """How many of the part's first rows are the table's header again."""
    count = 0
    for (_, mine), row in zip(rows[:_MAX_HEADER_ROWS], part, strict=False):
        if {c: slot.text for c, slot in mine.items()} != {c: slot.text for c, slot in row.items()}:
            break
        count += 1
    return count


def _carry_over(last: _Row, part: Sequence[_Row]) -> None:
    """Writes a merged cell's text, which stayed on the page before, in the rows that the cell covers here."""
    for column, slot in part[0].items():
        above = last.get(column)
        if slot.lines or above is None or not above.lines or max(len(slot.rows), len(above.rows)) == 1:
            continue
        for row in part:
            if column in row and row[column].rows == slot.rows:
                row[column] = replace(slot, lines=above.lines, carried=True)


def _is_cut(last: _Row, row: _Row) -> bool:
    """Whether `row` is the rest of the last row: without a number of its own, going on in the middle of a sentence."""
    first = min(row, default=0)
    own = [slot.text for slot in row.values() if slot.lines and not slot.carried]
    if set(last) != set(row) or not own or row[first].lines:
        return False
    return any(text[0].islower() for text in own)


def _whole(last: _Row, rest: _Row) -> _Row:
    return {c: slot if rest[c].carried else replace(slot, lines=slot.lines + rest[c].lines) for c, slot in last.items()}


def join_tables(pages: Sequence[Page]) -> Iterator[tuple[int, Line | Columns] | JoinedTable]:
    """The blocks of all pages, each with its page's number from 0; a table that goes on at the next page's top is one."""
    table: JoinedTable | None = None
    for number, page in enumerate(pages):
        for position, block in enumerate(page.blocks):
            if isinstance(block, Table) and table and position == 0 and _goes_on(table, number, block):
                table.parts.append((number, block))
                continue
            if table:
                yield table
            table = JoinedTable(block.edges, [(number, block)]) if isinstance(block, Table) else None
            if not isinstance(block, Table):
                yield number, block
    if table:
        yield table


def _goes_on(table: JoinedTable, number: int, block: Table) -> bool:
    return (
        table.parts[-1][0] == number - 1
        and len(table.edges) == len(block.edges)
        and all(abs(a - b) <= _SAME_EDGE for a, b in zip(table.edges, block.edges, strict=True))
    )
