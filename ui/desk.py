"""One person's place at the page: their conversation, and the order in which they did things."""

from __future__ import annotations

import time
from threading import Lock

from rag.answers import Answer
from ui.chat.conversation import Conversation


class Desk:
    """What all events of one person share. Events run side by side and end in any order, so each step here is whole.

    A question is asked under a number; what is said about another number than the current one comes too late, and is dropped.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._moment = 0
        self._number = 0
        self._conversation = Conversation()

    def __deepcopy__(self, memo: dict[int, object]) -> Desk:
        """A new person's desk: Gradio copies the first one for each session."""
        return Desk()

    @property
    def conversation(self) -> Conversation:
        """The conversation as it stands."""
        return self._conversation

    def moment(self) -> int:
        """The time in microseconds, later than any before; the browser shows of each part what has the latest."""
        with self._lock:
            self._moment = max(self._moment + 1, time.time_ns() // 1_000)
            return self._moment

    def ask(self, question: str) -> int | None:
        """The number under which `question` now waits; None while another is waiting."""
        with self._lock:
            return None if self._conversation.is_waiting else self._put(self._conversation.asked(question))

    def ask_again(self) -> int | None:
        """The number under which the last question waits once more, what came of it forgotten; None where that can't be."""
        with self._lock:
            before = self._conversation
            if before.is_waiting or not before.turns:
                return None
            return self._put(before.without_last().asked(before.turns[-1].question))

    def is_wanted(self, number: int) -> bool:
        """Whether the question asked under `number` still waits."""
        return number == self._number

    def hear(self, number: int, sentence: str) -> bool:
        """Adds a sentence to the answer being written."""
        with self._lock:
            if number != self._number:
                return False
            self._conversation = self._conversation.heard(sentence)
            return True

    def answer(self, number: int, answer: Answer) -> bool:
        """Answers the question that waits under `number`."""
        with self._lock:
            return self._finish(number, self._conversation.answered(answer) if number == self._number else None)

    def fail(self, number: int, error: str) -> bool:
        """Leaves the question that waits under `number` unanswered, for a reason in words."""
        with self._lock:
            return self._finish(number, self._conversation.failed(error) if number == self._number else None)

    def stop(self, error: str) -> None:
        """Stops waiting for an answer."""
        with self._lock:
            if self._conversation.is_waiting:
                self._put(self._conversation.failed(error))

    def rate(self, turn: int) -> Answer | None:
        """Marks a turn's answer as rated; None where there is none to rate."""
        with self._lock:
            answer = self._conversation.answer_of(turn)
            if answer is not None:
                self._conversation = self._conversation.rated(turn)
            return answer

    def open(self, conversation: Conversation) -> None:
        """Leaves the conversation for another."""
        with self._lock:
            self._put(conversation)

    def _put(self, conversation: Conversation) -> int:
        self._number += 1
        self._conversation = conversation
        return self._number

    def _finish(self, number: int, finished: Conversation | None) -> bool:
        if finished is None:
            return False
        self._conversation = finished
        self._number += 1
        return True
