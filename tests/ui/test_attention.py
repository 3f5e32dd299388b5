"""What comes late knows that it is late."""

from __future__ import annotations

from copy import deepcopy

from ui.attention import Attention


def test_only_the_latest_action_counts() -> None:
    attention = Attention()
    first = attention.turn()
    assert attention.is_at(first)
    second = attention.turn()
    assert not attention.is_at(first)
    assert attention.is_at(second)


def test_an_action_keeps_the_conversation_and_a_new_one_ends_all_before() -> None:
    attention = Attention()
    attention.start_conversation()
    conversation, click = attention.conversation, attention.turn()
    assert attention.conversation is conversation
    attention.start_conversation()
    assert attention.conversation is not conversation
    assert not attention.is_at(click)


def test_each_person_has_their_own() -> None:
    template = Attention()
    one, other = deepcopy(template), deepcopy(template)  # as Gradio does for each session
    click = one.turn()
    other.turn()
    assert one.is_at(click)
