"""The facade: a question becomes a cited answer or a refusal."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from index.records import Plan, ScoredPassage
from index.store import PlanIndex, Snapshot
from index.vietnamese import collapse, nfc
from index.vocabulary import Vocabulary
from rag import refusals, texts
from rag.answers import Answer, Composer, Kind, Mode, Reason, Refusal, Status
from rag.choosing import choose
from rag.conversation import Conversation, Conversations, make_turn
from rag.drafting import Draft
from rag.follow_up import Standalone, make_standalone
from rag.generation.writing import Heard, Rejected, Writer
from rag.grounding import Ungrounded, ground
from rag.kinds.bases import answer_legal_basis, asks_beyond_mention
from rag.kinds.comparison import answer_comparison
from rag.kinds.content import answer_content
from rag.kinds.deadlines import answer_deadline
from rag.kinds.doers import answer_doer, answer_who
from rag.kinds.facts import Blank, NoSuchPlan, answer_metadata
from rag.kinds.indicators import answer_figure, answer_indicator
from rag.kinds.sections import answer_section, answer_summary
from rag.kinds.unit_tasks import answer_tasks
from rag.question import MAX_QUESTION, Question, understand
from rag.retrieval.reranking import Reranker
from rag.retrieval.search import Search
from rag.retrieval.shortlist import Shortlist
from rag.understanding.asked_who import asks_who
from rag.understanding.chat import write_out
from rag.understanding.cues import has_cue
from rag.understanding.diacritics import Restorer, build_restorer

log = logging.getLogger(__name__)
_FALLBACK_COVERAGE = (
    0.7  # a question of another kind that falls back on passages must be covered better than one of content
)


class Assistant:
    """Answers questions over an index. Thread-safe: one snapshot a question.

    With a `writer`, answers are phrased by its language model; with a `reranker`, it orders what the search finds.
    """

    def __init__(
        self,
        index: PlanIndex,
        conversations: Conversations,
        writer: Writer | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._index = index
        self._conversations = conversations
        self._writer = writer
        self.reranker = reranker
        self.told: Callable[[Answer], None] | None = None  # hears every answer, for counting
        self._restorer: tuple[Vocabulary, Restorer] | None = None
        self._shortlist = Shortlist(index)

    @property
    def can_generate(self) -> bool:
        """Whether there is a language model to ask."""
        return self._writer is not None

    def ask(
        self,
        question: str,
        conversation_id: str | None = None,
        plan_ids: Sequence[str] | None = None,
        mode: Mode = Mode.AUTO,
        heard: Heard | None = None,
    ) -> Answer:
        """The answer to a question, in its conversation where one is given, from `plan_ids` only where given.

        `heard` gets each grounded sentence while a language model writes; the answer returned replaces them, whoever composed it.
        """
        answer = self._ask(question, conversation_id, plan_ids, mode, heard)
        if self.told is not None:
            self.told(answer)
        return answer

    def _ask(
        self,
        question: str,
        conversation_id: str | None,
        plan_ids: Sequence[str] | None,
        mode: Mode,
        heard: Heard | None,
    ) -> Answer:
        clock = _Clock()
        conversation = self._conversations.get(conversation_id)
        snapshot = self._snapshot(question, conversation, plan_ids)
        understood, result, search = self._in_turn(question, conversation, snapshot, plan_ids, clock)
        answer = _finish(understood, result, conversation.id, clock)
        self._remember(conversation, understood, answer)
        if isinstance(result, Draft) and mode != Mode.EXTRACTIVE:
            answer = self._phrase(answer, understood, result, search, heard) if self._writer else _noted(answer, mode)
        return replace(answer, note=f"{texts.PARTIAL} {answer.note}".strip()) if search.is_partial else answer

    @contextmanager
    def after(self, questions: Sequence[str], plan_ids: Sequence[str] | None = None) -> Iterator[str]:
        """The id of a conversation in which `questions` were asked already, in this order; forgotten in the end."""
        conversation_id = uuid.uuid4().hex
        for question in questions:
            self._ask(question, conversation_id, plan_ids, Mode.EXTRACTIVE, None)
        try:
            yield conversation_id
        finally:
            self._conversations.forget(conversation_id)

    def _in_turn(
        self,
        question: str,
        conversation: Conversation,
        snapshot: Snapshot,
        plan_ids: Sequence[str] | None,
        clock: _Clock,
    ) -> tuple[Question, Draft | Refusal, Search]:
        """A question understood and answered after the turns before it; read the other way where the likelier reading finds nothing."""
        restorer = self._restorer_of(snapshot)
        typed = restorer.restore(_typed(question))
        read = make_standalone(typed, conversation.turns, snapshot, restorer)
        understood = self._understood(question, read, snapshot, plan_ids)
        clock.stop("understand")
        search = self._search(understood, snapshot, plan_ids)
        understood, result = self._answer(understood, snapshot, search)
        if isinstance(result, Refusal) and read.otherwise is not None:
            other = self._understood(question, read.otherwise, snapshot, plan_ids)
            second = self._search(other, snapshot, plan_ids)
            other, found = self._answer(other, snapshot, second)
            if isinstance(found, Draft):
                understood, result, search = other, found, second
        clock.stop("answer")
        clock.move("answer", "retrieve", search.elapsed_ms)
        return understood, result, search

    def _understood(
        self, question: str, read: Standalone, snapshot: Snapshot, plan_ids: Sequence[str] | None
    ) -> Question:
        """A question as it was read after the ones before it."""
        about = [plan_id for plan_id in read.about if plan_ids is None or plan_id in plan_ids]
        understood = understand(read.text, snapshot, self._restorer_of(snapshot), plan_ids, about)
        return replace(understood, asked=question, shown=read.shown) if read.follows else understood

    def _remember(self, conversation: Conversation, question: Question, answer: Answer) -> None:
        """Keeps the turn; one that found nothing still says which plan it is about."""
        cited = tuple(dict.fromkeys(citation.plan_id for citation in answer.citations))
        named = question.plans.plan_ids if question.plans.named and len(question.plans.plan_ids) == 1 else ()
        self._conversations.remember(conversation, make_turn(question, cited or named, answer.answer))

    def search(self, question: str, plan_ids: Sequence[str] | None = None) -> list[ScoredPassage]:
        """The passages that fit a question best, as an answer by passages would take them."""
        snapshot = self._snapshot(question, None, plan_ids)
        understood = understand(question, snapshot, self._restorer_of(snapshot), plan_ids)
        return self._search(understood, snapshot, plan_ids).results

    def _search(self, question: Question, snapshot: Snapshot, plan_ids: Sequence[str] | None) -> Search:
        return Search(self._index, snapshot, question, self._scope(question, plan_ids), reranker=self.reranker)

    def _phrase(self, answer: Answer, question: Question, draft: Draft, search: Search, heard: Heard | None) -> Answer:
        """`answer` in the language model's words, or as it is with a note saying why."""
        assert self._writer is not None
        began = time.perf_counter()
        try:
            written = self._writer.write(question, draft, search, heard)
        except Rejected as error:
            phrased = replace(answer, note=texts.NOT_GENERATED[error.why.value])
        else:
            phrased = replace(
                answer, answer=written.text, citations=tuple(written.citations), composed_by=Composer.GENERATIVE
            )
        generated_ms = round(1_000 * (time.perf_counter() - began), 2)
        return replace(phrased, timings_ms={**answer.timings_ms, "generate": generated_ms})

    def _snapshot(self, question: str, conversation: Conversation | None, plan_ids: Sequence[str] | None) -> Snapshot:
        """What to answer from now: all plans, or, where there are many, those that matter to what is asked and was asked before."""
        snapshot = self._index.snapshot
        restorer = self._restorer_of(snapshot)
        turns = conversation.turns if conversation else ()
        asked = [*(turn.text for turn in turns), restorer.restore(_typed(question))]
        kept = dict.fromkeys(plan_id for turn in reversed(turns) for plan_id in (*turn.plan_ids, *turn.about))
        return self._shortlist.narrow(snapshot, asked, kept, plan_ids)

    def _restorer_of(self, snapshot: Snapshot) -> Restorer:
        if self._restorer is None or self._restorer[0] is not snapshot.vocabulary:
            self._restorer = (snapshot.vocabulary, build_restorer(snapshot.vocabulary))
        return self._restorer[1]

    def _scope(self, question: Question, plan_ids: Sequence[str] | None) -> Sequence[str] | None:
        """Plans to search: those the question names, or was limited to; None for all."""
        return question.plans.plan_ids if question.plans.named or plan_ids is not None else None

    def _answer(self, question: Question, snapshot: Snapshot, search: Search) -> tuple[Question, Draft | Refusal]:
        """The answer, with the question as the kind that it answers."""
        refusal = _turn_away(question, snapshot)
        if refusal is not None:
            return question, refusal
        plans = [snapshot.plans[plan_id] for plan_id in question.plans.plan_ids]
        try:
            choice = choose(question, search, lambda read: compose(read, plans, search))
        except Blank as error:
            return question, refusals.blank(error)
        except NoSuchPlan:
            return question, refusals.no_described_plan()
        if choice is None:
            return question, refusals.not_stated(question, plans, search)
        try:
            return choice.question, ground(choice.draft, snapshot.plans)
        except Ungrounded:
            log.exception("an ungrounded answer was withheld")
            return question, refusals.not_stated(question, plans, search)


