"""What a figure says: its number, its comparison, its year, and whether it was reached already. Pure functions on words as written."""

from __future__ import annotations

import re

from index.vietnamese import fold, parse_number

# Signs and words that bound a figure. The first that matches says how; "giảm 20%" and "tăng 3%" are changes, not bounds.
_COMPARISONS = (
    ("≥", re.compile(r"≥|>=|ít nhất|tối thiểu|không dưới|không thấp hơn|trở lên", re.IGNORECASE)),
    ("≤", re.compile(r"≤|<=|tối đa|không quá|không vượt|không cao hơn|trở xuống", re.IGNORECASE)),
    (">", re.compile(r">|(?<!\w)(?:trên|hơn)(?=\s)", re.IGNORECASE)),
    ("<", re.compile(r"<|(?<!\w)dưới(?=\s)", re.IGNORECASE)),
    # "từ 15 bác sĩ/10.000 dân" alone is a lower bound; "giảm từ 23 xuống 18" and "từ 5 đến 10" are none
    ("≥", re.compile(r"^từ (?!.*(?:đến|[-–]|xuống|lên))", re.IGNORECASE)),
)
_DIGITS = r"\d+(?:[.,]\d+)*"
_RANGE = re.compile(rf"{_DIGITS}\s*%?\s*(?:[-–÷]|đến)\s*{_DIGITS}")  # "1 - 1,5%", "75%-80%", "10 đến 15"
_NUMERALS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_NUMERAL = re.compile(rf"(?<!\w)(?:{'|'.join(_NUMERALS)})(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d/.,])(?:19|20)\d\d(?![\d.,]*\d)")
_REACHED = re.compile(
    r"(?:ket qua|uoc|danh gia)? ?(?:thuc hien|dat duoc)\b|hien trang|hien nay|hien co|hien hanh|^ket qua|^uoc|nam goc|co so nam|\bth\b|\buth\b"
)
_PLANNED = re.compile(r"ke hoach|muc tieu|chi tieu|phan dau|du kien|\bkh\b")
_BASELINE_OF_A_PLAN = re.compile(r"uoc|ket qua|hien hanh|danh gia")


def number_in(text: str) -> float | None:
    """The number in `text`: "trên 12,5%" → 12.5, "1.922.700" → 1922700.0, "ít nhất một bác sĩ" → 1.0.

    None for a range ("1 - 1,5%"), which has two, and where there is none. Scale words stay with the unit: "8,9 tỷ USD" → 8.9.
    """
    if _RANGE.search(text):
        return None
    if any(char.isdigit() for char in text):
        return parse_number(text)
    numeral = _NUMERAL.search(text)
    return float(_NUMERALS[numeral.group().lower()]) if numeral else None


def comparison_in(text: str) -> str:
    """The bound that a figure states, in signs or words: "≥", ">", "≤", "<", or "" for an exact one or a mere change."""
    return next((sign for sign, words in _COMPARISONS if words.search(text)), "")


def year_in(text: str) -> int | None:
    """The year by which: the last one named ("giai đoạn 2026 - 2030" → 2030); None without one."""
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def is_baseline_column(header: str) -> bool:
    """Whether a column's figures were reached already: "Thực hiện năm 2023", "Hiện trạng", "Ước thực hiện 2025"."""
    folded = fold(header)
    if _PLANNED.search(folded) and not _BASELINE_OF_A_PLAN.search(folded):
        return False
    return _REACHED.search(folded) is not None
