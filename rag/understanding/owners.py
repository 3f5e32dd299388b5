"""Whose plan a question takes a numbered one for: "Kế hoạch 572/KH-UBND của tỉnh Hà Tĩnh" is not there where Lâm Đồng issued it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Plan
from index.vietnamese import expand, key
from rag.understanding.places import find_places, plan_places

_MAX_OWNER = 60  # characters between a number and the place of its owner
# "ngày 18/01/2024 của Ủy ban nhân dân tỉnh | Hà Tĩnh", "ở | Hà Tĩnh", "của Sở Y tế | Lâm Đồng": a body and nothing that it does
_OWNER = re.compile(
    r"(?:ngày \d+ (?:tháng )?\d+ (?:năm )?\d+ |năm \d+ )?(?:(?:do|của|ở|tại|từ) )?"
    r"(?:(?:ủy ban nhân dân|hội đồng nhân dân|ban thường vụ|sở(?: (?!của|giao)\S+){1,5}|công an) )?(?:(?:tỉnh|thành phố|tp|huyện|thị xã|quận|tỉnh ủy|thành ủy|huyện ủy) )?"
)


def named_owner(text: str, number_end: int, plans: Sequence[Plan]) -> str:
    """The place that a question says a document is of, right behind its number; "" where it says none."""
    after = key(expand(text[number_end : number_end + _MAX_OWNER]))
    for place in find_places(after, plans):
        if _OWNER.fullmatch(after[: after.index(place)]):
            return place
    return ""


def is_of(plan: Plan, place: str) -> bool:
    """Whether a plan may be called one of a place: it is, or no place is known of it."""
    places = plan_places(plan)
    return not places or place in places
