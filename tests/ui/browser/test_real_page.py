"""The whole product in a browser: the shipped plans, the bundled model, the page mounted on the API; with keys and without."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from api.deps import Services, build_services
from api.settings import Settings
from index.embedding import BUNDLED, build_embedder
from index.ingest import ingest_files, plan_files, shipped_plans
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.ui.conftest import OpenPage, ask, is_in_sight, marked, served
from ui import texts
from wiring import build_server

pytestmark = [pytest.mark.browser, pytest.mark.model]
_PLAN = "ubnd-lam-dong-2024-y-te-co-so"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, model_data: Path) -> Services:
    """The product over a folder of its own."""
    data = tmp_path_factory.mktemp("page")
    index = build_index(data, lambda: build_embedder(BUNDLED, model_data))
    ingest_files(index, plan_files([shipped_plans()]))
    return build_services(Settings(data=data, _env_file=None), index, Assistant(index, Conversations()))


@pytest.fixture(scope="module")
def address(services: Services) -> Iterator[str]:
    """Where the page is served."""
    with served(build_server(services)) as address:
        yield address


def quotes(page: Page, services: Services) -> str:
    """What the opened plan says where it is marked, read from the link that the page itself makes."""
    link = dict(part.split("=") for part in str(page.locator("[data-link]").get_attribute("data-link")).split("&"))
    return services.index.plan(link["plan"]).quote(int(link["tu"]), int(link["den"]))


def test_ask_click_and_read(open_page: OpenPage, services: Services) -> None:
    page = open_page()
    turn = ask(page, "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?")
    expect(turn.locator(".answer")).to_contain_text("Sở Kế hoạch và Đầu tư")
    turn.locator(".chip").first.click()
    quote = marked(page)
    assert quote == quotes(page, services)
    assert "nguồn vốn đầu tư công" in quote
    assert is_in_sight(page)
    expect(page.locator(".cited em")).to_contain_text("tiểu mục 2.2 Mục V Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh")


def test_a_question_without_diacritics_and_a_follow_up(open_page: OpenPage) -> None:
    page = open_page()
    first = ask(page, "so tai chinh lam dong co nhiem vu gi")
    expect(first.locator(".answer")).to_contain_text("Sở Tài chính")
    second = ask(page, "Thế còn Sở Nội vụ?")
    expect(second.locator(".understood")).to_contain_text("nội vụ Lâm Đồng")
    expect(second.locator(".answer")).to_contain_text("Sở Nội vụ")


def test_what_the_plans_do_not_say_is_refused(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, "Sở Xây dựng Bắc Giang có nhiệm vụ gì?")
    expect(turn.locator(".refusal")).to_be_visible()
    expect(turn.locator(".answer")).to_have_count(0)
    expect(page.locator(".citation")).to_have_count(0)


def test_what_is_suggested_has_an_answer(open_page: OpenPage) -> None:
    page = open_page()
    for number in range(page.locator(".suggestion").count()):
        page.get_by_role("button", name=texts.NEW_CONVERSATION).click()
        page.locator(".suggestion").nth(number).click()
        expect(page.locator(".turn .answer")).to_be_visible()


def test_an_uploaded_word_file_is_asked_about(open_page: OpenPage, tmp_path: Path) -> None:
    word = Document()
    for line in (
        "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP",
        "Số: 88/KH-UBND",
        "Đồng Tháp, ngày 05 tháng 3 năm 2025",
        "KẾ HOẠCH",
        "Phát triển du lịch cộng đồng năm 2025",
        "I. TỔ CHỨC THỰC HIỆN",
        "1. Sở Văn hóa, Thể thao và Du lịch: Chủ trì xây dựng sản phẩm du lịch sen, hoàn thành trước ngày 30/9/2025.",
        "2. Sở Tài chính: Bố trí kinh phí thực hiện Kế hoạch.",
    ):
        word.add_paragraph(line)
    word.save(str(tmp_path / "du-lich.docx"))
    page = open_page(link="#van-ban")
    expect(page.locator(".card")).to_have_count(5)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=texts.UPLOAD).click()
    chooser.value.set_files(tmp_path / "du-lich.docx")
    expect(page.locator(".upload")).to_contain_text(texts.UPLOAD_DONE.format(good=1, failed=0), timeout=60_000)
    expect(page.locator(".card")).to_have_count(6)
    page.get_by_role("button", name=texts.CHAT_TAB, exact=True).click()
    turn = ask(page, "Đơn vị nào của Đồng Tháp xây dựng sản phẩm du lịch sen?")
    expect(turn.locator(".answer")).to_contain_text("Sở Văn hóa, Thể thao và Du lịch")
    turn.locator(".chip").first.click()
    assert "sản phẩm du lịch sen" in marked(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=texts.PLANS_TAB, exact=True).click()
    page.locator('.card[data-plan-card="du-lich"] [data-event="delete"]').click()
    expect(page.locator(".card")).to_have_count(5)


def test_a_link_opens_the_section(open_page: OpenPage) -> None:
    page = open_page(link=f"?plan={_PLAN}&muc=IV/3")
    expect(page.locator(".reader h3")).to_have_text("Mục IV, khoản 3")


def test_feedback_is_kept(open_page: OpenPage, services: Services) -> None:
    page = open_page()
    turn = ask(page, "Ai ký Kế hoạch số 1750/KH-SYT?")
    turn.get_by_role("button", name=texts.GOOD).click()
    expect(turn.locator(".rated")).to_be_visible()
    kept = [json.loads(line) for line in services.settings.feedback_file.read_text(encoding="utf-8").splitlines()]
    assert kept[-1]["verdict"] == "good"
    assert kept[-1]["question"] == "Ai ký Kế hoạch số 1750/KH-SYT?"
