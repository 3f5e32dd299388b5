"""The cells that ruling lines make, and what is written in them: merged cells cover several rows or columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from index.readers.page_layout import Line, Table, TableCell

SAME_EDGE = 3.0  # points between rules, or ends of rules, that are meant to meet
_MAX_RULES = 2_000  # of one page; a plan's table has some dozens

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Piece = TypeVar("Piece")


def cells_between(rules: Sequence[Box]) -> list[list[Box]]:
    """The boxes of the cells that horizontal and vertical `rules` make, table by table."""
    if len(rules) > _MAX_RULES:
        return []
    edges = merge_edges([_edge(rule) for rule in rules], *([SAME_EDGE] * 4))
    return list(cells_to_tables(intersections_to_cells(edges_to_intersections(edges, SAME_EDGE, SAME_EDGE))))


def _edge(rule: Box) -> dict[str, Any]:
    x0, top, x1, bottom = rule
    lies = x1 - x0 > bottom - top
    if lies:
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if lies else "v",
    }


def is_table(boxes: Sequence[Box]) -> bool:
    """Whether cells are a table's: a single column is a frame around text."""
    return len(_edges([(box[0], box[2]) for box in boxes])) > 2


def outline(boxes: Sequence[Box]) -> Box:
    """The box around all `boxes`."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def is_inside(point: tuple[float, float], box: Box) -> bool:
    """Whether `point` (from the left, from the top) lies in `box`."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def table_of(
    boxes: Sequence[Box],
    pieces: Sequence[Piece],
    middle: Callable[[Piece], tuple[float, float]],
    lines: Callable[[Sequence[Piece]], tuple[Line, ...]],
) -> Table:
    """The table of cells with these `boxes`; a piece of text belongs to the cell its `middle` lies in, `lines` makes a cell's lines."""
    columns, rows = _edges([(box[0], box[2]) for box in boxes]), _edges([(box[1], box[3]) for box in boxes])
    spans = [_span(box, rows, columns) for box in boxes]
    owner = {
        (r, c): n
        for n, (row, column, height, width) in enumerate(spans)
        for r in range(row, row + height)
        for c in range(column, column + width)
    }
    texts: dict[int, list[Piece]] = {}
    for piece in pieces:
        x, y = middle(piece)
        slot = bisect_right(rows, y) - 1, bisect_right(columns, x) - 1
        if slot in owner:
            texts.setdefault(owner[slot], []).append(piece)
    cells = {
        (row, column): TableCell(lines(texts.get(n, [])), height, width)
        for n, (row, column, height, width) in enumerate(spans)
    }
    empty = TableCell(())
    starts = (
        tuple(cells.get((r, c), empty) for c in range(len(columns) - 1) if (r, c) in cells or (r, c) not in owner)
        for r in range(len(rows) - 1)
    )
    return Table(tuple(starts), tuple(columns))


def _span(box: Box, rows: Sequence[float], columns: Sequence[float]) -> tuple[int, int, int, int]:
    """The row and column where a cell starts, and how many rows and columns it covers."""
    column, row, column_end, row_end = (
        bisect_right(edges, place + SAME_EDGE) - 1
        for edges, place in zip((columns, rows, columns, rows), box, strict=True)
    )
    return row, column, max(row_end - row, 1), max(column_end - column, 1)


def _edges(spans: Sequence[tuple[float, float]]) -> list[float]:
    """The places where cells begin or end, those nearly the same as one."""
    edges: list[float] = []
    for place in sorted(place for span in spans for place in span):
        if not edges or place - edges[-1] > SAME_EDGE:
            edges.append(place)
    return edges
