"""What the browser keeps of a conversation comes back as it was, and nothing else comes in."""

from __future__ import annotations

import pytest

from tests.ui.fakes import HOSTILE_HTML, FakeAssistant
from ui.chat.conversation import Conversation
from ui.chat.saved import read, save


def conversation() -> Conversation:
    answer, refusal = (FakeAssistant().ask(question) for question in ("Sở Tài chính?", "Số tiền dự toán?"))
    asked = Conversation().asked("Sở Tài chính?").answered(answer).asked(HOSTILE_HTML).answered(refusal)
    return asked.asked("Hỏng").failed("Máy chủ đang bận.").rated(0)


def test_a_conversation_comes_back_as_it_was() -> None:
    assert read(save(conversation())) == conversation()


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "x",
        "{}x",
        "[]",
        "null",
        '{"turns": 1}',
        '{"turns": [{"question": 1}]}',
        '{"turns": [{"question": "chờ"}]}',
        "9" * 3_000_000,
    ],
)
def test_what_is_no_finished_conversation_stays_out(rubbish: str) -> None:
    assert read(rubbish) is None
