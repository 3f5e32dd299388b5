"""One person's conversation as the page keeps it: questions, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.answers import Answer, Citation


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, and its answer or what went wrong; with neither, it is being answered, and `heard` is what is written so far."""

    question: str
    answer: Answer | None = None
    error: str = ""
    heard: tuple[str, ...] = ()
    is_rated: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether there is neither an answer nor an error yet."""
        return self.answer is None and not self.error


@dataclass(frozen=True, slots=True)
class Conversation:
    """All turns so far; `conversation_id` comes with the first answer."""

    turns: tuple[Turn, ...] = ()
    conversation_id: str | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the last question is being answered."""
        return bool(self.turns) and self.turns[-1].is_waiting

    @property
    def last_answer(self) -> Answer | None:
        """The answer to the last question."""
        return self.turns[-1].answer if self.turns else None

    def asked(self, question: str) -> Conversation:
        """With `question` waiting for its answer."""
        return replace(self, turns=(*self.turns, Turn(question)))

    def heard(self, sentence: str) -> Conversation:
        """With one more sentence of the answer being written."""
        return self._last(heard=(*self.turns[-1].heard, sentence))

    def answered(self, answer: Answer) -> Conversation:
        """With the last question answered."""
        return replace(self._last(answer=answer, heard=()), conversation_id=answer.conversation_id)

    def failed(self, error: str) -> Conversation:
        """With the last question left unanswered for the reason `error`, in words."""
        return self._last(error=error, heard=())

    def without_last(self) -> Conversation:
        """Without the last question and what came of it."""
        return replace(self, turns=self.turns[:-1])

    def rated(self, turn: int) -> Conversation:
        """With a turn's answer marked as rated by the person."""
        turns = [replace(t, is_rated=True) if i == turn else t for i, t in enumerate(self.turns)]
        return replace(self, turns=tuple(turns))

    def _last(self, **changes: object) -> Conversation:
        return replace(self, turns=(*self.turns[:-1], replace(self.turns[-1], **changes)))  # type: ignore[arg-type]

    def citation(self, turn: int, marker: int) -> Citation | None:
        """The citation `[marker]` of a turn's answer."""
        answer = self.answer_of(turn)
        return next((c for c in answer.citations if c.marker == marker), None) if answer else None

    def related(self, turn: int, position: int) -> Citation | None:
        """The section at `position` among those that a turn's refusal calls possibly related."""
        answer = self.answer_of(turn)
        nearest = answer.refusal.nearest if answer and answer.refusal else ()
        return nearest[position] if 0 <= position < len(nearest) else None

    def answer_of(self, turn: int) -> Answer | None:
        """The answer of a turn, where there is such a turn and it has one."""
        return self.turns[turn].answer if 0 <= turn < len(self.turns) else None
