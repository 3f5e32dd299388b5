"""One person's events, in whatever order they end."""

from __future__ import annotations

from copy import deepcopy

from tests.ui.fakes import FakeAssistant
from ui.chat.conversation import Conversation
from ui.desk import Desk

ANSWER = FakeAssistant().ask("Sở Tài chính?")


def asked(desk: Desk, question: str) -> int:
    number = desk.ask(question)
    assert number is not None
    return number


def test_moments_only_go_forward() -> None:
    desk = Desk()
    moments = [desk.moment() for _ in range(1_000)]
    assert moments == sorted(set(moments))
    assert moments[-1] < 2**53  # a browser's numbers are exact up to here


def test_one_question_waits_at_a_time() -> None:
    desk = Desk()
    asked(desk, "một")
    assert desk.ask("hai") is None
    assert desk.ask_again() is None


def test_an_answer_finds_its_conversation_and_the_next_question_may_be_asked() -> None:
    desk = Desk()
    number = asked(desk, "một")
    assert desk.hear(number, "Nghe")
    assert desk.conversation.turns[0].heard == ("Nghe",)
    assert desk.answer(number, ANSWER)
    assert desk.conversation.turns[0].answer is ANSWER
    assert desk.conversation.turns[0].heard == ()
    assert desk.conversation.conversation_id == ANSWER.conversation_id
    asked(desk, "hai")


def test_what_is_said_of_a_question_that_no_longer_waits_is_dropped() -> None:
    desk = Desk()
    number = asked(desk, "một")
    desk.open(Conversation())
    assert not desk.is_wanted(number)
    assert not desk.hear(number, "muộn")
    assert not desk.answer(number, ANSWER)
    assert not desk.fail(number, "muộn")
    assert desk.conversation.turns == ()


def test_a_stopped_question_is_answered_no_more_but_may_be_asked_again() -> None:
    desk = Desk()
    number = asked(desk, "một")
    desk.stop("đã dừng")
    assert not desk.answer(number, ANSWER)
    assert desk.conversation.turns[0].error == "đã dừng"
    again = desk.ask_again()
    assert again is not None
    assert desk.answer(again, ANSWER)
    assert [turn.question for turn in desk.conversation.turns] == ["một"]


def test_stopping_without_a_question_changes_nothing() -> None:
    desk = Desk()
    number = asked(desk, "một")
    desk.answer(number, ANSWER)
    desk.stop("đã dừng")
    assert desk.conversation.turns[0].error == ""


def test_rating_needs_an_answer() -> None:
    desk = Desk()
    number = asked(desk, "một")
    assert desk.rate(0) is None
    desk.answer(number, ANSWER)
    assert desk.rate(7) is None
    assert desk.rate(0) is ANSWER
    assert desk.conversation.turns[0].is_rated


def test_each_person_has_a_desk_of_their_own() -> None:
    first = Desk()
    first.ask("một")
    other = deepcopy(first)  # as Gradio does for each session
    assert other.conversation.turns == ()
    assert other.ask("hai") is not None
    assert first.conversation.turns[0].question == "một"
