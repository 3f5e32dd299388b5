"""Ai làm gì, Chỉ tiêu, Thời hạn in a real browser: filters, what a click opens, the files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import icalendar
import openpyxl
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from index.parsing import read_plan
from rag.registers.filters import Wanted, choose
from rag.registers.rows import assignment_rows, deadline_rows
from tests.ui.conftest import OpenPage, marked, served
from tests.ui.fakes import BAC_GIANG, LAM_DONG, PLANS, FakeAssistant
from ui import texts
from ui.app import build_ui, mount_ui

pytestmark = pytest.mark.browser
HA_TINH = read_plan(PLANS / "so-y-te-ha-tinh-2021-thi-dua.txt")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is served."""
    assistant = FakeAssistant([LAM_DONG, BAC_GIANG, HA_TINH])
    with served(mount_ui(FastAPI(), build_ui(assistant.backend()))) as address:
        yield address


def downloaded(page: Page, button: str) -> bytes:
    """What a click on the button saves."""
    with page.expect_download() as download:
        page.locator(".kh-tab[data-shown]").get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def test_the_matrix_is_filtered_and_what_is_seen_is_what_excel_gets(open_page: OpenPage, address: str) -> None:
    page = open_page(link="#ai-lam-gi")
    table = page.locator("#kh-duties")
    everything = len(assignment_rows([LAM_DONG, BAC_GIANG, HA_TINH]))
    expect(table).to_contain_text(texts.ROWS.format(count=everything, plans=3))
    tab = page.locator(".kh-tab[data-shown]")
    tab.get_by_label(texts.WORDS).fill("ngan sach")
    tab.get_by_label(texts.ROLE).click()
    page.get_by_role("option", name="chủ trì").click()
    wanted = [
        row
        for row in choose(assignment_rows([LAM_DONG, BAC_GIANG, HA_TINH]), Wanted(words="ngân sách"))
        if row.unit.role == "chủ trì"
    ]
    assert wanted
    expect(table).to_contain_text(f"{len(wanted)} dòng")
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, texts.EXCEL)))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=4)]  # type: ignore[union-attr]
    assert sorted(str(row[3]) for row in cells) == sorted(row.task for row in wanted)
    link = book.active.cell(4, len(cells[0])).hyperlink.target  # type: ignore[union-attr]
    assert link.startswith(f"{address}?plan=")
    opened = open_page(link=link.removeprefix(address))
    quote = " ".join(marked(opened).split())
    assert any(quote.endswith(row.task) for row in wanted)  # the unit's name may stand before the task


def test_a_cell_of_the_matrix_opens_its_section(open_page: OpenPage) -> None:
    page = open_page(link="#ai-lam-gi")
    page.get_by_label(texts.MATRIX).check()
    page.locator("#kh-duties .matrix td .link", has_text="chủ trì").first.click()
    quote = marked(page)
    assert quote in LAM_DONG.text or quote in BAC_GIANG.text
    expect(page.locator(".reader .cited em")).to_contain_text("Mục")
    page.keyboard.press("Escape")
    expect(page.locator(".reader")).to_have_count(0)


def test_a_unit_s_page_has_all_its_tasks_over_all_plans(open_page: OpenPage) -> None:
    page = open_page(link="#ai-lam-gi")
    page.locator("#kh-duties .group .link", has_text="Sở Tài chính (Lâm Đồng)").click()
    duties = page.locator("#kh-duties")
    expect(duties.locator("h3")).to_have_text("Sở Tài chính (Lâm Đồng)")
    rows = choose(assignment_rows([LAM_DONG, BAC_GIANG, HA_TINH]), Wanted(unit="Sở Tài chính Lâm Đồng"))
    expect(duties.locator("tbody tr")).to_have_count(len(rows))
    duties.get_by_role("button", name=texts.ALL_UNITS).click()
    expect(duties.locator(".group").nth(1)).to_be_visible()


def test_a_day_that_is_none_is_refused_in_words_and_nothing_is_lost(open_page: OpenPage) -> None:
    page = open_page(link="#ai-lam-gi")
    tab = page.locator(".kh-tab[data-shown]")
    tab.get_by_label(texts.DUE_BY).fill("31/02/2024")
    expect(page.locator("#kh-duties .hint")).to_contain_text("“31/02/2024” không phải là ngày")
    tab.get_by_label(texts.DUE_BY).fill("30/06/2024")
    due = choose(assignment_rows([BAC_GIANG]), Wanted(due_to=date(2024, 6, 30)))
    expect(page.locator("#kh-duties")).to_contain_text(f"{len(due)} dòng")


def test_indicators_are_compared_as_a_chart_and_each_value_opens_its_row(open_page: OpenPage) -> None:
    page = open_page(link="#chi-tieu")
    chart = page.locator("#kh-chart .vega-embed svg")
    expect(chart).to_contain_text("12,5")
    expect(chart).to_contain_text("≥ 11,5")
    expect(chart).to_contain_text("Hà Tĩnh · mục tiêu 2025")
    page.get_by_role("button", name=f"{texts.COMPARE}: Dân số trung bình").click()
    expect(chart).to_contain_text("1.950.000")
    expect(chart).to_contain_text("500.000")  # the axis, as Vietnamese writes numbers
    page.get_by_label(texts.FIGURE_WORDS).fill("thap coi")
    expect(page.locator("#kh-figures tbody tr:not(.group)")).to_have_count(2)
    page.locator("#kh-figures .link", has_text="< 14").click()
    assert "< 14" in marked(page)
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, texts.EXCEL)))
    assert book.active.max_row == 3 + 3  # type: ignore[union-attr]


def test_deadlines_are_seen_from_the_chosen_day_and_go_into_a_calendar(open_page: OpenPage) -> None:
    page = open_page(link="#thoi-han")
    timeline = page.locator("#kh-timeline")
    expect(timeline.locator(".overdue li").first).to_be_visible()
    expect(page.get_by_label(texts.AS_OF)).to_have_value(f"{date.today():%d/%m/%Y}")
    page.get_by_label(texts.AS_OF).fill("10/06/2024")
    expect(timeline.locator(".soon h3")).to_contain_text(texts.SOON)
    expect(timeline.locator("section").first).to_have_class("span overdue")
    first = timeline.locator(".soon li").first
    expect(first).to_contain_text("còn 20 ngày")
    first.locator(".link").click()
    assert marked(page)
    calendar = icalendar.Calendar.from_ical(downloaded(page, texts.ICS))
    dated = [row for row in deadline_rows([LAM_DONG, BAC_GIANG, HA_TINH]) if row.due and row.due.last]
    assert len(calendar.walk("VEVENT")) == len(dated)
    page.get_by_label(texts.AS_OF).fill("hôm qua")
    expect(timeline.locator(".hint")).to_contain_text("ngày/tháng/năm")
