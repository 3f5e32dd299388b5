"""What the page shows of answers: chips, refusals, follow-ups, and hostile text as text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rag.answers import Answer, Kind, Reason, Refusal, Status
from tests.ui.fakes import BAC_GIANG, HOSTILE_HTML, HOSTILE_MARKDOWN, HOSTILE_PLAN, LAM_DONG, FakeAssistant, cite
from ui import texts
from ui.chat.conversation import Conversation
from ui.chat.rendering import render_conversation
from ui.chat.sources import render_citations, render_sources
from ui.escaping import escape, render_markdown
from ui.plan_names import citation_line, plan_choices, plan_label, plan_line, shorten

PLANS = {plan.plan_id: plan for plan in (LAM_DONG, BAC_GIANG, HOSTILE_PLAN)}
OURS = frozenset(
    [
        "section",
        "div",
        "span",
        "p",
        "button",
        "strong",
        "em",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "q",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
        "blockquote",
        "i",
        "details",
        "summary",
        "fieldset",
        "legend",
        "label",
        "input",
        "textarea",
    ]
)


class _Page(HTMLParser):
    """Reads HTML back: which elements and attributes it has, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def conversation_of(question: str) -> Conversation:
    return Conversation().asked(question).answered(FakeAssistant().ask(question))


def test_each_marker_becomes_a_chip_that_opens_its_citation() -> None:
    page = render_conversation(conversation_of("Sở Tài chính làm gì?"), PLANS)
    assert re.findall(r'data-open="(cite:[^"]+)"', page) == ["cite:0:1", "cite:0:2", "cite:0:3"]
    assert 'aria-label="Mở trích dẫn 1: Mục IV, khoản 3"' in page
    assert "<strong>Sở Tài chính</strong>" in page


def test_a_marker_without_citation_stays_text() -> None:
    assert render_markdown("Xem [7].", {1: "<button>"}) == "<p>Xem [7].</p>\n"


def test_chips_work_inside_tables_and_lists() -> None:
    html = render_markdown("| a | b |\n|---|---|\n| c | d [1] |\n\n- e [1]", {1: "<i>chip</i>"})
    assert html.count("<i>chip</i>") == 2
    assert "<td>d <i>chip</i></td>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        HOSTILE_HTML,
        HOSTILE_MARKDOWN,
        '"><svg onload=alert(1)>',
        "<b>đậm</b> &lt;i&gt; &amp;",
        "[a]: http://evil.invalid\n[a]",
        "<http://evil.invalid>",
        "```html\n<script>alert(1)</script>\n```",
        "    <script>alert(1)</script>",
        "<!-- <img src=x> -->",
        "[1](javascript:alert(1))",
    ],
)
def test_hostile_text_is_shown_and_never_becomes_markup(hostile: str) -> None:
    citation = replace(
        cite(LAM_DONG, "Trên 95%", 1),
        plan_id="gone",
        quote=hostile,
        address=hostile,
        heading=hostile,
        plan_title=hostile,
        plan_number=hostile,
        issuer=hostile,
    )
    answer = Answer("a", "c", Status.ANSWERED, Kind.TASKS, "khác: " + hostile, f"x {hostile} [1]", (citation,))
    refused = replace(
        answer,
        citations=(),
        answer="",
        refusal=Refusal(Reason.NOT_STATED, hostile, (citation,)),
        status=Status.NOT_FOUND,
    )
    conversation = Conversation().asked(hostile).answered(answer).asked(hostile).answered(refused).asked(hostile)
    page = render_conversation(conversation.failed(hostile), PLANS) + render_citations(answer, 0, PLANS, 1)
    read = _Page(page)
    assert read.tags <= OURS
    assert not [name for name in read.attributes if name.startswith("on") or name in ("href", "src")]
    assert hostile in read.text  # in the question and the quote: letter by letter
    assert not set("${}`") & set(page)  # nothing that Gradio's templates could take for a placeholder


def test_escape_keeps_every_letter() -> None:
    text = "Ủy ban <nhân dân> & \"tỉnh\" 'x' ${y} {{z}} `w` \\ \t ≥ 95%"
    assert _Page(f"<p>{escape(text)}</p>").text == text


