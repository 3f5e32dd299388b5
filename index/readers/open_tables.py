"""Tables without ruling lines: three and more texts side by side, in columns over several lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from index.readers.page_layout import Line, Table, TableCell, rows_of

_MIN_COLUMNS = 3  # two columns are a letterhead, a signature block or a list
_MIN_ROWS = 2
_MAX_GAP = 2.0  # heights of a line between rows
_GUTTER = 0.9  # of the size of letters, free between columns over the whole table


def open_table(strips: Sequence[Sequence[Line]]) -> tuple[int, Table] | None:
    """The table that the first of `strips` (lines at one height, from top to bottom) open, and how many they are; None where there is none."""
    taken: list[Sequence[Line]] = []
    columns: list[tuple[float, float]] = []
    for strip in strips:
        merged = _columns([*columns, *((line.x0, line.x1) for line in strip)], _GUTTER * strip[0].size)
        far = (
            taken
            and min(line.top for line in strip) - max(line.bottom for line in taken[-1]) > _MAX_GAP * strip[0].height
        )
        if far or len(merged) < _MIN_COLUMNS or (columns and len(merged) < len(columns)):
            break
        columns = merged
        taken.append(strip)
    if sum(len(strip) >= _MIN_COLUMNS for strip in taken) < _MIN_ROWS:
        return None
    return len(taken), _table(taken, [start for start, _ in columns])


def _columns(spans: Sequence[tuple[float, float]], gutter: float) -> list[tuple[float, float]]:
    """What `spans` cover from left to right, in pieces with at least a gutter between them."""
    columns: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if columns and start - columns[-1][1] < gutter:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns


def _table(strips: Sequence[Sequence[Line]], starts: list[float]) -> Table:
    rows: list[list[list[Line]]] = []
    for strip in strips:
        cells: list[list[Line]] = [[] for _ in starts]
        for line in strip:
            cells[max(bisect_right(starts, line.x0 + 1) - 1, 0)].append(line)
        if rows and not cells[0]:  # a row starts where its first column has text
            rows[-1] = [above + below for above, below in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return Table(tuple(tuple(TableCell(tuple(rows_of(cell))) for cell in row) for row in rows), tuple(starts))
