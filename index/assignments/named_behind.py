"""Tasks that stand before their unit: "Tổ chức Ngày hội …, do Hội Phụ nữ thực hiện", and "Sở Y tế chủ trì; Công an tỉnh phối hợp." under a task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.assignments.cooperation import supporting_units
from index.assignments.tasks import assign, role_of
from index.assignments.units import names_before_task, names_one
from index.document.tree import SectionTree
from index.lexicon import unit_head_pattern
from index.records import Assignment, Role, Section

_ROLE_ONLY = re.compile(
    r"[\s,]*(?:là (?:cơ quan |đơn vị )?(?:đầu mối|chủ trì|thường trực)|(?:và |cùng )?(?:chủ trì|phối hợp|thực hiện|tham gia|phụ trách))(?: (?:cùng )?(?:thực hiện|phối hợp))?[\s.;]*"
)
_BY = re.compile(r",?\s+do\s+(?=[^\W\d_])")
# Behind the unit, up to the clause's end: "phối hợp với … thực hiện", "chủ trì", "làm chủ đầu tư"
_DONE = re.compile(
    r"\s+(?:(?P<with>phối hợp\s[^.;]{3,160}?)\s+)?(?P<done>chủ trì(?:,? (?:thực hiện|phối hợp))?|thực hiện|phụ trách|đảm nhiệm|đảm nhận|tổ chức|chịu trách nhiệm|quản lý|vận hành|điều hành|làm (?:chủ đầu tư|đầu mối))\s*(?=[.;,]|$|\s(?:trong|trước|vào)\s)"
)
_MIN_TASK = 15  # characters


def with_task_above(text: str, made: Assignment, section: Section, tree: SectionTree) -> Assignment:
    """`made`, with the heading it stands under as its task where its own words say no more than a role."""
    if not _ROLE_ONLY.fullmatch(text, made.start, made.end):
        return made
    above = next((s for s in tree.above(section) if s.heading), None)
    at = text.find(above.heading, above.start, made.start) if above else -1
    return made if above is None or at < 0 else replace(made, start=at, end=at + len(above.heading))


def done_by(text: str, start: int, end: int, section: Section) -> Iterator[Assignment]:
    """The task `text[start:end]` for the unit that its own words name behind it, and for those that this one works with."""
    for by in _BY.finditer(text, start + _MIN_TASK, end):
        length = names_before_task(text[by.end() : end]) if unit_head_pattern().match(text, by.end()) else None
        name = text[by.end() : by.end() + (length or 0)]
        if not names_one(name) or " " not in name:  # "do địa phương quản lý", "do Thành phố …"
            continue
        done = _DONE.match(text, by.end() + length, end) if length else None
        if length and done:
            role = role_of(done["done"]) if "chủ trì" in done["done"] else Role.LEAD
            unit = (by.end(), by.end() + length)
            yield assign(text, unit, (start, end), section, role)
            for helper in supporting_units(text, *done.span("with")) if done["with"] else ():
                yield assign(text, helper, (start, end), section, Role.SUPPORT)