def test_understood_question_is_shown_only_when_it_differs() -> None:
    follow_up = render_conversation(conversation_of("Thế còn Sở Kế hoạch?"), PLANS)
    assert texts.UNDERSTOOD_AS in follow_up
    assert "Ở Lâm Đồng, Sở Kế hoạch và Đầu tư được giao nhiệm vụ gì?" in follow_up
    answer = replace(FakeAssistant().ask("Sở Tài chính?"), standalone_question="  sở tài chính ")
    assert texts.UNDERSTOOD_AS not in render_conversation(Conversation().asked("Sở Tài chính?").answered(answer), PLANS)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_says_why_in_words(reason: Reason) -> None:
    answer = replace(FakeAssistant().ask("bóng đá"), refusal=Refusal(reason, "Lý do **cụ thể**."))
    page = render_conversation(Conversation().asked("x").answered(answer), PLANS)
    assert texts.REASONS[reason] in page
    assert "Lý do <strong>cụ thể</strong>." in page
    assert 'class="refusal"' in page
    assert 'class="answer"' not in page
    assert texts.RELATED not in page


def test_a_refusal_shows_the_nearest_sections_but_no_citations() -> None:
    conversation = conversation_of("Số tiền dự toán?")
    page = render_conversation(conversation, PLANS)
    assert texts.RELATED in page
    assert re.findall(r'data-open="([^"]+)"', page) == ["near:0:0", "near:0:1"]
    sources = render_citations(conversation.turns[0].answer, 0, PLANS)
    assert texts.SOURCES_OF_REFUSAL in sources
    assert "cite:" not in sources


def test_an_error_is_shown_in_words() -> None:
    page = render_conversation(Conversation().asked("x").failed("Máy chủ đang bận."), PLANS)
    assert "Máy chủ đang bận." in page
    assert 'class="failure"' in page


def test_a_question_waits_visibly() -> None:
    assert texts.PENDING in render_conversation(Conversation().asked("x"), PLANS)


def test_citations_name_the_place_and_the_document() -> None:
    answer = FakeAssistant().ask("Sở Tài chính?")
    page = _Page(render_citations(answer, 0, PLANS)).text
    assert "[1] Mục IV, khoản 3" in page
    assert "Số 572/KH-UBND, ngày 18/01/2024 · Ủy ban nhân dân tỉnh Lâm Đồng" in page
    assert all(citation.quote in page for citation in answer.citations)


def test_a_document_is_named_with_what_it_says_of_itself() -> None:
    assert plan_label(LAM_DONG) == "Kế hoạch 572/KH-UBND · Ủy ban nhân dân tỉnh Lâm Đồng · 2024"
    assert plan_line(BAC_GIANG) == "Số: để trống trong văn bản · Sở Y tế, Bắc Giang"
    removed = citation_line(cite(LAM_DONG, "Trên 95%", 1), {})
    assert removed == "Số 572/KH-UBND, ngày 18/01/2024 · Ủy ban nhân dân tỉnh Lâm Đồng"


def test_the_filter_tells_plans_without_number_apart_by_their_title() -> None:
    labels = {plan_id: label for label, plan_id in plan_choices(PLANS)}
    assert "Nghị quyết số 01/NQ-CP" in labels[BAC_GIANG.plan_id]
    assert labels[LAM_DONG.plan_id] == plan_label(LAM_DONG)


def test_the_plans_can_be_opened_before_the_first_question() -> None:
    assert f'data-open="section:head:{LAM_DONG.plan_id}"' in render_sources(PLANS)
    assert texts.PLANS_HEADING not in render_sources({})


@pytest.mark.parametrize(
    ("text", "short"),
    [("một hai ba", "một hai ba"), ("một  hai\nba bốn năm", "một hai ba…"), ("một, hai, bốn năm sáu", "một, hai…")],
)
def test_shorten_cuts_between_words(text: str, short: str) -> None:
    assert shorten(text, 14) == short
