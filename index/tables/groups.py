"""Rows under other rows: group rows ("I | Chỉ tiêu đầu vào"), numbered rows with dashed ones below, names merged down a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.tables.columns import name_column
from index.tables.rows import DASHED, Cell, align, is_figure, is_ordinal
from index.vietnamese import fold

JOINT = " – "  # between an outer group and an inner one
# Levels, outermost first; 1.1 is _NUMBER + 1. A name without a number ("Chỉ tiêu đầu ra") stands where "II" would.
_CAPITAL, _ROMAN, _NUMBER, _LETTER, _DASH, _PLUS = 0, 1, 2, 19, 20, 21
_TOTAL = re.compile(r"(?:tong )?cong|tong so|toan (?:tinh|thanh pho|huyen|xa|nganh)")  # belongs to no row above it
_OPENS = re.compile(r"(?P<sign>[IVX]+|[A-HĐ])[.)]\s+(?P<name>\S.*)")  # "I. Kinh tế số" in one cell


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. `groups` are the names of the rows it stands under, outermost first; `name` its row header, taken from the row
    above where a merged cell left it blank; not `is_aligned`: the row lost cells, and its columns are not to be trusted."""

    cells: tuple[Cell, ...]
    groups: tuple[str, ...] = ()
    is_aligned: bool = True
    name: str = ""

    @property
    def group(self) -> str:
        """The groups as one text, "" for none."""
        return JOINT.join(self.groups)


@dataclass(frozen=True, slots=True)
class _Open:
    """A row that those below it can stand under."""

    level: int
    name: str


def group_rows(rows: Sequence[tuple[Cell, ...]], header: Sequence[str]) -> tuple[Row, ...]:
    """The rows with their groups; rows that only name a group are left out."""
    column = name_column(header)
    open_rows: list[_Open] = []
    grouped: list[Row] = []
    above = ""
    for cells in rows:
        title = _group_title(cells, len(header))
        if title is not None:
            _close(open_rows, title.level)
            open_rows.append(title)
            above = ""
            continue
        aligned = align(cells, header)
        row = aligned or cells
        name, level = _name(row, column, above) if aligned else ("", None)
        if level is not None or _TOTAL.fullmatch(fold(name)):
            _close(open_rows, _CAPITAL if level is None else level)
        groups = tuple(o.name for o in open_rows)
        grouped.append(Row(row, groups, aligned is not None, name))
        if level is not None and name:
            open_rows.append(_Open(level, DASHED.sub("", name, count=1).strip(" :")))
        above = name or above
    return tuple(grouped)


def _close(open_rows: list[_Open], level: int) -> None:
    while open_rows and open_rows[-1].level >= level:
        open_rows.pop()


def _group_title(cells: tuple[Cell, ...], width: int) -> _Open | None:
    """The group that a row names, when it holds nothing else but a number that groups have; None for an ordinary row."""
    filled = [cell.text.strip() for cell in cells if cell.text.strip()]
    if len(filled) == 1 and (len(cells) != width or width > 2 or len(cells[0].text) > 0):
        return _titled(filled[0])
    if len(filled) == 2 and is_ordinal(filled[0]) and not is_figure(filled[1]):
        level = _level(filled[0])
        is_upper = level < _NUMBER or (len(cells) == 2 and width > 2)
        return _Open(level, filled[1]) if is_upper else None
    return None


def _titled(text: str) -> _Open | None:
    """A group's row of one filled cell, its number in the cell or missing; None for a stray figure."""
    if is_figure(text) or is_ordinal(text):
        return None
    dash, sign = DASHED.match(text), _OPENS.match(text)
    if dash:
        return _Open(_PLUS if "+" in dash.group() else _DASH, text[dash.end() :])
    return _Open(_level(sign["sign"]), sign["name"]) if sign else _Open(_ROMAN, text)


def _name(row: tuple[Cell, ...], column: int | None, above: str) -> tuple[str, int | None]:
    """A row's header and its level among the others; the level is None for a row without a sign of its own."""
    if column is None:
        return "", None
    own = row[column].text.strip()
    number = next((c.text.strip() for i, c in enumerate(row) if i < column and is_ordinal(c.text)), "")
    if number:
        return own, _level(number)
    if not own:
        return above, None
    dash = DASHED.match(own)
    if dash:
        return own, _PLUS if "+" in dash.group() else _DASH
    return own, None


def _level(number: str) -> int:
    """How far in a row stands by its number: A, then I, then 1, then 1.1, then a."""
    number = number.strip(" ().")
    if re.fullmatch(r"[A-HĐ]", number):
        return _CAPITAL
    if re.fullmatch(r"[IVX]+", number):
        return _ROMAN
    return _NUMBER + number.count(".") if number[:1].isdigit() else _LETTER
