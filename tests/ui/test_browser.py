"""The page in a real browser, against a real server: ask, click the chip, see the quote marked; and what must not happen."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.ui.fakes import HOSTILE_HTML, HOSTILE_MARKDOWN, LAM_DONG, FakeAssistant
from ui import texts
from ui.app import PATH, build_ui, mount_ui

# Gradio sums up its queue with a pandas option that pandas is about to drop.
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:.*no_silent_downcasting.*")]

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
_TIMEOUT_MS = 15_000
_ANSWERED = "Ở Lâm Đồng, Sở Tài chính phải làm gì?"


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> Iterator[str]:
    """Where the page is served."""
    app = mount_ui(FastAPI(), build_ui(assistant.ask, assistant.plans))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{PATH}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is missing; install it with: apt-get install -y chromium")
        pytest.skip("chromium is missing; install it with: apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS.split())
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Opens the page as one more person; fails the test on script errors and on requests to other hosts."""
    contexts = []
    errors: list[str] = []

    def opened(width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_TIMEOUT_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "request", lambda r: None if r.url.startswith((address[:-3], "data:", "blob:")) else errors.append(r.url)
        )
        page.goto(address)
        expect(page.locator("#kh-log .welcome")).to_be_visible(timeout=_TIMEOUT_MS)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def ask(page: Page, question: str) -> Locator:
    """Asks, waits for what comes of it, returns the newest turn."""
    before = page.locator("#kh-log .turn").count()
    page.get_by_label(texts.QUESTION_LABEL).fill(question)
    page.get_by_role("button", name=texts.SEND, exact=True).click()
    turn = page.locator("#kh-log .turn").nth(before)
    expect(turn.locator(".answer, .refusal, .failure")).to_be_visible(timeout=_TIMEOUT_MS)
    return turn


def marked(page: Page) -> str:
    """All marked text in the opened plan."""
    expect(page.locator(".text mark").first).to_be_visible(timeout=_TIMEOUT_MS)
    return "".join(page.locator(".text mark").evaluate_all("marks => marks.map(m => m.textContent)"))


def is_in_sight(page: Page) -> bool:
    """Whether the first mark stands inside the visible part of its box and of the window."""
    page.wait_for_timeout(1_000)  # smooth scrolling
    return bool(
        page.evaluate(
            """() => {
              const mark = document.querySelector(".text mark").getClientRects()[0];
              const box = document.querySelector(".text").getBoundingClientRect();
              return mark.top >= Math.max(0, box.top) && mark.bottom <= Math.min(innerHeight, box.bottom);
            }"""
        )
    )


@pytest.mark.parametrize("marker", [1, 2, 3])
def test_a_chip_opens_the_plan_at_the_quote(open_page: OpenPage, assistant: FakeAssistant, marker: int) -> None:
    page = open_page()
    turn = ask(page, _ANSWERED)
    citation = assistant.ask(_ANSWERED).citations[marker - 1]
    turn.get_by_role("button", name=f"Mở trích dẫn {marker}:").click()
    assert marked(page) == citation.quote
    expect(page.locator(".reader h3")).to_have_text(citation.address)
    assert is_in_sight(page)


