"""The order in which a page's lines are read: what stands side by side (letterhead, signatures) column by column, tables row by row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from index.readers.open_tables import open_table
from index.readers.page_layout import Block, Columns, Line, Table, rows_of

_MIN_GUTTER = (
    0.9  # of the size of letters; words of justified text stand closer, two lines in a row at the same place at least
)
_MIN_NARROWED = 0.3  # of the size of letters: a text may fill its column, whose edges the lines before have shown
_SAME_ROW = 0.25  # of the lower one's height: how far two texts overlap that stand side by side
_MAX_COLUMN_GAP = 2.5  # heights of a line between lines of the left column
_MAX_SIGNATURE_GAP = 12  # heights of a line between a signer's title and name: room for signature and seal


def in_blocks(lines: Sequence[Line], tables: Sequence[tuple[float, Table]]) -> list[Block]:
    """Lines and tables (each with its top) from top to bottom."""
    blocks: list[Block] = []
    rest = list(lines)
    for top, table in sorted(tables, key=lambda pair: pair[0]):
        blocks += [*in_reading_order([line for line in rest if line.top < top]), table]
        rest = [line for line in rest if line.top >= top]
    return [*blocks, *in_reading_order(rest)]


def in_reading_order(lines: Sequence[Line]) -> list[Block]:
    """Lines as they are read: from top to bottom, but two columns one after the other."""
    strips = _strips(lines)
    blocks: list[Block] = []
    position = 0
    while position < len(strips):
        opened = open_table(strips[position:])
        if opened:
            blocks.append(opened[1])
            position += opened[0]
            continue
        start, end, gutter = _band(strips, position)
        if gutter is None:
            blocks += rows_of(strips[position])
            position += 1
            continue
        for strip in strips[position:start]:
            blocks += rows_of(strip)
        inside = [line for strip in strips[start:end] for line in strip]
        middle = sum(gutter) / 2
        left = [line for line in inside if (line.x0 + line.x1) / 2 < middle]
        right = [line for line in inside if (line.x0 + line.x1) / 2 >= middle]
        blocks.append(Columns(tuple(rows_of(left)), tuple(rows_of(right))))
        position = end
    return blocks


def _strips(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped so that those of different groups have no height in common."""
    strips: list[list[Line]] = []
    bottom = float("-inf")
    for line in sorted(lines, key=lambda line: (line.top, line.x0)):
        if strips and bottom - line.top > _SAME_ROW * line.height:
            strips[-1].append(line)
            bottom = max(bottom, line.bottom)
        else:
            strips.append([line])
            bottom = line.bottom
    return strips


Gutter = tuple[float, float]


def _gutters(strip: Sequence[Line]) -> list[Gutter]:
    """The free spaces between the texts of a strip, none of which is a list's mark alone."""
    spans: list[list[float]] = []
    for line in sorted(strip, key=lambda line: line.x0):
        if spans and line.x0 - spans[-1][1] < _MIN_GUTTER * line.size:
            spans[-1][1] = max(spans[-1][1], line.x1)
        else:
            spans.append([line.x0, line.x1])
    return [(one[1], other[0]) for one, other in pairwise(spans)]


def _band(strips: Sequence[Sequence[Line]], position: int) -> tuple[int, int, Gutter | None]:
    """The strips from one at or just after `position` that stand in two columns: first, end, the space between the columns."""
    first = position
    while first < len(strips) and first - position < 3 and not _gutters(strips[first]):
        first += 1
    if first == len(strips) or not _gutters(strips[first]):
        return position, position, None
    gutter = max(_gutters(strips[first]), key=lambda g: g[1] - g[0])
    start = first
    while (
        start > position
        and _is_right_of(strips[start - 1], gutter)
        and _gap(strips[start - 1], strips[start]) < _MAX_COLUMN_GAP
    ):
        start -= 1
    if start > position and first - start == 0:
        return position, position, None  # begins later; the strips before are read first
    end = first + 1
    while end < len(strips):
        narrowed = _narrowed(gutter, strips[end])
        far = _gap(strips[end - 1], strips[end])
        limit = _MAX_SIGNATURE_GAP if _is_right_of(strips[end], gutter) else _MAX_COLUMN_GAP
        if narrowed is None or far > limit:
            break
        gutter = narrowed
        end += 1
    rows = sum(len(rows_of(strip)) for strip in strips[start:end])
    return (start, end, gutter) if end - start > 1 or rows > 1 else (position, position, None)


def _is_right_of(strip: Sequence[Line], gutter: Gutter) -> bool:
    return all(line.x0 >= (gutter[0] + gutter[1]) / 2 for line in strip)


def _gap(strip: Sequence[Line], following: Sequence[Line]) -> float:
    """The height free between two strips, in heights of a line."""
    free = min(line.top for line in following) - max(line.bottom for line in strip)
    return free / max(median(line.height for line in following), 1.0)


def _narrowed(gutter: Gutter, strip: Sequence[Line]) -> Gutter | None:
    """What a strip leaves free of the space between two columns; None where its texts run across."""
    low, high = gutter
    for line in strip:
        if (line.x0 + line.x1) / 2 < (gutter[0] + gutter[1]) / 2:
            low = max(low, line.x1)
        else:
            high = min(high, line.x0)
    return (low, high) if high - low >= _MIN_NARROWED * strip[0].size else None
