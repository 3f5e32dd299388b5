"""What the page needs from the rest of the product; the composition root puts it together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.jobs import Job
from index.records import Plan
from rag.answers import Answer

Hear = Callable[[str], None]  # told each sentence as it is written; may raise to stop the writing


class Ask(Protocol):
    """Answers a question, in its conversation, from `plan_ids` only where given."""

    def __call__(
        self, question: str, conversation_id: str | None, plan_ids: Sequence[str] | None, hear: Hear | None
    ) -> Answer:
        """The answer. Raises `KehoachError`."""
        ...


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thinks of an answer."""

    answer_id: str
    is_good: bool
    wrong_citations: tuple[int, ...] = ()
    comment: str = ""


class Access(Protocol):
    """What the person may do whose browser sent these cookies. Everything that changes something raises `KehoachError`."""

    @property
    def signs_in(self) -> bool:
        """Whether people sign in to the page."""
        ...

    def name(self, cookies: Mapping[str, str]) -> str:
        """Whose key opened the page; "" where there is none."""
        ...

    def may_edit(self, cookies: Mapping[str, str]) -> bool:
        """Whether this person may bring in and remove plans."""
        ...

    def upload(self, cookies: Mapping[str, str], files: Sequence[tuple[str, bytes]]) -> str:
        """Queues files (name, bytes); the job's id."""
        ...

    def job(self, job_id: str) -> Job:
        """How far an upload is, and what became of its files."""
        ...

    def remove(self, cookies: Mapping[str, str], plan_id: str) -> None:
        """Forgets a plan."""
        ...


@dataclass(frozen=True)
class Backend:
    """All of it may be called from many threads at once, and raises `KehoachError` with words for the person."""

    ask: Ask
    plans: Callable[[], Mapping[str, Plan]]  # by id, as they are now
    give_feedback: Callable[[Feedback], None]
    access: Access
