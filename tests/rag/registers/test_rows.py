"""What the rows hold, on the shipped plans and on a small plan whose tasks stand in a table."""

from datetime import date

import pytest

from index.parsing import parse_plan
from index.records import Plan, Role
from index.store import Snapshot
from rag.registers.rows import assignment_rows, deadline_rows, indicator_rows, task_rows
from rag.registers.units import unit_rows
from tests.shipped import BAC_GIANG, HA_TINH

TABLE = """UBND TỈNH HÀ TĨNH
Số: 12/KH-UBND
Hà Tĩnh, ngày 02 tháng 01 năm 2025
KẾ HOẠCH
Chuyển đổi số
I. NHIỆM VỤ
TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tKết quả\tThời gian hoàn thành
1\tXây dựng kho dữ liệu dùng chung\tSở Khoa học và Công nghệ\tSở Nội vụ; Sở Tài chính\tKho dữ liệu\tQuý II/2025
2\tTập huấn cán bộ cấp xã\tSở Nội vụ\t\tLớp tập huấn\tTrước ngày 30/9/2025
"""


@pytest.fixture(scope="module")
def table() -> Plan:
    return parse_plan(TABLE, "bang.txt")


def test_every_row_is_proved_by_its_citations(snapshot: Snapshot) -> None:
    plans = list(snapshot.plans.values())
    rows = [*assignment_rows(plans), *task_rows(plans), *indicator_rows(plans)]
    assert len(rows) > 250
    for row in rows:
        assert row.citations
        for citation in row.citations:
            assert snapshot.plans[citation.plan_id].text[citation.start : citation.end] == citation.quote


def test_task_unit_and_time_limit_stand_in_the_quotes(snapshot: Snapshot) -> None:
    for row in assignment_rows(snapshot.plans.values()):
        quotes = " ".join(" ".join(c.quote.split()) for c in row.citations)
        assert row.task in quotes
        headings = " ".join(c.heading for c in row.citations)
        assert row.unit.written in f"{quotes} {' '.join(headings.split())}"
        assert row.due is None or row.due.text in quotes


def test_there_is_a_row_for_each_unit_of_a_task(snapshot: Snapshot) -> None:
    plans = list(snapshot.plans.values())
    assert len(assignment_rows(plans)) == sum(len(plan.assignments) for plan in plans)


def test_both_directions_hold_the_same_pairs(snapshot: Snapshot) -> None:
    plans = list(snapshot.plans.values())
    from_units = {(row.task, row.unit) for row in assignment_rows(plans)}
    from_tasks = {(row.task, unit) for row in task_rows(plans) for unit in row.units}
    assert from_units == from_tasks


def test_a_task_of_a_table_with_its_units_product_and_limit(table: Plan) -> None:
    row = task_rows([table])[0]
    assert row.task == "Xây dựng kho dữ liệu dùng chung"
    assert [(u.name, u.scope) for u in row.leads] == [("Sở Khoa học và Công nghệ", "Hà Tĩnh")]
    assert [u.name for u in row.supporters] == ["Sở Nội vụ", "Sở Tài chính"]
    assert row.product == "Kho dữ liệu"
    assert row.due is not None
    assert (row.due.text, row.due.first, row.due.last) == ("Quý II/2025", date(2025, 4, 1), date(2025, 6, 30))


def test_deadlines_are_the_tasks_that_have_one(table: Plan, snapshot: Snapshot) -> None:
    assert [row.due.text for row in deadline_rows([table]) if row.due] == ["Quý II/2025", "Trước ngày 30/9/2025"]
    of_ha_tinh = deadline_rows([snapshot.plans[HA_TINH]])
    assert of_ha_tinh
    assert all(row.due and row.due.recurring and row.due.last is None for row in of_ha_tinh)


def test_each_figure_is_a_row_with_its_period_and_number(snapshot: Snapshot) -> None:
    doctors = [row for row in indicator_rows([snapshot.plans[BAC_GIANG]]) if row.name == "Số bác sỹ/10.000 dân"]
    assert [(r.value, r.number, r.year, r.is_baseline) for r in doctors] == [
        ("12,2", 12.2, 2023, True),
        ("12,5", 12.5, 2024, False),
    ]
    assert {r.group for r in doctors} == {"Chỉ tiêu đầu vào"}


def test_units_are_listed_once_in_dictionary_order(table: Plan) -> None:
    rows = unit_rows([table])
    assert [(r.name, r.tasks, r.supports) for r in rows] == [
        ("Sở Khoa học và Công nghệ", 1, 0),
        ("Sở Nội vụ", 1, 1),
        ("Sở Tài chính", 0, 1),
    ]
    assert {r.plan_ids for r in rows} == {("bang",)}


def test_roles_count_as_the_plan_says_them(table: Plan) -> None:
    roles = {(row.unit.name, row.unit.role) for row in assignment_rows([table])}
    assert ("Sở Tài chính", Role.SUPPORT) in roles
    assert ("Sở Khoa học và Công nghệ", Role.LEAD) in roles
