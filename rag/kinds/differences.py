"""How far apart two figures are and which of two time limits comes first, where a question asks; computed on parsed values of one unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.assignments.deadlines import date_range
from index.records import Indicator, IndicatorValue
from rag import texts
from rag.drafting import Draft

# "chênh nhau bao nhiêu", "tăng thêm mấy triệu", "hơn kém nhau", "cao hơn bao nhiêu", "giảm đi mấy điểm"
_ASKS = re.compile(
    r"(?<!\S)(?:chênh|hơn kém|cách nhau|tăng thêm|giảm bớt|(?:tăng|giảm|thêm|bớt|nhiều hơn|ít hơn|cao hơn|thấp hơn)(?: \S+){0,2} (?:bao nhiêu|mấy))(?!\S)"
)
_ASKS_ORDER = re.compile(r"(?<!\S)(?:trước|sau|sớm|muộn)(?: hơn| nhất)?(?!\S)")
_DECIMALS = re.compile(r"(?<=\d),(\d+)")
_WHEN = re.compile(r"^- \*\*(.+?)\*\* —")  # how a time limit stands in an answer
_OPEN = ("≥", "≤", ">", "<")  # figures that are limits: how far apart they are is not known


def difference(compared: str, indicator: Indicator, values: Sequence[IndicatorValue]) -> str:
    """The line that says how far apart two values of an indicator are; "" where it isn't asked or they are no plain numbers."""
    if len(values) != 2 or not _ASKS.search(compared):
        return ""
    first, second = values
    if first.number is None or second.number is None or any(sign in v.text for v in values for sign in _OPEN):
        return ""
    decimals = max((len(found) for v in values for found in _DECIMALS.findall(v.text)), default=0)
    unit = indicator.unit if indicator.from_table else ""
    unit = texts.POINTS if "%" in f"{unit}{first.text}" else unit[:1].lower() + unit[1:]
    value = f"{abs(first.number - second.number):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return texts.DIFFERENCE.format(value=value, unit=f" {unit}" if unit else "")


def first_due(compared: str, drafts: Sequence[Draft]) -> str:
    """The line that says which of two time limits comes first; "" where it isn't asked or either is open, or of no one day."""
    found = [[m.group(1) for m in map(_WHEN.match, draft.lines) if m] for draft in drafts]
    if len(found) != 2 or any(len(limits) != 1 for limits in found) or not _ASKS_ORDER.search(compared):
        return ""
    (one,), (other,) = found
    a, b = _last_day(one), _last_day(other)
    if a is None or b is None or a == b:
        return ""
    return texts.DUE_FIRST.format(limit=one if a < b else other)


def _last_day(limit: str) -> date | None:
    return date_range(limit)[1]
