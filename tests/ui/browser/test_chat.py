"""Hỏi đáp in a real browser, against a real server: ask, click the chip, see the quote marked; and what must not happen."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from fastapi import FastAPI
from playwright.sync_api import expect

from tests.ui.conftest import OpenPage, ask, is_in_sight, marked, served, type_question
from tests.ui.fakes import HOSTILE_HTML, HOSTILE_MARKDOWN, LAM_DONG, FakeAssistant
from ui import texts
from ui.app import build_ui, mount_ui
from ui.backend import Feedback

pytestmark = pytest.mark.browser

_ANSWERED = "Ở Lâm Đồng, Sở Tài chính phải làm gì?"


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> Iterator[str]:
    """Where the page is served."""
    with served(mount_ui(FastAPI(), build_ui(assistant.backend()))) as address:
        yield address


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
        expect(person.get_by_role("button", name=texts.STOP, exact=True)).to_be_visible()
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


def test_an_example_is_asked_with_one_click(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    example = page.locator(".suggestion").first
    question = example.text_content()
    example.click()
    expect(page.locator(".turn .answer")).to_be_visible()
    assert assistant.asked[-1][0] == question
    expect(page.locator(".turn .question p")).to_have_text(str(question))


def test_a_next_question_is_asked_with_one_click(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    ask(page, _ANSWERED)
    following = page.locator(".suggestions .suggestion").first
    question = following.text_content()
    following.click()
    expect(page.locator(".turn .answer")).to_have_count(2)
    assert assistant.asked[-1][0] == question
    assert assistant.asked[-1][1] is not None  # the same conversation


def test_the_filter_says_which_plans_are_asked(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    scope = page.locator("#kh-scope")
    expect(scope).to_contain_text("tất cả 3 văn bản")
    ask(page, _ANSWERED)
    assert assistant.asked[-1][2] is None
    scope.get_by_role("button").first.click()
    scope.get_by_label(texts.SCOPE_PLACE).click()
    page.get_by_role("option", name="Lâm Đồng").click()
    page.keyboard.press("Escape")
    expect(scope).to_contain_text("Đang hỏi trong 1 văn bản: Kế hoạch 572/KH-UBND")
    ask(page, _ANSWERED)
    assert assistant.asked[-1][2] == [LAM_DONG.plan_id]
    scope.get_by_label(texts.SCOPE_YEAR).click()
    page.get_by_role("option", name="2024").click()
    page.keyboard.press("Escape")
    scope.get_by_label(texts.SCOPE_ISSUER).click()
    page.get_by_role("option", name="Sở Y tế").click()
    page.keyboard.press("Escape")
    expect(scope).to_contain_text(texts.SCOPE_NONE)
    type_question(page, _ANSWERED)
    expect(page.locator("#kh-hint")).to_have_text(texts.SCOPE_HINT)
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value(_ANSWERED)


def test_an_answer_is_read_while_it_is_written(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    assistant.released.clear()
    type_question(page, "Trả lời từng câu")
    expect(page.locator(".partial")).to_have_text("Câu nghe trước.")
    assistant.released.set()
    expect(page.locator(".turn .answer")).to_be_visible()
    expect(page.locator(".partial")).to_have_count(0)


def test_a_question_can_be_stopped_and_asked_again(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    assistant.released.clear()
    type_question(page, "Trả lời từng câu")
    expect(page.locator(".partial")).to_be_visible()
    page.get_by_role("button", name=texts.STOP, exact=True).click()
    expect(page.locator(".turn .failure")).to_contain_text("đã dừng")
    assistant.released.set()
    page.wait_for_timeout(500)
    expect(page.locator(".turn .answer")).to_have_count(0)
    page.get_by_role("button", name=texts.RETRY).click()
    expect(page.locator(".turn .answer")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)


def test_an_answer_is_copied_with_its_sources(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, "Mục tiêu bảo hiểm y tế?")
    turn.get_by_role("button", name=texts.COPY, exact=True).click()
    expect(turn.get_by_role("button", name=texts.COPIED)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "trên 95% dân số" in copied
    assert "**" not in copied
    assert "\n[1] gạch đầu dòng thứ 3 khoản 2 Mục II Kế hoạch số 572" in copied
    assert "Kế hoạch số 572/KH-UBND" in copied


def test_a_citation_and_a_link_to_it_are_copied(open_page: OpenPage, address: str) -> None:
    page = open_page()
    ask(page, _ANSWERED).locator(".chip").first.click()
    quote = marked(page)
    page.get_by_role("button", name=texts.COPY_CITATION).click()
    expect(page.get_by_role("button", name=texts.COPIED)).to_be_visible()
    cited = "khoản 3 Mục IV Kế hoạch số 572/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh Lâm Đồng"
    assert page.evaluate("navigator.clipboard.readText()") == cited
    expect(page.locator(".cited em")).to_have_text(cited)
    page.get_by_role("button", name=texts.COPY_LINK).click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('http'))")
    link = str(page.evaluate("navigator.clipboard.readText()"))
    assert link.startswith(address)
    opened = open_page(link=link.removeprefix(address))
    assert marked(opened) == quote


def test_the_conversation_is_exported_to_word_with_its_sources(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name=texts.EXPORT).click()
    expect(page.locator("#kh-hint")).to_have_text(texts.NOTHING_TO_EXPORT)
    ask(page, _ANSWERED)
    ask(page, "Xem bảng")
    ask(page, "bóng đá")
    with page.expect_download() as download:
        page.get_by_role("button", name=texts.EXPORT).click()
    assert download.value.suggested_filename == texts.EXPORT_NAME
    word = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert _ANSWERED in text
    assert "[1] khoản 3 Mục IV Kế hoạch số 572/KH-UBND ngày 18/01/2024" in text
    assert texts.REASONS["out_of_scope"] in text  # type: ignore[index]
    assert word.tables[0].cell(1, 1).text == "10,3 % [1]"


def test_an_answer_is_praised(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    turn = ask(page, _ANSWERED)
    turn.get_by_role("button", name=texts.GOOD).click()
    expect(turn.locator(".rated")).to_have_text(texts.RATED)
    assert assistant.feedback[-1].is_good


def test_a_wrong_citation_is_reported_with_a_comment(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    turn = ask(page, _ANSWERED)
    turn.get_by_text(texts.BAD).click()
    turn.get_by_label("[2]").check()
    turn.get_by_label(texts.COMMENT_LABEL).fill(f"Sai mục {HOSTILE_HTML}")
    turn.get_by_role("button", name=texts.SEND_FEEDBACK).click()
    expect(turn.locator(".rated")).to_be_visible()
    given = assistant.feedback[-1]
    assert given == Feedback(given.answer_id, False, (2,), f"Sai mục {HOSTILE_HTML}")


def test_an_old_conversation_is_opened_again_from_this_browser(open_page: OpenPage, assistant: FakeAssistant) -> None:
    page = open_page()
    ask(page, _ANSWERED)
    ask(page, f"độc hại {HOSTILE_HTML}")
    page.wait_for_function("Object.values(localStorage).some(kept => kept.includes('hacked'))")
    page.reload()
    old = page.locator(".history .suggestion")
    expect(old).to_have_count(1)
    expect(old).to_contain_text(_ANSWERED)
    old.click()
    expect(page.locator(".turn")).to_have_count(2)
    page.locator(".turn").first.locator(".chip").first.click()
    assert marked(page) == assistant.ask(_ANSWERED).citations[0].quote
    ask(page, "Mục tiêu bảo hiểm?")
    assert assistant.asked[-1][1] is not None  # goes on where it stood
    assert page.evaluate("window.hacked") is None
    other = open_page()  # another browser
    expect(other.locator(".history .suggestion")).to_have_count(0)


def test_what_a_browser_kept_can_be_forgotten_and_rubbish_does_no_harm(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, _ANSWERED)
    page.evaluate('localStorage.setItem(\'kehoach.conversation.x\', \'{"title": "hỏng", "at": 1, "saved": "{}x"}\')')
    page.reload()
    expect(page.locator(".history .suggestion")).to_have_count(2)
    page.locator(".history .suggestion", has_text="hỏng").click()
    expect(page.locator("#kh-hint")).to_have_text(texts.HISTORY_BROKEN)
    page.get_by_role("button", name=texts.HISTORY_FORGET_ALL).click()
    expect(page.locator(".history .suggestion")).to_have_count(0)
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".history .suggestion")).to_have_count(0)


def test_paper_shows_the_answer_with_its_sources(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, _ANSWERED)
    expect(page.locator(".printed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text("khoản 3 Mục IV Kế hoạch số 572/KH-UBND")
    for hidden in ("#kh-nav", "#kh-input", "#kh-sources", ".actions"):
        expect(page.locator(hidden).first).to_be_hidden()


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


def test_a_lost_connection_is_said_in_words_and_the_question_stays(open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/queue/join*", lambda route: route.abort())
    type_question(page, _ANSWERED)
    expect(page.locator(".toast-body").first).to_contain_text(texts.CONNECTION_LOST)
    expect(page.locator(".toast-body").first).to_contain_text(texts.CONNECTION_INFO)
    expect(page.locator(".toast-body").first).not_to_contain_text("Error")
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value(_ANSWERED)
