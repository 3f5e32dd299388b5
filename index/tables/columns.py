"""Which columns of a table hold what: a row's name, its unit of measure, its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.tables.rows import Cell, is_blank, is_figure, is_ordinal, kind_of
from index.vietnamese import fold

# The column that names the rows, the surest header first. "Mục tiêu đến năm 2025" holds figures, not names.
_NAMES = (
    re.compile(r"^(?:ten )?(?:cac )?(?:chi tieu|chi so|tieu chi)(?!.*(?:19|20)\d\d)"),
    re.compile(
        r"^(?:noi dung|ten|danh muc|linh vuc|nganh|san pham|hang muc|nhiem vu|hoat dong|dien giai|(?:cac )?(?:xa|phuong|huyen|thi xa|quan|tinh|thon|dia phuong|dia ban|don vi hanh chinh|truong|mon)(?=,|$| va|\b))\b"
    ),
    re.compile(r"(?:chi tieu|chi so|noi dung|nhiem vu|danh muc|muc tieu)(?!.*(?:19|20)\d\d)"),
)
_NO_FIGURES = re.compile(
    r"ghi chu|co quan|chu tri|phoi hop|phu trach|don vi (?:thuc hien|theo doi)|san pham|thoi gian|tien do|thoi han|giai phap|nguon|"
    r"diem|cham|huong dan|bieu mau|trach nhiem|van ban|can cu|^thuc hien$"
)
# Headers of figures: a year, or what the figure is.
_FIGURES = re.compile(
    r"(?:19|20)\d\d|muc tieu|chi tieu|ke hoach|thuc hien|giai doan|hien trang|uoc|du toan|ket qua|gia tri|^so (?!tt|thu tu|hieu|dien thoai|ky hieu|van ban|quyet dinh)|muc (?:dat|phan dau)|lo trinh|phan dau|tong so|^(?:tong )?(?:kinh phi|muc (?:ho tro|chi|thuong)|so tien|von|du toan)"
)
_MEASURES = re.compile(r"chi tieu|chi so|don vi tinh|dvt|don vi do|muc tieu")
_FIGURE_SHARE = 0.5  # of a column's filled cells, at least so many figures


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """The columns of an indicator table."""

    name: int
    unit: int | None
    values: tuple[int, ...]


def name_column(header: Sequence[str]) -> int | None:
    """The column that says what a row is about; without a telling header the first that is no number, unit or figure."""
    kinds = [kind_of(text) for text in header]
    folded = [fold(text) for text in header]
    for pattern in _NAMES:
        for i, text in enumerate(folded):
            if kinds[i] not in ("ordinal", "unit", "agency") and pattern.search(text):
                return i
    return next((i for i, kind in enumerate(kinds) if kind in ("", "name")), None)


def figure_columns(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], is_task_table: bool, title: str = ""
) -> FigureColumns | None:
    """The columns of a table of figures; None when it is none: a list of tasks, a scheme of points, names without figures.

    Its header tells by years and words of measure, or its `title` does ("Chỉ tiêu giao các xã năm 2023").
    """
    name = name_column(header)
    if name is None:
        return None
    kinds = [kind_of(text) for text in header]
    unit = next((i for i, kind in enumerate(kinds) if kind == "unit"), None)
    open_columns = [
        i
        for i, text in enumerate(header)
        if i not in (name, unit) and kinds[i] not in ("ordinal", "agency") and not _NO_FIGURES.search(fold(text))
    ]
    numeric = [i for i in open_columns if _holds_figures(rows, i)]
    told = [i for i in numeric if _FIGURES.search(fold(header[i]))]
    measures = any(_MEASURES.search(fold(text)) for text in (*header, title))
    if told or (measures and numeric):
        worded = [i for i in open_columns if _FIGURES.search(fold(header[i]))]  # "Đạt mục tiêu", a text, under a year
        return FigureColumns(name, unit, tuple(sorted({*numeric, *worded})))
    if unit is not None and not is_task_table and open_columns:
        return FigureColumns(name, unit, tuple(open_columns))
    return None


def _holds_figures(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    filled = [row[column].text for row in rows if not is_blank(row[column].text)]
    figures = sum(is_figure(text) or (text[:1].isdigit() and not is_ordinal(text)) for text in filled)
    return bool(filled) and figures >= _FIGURE_SHARE * len(filled)
