"""Who does what, drawn: every task is there, each opens its place, nothing of a plan is markup."""

from __future__ import annotations

import re

from rag.registers.filters import Wanted, choose
from rag.registers.rows import assignment_rows, task_rows
from tests.ui.fakes import BAC_GIANG, HOSTILE_HTML, HOSTILE_MARKDOWN, HOSTILE_PLAN, LAM_DONG
from ui import texts
from ui.registers.matrix import render_by_unit, render_matrix, render_unit

PLANS = {plan.plan_id: plan for plan in (LAM_DONG, BAC_GIANG)}


def opened(page: str) -> set[str]:
    return set(re.findall(r'data-open="(span:[^"]+)"', page))


def test_every_task_of_every_unit_is_listed_and_opens_its_place() -> None:
    rows = assignment_rows(PLANS.values())
    page = render_by_unit(rows, PLANS)
    places = {f"span:{r.citations[0].start}:{r.citations[0].end}:{r.citations[0].plan_id}" for r in rows}
    assert opened(page) == places
    assert texts.ROWS.format(count=len(rows), plans=2) in page


def test_the_matrix_says_each_unit_s_role_in_each_task() -> None:
    rows = task_rows(PLANS.values())
    page = render_matrix(rows, PLANS)
    assert page.count('<th scope="row">') == len(rows)
    for row in rows:
        for unit in row.units:
            assert unit.role.value in page
    assert texts.OTHER_UNITS in page  # more units than columns: none is lost
    cells = re.findall(r'aria-label="([^"]+: (?:chủ trì|phối hợp|tham mưu|thực hiện)[^"]*)"', page)
    assert cells


def test_a_unit_s_page_counts_what_it_leads_and_supports() -> None:
    rows = choose(assignment_rows(PLANS.values()), Wanted(unit="Sở Tài chính Lâm Đồng"))
    page = render_unit(rows, PLANS)
    assert "<h3>Sở Tài chính (Lâm Đồng)</h3>" in page
    assert "trong 1 văn bản" in page
    assert len(opened(page)) == len({row.citations[0].start for row in rows})


def test_many_rows_are_cut_and_it_is_said() -> None:
    rows = assignment_rows(PLANS.values()) * 20
    page = render_by_unit(rows, PLANS)
    assert texts.ROWS_SHOWN.format(shown=200) in page


def test_a_hostile_plan_is_text() -> None:
    plans = {HOSTILE_PLAN.plan_id: HOSTILE_PLAN}
    page = render_by_unit(assignment_rows([HOSTILE_PLAN]), plans) + render_matrix(task_rows([HOSTILE_PLAN]), plans)
    assert HOSTILE_HTML not in page
    assert HOSTILE_MARKDOWN not in page
    assert not set("${}`") & set(page)
