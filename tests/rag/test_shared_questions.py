from datetime import datetime
from pathlib import Path

import pytest

import rag.shared_questions
from index.migrations import open_database
from index.store import PlanIndex
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.shared_questions import SharedQuestions


@pytest.fixture
def shared(tmp_path: Path) -> SharedQuestions:
    return SharedQuestions(open_database(tmp_path, None)[0])


def test_a_follow_up_is_understood_by_another_process(shipped_index: PlanIndex, shared: SharedQuestions) -> None:
    one, two = (Assistant(shipped_index, Conversations(shared=shared)) for _ in range(2))
    alone = Assistant(shipped_index, Conversations())
    turns = ["Sở Nội vụ Hà Tĩnh làm gì?", "Còn Lâm Đồng?", "Thế Sở Tài chính?"]
    answers, conversation_id = [], "c"
    for assistant, turn in zip(
        (one, two, one), turns, strict=True
    ):  # the first has an older question in memory by then
        answers.append(assistant.ask(turn, conversation_id))
    expected = [alone.ask(turn, conversation_id) for turn in turns]
    assert [answer.standalone_question for answer in answers] == [answer.standalone_question for answer in expected]
    assert [answer.answer for answer in answers] == [answer.answer for answer in expected]


def test_a_conversation_that_is_over_is_forgotten(shared: SharedQuestions, monkeypatch: pytest.MonkeyPatch) -> None:
    shared.save("c", "Ai ký?")
    assert shared.load("c") == "Ai ký?"
    shared.save("c", "Ai ban hành?\x00")
    assert shared.load("c") == "Ai ban hành?"
    shared.forget("c")
    assert shared.load("c") is None
    shared.save("d", "Ai ký?")
    monkeypatch.setattr(rag.shared_questions, "_now", lambda: datetime(2999, 1, 1))
    assert shared.load("d") is None


def test_a_conversation_made_for_one_answer_leaves_nothing(shipped_index: PlanIndex, shared: SharedQuestions) -> None:
    assistant = Assistant(shipped_index, Conversations(shared=shared))
    with assistant.after(["Sở Nội vụ Hà Tĩnh làm gì?"]) as conversation_id:
        assert shared.load(conversation_id)
    assert shared.load(conversation_id) is None
