"""What is retrieved for a question, by us and by us with a part switched off.

Our ranking: the passages behind the answer's citations, in their order, then the passages of the hybrid search. That is the order in
which a reader of the answer is led to the plans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from eval.metrics import Retrieved
from eval.questions import GoldQuestion
from eval.running import InProcess, Rank, Ranking, Reply
from index.records import Passage
from index.store import PlanIndex, Snapshot
from index.vocabulary import Vocabulary
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.question import understand
from rag.retrieval.reranking import Reranker
from rag.retrieval.search import Search
from rag.understanding.diacritics import Restorer, build_restorer

DEPTH = 10  # pieces kept of every ranking; no measure looks further


class PartialIndex(PlanIndex):
    """An index with one of its searches switched off; only for asking."""

    def __init__(self, whole: PlanIndex, lexical: bool = True, dense: bool = True) -> None:
        self._whole = whole
        self._with_lexical = lexical
        self._with_dense = dense
        self.snapshot: Snapshot = whole.snapshot
        self.ailing = whole.ailing

    def search_dense(self, question: str, top_k: int, plan_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """As the whole index, or nothing."""
        return self._whole.search_dense(question, top_k, plan_ids) if self._with_dense else []

    def search_lexical(
        self, question: str, top_k: int, plan_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """As the whole index, or nothing."""
        return self._whole.search_lexical(question, top_k, plan_ids) if self._with_lexical else []


class UnrestoredAssistant(Assistant):
    """An assistant that takes questions as they are typed."""

    def _restorer_of(self, snapshot: Snapshot) -> Restorer:
        return NO_RESTORATION


NO_RESTORATION = Restorer(Vocabulary())  # knows no syllable, so changes none


def rank_ours(index: PlanIndex, restorer: Restorer | None = None, reranker: Reranker | None = None) -> Rank:
    """Ranks as our answers do, over `index`, with the assistant's reranker where it has one."""
    restorer = restorer or build_restorer(index.snapshot.vocabulary)

    def rank(_gold: GoldQuestion, reply: Reply) -> Ranking:
        found = _search(index, restorer, reply.standalone, scoped=True, reranker=reranker)
        return tuple(map(piece_of, _first(found, _behind(reply.spans, found, index.snapshot))))[:DEPTH]

    return rank


def rank_hybrid(index: PlanIndex) -> Rank:
    """Ranks by the hybrid search alone over all plans: neither the answer's records nor the plans that the question names count."""
    restorer = build_restorer(index.snapshot.vocabulary)

    def rank(_gold: GoldQuestion, reply: Reply) -> Ranking:
        return tuple(map(piece_of, _search(index, restorer, reply.standalone, scoped=False)[:DEPTH]))

    return rank


def ablations(index: PlanIndex) -> dict[str, Callable[[], tuple[InProcess, Rank]]]:
    """Ours with each part switched off, by name: a whole assistant without the part, and its ranking."""

    def without(lexical: bool, dense: bool) -> tuple[InProcess, Rank]:
        partial_index = PartialIndex(index, lexical, dense)
        return InProcess(Assistant(partial_index, Conversations()), index.plan), rank_ours(partial_index)

    def unrestored() -> tuple[InProcess, Rank]:
        return InProcess(UnrestoredAssistant(index, Conversations()), index.plan), rank_ours(index, NO_RESTORATION)

    return {
        "no_bm25": partial(without, False, True),
        "no_dense": partial(without, True, False),
        "no_restoration": unrestored,
    }


def _search(
    index: PlanIndex, restorer: Restorer, text: str, scoped: bool, reranker: Reranker | None = None
) -> list[Passage]:
    """The hybrid search's passages for a standalone question."""
    question = understand(text, index.snapshot, restorer)
    scope = question.plans.plan_ids if scoped and question.plans.named and question.plans.plan_ids else None
    return [scored.passage for scored in Search(index, index.snapshot, question, scope, reranker=reranker).results]


def _behind(spans: Iterable[tuple[str, int, int]], found: Sequence[Passage], snapshot: Snapshot) -> list[Passage]:
    """The passage behind each citation; a citation outside all passages (letterhead, signature) is a piece of its own."""
    by_plan: dict[str, list[Passage]] = {}
    for passage in snapshot.passages.values():
        by_plan.setdefault(passage.plan_id, []).append(passage)
    behind: list[Passage] = []
    for plan_id, start, end in spans:
        best = max(by_plan.get(plan_id, []), key=lambda p: _shared(p, start, end), default=None)
        if best is not None and _shared(best, start, end) > 0:
            behind.append(best)
        elif plan_id in snapshot.plans:
            text = snapshot.plans[plan_id].text[start:end]
            behind.append(Passage(f"{plan_id}@{start}", plan_id, (), "", "", "", text, start, end))
    return behind


def _first(found: Sequence[Passage], first: Sequence[Passage]) -> list[Passage]:
    """`first`, then the rest of `found`, each passage once."""
    return list({passage.passage_id: passage for passage in (*first, *found)}.values())


def _shared(passage: Passage, start: int, end: int) -> int:
    return max(0, min(passage.end, end) - max(passage.start, start))


def piece_of(passage: Passage) -> Retrieved:
    """A passage as the measures see it."""
    return Retrieved(passage.plan_id, (passage.path,), passage.text)
