"""Bodies that a question names by a proper name and that its plans never name: nothing that the plans say is about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.records import Plan
from index.vietnamese import expand, fold, key

# Bodies called by head and field; named hospitals, schools and party committees are called too many ways to tell by form.
_HEADS = "Sở|Bộ|Ban|Phòng|Hội|Hiệp hội|Cục|Chi cục|Tổng cục|Vụ|Viện|Đoàn|Liên đoàn|Liên minh|Kho bạc|Thanh tra|Đài|Văn phòng|Ngân hàng"
_WORD = r"[^\W\d_]+"
# "Hội Luật gia", "Sở Giao thông vận tải": the head, a capitalised word of two syllables
_NAMED = re.compile(rf"(?<![^\W\d_])(?P<head>{_HEADS}) (?P<first>{_WORD}) (?P<second>{_WORD})(?![^\W\d_])")
_NOT_NAMES = frozenset(("ban chỉ đạo", "ban thường vụ", "ban tổ chức", "ban giám đốc", "bộ chính trị", "ban bí thư"))


def absent_units(text: str, plans: Sequence[Plan]) -> tuple[str, ...]:
    """The bodies named in a question, as written up to their first word, that stand in none of `plans`, also not shortened to initials."""
    if text.isupper():
        return ()
    return tuple(
        m.group()
        for m in _NAMED.finditer(expand(text))
        if m["first"][0].isupper()
        and not m["second"][0].isupper()  # "Sở Hà Tĩnh": a place, not a field
        and key(m.group()) not in _NOT_NAMES
        and not any(_names(plan, m["head"], m["first"], m["second"]) for plan in plans)
    )


def _names(plan: Plan, head: str, first: str, second: str) -> bool:
    text = _bare(plan)
    initials = fold(f" {key(head)} {first[0]}{second[0]}")  # "Hội CTĐ", "Sở GTVT"
    return fold(f" {key(f'{head} {first} {second}')} ") in text or initials in text


@lru_cache(maxsize=2_000)
def _bare(plan: Plan) -> str:
    """A plan's text in compared form and without diacritics, between spaces."""
    return f" {fold(key(expand(plan.text)))} "
