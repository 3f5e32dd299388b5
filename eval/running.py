"""Asks a system the questions of a set: in process, or a running server over HTTP. One `Example` for each question and variant."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from eval import texts
from eval.metrics import ERROR, Cited, Given, Retrieved
from eval.questions import GoldQuestion
from index.records import Plan
from rag.answers import Answer

log = logging.getLogger(__name__)
TOTAL = "total"  # the step that is the whole question, as the asker waits for it
Ranking = tuple[Retrieved, ...]


@dataclass(frozen=True)
class Reply:
    """What a system said to one turn; `spans` are the citations' plan, start and end."""

    conversation_id: str
    kind: str
    standalone: str
    given: Given
    spans: tuple[tuple[str, int, int], ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)


class System(Protocol):
    """Something that answers questions in conversations."""

    def ask(self, question: str, conversation_id: str | None) -> Reply:
        """The reply to one turn; None begins a conversation."""
        ...


class Asks(Protocol):
    """What is needed of `rag.assistant.Assistant`."""

    def ask(self, question: str, conversation_id: str | None = None, plan_ids: Sequence[str] | None = None) -> Answer:
        """The answer to a question."""
        ...


class InProcess:
    """A system that is an assistant in this process; `plan` looks up a plan, for checking quotes."""

    def __init__(self, assistant: Asks, plan: Callable[[str], Plan]) -> None:
        self._assistant = assistant
        self._plan = plan

    def ask(self, question: str, conversation_id: str | None) -> Reply:
        """The reply to one turn."""
        try:
            answer = self._assistant.ask(question, conversation_id)
        except Exception as error:  # whatever it is, a user would have got an internal error
            log.exception("the assistant failed")
            raise SystemBroke(repr(error)) from error
        cited = tuple(
            Cited(c.plan_id, c.path, c.quote, self._plan(c.plan_id).text[c.start : c.end] == c.quote)
            for c in answer.citations
        )
        return Reply(
            conversation_id=answer.conversation_id,
            kind=answer.kind.value,
            standalone=answer.standalone_question,
            given=Given(
                answer.status.value == "answered",
                answer.answer,
                answer.refusal.reason.value if answer.refusal else "",
                cited,
            ),
            spans=tuple((c.plan_id, c.start, c.end) for c in answer.citations),
            timings_ms=answer.timings_ms,
        )


@dataclass(frozen=True)
class Example:
    """A question, what the system replied, how long it took, and what was retrieved for it, best first."""

    gold: GoldQuestion
    reply: Reply
    timings_ms: dict[str, float]
    ranking: Ranking | None = None


Rank = Callable[[GoldQuestion, Reply], Ranking]


def run(
    system: System,
    questions: Iterable[GoldQuestion],
    rank: Rank | None = None,
    advance: Callable[[int], None] | None = None,
) -> list[Example]:
    """Asks every question, its earlier turns first and in order; `rank` gives what was retrieved, outside the time measured."""
    examples: list[Example] = []
    for gold in questions:
        reply, total = _converse(system, gold)
        ranking = rank(gold, reply) if rank and reply.given.reason != ERROR else None if rank is None else ()
        examples.append(Example(gold, reply, {**reply.timings_ms, TOTAL: total}, ranking))
        if advance:
            advance(1)
    return examples


def _converse(system: System, gold: GoldQuestion) -> tuple[Reply, float]:
    """The reply to the last turn, and the milliseconds it took."""
    conversation_id: str | None = None
    for turn in gold.history:
        conversation_id = _ask(system, turn, conversation_id).conversation_id or None
    began = time.perf_counter()
    reply = _ask(system, gold.question, conversation_id)
    return reply, round(1_000 * (time.perf_counter() - began), 2)


def _ask(system: System, question: str, conversation_id: str | None) -> Reply:
    """The reply; a system that breaks on a question has failed that question, and the run goes on."""
    try:
        return system.ask(question, conversation_id)
    except SystemBroke as error:
        log.error("the system failed on %r: %s", question, error)
        return broken(str(error), conversation_id)


class SystemBroke(Exception):
    """The system failed on a question, and may answer the next."""


def broken(error: str, conversation_id: str | None = None) -> Reply:
    """The reply of a system that failed."""
    return Reply(conversation_id or "", "", "", Given(False, texts.FAILED.format(error=error), ERROR, ()))