def test_the_list_of_citations_does_the_same_as_the_chip(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    ask(page, _ANSWERED)
    page.locator(".citation").nth(1).click()
    assert marked(page) == assistant.ask(_ANSWERED).citations[1].quote
    page.get_by_role("button", name=texts.CLOSE_READER).click()
    expect(page.locator(".citation")).to_have_count(3)
    expect(page.locator(".citation").first).to_be_visible()


def test_the_keyboard_is_enough(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_focused()
    page.keyboard.type(_ANSWERED)
    page.keyboard.press("Enter")
    chip = page.locator("#kh-log .chip").first
    chip.focus()
    page.keyboard.press("Enter")
    assert marked(page) == assistant.ask(_ANSWERED).citations[0].quote


def test_an_older_answer_s_chip_opens_its_own_citation(open_page: OpenPage) -> None:
    page = open_page()
    first = ask(page, "Mục tiêu bảo hiểm y tế?")
    ask(page, _ANSWERED)
    first.locator(".chip").click()
    assert marked(page) == "Trên 95% dân số tham gia bảo hiểm y tế."
    expect(page.locator(".switcher .chip")).to_have_count(1)


def test_a_quoted_table_row_is_marked_cell_by_cell(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    ask(page, "Xem bảng").locator(".chip").first.click()
    assert marked(page) == assistant.ask("Xem bảng").citations[0].quote
    assert is_in_sight(page)


def test_the_outline_leads_through_the_plan(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(".plan").first.click()
    expect(page.locator(".reader h3")).to_have_text(texts.OUTLINE_HEAD)
    page.get_by_role("button", name="II. MỤC TIÊU", exact=True).click()
    expect(page.locator(".reader h3")).to_have_text("Mục II")
    page.get_by_role("button", name="2. Mục tiêu cụ thể").click()
    expect(page.locator(".text")).to_contain_text("Phấn đấu đến năm 2030")


def test_a_refusal_looks_different_and_offers_what_may_be_related(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, _ANSWERED)
    turn = ask(page, "Số tiền dự toán mỗi năm?")
    expect(turn.locator(".answer")).to_have_count(0)
    expect(turn.locator(".refusal")).to_contain_text("Các văn bản không nêu nội dung này")
    colour = "element => getComputedStyle(element).backgroundColor"
    assert turn.locator(".refusal").evaluate(colour) != page.locator("#kh-talk").evaluate(colour)
    expect(page.locator(".citation")).to_have_count(0)
    turn.get_by_role("button", name="Mục III, khoản 3, điểm a").click()
    expect(page.locator(".text mark.related").first).to_be_visible()
    expect(page.locator(".reader")).to_contain_text(texts.RELATED_NOTE)


def test_a_follow_up_shows_how_it_was_understood(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    expect(ask(page, _ANSWERED).locator(".understood")).to_have_count(0)
    turn = ask(page, "Thế còn Sở Kế hoạch và Đầu tư?")
    expect(turn.locator(".understood")).to_contain_text("Ở Lâm Đồng, Sở Kế hoạch và Đầu tư được giao nhiệm vụ gì?")
    assert assistant.asked[-1][1] is not None  # the same conversation


def test_hostile_text_is_shown_as_text(open_page: OpenPage) -> None:
    page = open_page()
    question = f"độc hại {HOSTILE_HTML} {HOSTILE_MARKDOWN}"
    turn = ask(page, question)
    expect(turn.locator(".question p")).to_have_text(question)
    expect(turn.locator(".answer")).to_contain_text(f"{HOSTILE_HTML} {HOSTILE_MARKDOWN}")
    turn.locator(".chip").click()
    assert marked(page) == f"- Đạt {HOSTILE_MARKDOWN} trước năm 2030."
    page.locator(".entry", has_text=texts.OUTLINE_ALL).click()
    expect(page.locator(".text")).to_contain_text(f"Thử {HOSTILE_HTML}")
    assert page.locator("#kh-page img, #kh-page script, #kh-page a").count() == 0
    assert page.evaluate("window.hacked") is None


def test_two_people_have_separate_conversations(open_page: OpenPage) -> None:
    one, other = open_page(), open_page()
    ask(one, _ANSWERED)
    expect(ask(one, "Mục tiêu bảo hiểm?").locator(".answer")).to_contain_text("Câu thứ 2")
    expect(ask(other, "Mục tiêu bảo hiểm?").locator(".answer")).to_contain_text("Câu thứ 1")
    expect(other.locator("#kh-log .turn")).to_have_count(1)
    expect(ask(one, _ANSWERED).locator(".answer")).to_contain_text("Câu thứ 3")


def test_a_slow_answer_holds_nobody_else_up(open_page: OpenPage, assistant: FakeAssistant) -> None:
    people = [open_page() for _ in range(3)]
    assistant.released.clear()
    for person in people[:2]:
        person.get_by_label(texts.QUESTION_LABEL).fill("Câu hỏi chậm")
        person.keyboard.press("Enter")
        expect(person.locator(".pending")).to_be_visible()
        expect(person.get_by_role("button", name=texts.SENDING)).to_be_disabled()
    expect(ask(people[2], _ANSWERED).locator(".answer")).to_be_visible()
    people[0].get_by_role("button", name=texts.NEW_CONVERSATION).click()
    expect(people[0].locator("#kh-log .welcome")).to_be_visible()
    assistant.released.set()
    expect(people[1].locator(".turn .answer")).to_be_visible()
    expect(ask(people[0], _ANSWERED).locator(".answer")).to_contain_text("Câu thứ 1")
    expect(people[0].locator(".turn")).to_have_count(1)


def test_a_new_conversation_starts_empty(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, _ANSWERED).locator(".chip").first.click()
    page.get_by_role("button", name=texts.NEW_CONVERSATION).click()
    expect(page.locator("#kh-log .welcome")).to_be_visible()
    expect(page.locator(".reader")).to_have_count(0)
    expect(ask(page, _ANSWERED).locator(".answer")).to_contain_text("Câu thứ 1")


def test_a_plan_still_opening_does_not_come_back_after_a_new_start(
    open_page: OpenPage, assistant: FakeAssistant
) -> None:
    page = open_page()
    turn = ask(page, _ANSWERED)
    held = threading.Event()
    assistant.held.append(held)
    turn.locator(".chip").first.click()
    while assistant.held:  # until the click has reached the server
        page.wait_for_timeout(50)
    page.get_by_role("button", name=texts.NEW_CONVERSATION).click()
    expect(page.locator("#kh-log .welcome")).to_be_visible()
    held.set()
    page.wait_for_timeout(1_500)
    expect(page.locator(".reader")).to_have_count(0)


def test_a_plan_still_opening_does_not_cover_a_new_answer(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    turn = ask(page, _ANSWERED)
    held = threading.Event()
    assistant.held.append(held)
    turn.locator(".chip").first.click()
    while assistant.held:
        page.wait_for_timeout(50)
    ask(page, "Mục tiêu bảo hiểm?")
    held.set()
    page.wait_for_timeout(1_500)
    expect(page.locator(".reader")).to_have_count(0)
    expect(page.locator(".citation")).to_have_count(1)


def test_a_late_answer_does_not_come_into_a_new_conversation(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    assistant.released.clear()
    page.get_by_label(texts.QUESTION_LABEL).fill("Câu hỏi chậm")
    page.keyboard.press("Enter")
    expect(page.locator(".pending")).to_be_visible()
    page.get_by_role("button", name=texts.NEW_CONVERSATION).click()
    expect(page.locator("#kh-log .welcome")).to_be_visible()
    assistant.released.set()
    page.wait_for_timeout(1_500)
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".citation")).to_have_count(0)


def test_the_last_of_two_quick_clicks_wins(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    turn = ask(page, _ANSWERED)
    held = threading.Event()
    assistant.held.append(held)
    turn.locator(".chip").nth(0).click()
    while assistant.held:
        page.wait_for_timeout(50)
    turn.locator(".chip").nth(1).click()
    held.set()
    expect(page.locator('.switcher [aria-current="true"]')).to_have_text("[2]")
    assert marked(page) == assistant.ask(_ANSWERED).citations[1].quote


def test_an_example_is_asked_with_one_click(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name=texts.EXAMPLES[0]).click()
    expect(page.locator(".turn .answer")).to_be_visible()
    expect(page.get_by_role("button", name=texts.EXAMPLES[1])).to_have_count(0)


def test_the_filter_says_which_plans_are_asked(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    expect(page.get_by_placeholder(texts.FILTER_PLACEHOLDER)).to_be_visible()
    ask(page, _ANSWERED)
    assert assistant.asked[-1][2] is None
    page.get_by_label(texts.FILTER_LABEL).click()
    page.get_by_role("option", name="572/KH-UBND").click()
    page.keyboard.press("Escape")
    ask(page, _ANSWERED)
    assert assistant.asked[-1][2] == [LAM_DONG.plan_id]


@pytest.mark.parametrize("question", ["", "   "])
def test_an_empty_question_gets_a_hint(open_page: OpenPage, question: str) -> None:
    page = open_page()
    page.get_by_label(texts.QUESTION_LABEL).fill(question)
    page.get_by_role("button", name=texts.SEND, exact=True).click()
    expect(page.locator("#kh-hint")).to_have_text(texts.EMPTY_QUESTION)
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, _ANSWERED)
    expect(page.locator("#kh-hint")).to_have_text("")


@pytest.mark.parametrize(
    ("question", "words"), [("bận", "Máy chủ đang bận. Vui lòng gửi lại câu hỏi"), ("hỏng", texts.FAILED)]
)
def test_errors_are_words_and_the_conversation_goes_on(open_page: OpenPage, question: str, words: str) -> None:
    page = open_page()
    turn = ask(page, question)
    expect(turn.locator(".failure")).to_contain_text(words)
    expect(page.locator("body")).not_to_contain_text("secret")
    expect(ask(page, _ANSWERED).locator(".answer")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (640, 400), (1366, 625)])
def test_narrow_and_low_screens_need_no_sideways_scrolling(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page(width, height)
    overflow = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(overflow) <= 0
    ask(page, _ANSWERED).locator(".chip").first.click()
    marked(page)
    assert is_in_sight(page)
    assert page.evaluate(overflow) <= 0
    ask(page, "Xem bảng").locator(".chip").first.click()
    marked(page)
    assert page.evaluate(overflow) <= 0


def test_small_print_is_at_least_16_pixels(open_page: OpenPage) -> None:
    page = open_page(360, 740)
    ask(page, "Số tiền dự toán mỗi năm?")
    ask(page, _ANSWERED).locator(".chip").first.click()
    marked(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("#kh-page *")]
          .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length)
          .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []
