from dataclasses import replace

from index.parsing import parse_plan
from index.store import Snapshot
from rag.registers.ordering import FigureOrder, WorkOrder, order_figures, order_work
from rag.registers.rows import assignment_rows, deadline_rows, indicator_rows, task_rows

UNITS = ["Sở Ăn", "Đoàn Thanh niên", "Công an tỉnh", "Sở An", "Dân quân", "Sở Ân", "Ủy ban Mặt trận"]


def test_units_stand_in_vietnamese_order() -> None:
    plan = parse_plan("I. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính: Chủ trì bố trí kinh phí hằng năm.\n", "a.txt")
    row = assignment_rows([plan])[0]
    rows = [replace(row, unit=replace(row.unit, name=name)) for name in UNITS]
    expected = ["Công an tỉnh", "Dân quân", "Đoàn Thanh niên", "Sở An", "Sở Ăn", "Sở Ân", "Ủy ban Mặt trận"]
    assert [r.unit.name for r in order_work(rows, WorkOrder.UNIT)] == expected
    assert [r.unit.name for r in order_work(rows, WorkOrder.UNIT, descending=True)] == expected[::-1]


def test_by_day_with_undated_ones_last_either_way(snapshot: Snapshot) -> None:
    rows = deadline_rows(snapshot.plans.values())
    for descending in (False, True):
        days = [row.due and row.due.last for row in order_work(rows, WorkOrder.DUE, descending)]
        dated = [day for day in days if day]
        assert dated
        assert dated == sorted(dated, reverse=descending)
        assert days == [*dated, *[None] * (len(days) - len(dated))]


def test_the_plans_order_is_kept_by_default(snapshot: Snapshot) -> None:
    rows = task_rows(snapshot.plans.values())
    places = [(r.citations[0].plan_id, r.citations[0].start) for r in order_work(rows, WorkOrder.PLAN)]
    assert places == sorted(places)


def test_roles_go_from_lead_to_support(snapshot: Snapshot) -> None:
    rows = order_work(assignment_rows(snapshot.plans.values()), WorkOrder.ROLE)
    assert rows[-1].unit.role.value == "phối hợp"
    assert rows[0].unit.role.value == "chủ trì"


def test_figures_by_number_with_ranges_last(snapshot: Snapshot) -> None:
    rows = order_figures(indicator_rows(snapshot.plans.values()), FigureOrder.NUMBER)
    numbers = [row.number for row in rows if row.number is not None]
    assert numbers == sorted(numbers)
    assert [row.number for row in rows][: len(numbers)] == numbers
