"""Text becomes blocks of lines; the ways in which converters write tables become tab rows, a block each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.document.flat_tables import read_flat_table
from index.document.layout import is_letterhead_cell, opens_attachment

_MARKDOWN_ROW = re.compile(r"\|.*\|.*\|?\s*$")
_OPEN_ROW = re.compile(r"[^|\s][^|]*\s\|\s.*\|\s*$")  # a row without its first pipe: "UBND TỈNH | CỘNG HÒA … |"
_BARE_ROW = re.compile(r"[^|]*\S\s\|\s[^|]+(?:\s\|\s[^|]+)+")  # without either: "Tháng | Nội dung | Người phụ trách"
_BARE_ROWS = 3  # so many one after the other are a table
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_MARKDOWN_DIVIDER = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")


def blocks_of(text: str) -> list[list[str]]:
    """Runs of lines between blank lines; tables become rows with tabs, a block each."""
    blocks: list[list[str]] = [[]]
    lines = text.split("\n")
    position = 0
    while position < len(lines):
        line = lines[position]
        if line.strip() == "|" and not _has_more_cells(lines, position + 1):  # a stray one
            position += 1
            blocks.append([])
            continue
        if line.strip() == "|":
            cells, position = _read_cell_table(lines, position)
            blocks += [*_table_blocks(cells), []]
            continue
        flat = read_flat_table(lines, position) if line.strip() else None
        rows, after = flat or _bare_rows(lines, position)
        if rows:
            blocks += [*([_tab_row(row)] for row in rows), []]
            position = after
            continue
        if (_MARKDOWN_ROW.match(line.strip()) and line.strip().startswith("|")) or _OPEN_ROW.match(line.strip()):
            blocks += (
                [[_tab_row(_markdown_cells(line.strip()))]] if not _MARKDOWN_DIVIDER.fullmatch(line.strip()) else []
            )
            blocks.append([])
        elif line.strip():
            # A pipe at one end only is left of a table row that a converter broke over lines.
            words = line.rstrip()
            row = line.rstrip(" ") if "\t" in words.lstrip() else words  # the last cells of a row may be empty
            blocks[-1].append(_tab_row(row.removeprefix("| ").removesuffix(" |").split("\t")))
        else:
            blocks.append([])
        position += 1
    return [block for block in blocks if block]


def _bare_rows(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """The rows of a table whose pipes stand only between cells, and the line after it; no rows where none opens."""
    end = start
    while (
        end < len(lines)
        and _BARE_ROW.fullmatch(lines[end].strip())
        and lines[end].count("|") == lines[start].count("|")
    ):
        end += 1
    return (
        ([_markdown_cells(line.strip()) for line in lines[start:end]], end)
        if end - start >= _BARE_ROWS
        else ([], start)
    )


def _markdown_cells(line: str) -> list[str]:
    """The cells of a Markdown row: the pipe at each end is no cell's, the last cells may be empty, an escaped pipe is text."""
    inner = line.removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|") for cell in _UNESCAPED_PIPE.split(inner)]


def _tab_row(cells: list[str]) -> str:
    """Cells as a row; an indented line ("\t- Phối hợp") is no row of two cells."""
    cells = [" ".join(cell.split()) for cell in cells]
    return "\t".join(cells) if len(cells) > 2 or all(cells) else "".join(cells)


def _read_cell_table(lines: list[str], start: int) -> tuple[list[list[list[str]]], int]:
    """A table with one cell a paragraph between lone "|": rows of cells of lines, and the line after it.

    "|", cell, "|", cell, "|": one row; two "|" in a row end it and open the next. Text after the closing "|" is no cell.
    """
    rows: list[list[list[str]]] = [[]]
    position, cell = start + 1, []
    while position < len(lines):
        line = lines[position].strip()
        if line != "|":
            cell.append(line)
            position += 1
            continue
        rows[-1].append([part for part in cell if part])
        cell = []
        position += 1
        if position < len(lines) and lines[position].strip() == "|":
            rows.append([])
            position += 1
        elif not _has_more_cells(lines, position):
            break
    return [row for row in rows if any(row)], position


_MAX_CELL_LINES = 60


def _has_more_cells(lines: list[str], position: int) -> bool:
    """Whether the text from `position` is one more cell: a lone "|" closes it before the table's text has plainly ended."""
    blank = 0
    for line in lines[position : position + _MAX_CELL_LINES]:
        if line.strip() == "|":
            return blank < 2
        if opens_attachment(line.strip()):
            return False
        blank = blank + 1 if not line.strip() else 0
        if blank >= 2:
            return False
    return False


def _table_blocks(rows: list[list[list[str]]]) -> list[list[str]]:
    """Rows of three and more cells as tab rows; a layout table (letterhead, signature) as its cells' lines, one block a cell."""
    is_data = max((len(row) for row in rows), default=0) >= 3
    blocks: list[list[str]] = []
    for row in rows:
        cells = [" ".join(cell) for cell in row]
        if is_data and not any(is_letterhead_cell(cell) for cell in cells):
            blocks.append([_tab_row(cells)])
        else:
            blocks += [cell for cell in row if cell]
    return blocks
