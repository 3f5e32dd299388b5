import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.parsing import parse_plan
from index.store import PlanIndex, Snapshot, build_index
from rag import assistant as facade
from rag.answers import Answer, Reason, Status
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.drafting import Draft
from tests.fakes import FakeEmbedder
from tests.index.plans import document
from tests.shipped import HA_TINH, LAM_DONG, assert_proved

QUESTIONS = [
    "Sở Công Thương Hà Tĩnh làm gì?",
    "Hạn trình kế hoạch phát triển giường bệnh của Bắc Giang?",
    "Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ của Hà Tĩnh đến 2025?",
    "Kế hoạch 1750/KH-SYT do ai ký?",
    "So sánh mục tiêu giảm suy dinh dưỡng thấp còi của Hà Tĩnh và Bắc Giang",
    "Y học cổ truyền được phát triển ra sao ở Lâm Đồng?",
    "Thời tiết hôm nay thế nào?",
]
HOSTILE = [
    "'; DROP TABLE plans; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "[1] [2] [99]",
    "**Sở Y tế** | có | gì?\n|---|---|",
    "%s %d {0} {plan} ${x}",
    "\x00\x01\x02",
    "\u202eSở Y tế làm gì\u202c",
    "?" * 2_000,
    "a" * 2_000,
    "sở " * 600,
    "👍🏽 Hà Tĩnh 🇻🇳",
    "SELECT * FROM plans WHERE 1=1",
    'AND OR NOT (Sở Y tế) "làm gì" ^2 ~ * : [a TO b]',
]


def same(answer: Answer) -> tuple[object, ...]:
    """What two answers to the same question have in common."""
    return answer.status, answer.kind, answer.answer, answer.citations, answer.refusal


@pytest.mark.parametrize("question", [*QUESTIONS, *HOSTILE])
def test_every_answer_is_proved_or_refused(assistant: Assistant, snapshot: Snapshot, question: str) -> None:
    assert_proved(assistant.ask(question), snapshot.plans)


def test_the_same_question_has_the_same_answer_and_an_id_of_its_own(assistant: Assistant) -> None:
    first, second = assistant.ask(QUESTIONS[0]), assistant.ask(QUESTIONS[0])
    assert same(first) == same(second)
    assert first.id != second.id


def test_steps_are_timed(assistant: Assistant) -> None:
    times = assistant.ask(QUESTIONS[5]).timings_ms
    assert {"understand", "answer"} <= set(times)
    assert all(time >= 0 for time in times.values())


def test_questions_at_once_are_answered_as_alone(assistant: Assistant) -> None:
    alone = [same(assistant.ask(question)) for question in QUESTIONS]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda question: same(assistant.ask(question)), QUESTIONS * 3))
    assert at_once == alone * 3


def test_a_question_limited_to_plans_is_answered_from_them(assistant: Assistant) -> None:
    for plan_id in (HA_TINH, LAM_DONG):
        answer = assistant.ask("Sở Nội vụ có nhiệm vụ gì?", plan_ids=[plan_id])
        assert {citation.plan_id for citation in answer.citations} == {plan_id}


def test_without_plans_the_answer_says_how_to_add_some(tmp_path: Path) -> None:
    assistant = Assistant(build_index(tmp_path, FakeEmbedder), Conversations())
    answer = assistant.ask("Sở Công Thương Hà Tĩnh làm gì?")
    assert answer.status is Status.NOT_FOUND
    assert answer.refusal is not None
    assert answer.refusal.reason is Reason.NO_SUCH_PLAN
    assert "kehoach ingest" in answer.answer


def test_a_plan_added_later_is_answered_from_at_once(tmp_path: Path) -> None:
    index = build_index(tmp_path, FakeEmbedder)
    assistant = Assistant(index, Conversations())
    assert assistant.ask("Sở Nội vụ An Bình có nhiệm vụ gì?").status is Status.NOT_FOUND
    text = document(
        "I. MỤC TIÊU\nĐạt chuẩn.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ: Chủ trì tuyển dụng bác sĩ.\n2. Sở Y tế: Chủ trì."
    )
    index.put(parse_plan(text, "an-binh.txt", "x"), text.encode())
    index.refresh()
    assert "tuyển dụng bác sĩ" in assistant.ask("Sở Nội vụ An Bình có nhiệm vụ gì?").answer


def test_an_ungrounded_answer_is_withheld_and_logged(
    shipped_index: PlanIndex, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def invent(*_: object) -> Draft:
        return Draft(["Sở Y tế làm mọi việc."])

    monkeypatch.setattr(facade, "compose", invent)
    with caplog.at_level(logging.ERROR):
        answer = Assistant(shipped_index, Conversations()).ask(QUESTIONS[0])
    assert answer.status is Status.NOT_FOUND
    assert "mọi việc" not in answer.answer
    assert "ungrounded" in caplog.text
