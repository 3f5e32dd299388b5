"""What is suggested has an answer, of the kind that it asks for."""

from __future__ import annotations

from index.store import Snapshot
from rag.answers import Status
from rag.assistant import Assistant
from ui.chat.suggestions import example_questions, next_questions


def test_every_example_is_answered(assistant: Assistant, snapshot: Snapshot) -> None:
    examples = example_questions(snapshot.plans)
    answers = [assistant.ask(question) for question in examples]
    assert [answer.status for answer in answers] == [Status.ANSWERED] * 4
    assert len({answer.kind for answer in answers}) == 4
    assert len({answer.citations[0].plan_id for answer in answers}) >= 2


def test_what_may_be_asked_next_is_answered_and_was_not_asked(assistant: Assistant, snapshot: Snapshot) -> None:
    asked: list[str] = []
    question = example_questions(snapshot.plans)[0]
    for _ in range(6):
        answer = assistant.ask(question)
        assert answer.status is Status.ANSWERED, question
        asked.append(question)
        following = next_questions(answer, asked, snapshot.plans)
        assert not set(following) & set(asked)
        if not following:
            break
        question = following[0]
    assert len(asked) >= 4


def test_without_plans_nothing_is_suggested(assistant: Assistant) -> None:
    assert example_questions({}) == []
    assert next_questions(assistant.ask("Ai ký Kế hoạch số 1750/KH-SYT?"), [], {}) == []