def _typed(question: str) -> str:
    return write_out(collapse(nfc(question))[:MAX_QUESTION])


def _turn_away(question: Question, snapshot: Snapshot) -> Refusal | None:
    """Why there is nothing to look for; None when there is."""
    if not question.text.strip():
        return Refusal(Reason.OUT_OF_SCOPE, texts.EMPTY)
    if not snapshot.plans:
        return Refusal(Reason.NO_SUCH_PLAN, texts.NO_PLANS)
    if question.is_instruction:
        return refusals.out_of_scope(instruction=True)
    if not question.plans.plan_ids and question.plans.missing:
        return refusals.no_plan(question, snapshot.vocabulary)
    return None


def compose(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The answer by kind; where the kind's own records have none, verbatim passages that cover the question well."""
    if question.kind is not Kind.METADATA and asks_beyond_mention(question):
        return None
    match question.kind:
        case Kind.METADATA:
            return answer_metadata(question, plans, search.snapshot.vocabulary)
        case Kind.LEGAL_BASIS:
            draft = answer_legal_basis(question, plans, search)
        case Kind.COMPARISON:
            return answer_comparison(question, plans, search, _alone)
        case Kind.TASKS:
            return answer_tasks(question, plans, search)
        case Kind.DEADLINE:
            return answer_deadline(question, plans, search)
        case Kind.INDICATOR:
            return answer_indicator(question, plans, search) or answer_figure(question, search)
        case Kind.RESPONSIBILITY:
            return answer_doer(question, plans, search)
        case _ if asks_who(question.compared):
            return answer_who(question, search)
        case _ if has_cue(question.compared, "summary") and question.plans.named:
            return answer_summary(plans)
        case _:
            return answer_section(question, plans) or answer_content(question, search)
    return draft or answer_content(question, search, _FALLBACK_COVERAGE)


def _alone(question: Question, search: Search) -> Draft | None:
    """A part of a question, answered as any question is."""
    plans = [search.snapshot.plans[plan_id] for plan_id in question.plans.plan_ids]
    try:
        choice = choose(question, search, lambda read: compose(read, plans, search))
    except (Blank, NoSuchPlan):
        return None
    return choice.draft if choice else None


def _noted(answer: Answer, mode: Mode) -> Answer:
    """`answer`, saying so when a language model was asked for and there is none."""
    return replace(answer, note=texts.NOT_GENERATED["off"]) if mode == Mode.GENERATIVE else answer


def _finish(question: Question, result: Draft | Refusal, conversation_id: str, clock: _Clock) -> Answer:
    refusal = result if isinstance(result, Refusal) else None
    draft = result if isinstance(result, Draft) else Draft()
    foreign = refusal is not None and refusal.reason is Reason.OUT_OF_SCOPE
    return Answer(
        id=uuid.uuid4().hex,
        conversation_id=conversation_id,
        status=Status.NOT_FOUND if refusal else Status.ANSWERED,
        kind=Kind.OUT_OF_SCOPE if foreign else question.kind,
        standalone_question=question.shown or question.text,
        answer=refusal.message if refusal else draft.text,
        citations=tuple(draft.citations),
        refusal=refusal,
        timings_ms=clock.times,
    )


class _Clock:
    """Milliseconds by step."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self._last = time.perf_counter()

    def stop(self, step: str) -> None:
        """Ends a step."""
        now = time.perf_counter()
        self.times[step] = round(1_000 * (now - self._last), 2)
        self._last = now

    def move(self, step: str, into: str, elapsed_ms: float) -> None:
        """Counts a part of a step as a step of its own."""
        self.times[into] = round(elapsed_ms, 2)
        self.times[step] = round(max(0.0, self.times[step] - elapsed_ms), 2)
