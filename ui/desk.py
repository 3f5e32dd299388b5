"""One person's place at the page: their conversation, and the order in which they did things."""

from __future__ import annotations

import time
from threading import Lock

from ui.conversation import Conversation


class Desk:
    """What all events of one person share. Events run side by side and end in any order, so each step here is whole."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._moment = 0
        self._conversation = Conversation()
        self._taken: Conversation | None = None

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

    def ask(self, question: str) -> Conversation | None:
        """The conversation with `question` waiting; None while another is waiting."""
        with self._lock:
            if self._conversation.is_waiting:
                return None
            self._conversation = self._conversation.asked(question)
            return self._conversation

    def take(self) -> Conversation | None:
        """The conversation whose question is to be answered now; None if there is none, or someone has taken it."""
        with self._lock:
            if not self._conversation.is_waiting or self._taken is self._conversation:
                return None
            self._taken = self._conversation
            return self._taken

    def finish(self, taken: Conversation, finished: Conversation) -> bool:
        """Puts `finished` in place of what was taken, unless the person has left that conversation."""
        with self._lock:
            if self._conversation is not taken:
                return False
            self._conversation = finished
            return True

    def renew(self) -> Conversation:
        """Leaves the conversation for an empty one."""
        with self._lock:
            self._conversation = Conversation()
            return self._conversation
