"""Rows of tables: a tab line's cells, a row's number, rows that lost cells put back under their headers, rows cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from index.assignments.deadlines import date_range, make_deadline
from index.assignments.units import names_unit
from index.document.layout import Line
from index.vietnamese import fold

# "I", "IV.", "A", "1", "2.1", "a)", "(1)": the number of a row
ORDINAL = re.compile(r"\(?(?:[IVX]+|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*|[a-zđ])[.)]*")
DASHED = re.compile(r"\A\s*[-–+•*]\s*(?=[^\W\d_])")  # "- Dịch vụ", "+ Trẻ em dưới 6 tuổi": a row under the one above
_FIGURE = re.compile(
    r"(?:[≥≤<>~±]=?|trên|dưới|khoảng|từ|tối thiểu|ít nhất|tối đa|không quá|đạt|tăng|giảm)*\s*-?\d[\d.,]*(?:\s*[-–÷]\s*\d[\d.,]*)?\s*(?:%|‰)?",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"[-–—…./xX*\s]*")  # "-", "…", "x": a cell with no figure in it
_UNIT = re.compile(r"(?:%|‰|[^\W\d_][^\d,;:]{0,24}(?:/[\d.]*\s?[^,;:]{1,24})?)")  # "%", "Người", "Bác sỹ/10.000 dân"
_MAX_UNIT_WORDS = 5
_LONG_TEXT = 2  # words; what is named or to be done takes more
_HEADERS = (
    ("ordinal", re.compile(r"^(?:tt|stt|so tt|so thu tu|s tt)\.?$")),
    (
        "unit",
        re.compile(
            r"^(?:don vi tinh|dvt|dv tinh|don vi do|don vi)\b(?!.*(?:thuc hien|chu tri|phoi hop|phu trach|trach nhiem))"
        ),
    ),
    (
        "agency",
        re.compile(r"chu tri|phoi hop|(?:don vi|co quan) (?:thuc hien|phu trach|theo doi)|trach nhiem|phu trach"),
    ),
    ("time", re.compile(r"^(?:thoi gian|thoi han|tien do|han|ngay)\b|hoan thanh$")),
    ("figure", re.compile(r"(?:19|20)\d\d|^(?:muc tieu|ke hoach|thuc hien|so luong|gia tri|hien trang|ket qua|uoc)\b")),
    (
        "name",
        re.compile(
            r"chi tieu|chi so|tieu chi|noi dung|nhiem vu|^ten |danh muc|hoat dong|cong viec|muc tieu|de an|giai phap"
        ),
    ),
)
_MAX_ALIGNED = 10  # columns; wider rows that lost cells have too many ways back


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell's text and where it stands: `text[start:end]` of the plan."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset just after the cell's text."""
        return self.start + len(self.text)


def cells_of(line: Line) -> tuple[Cell, ...]:
    """The cells of a tab line."""
    cells, start = [], line.start
    for text in line.text.split("\t"):
        cells.append(Cell(text, start))
        start += len(text) + 1
    return tuple(cells)


def is_ordinal(text: str) -> bool:
    """Whether a cell holds a row's number and nothing else."""
    return ORDINAL.fullmatch(text.strip()) is not None


def is_figure(text: str) -> bool:
    """Whether a cell holds one figure: "12,5", "≥ 95", "1.922.700", "90 - 95%"."""
    return _FIGURE.fullmatch(text.strip()) is not None


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, or a dash."""
    return _NOTHING.fullmatch(text.strip()) is not None


def kind_of(header: str) -> str:
    """What a column holds by its header: "ordinal", "unit", "agency", "time", "figure", "name", or "" for anything."""
    folded = fold(header).strip(" .:")
    return next((kind for kind, pattern in _HEADERS if pattern.search(folded)), "")


def align(cells: tuple[Cell, ...], header: Sequence[str]) -> tuple[Cell, ...] | None:
    """`cells` as many as the header has, each under its own; None when what they hold does not say where they belong."""
    width = len(header)
    if len(cells) > width:
        cells = _without_surplus(cells, width)
    if len(cells) == width:
        return cells
    if len(cells) > width or width > _MAX_ALIGNED:
        return None
    kinds = [kind_of(text) for text in header]
    ways = list(_ways(cells, kinds))
    return _spread(cells, ways[0], width) if len(ways) == 1 else None


def _without_surplus(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """Without the empty cell that a converter put before the row's number, or empty ones behind the last column."""
    if len(cells) == width + 1 and not cells[0].text and is_ordinal(cells[1].text):
        return cells[1:]
    while len(cells) > width and not cells[-1].text:
        cells = cells[:-1]
    return cells


def _ways(cells: tuple[Cell, ...], kinds: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The columns that the cells can stand in, in order, each holding what its column is for; a row has its name."""
    name = kinds.index("name") if "name" in kinds else None
    for columns in combinations(range(len(kinds)), len(cells)):
        if (name is None or name in columns) and all(
            _fits(cell.text, kinds[column]) for cell, column in zip(cells, columns, strict=True)
        ):
            yield columns


def _fits(text: str, kind: str) -> bool:
    if kind == "ordinal":
        return not text or is_ordinal(text) or (DASHED.match(text) is not None and len(text) < 3)
    if kind == "figure":
        return is_figure(text) or is_blank(text)
    if kind == "unit":
        return _UNIT.fullmatch(text) is not None and len(text.split()) <= _MAX_UNIT_WORDS and names_unit(text) is None
    if kind == "agency":
        return not text or names_unit(DASHED.sub("", text, count=1)) is not None
    if kind == "time":
        deadline = make_deadline(text, 0)
        return deadline.first is not None or deadline.recurring or date_range(text)[0] is not None
    if kind == "name":
        return not is_figure(text) and len(text.split()) >= _LONG_TEXT and names_unit(text) is None
    return True


def _spread(cells: tuple[Cell, ...], columns: Sequence[int], width: int) -> tuple[Cell, ...]:
    """`cells` put into `columns`, empty cells between them."""
    placed: list[Cell] = []
    for column in range(width):
        here = columns.index(column) if column in columns else None
        placed.append(cells[here] if here is not None else Cell("", placed[-1].end if placed else cells[0].start))
    return tuple(placed)


def join_cut_rows(rows: Sequence[tuple[Cell, ...]], width: int) -> list[tuple[Cell, ...]]:
    """Rows that a page or an empty cell cut in two made one: a row without figures, and the figures alone on the next line.

    Joined only when both have all cells together, or lack the one that the cut swallowed.
    """
    joined: list[tuple[Cell, ...]] = []
    for cells in rows:
        before = joined[-1] if joined else ()
        figures = cells[1:] if cells and not cells[0].text else cells
        if before and _lacks_figures(before, width) and figures and all(is_figure(c.text) for c in figures):
            missing = width - len(before) - len(figures)
            if missing in (0, 1) and len(figures) > 1:
                joined[-1] = (*before, *(Cell("", before[-1].end) for _ in range(missing)), *figures)
                continue
        joined.append(cells)
    return joined


def _lacks_figures(cells: tuple[Cell, ...], width: int) -> bool:
    return len(cells) < width and not any(is_figure(c.text) for c in cells[1:])
