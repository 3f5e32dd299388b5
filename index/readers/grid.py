"""How every reader writes a table: a data table as tab rows, a layout table (letterhead, signatures) as its cells' lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from index.document.layout import (
    DATE_LINE,
    NUMBER_LINE,
    is_letterhead_cell,
    is_recipients_line,
    is_signature_line,
)
from index.errors import UnreadableFile
from index.readers.limits import MAX_TEXT, number

MAX_CELLS = 400_000  # of one table: 10,000 rows of 40 columns
MAX_NESTING = 8  # tables in tables; readers write deeper ones as paragraphs
_MAX_COLUMNS = 500

_FIGURE = re.compile(r"[\d.,%/+\s-]*\d[\d.,%/+\s-]*")  # "1.250", "95%", "3/5"
_SIDE_BY_SIDE = re.compile(r"\t+|[ \u00a0]{5,}")  # "UBND TỈNH HÀ TĨNH [tab] CỘNG HÒA XÃ HỘI…"
_SLOGAN = "độc lập - tự do"
_FRAME_ROWS = 8  # a letterhead or a signature block is no longer
_FRAME_COLUMNS = 4
_FRAME_CELL = 1500  # characters; longer texts with "Số: …" in them are no letterhead
_PAGE_CELL = 4000  # characters; a cell this long that holds most of its table is a web page's frame


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `paragraphs` in order, a nested table (rows of cells) among them; spans count rows and columns."""

    paragraphs: tuple[str | Rows, ...]
    rowspan: int = 1
    colspan: int = 1


Rows: TypeAlias = tuple[tuple[Cell, ...], ...]


def grid_lines(rows: Sequence[Sequence[Cell]], name: str = "") -> list[str]:
    """The lines of a table, with a blank line before and after; a row lists the cells that start in it, as HTML does.

    Raises `UnreadableFile` (about the file `name`) for a table of more than `MAX_CELLS` cells or `MAX_TEXT` characters.
    """
    grid = _placed(rows, name)
    if not grid:
        return []
    return _layout_lines(rows, name) if _is_layout(rows, grid) else ["", *("\t".join(row) for row in grid), ""]


def block_lines(blocks: Iterable[str | Rows], name: str) -> list[str]:
    """Paragraphs and tables of the file `name` as lines, never two blank ones together. Raises `UnreadableFile` as `grid_lines` does."""
    lines: list[str] = []
    for block in blocks:
        new = (
            [" ".join(line.split()) for line in block.split("\n")]
            if isinstance(block, str)
            else grid_lines(block, name)
        )
        lines += [line for before, line in pairwise([lines[-1] if lines else "", *new]) if line or before]
    return lines


def side_by_side(text: str) -> str:
    """A line on which tabs or spaces set a letterhead's or signature block's two halves apart, as lines; else `text`."""
    pieces = [piece.strip() for piece in _SIDE_BY_SIDE.split(text) if piece.strip()]
    return "\n".join(pieces) if len(pieces) > 1 and any(map(_stands_apart, pieces)) else text


def _stands_apart(piece: str) -> bool:
    return (
        is_letterhead_cell(piece)
        or is_recipients_line(piece)
        or is_signature_line(piece)
        or piece.lower().startswith(_SLOGAN)
    )


def _placed(rows: Sequence[Sequence[Cell]], name: str) -> list[list[str]]:
    """The texts of the table's slots, row by row; rows and columns without any text are left out."""
    grid: list[dict[int, str]] = []
    hanging: dict[int, tuple[int, int, str]] = {}  # column → rows still to cover, columns it covers, text
    slots = characters = 0
    for index, row in enumerate(rows):
        placed: dict[int, str] = {}
        taken: set[int] = set()
        for column, (left, width, text) in list(hanging.items()):
            placed[column] = text
            taken.update(range(column, column + width))
            hanging[column] = (left - 1, width, text)
            if left == 1:
                del hanging[column]
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            width = min(max(cell.colspan, 1), _MAX_COLUMNS)
            text = cell_text(cell)
            placed[column] = text
            height = min(max(cell.rowspan, 1), len(rows) - index)
            if height > 1:
                hanging[column] = (height - 1, width, text)
            taken.update(range(column, column + width))
            column += width
            if slots + len(taken) > MAX_CELLS:
                raise UnreadableFile(_too_large(name))
        slots += len(taken)
        characters += sum(map(len, placed.values()))
        if slots > MAX_CELLS or characters > MAX_TEXT:
            raise UnreadableFile(_too_large(name))
        grid.append(placed)
    return _filled(grid, name)


