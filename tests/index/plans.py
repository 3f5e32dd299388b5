"""Small made-up plans for the tests of `index`."""

from __future__ import annotations

from index.parsing import parse_plan
from index.records import Plan, Section

LETTERHEAD = """ỦY BAN NHÂN DÂN
TỈNH AN BÌNH
Số: 12/KH-UBND

An Bình, ngày 05 tháng 3 năm 2024

KẾ HOẠCH

Củng cố y tế cơ sở năm 2024

Thực hiện Nghị quyết số 20-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương, Ủy ban nhân dân tỉnh An Bình ban hành Kế hoạch như sau:
"""

SIGNATURE = """
Nơi nhận:
- Bộ Y tế (để b/c);
- Lưu: VT, KGVX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Văn Minh
"""


def document(body: str) -> str:
    """A whole document around `body`."""
    return f"{LETTERHEAD}\n{body.strip()}\n{SIGNATURE}"


def plan_of(body: str) -> Plan:
    """The plan with this body."""
    return parse_plan(document(body), "An Binh 2024.txt")


def section_of(plan: Plan, *path: str) -> Section:
    """The plan's section at `path`."""
    return next(section for section in plan.sections if section.path == path)


def who_does_what(plan: Plan) -> list[tuple[str, str, str]]:
    """Unit, role and task of every assignment."""
    return [(a.unit, a.role.value, plan.text[a.start : a.end]) for a in plan.assignments]
