"""Conversations: what was asked and answered in each, the last few turns, kept per id, bounded, expiring."""

from __future__ import annotations

import json
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from rag.question import Question

MAX_CONVERSATIONS = 10_000
EXPIRES_AFTER_S = 12 * 3_600.0
_MAX_TURNS = 5  # of a conversation that are kept
_MAX_ANSWER = 3_000  # characters of an answer that are kept: what a follow-up points to stands in its beginning


@dataclass(frozen=True)
class Turn:
    """A question as one that stands alone, the plans that its answer rests on, and the answer's text; `question` where it is understood here."""

    text: str
    plan_ids: tuple[str, ...] = ()
    answer: str = ""
    about: tuple[str, ...] = ()  # the plan that the conversation was about before it, where its text names none
    question: Question | None = field(default=None, compare=False)


@dataclass
class Conversation:
    """One conversation: its id and its last turns, the latest last."""

    id: str
    turns: tuple[Turn, ...] = ()
    at: float = 0.0


class Shared(Protocol):
    """Where processes keep the last turns of each conversation for each other, as text."""

    def load(self, conversation_id: str) -> str | None:
        """The conversation's last turns; None for one that is unknown or expired."""
        ...

    def save(self, conversation_id: str, turns: str) -> None:
        """Keeps the conversation's last turns."""
        ...

    def forget(self, conversation_id: str) -> None:
        """Drops a conversation."""
        ...


class Conversations:
    """The running conversations. The least recently used go first when there are too many; all go after half a day."""

    def __init__(
        self,
        capacity: int = MAX_CONVERSATIONS,
        expires_after_s: float = EXPIRES_AFTER_S,
        clock: Callable[[], float] = time.monotonic,
        shared: Shared | None = None,
    ) -> None:
        self._shared = shared
        self._capacity = capacity
        self._expires_after_s = expires_after_s
        self._clock = clock
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = Lock()

    def get(self, conversation_id: str | None) -> Conversation:
        """The conversation with this id; a new one for None or an id that expired."""
        if conversation_id is None:
            return Conversation(uuid.uuid4().hex)
        kept = self._kept_here(conversation_id) or Conversation(conversation_id)
        if self._shared is None:
            return kept
        said = _read(self._shared.load(conversation_id) or "")  # the newest: another process may have answered since
        return kept if kept.turns == said else Conversation(conversation_id, said)

    def _kept_here(self, conversation_id: str) -> Conversation | None:
        with self._lock:
            kept = self._kept.get(conversation_id)
            return kept if kept is not None and self._clock() - kept.at < self._expires_after_s else None

    def remember(self, conversation: Conversation, turn: Turn) -> None:
        """Keeps a turn as the conversation's last."""
        turns = (*conversation.turns, turn)[-_MAX_TURNS:]
        with self._lock:
            self._kept[conversation.id] = Conversation(conversation.id, turns, self._clock())
            self._kept.move_to_end(conversation.id)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        if self._shared is not None:
            self._shared.save(conversation.id, _write(turns))

    def forget(self, conversation_id: str) -> None:
        """Drops a conversation, where it is kept."""
        with self._lock:
            self._kept.pop(conversation_id, None)
        if self._shared is not None:
            self._shared.forget(conversation_id)

    def __len__(self) -> int:
        return len(self._kept)


def make_turn(question: Question, plan_ids: tuple[str, ...], answer: str) -> Turn:
    """What is kept of a question and its answer; a question that says nothing of its plan keeps the plan it was understood to be about."""
    return Turn(question.text, plan_ids, answer[:_MAX_ANSWER], question.about, question)


def _write(turns: tuple[Turn, ...]) -> str:
    return json.dumps([[t.text, t.plan_ids, t.answer, t.about] for t in turns], ensure_ascii=False)


def _read(said: str) -> tuple[Turn, ...]:
    """Turns as another process has written them; none where it was an older release, which wrote otherwise."""
    try:
        return tuple(Turn(text, tuple(plans), answer, tuple(about)) for text, plans, answer, about in json.loads(said))
    except (ValueError, TypeError):
        return ()
