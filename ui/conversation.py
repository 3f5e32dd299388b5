"""One person's conversation as the page keeps it: questions, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.answers import Answer, Citation


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, and its answer or what went wrong; with neither, it is being answered."""

    question: str
    answer: Answer | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """All turns so far; `conversation_id` comes with the first answer."""

    turns: tuple[Turn, ...] = ()
    conversation_id: str | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the last question has neither an answer nor an error yet."""
        return bool(self.turns) and self.turns[-1].answer is None and not self.turns[-1].error

    def asked(self, question: str) -> Conversation:
        """With `question` waiting for its answer."""
        return replace(self, turns=(*self.turns, Turn(question)))

    def answered(self, answer: Answer) -> Conversation:
        """With the last question answered."""
        return Conversation((*self.turns[:-1], replace(self.turns[-1], answer=answer)), answer.conversation_id)

    def failed(self, error: str) -> Conversation:
        """With the last question left unanswered for the reason `error`, in words."""
        return replace(self, turns=(*self.turns[:-1], replace(self.turns[-1], error=error)))

    def citation(self, turn: int, marker: int) -> Citation | None:
        """The citation `[marker]` of a turn's answer."""
        answer = self._answer(turn)
        return next((c for c in answer.citations if c.marker == marker), None) if answer else None

    def related(self, turn: int, position: int) -> Citation | None:
        """The section at `position` among those that a turn's refusal calls possibly related."""
        answer = self._answer(turn)
        nearest = answer.refusal.nearest if answer and answer.refusal else ()
        return nearest[position] if 0 <= position < len(nearest) else None

    def _answer(self, turn: int) -> Answer | None:
        return self.turns[turn].answer if 0 <= turn < len(self.turns) else None
