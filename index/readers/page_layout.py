"""A page as lines with their places, columns and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_TEXT_GAP = 1.2  # of the size of letters; justified text stands closer
_TAB = 4.0  # of the size of letters; 1.27 cm are 2.6 of 14 points
# What may stand before a tab in running text: "-", "1.", "1.2.3", "a)", "(i)", "IV.", "[1]"
_LIST_MARK = re.compile(
    r"[-–+•*§·o\uf0b7\uf02d]|[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[a-zđ]{1,3})[.)\]/:-]{0,2}"
)

CUT_AT_HYPHEN = re.compile(r"\w[-‐]$")  # a dash between words has a space before it


@dataclass(frozen=True, slots=True)
class Line:
    """A run of words on one line; lengths in points from the page's left top corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float  # of its letters
    first_word: float = 0.0  # its width

    @property
    def height(self) -> float:
        """From the top of its letters to their bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns side by side, the left one's lines and the right one's."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell's lines and how many rows and columns it covers."""

    lines: tuple[Line, ...]
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: in each row the cells that start there; `edges` are the places of its vertical rules."""

    rows: tuple[tuple[TableCell, ...], ...]
    edges: tuple[float, ...]


Block = Line | Columns | Table


@dataclass(frozen=True, slots=True)
class Page:
    """A page's blocks in reading order, and the footnotes at its foot."""

    width: float
    height: float
    blocks: tuple[Block, ...] = ()
    notes: tuple[Line, ...] = field(default=())


def are_parted(before: str, gap: float, size: float) -> bool:
    """Whether text after a `gap` belongs elsewhere than the text `before` it on the same line; after a list's mark there is a tab."""
    if gap <= _TEXT_GAP * size:
        return False
    return gap > _TAB * size or _LIST_MARK.fullmatch(before) is None


def merge(lines: Sequence[Line]) -> Line:
    """Lines side by side as one, left to right."""
    ordered = sorted(lines, key=lambda line: line.x0)
    return Line(
        " ".join(line.text for line in ordered),
        ordered[0].x0,
        max(line.x1 for line in ordered),
        min(line.top for line in ordered),
        max(line.bottom for line in ordered),
        max(line.size for line in ordered),
        ordered[0].first_word,
    )


def run_on(texts: Sequence[str]) -> str:
    """The texts of a paragraph's lines as one; a word cut at its hyphen ("QĐ-" "TTg") is made whole."""
    text = ""
    for part in texts:
        text += part if not text or CUT_AT_HYPHEN.search(text) else f" {part}"
    return text


def rows_of(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom, those on the same row merged."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.x0)):
        if rows and _overlap(merge(rows[-1]), line) > 0.5 and all(_are_apart(line, other) for other in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [merge(row) for row in rows]


def _are_apart(one: Line, other: Line) -> bool:
    """Whether one line ends before the other starts."""
    return min(one.x1, other.x1) <= max(one.x0, other.x0) + 1


def _overlap(one: Line, other: Line) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(min(one.height, other.height), 0.1)
