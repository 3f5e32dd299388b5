from datetime import date

import pytest

from index.parsing import parse_plan
from index.records import Role
from index.store import Snapshot
from rag.registers.filters import Wanted, WantedFigures, choose, choose_figures
from rag.registers.rows import AssignmentRow, assignment_rows, indicator_rows, task_rows
from tests.shipped import BAC_GIANG, bare


@pytest.fixture(scope="module")
def rows(snapshot: Snapshot) -> list[AssignmentRow]:
    return assignment_rows(snapshot.plans.values())


def _names(rows: list[AssignmentRow]) -> set[tuple[str, str]]:
    return {(row.unit.name, row.unit.scope) for row in rows}


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("Sở Công Thương", {("Sở Công Thương", "Hà Tĩnh")}),
        ("Sở GD&ĐT", {("Sở Giáo dục và Đào tạo", "Hà Tĩnh"), ("Sở Giáo dục và Đào tạo", "Lâm Đồng")}),
        ("Sở Giáo dục và Đào tạo Lâm Đồng", {("Sở Giáo dục và Đào tạo", "Lâm Đồng")}),
        ("Sở Giáo dục và Đào tạo tỉnh Hà Tĩnh", {("Sở Giáo dục và Đào tạo", "Hà Tĩnh")}),
        ("Phòng Nghiệp vụ Y", {("Phòng Nghiệp vụ Y, Sở Y tế", "Bắc Giang")}),
        ("SCT", {("Sở Công Thương", "Hà Tĩnh")}),
        ("công thương", {("Sở Công Thương", "Hà Tĩnh")}),
        ("Bưu điện tỉnh", set()),
    ],
)
def test_a_unit_however_it_is_written(rows: list[AssignmentRow], unit: str, names: set[tuple[str, str]]) -> None:
    assert _names(choose(rows, Wanted(unit=unit))) == names
    assert _names(choose(rows, Wanted(unit=bare(unit).lower()))) == names


def test_a_department_is_not_the_rooms_inside_it(rows: list[AssignmentRow]) -> None:
    found = _names(choose(rows, Wanted(unit="Sở Y tế")))
    assert found
    assert not any(name.startswith("Phòng") for name, _ in found)


def test_unit_and_role_are_those_of_one_and_the_same(snapshot: Snapshot) -> None:
    tasks = task_rows(snapshot.plans.values())
    helping = choose(tasks, Wanted(unit="Sở Tài chính", role=Role.SUPPORT))
    assert helping
    for task in helping:
        assert any(u.role is Role.SUPPORT and u.name.startswith("Sở Tài chính") for u in task.units)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bảo hiểm y tế", True),
        ("BAO HIEM Y TE", True),
        ("BHYT", True),
        ("hiểm bảo", False),  # words stand together, in order
        ("bảo hiểm y tế, khinh khí cầu", False),  # each part must be there
        ("", True),
        (" , ", True),
    ],
)
def test_words_stand_together(rows: list[AssignmentRow], words: str, found: bool) -> None:
    assert bool(choose(rows, Wanted(words=words))) is found


def test_a_part_of_a_syllable_is_no_word(rows: list[AssignmentRow]) -> None:
    assert choose(rows, Wanted(words="nguồn"))
    assert choose(rows, Wanted(words="nguồ")) == []


@pytest.mark.parametrize(
    ("due_from", "due_to", "count"),
    [
        (None, date(2024, 6, 29), 3),
        (None, date(2024, 6, 30), 5),
        (date(2024, 6, 30), date(2024, 6, 30), 2),
        (date(2030, 1, 1), None, 0),
    ],
)
def test_limits_count_by_the_day_they_end(
    snapshot: Snapshot, due_from: date | None, due_to: date | None, count: int
) -> None:
    rows = task_rows([snapshot.plans[BAC_GIANG]])
    assert len(choose(rows, Wanted(due_from=due_from, due_to=due_to))) == count


def test_figures_by_name_year_and_kind(snapshot: Snapshot) -> None:
    rows = indicator_rows([snapshot.plans[BAC_GIANG]])
    assert {r.name for r in choose_figures(rows, WantedFigures(name="so bac sy"))} == {"Số bác sỹ/10.000 dân"}
    assert {r.year for r in choose_figures(rows, WantedFigures(year=2024))} == {2024}
    targets = choose_figures(rows, WantedFigures(targets_only=True))
    assert targets
    assert not any(row.is_baseline for row in targets)


def test_an_unaccented_name_finds_the_plans_spelling() -> None:
    plan = parse_plan("I. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính: Chủ trì bố trí kinh phí hằng năm.\n", "a.txt")
    assert choose(assignment_rows([plan]), Wanted(unit="so tai chinh"))
