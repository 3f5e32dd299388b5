"""A model that keeps failing is left alone, and tried again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.generation.language_model import LanguageModelError, Prompt
from rag.generation.resting import FAILURES, REST_S, RestingModel

PROMPT = Prompt("luật", "hỏi")


class Hanging:
    """A model that fails while it is told to, and counts how often it was asked."""

    def __init__(self) -> None:
        self.fails = True
        self.asked = 0

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """One piece, or an error."""
        self.asked += 1
        if self.fails:
            raise LanguageModelError("nothing came in 60 s")
        yield "trả lời"


def test_after_some_failures_it_is_not_asked_until_it_has_rested() -> None:
    now, hanging = [0.0], Hanging()
    model = RestingModel(hanging, lambda: now[0])
    for _ in range(FAILURES + 5):
        with pytest.raises(LanguageModelError):
            list(model.stream(PROMPT))
    assert hanging.asked == FAILURES
    now[0] += REST_S
    with pytest.raises(LanguageModelError):
        list(model.stream(PROMPT))
    with pytest.raises(LanguageModelError):
        list(model.stream(PROMPT))
    assert hanging.asked == FAILURES + 1  # one question tried
    now[0] += REST_S
    hanging.fails = False
    for _ in range(3):
        assert list(model.stream(PROMPT)) == ["trả lời"]


def test_a_failure_now_and_then_changes_nothing() -> None:
    hanging = Hanging()
    model = RestingModel(hanging, lambda: 0.0)
    for number in range(10):
        hanging.fails = number % 2 == 0
        if hanging.fails:
            with pytest.raises(LanguageModelError):
                list(model.stream(PROMPT))
        else:
            assert list(model.stream(PROMPT)) == ["trả lời"]
    assert hanging.asked == 10
