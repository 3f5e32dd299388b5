"""With whom a task is done: the units named after "phối hợp với" inside a task's sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.assignments.unit_lists import split_units
from index.assignments.units import names_before_task
from index.lexicon import unit_head_pattern

# "phối hợp với", "Phối hợp chặt chẽ với", "phối hợp cùng", and without either before a name: "phối hợp Sở Y tế"
_WITH = re.compile(
    r"(?<![^\W\d_])(?:phối hợp|phối kết hợp)\s+(?:(?:[^\W\d_]+\s+){0,3}?(?:với|cùng(?: với)?)\s+|(?=(?:Sở|Công an|UBND|U[ỷy] ban|Ủy ban|các sở|các cơ quan|các đơn vị|các ngành|các địa phương|chính quyền|cơ quan|Ban|Bộ|Mặt trận|Hội|Đoàn)\s))",
    re.IGNORECASE,
)


def supporting_units(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the units with which the task in `text[start:end]` is to be done."""
    for opening in _WITH.finditer(text, start, end):
        names = opening.end()
        if not unit_head_pattern().match(text, names, end):
            continue
        length = names_before_task(text[names:end])
        if length:
            yield from ((names + a, names + b) for a, b in split_units(text[names : names + length]))
