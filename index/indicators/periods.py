"""The year or date by which, as a sentence writes it."""

from __future__ import annotations

import re

# "đến hết năm 2030", "giai đoạn 2026 - 2030", "Từ năm 2025 trở đi", "trước ngày 31/12/2025", "quý IV/2025"; not "so với năm 2024",
# "ngày 22 tháng 7 năm 2022", which say something else
_WHEN = re.compile(
    r"(?<!so với )(?<!mức )(?<!trung bình )(?<!tháng \d )(?<!tháng \d\d )(?<!tháng \d\d\d )"
    r"(?:(?<!\w)(?:đến|vào|trong|từ|sau|trước|hết|cuối|giữa|đầu)\s+){0,2}(?<!\w)"
    r"(?:(?:năm|giai đoạn|thời kỳ)\s+(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?(?:\s+trở đi)?|"
    r"(?:ngày\s+)?\d{1,2}/\d{1,2}/20\d\d|tháng\s+\d{1,2}/20\d\d|quý\s+[IVX]+/20\d\d|(?<=đến )20\d\d(?![\d.]|,\d))",
    re.IGNORECASE,
)


def when_in(text: str) -> str:
    """The first year or date of a line, as written; "" for none."""
    match = _WHEN.search(text)
    return " ".join(match.group().split()) if match else ""


def last_when(text: str) -> str:
    """The last year or date of a line, as written; "" for none."""
    matches = list(_WHEN.finditer(text))
    return " ".join(matches[-1].group().split()) if matches else ""


def without_when(text: str) -> str:
    """A text without its years and dates, spaces tidied."""
    return re.sub(r"\s+,", ",", " ".join(_WHEN.sub(" ", text).split()))
