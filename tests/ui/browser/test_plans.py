"""Văn bản in a real browser: the list, what was understood, uploads, removal, links; and who may not edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from tests.ui.conftest import OpenPage, marked, served
from tests.ui.fakes import HOSTILE_HTML, HOSTILE_PLAN, LAM_DONG, FakeAssistant
from ui import texts
from ui.app import build_ui, mount_ui

pytestmark = pytest.mark.browser


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def address(assistant: FakeAssistant) -> Iterator[str]:
    """Where the page is served."""
    with served(mount_ui(FastAPI(), build_ui(assistant.backend()))) as address:
        yield address


def cards(page: Page) -> list[str]:
    """The plans listed, by id."""
    expect(page.locator(".card").first).to_be_visible()
    return page.locator(".card").evaluate_all("cards => cards.map(card => card.dataset.planCard)")


def test_plans_are_found_by_any_of_their_words_without_diacritics(open_page: OpenPage) -> None:
    page = open_page(link="#van-ban")
    assert len(cards(page)) == 3
    page.get_by_label(texts.FIND_PLAN).fill("lam dong")
    expect(page.locator(".card")).to_have_count(1)
    assert cards(page) == [LAM_DONG.plan_id]
    page.get_by_label(texts.FIND_PLAN).fill("không có văn bản này")
    expect(page.locator("#kh-plans")).to_contain_text(texts.NO_PLAN_FOUND)


def test_what_was_understood_is_checked_against_the_plan(open_page: OpenPage) -> None:
    page = open_page(link="#van-ban")
    page.get_by_role("button", name=f"{texts.CHECK_PLAN}: Kế hoạch 572/KH-UBND").click()
    understood = page.locator(".understood-plan")
    expect(understood).to_contain_text("18/01/2024")
    expect(page.locator(".reader h3")).to_have_text(texts.OUTLINE_HEAD)
    understood.get_by_role("button", name="572/KH-UBND", exact=True).click()
    assert marked(page) == "572/KH-UBND"
    first = LAM_DONG.assignments[0]
    understood.locator(f'[data-open="span:{first.start}:{first.end}:{LAM_DONG.plan_id}"]').click()
    expect(page.locator(".reader h3")).to_have_text(first.address.partition(", gạch")[0])
    assert marked(page) == LAM_DONG.quote(first.start, first.end)
    understood.get_by_role("button", name=texts.BACK_TO_PLANS).click()
    assert len(cards(page)) == 3


def test_a_hostile_plan_is_text_here_too(open_page: OpenPage) -> None:
    page = open_page(link="#van-ban")
    page.locator(f'.card[data-plan-card="{HOSTILE_PLAN.plan_id}"] [data-event="select"]').click()
    expect(page.locator(".understood-plan")).to_contain_text(HOSTILE_HTML)
    assert page.locator("#kh-page img, #kh-page script, #kh-page a").count() == 0
    assert page.evaluate("window.hacked") is None


def test_uploaded_files_get_a_result_each_and_the_list_grows(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(link="#van-ban")
    new = tmp_path / "ke-hoach-moi.txt"
    new.write_text(
        "ỦY BAN NHÂN DÂN\nTỈNH MỚI\nSố: 9/KH-UBND\nKẾ HOẠCH\nThử nạp\nI. MỤC TIÊU\n1. Đạt 5%.\n", encoding="utf-8"
    )
    bad = tmp_path / "hong.pdf"
    bad.write_bytes(b"?")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=texts.UPLOAD).click()
    chooser.value.set_files([new, bad])
    upload = page.locator(".upload")
    expect(upload).to_contain_text(texts.UPLOAD_DONE.format(good=1, failed=1))
    expect(upload.locator(".bad")).to_contain_text("Không đọc được tệp hong.pdf.")
    expect(page.locator(".card")).to_have_count(4)
    upload.get_by_role("button", name=texts.READ_PLAN).click()
    expect(page.locator(".text")).to_contain_text("Thử nạp")


@pytest.mark.parametrize("is_sure", [True, False])
def test_a_plan_is_removed_only_when_the_person_is_sure(open_page: OpenPage, is_sure: bool) -> None:
    page = open_page(link="#van-ban")
    page.on("dialog", lambda dialog: dialog.accept() if is_sure else dialog.dismiss())
    page.get_by_role("button", name=f"{texts.REMOVE_PLAN}: Kế hoạch 572/KH-UBND").click()
    if is_sure:
        expect(page.locator("#kh-plans-hint")).to_have_text(texts.REMOVED)
    page.wait_for_timeout(300)
    assert (LAM_DONG.plan_id in cards(page)) is not is_sure


def test_who_may_not_edit_gets_no_buttons_and_no_way_around_them(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page(link="#van-ban")
    cards(page)
    assistant.access.is_editor = False  # a key taken back while the page is open
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=f"{texts.REMOVE_PLAN}: Kế hoạch 572/KH-UBND").click()
    expect(page.locator("#kh-plans-hint")).to_have_text("Khóa này không có quyền sửa.")
    assert LAM_DONG.plan_id in assistant.plans()
    expect(page.get_by_role("button", name=texts.REMOVE_PLAN)).to_have_count(0)
    reader = open_page(link="#van-ban")
    cards(reader)
    expect(reader.get_by_role("button", name=texts.UPLOAD)).to_have_count(0)


def test_a_link_opens_the_plan_at_the_section(open_page: OpenPage) -> None:
    page = open_page(link=f"?plan={LAM_DONG.plan_id}&muc=IV/3")
    expect(page.locator(".reader h3")).to_have_text("Mục IV, khoản 3")
    expect(page.locator(".text")).to_contain_text("Sở Tài chính")
    expect(page.get_by_role("button", name=texts.PLANS_TAB, exact=True)).to_have_attribute("aria-current", "page")


def test_a_link_to_a_section_that_is_not_there_says_so(open_page: OpenPage) -> None:
    page = open_page(link=f"?plan={LAM_DONG.plan_id}&muc=IX<b>")
    expect(page.locator(".reader .note")).to_have_text(texts.NO_SECTION.format(section="IX<b>"))
    gone = open_page(link="?plan=khong-co")
    expect(gone.locator("#kh-reader")).to_contain_text(texts.PLAN_GONE)


def test_back_returns_to_the_part_before(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name=texts.PLANS_TAB, exact=True).click()
    cards(page)
    assert page.url.endswith("#van-ban")
    page.go_back()
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_visible()
    expect(page.locator(".card").first).to_be_hidden()


def test_who_has_signed_in_is_shown_with_the_way_out(open_page: OpenPage, assistant: FakeAssistant) -> None:
    expect(open_page().get_by_role("button", name=texts.SIGN_OUT)).to_have_count(0)
    assistant.access.signed_in = "Văn phòng <b>"
    page = open_page()
    expect(page.locator("#kh-person")).to_contain_text("Văn phòng <b>")
    expect(page.get_by_role("button", name=texts.SIGN_OUT)).to_be_visible()