def _filled(grid: list[dict[int, str]], name: str) -> list[list[str]]:
    columns = sorted({column for row in grid for column, text in row.items() if text})
    filled = [[row.get(column, "") for column in columns] for row in grid if any(row.values())]
    if len(filled) * len(columns) > MAX_CELLS:
        raise UnreadableFile(_too_large(name))
    return filled


def _too_large(name: str) -> str:
    return (
        f"Tệp {name or '(không rõ tên)'} có bảng quá lớn (tối đa {number(MAX_CELLS)} ô). Hãy tách bảng thành nhiều tệp, "
        "hoặc bỏ các ô gộp bất thường, rồi nạp lại."
    )


def cell_text(cell: Cell) -> str:
    """A cell's text on one line; a nested table's rows are joined by "; ", its cells by ": " (two of them) or a space."""
    return " ".join(part for part in (_on_one_line(p) for p in cell.paragraphs) if part)


def _on_one_line(paragraph: str | Rows) -> str:
    if isinstance(paragraph, str):
        return " ".join(paragraph.split())
    rows = ([text for text in map(cell_text, row) if text] for row in paragraph)
    return "; ".join((": " if len(cells) == 2 else " ").join(cells) for cells in rows if cells)


def _is_layout(rows: Sequence[Sequence[Cell]], grid: list[list[str]]) -> bool:
    """Whether a table only places texts on the page: a single column, two texts side by side, a letterhead, signatures, a page's frame."""
    if len(grid[0]) == 1:
        return True
    texts = [text for row in grid for text in row if text]
    if len(grid) == 1 and len(texts) <= 2 and not any(_FIGURE.fullmatch(text) for text in texts):
        return True
    if len(grid) <= _FRAME_ROWS and len(grid[0]) <= _FRAME_COLUMNS and _is_frame(rows):
        return True
    longest = max(map(len, texts))
    return longest > _PAGE_CELL and longest > sum(map(len, texts)) / 2


def _is_frame(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a small table is a letterhead or a signature block."""
    if any(len(cell_text(cell)) > _FRAME_CELL for row in rows for cell in row):
        return False
    lines = [line for row in rows for cell in row for line in _cell_lines(cell)]
    if any(map(_is_motto, lines)):
        return True
    if any(map(NUMBER_LINE.match, lines)) and any(map(DATE_LINE.fullmatch, lines)):
        return True
    # A data table may have a row "Nơi nhận", but it also has numbers in its first column.
    return any(is_recipients_line(line) or is_signature_line(line) for line in lines) and not any(
        map(_FIGURE.fullmatch, lines)
    )


def _is_motto(line: str) -> bool:
    return is_letterhead_cell(line) and not NUMBER_LINE.match(line) and not DATE_LINE.fullmatch(line)


def _cell_lines(cell: Cell) -> Iterator[str]:
    """The lines of a cell's own paragraphs."""
    for paragraph in cell.paragraphs:
        if isinstance(paragraph, str):
            yield from filter(None, (" ".join(line.split()) for line in paragraph.split("\n")))


def _layout_lines(rows: Sequence[Sequence[Cell]], name: str) -> list[str]:
    lines = [""]
    for cell in (cell for row in rows for cell in row):
        for paragraph in cell.paragraphs:
            lines += grid_lines(paragraph, name) if not isinstance(paragraph, str) else _text_lines(paragraph)
        if lines[-1]:
            lines.append("")
    return lines


def _text_lines(paragraph: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in paragraph.split("\n")) if line]
