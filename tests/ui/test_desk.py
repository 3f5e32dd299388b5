"""One person's events, in whatever order they end."""

from __future__ import annotations

from copy import deepcopy

from ui.desk import Desk


def test_moments_only_go_forward() -> None:
    desk = Desk()
    moments = [desk.moment() for _ in range(1_000)]
    assert moments == sorted(set(moments))
    assert moments[-1] < 2**53  # a browser's numbers are exact up to here


def test_a_question_is_taken_once_and_asked_one_at_a_time() -> None:
    desk = Desk()
    assert desk.take() is None
    asked = desk.ask("một")
    assert desk.ask("hai") is None
    assert desk.take() is asked
    assert desk.take() is None


def test_an_answer_finds_its_conversation() -> None:
    desk = Desk()
    asked = desk.ask("một")
    assert asked is not None
    assert desk.finish(asked, asked.failed("lỗi"))
    assert desk.conversation.turns[0].error == "lỗi"
    assert desk.ask("hai") is not None


def test_a_late_answer_stays_out_of_a_new_conversation() -> None:
    desk = Desk()
    asked = desk.ask("một")
    assert asked is not None
    desk.renew()
    assert not desk.finish(asked, asked.failed("muộn"))
    assert desk.conversation.turns == ()


def test_each_person_has_a_desk_of_their_own() -> None:
    first = Desk()
    first.ask("một")
    other = deepcopy(first)  # as Gradio does for each session
    assert other.conversation.turns == ()
    assert other.ask("hai") is not None
    assert first.conversation.turns[0].question == "một"
