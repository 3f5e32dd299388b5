"""Hybrid search: BM25 and vectors over the same passages, fused; each question searches once, and only if it needs to."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from index.errors import SearchUnavailable
from index.records import Passage, ScoredPassage
from index.store import PlanIndex, Snapshot
from rag.question import Question
from rag.retrieval.fusion import WEIGHTS, fuse
from rag.retrieval.reranking import Reranker

log = logging.getLogger(__name__)
TOP_K = 20  # passages kept after fusion
_DEPTH = 40  # passages taken from each search before fusion


@dataclass
class Search:
    """A question's search over one snapshot, made on first use."""

    index: PlanIndex
    snapshot: Snapshot
    question: Question
    plan_ids: Sequence[str] | None = None
    rankings: dict[str, list[str]] = field(default_factory=dict)
    reranker: Reranker | None = None
    elapsed_ms: float = 0.0  # what the search took; 0 when the answer needed none
    is_partial: bool = False  # whether one of the searches was damaged or away, or holds less than it should

    @cached_property
    def results(self) -> list[ScoredPassage]:
        """The passages that fit the question best, with their ranks in each search."""
        began = time.perf_counter()
        within = list(self.plan_ids) if self.plan_ids is not None else None
        text = self.question.text
        self.is_partial = bool(self.index.ailing)
        self.rankings = {
            "lexical": self._ranked(lambda: self.index.search_lexical(text, _DEPTH, within)),
            "dense": self._ranked(lambda: self.index.search_dense(text, _DEPTH, within)),
        }
        fused = [(found, score) for found, score in fuse(self.rankings, WEIGHTS) if found in self.snapshot.passages]
        best = fused[:TOP_K] if self.reranker is None else self._reranked([found for found, _ in fused[:TOP_K]])
        self.elapsed_ms += 1_000 * (time.perf_counter() - began)
        return [ScoredPassage(self.snapshot.passages[found], score, self._ranks(found)) for found, score in best]

    def _ranked(self, search: Callable[[], list[tuple[str, float]]]) -> list[str]:
        """Passage ids in a search's order; none when it is damaged or away."""
        try:
            return [found for found, _ in search()]
        except SearchUnavailable:
            log.warning("a search failed; the other one answers alone", exc_info=True)
            self.is_partial = True
            return []

    def _reranked(self, passage_ids: Sequence[str]) -> list[tuple[str, float]]:
        """The passages in the reranker's order, with its scores."""
        assert self.reranker is not None
        passages = [self.snapshot.passages[found] for found in passage_ids]
        scores = self.reranker.score(self.question.text, [f"{p.context}\n{p.text}" for p in passages])
        return sorted(zip(passage_ids, scores, strict=True), key=lambda pair: -pair[1])

    def _ranks(self, passage_id: str) -> dict[str, int]:
        return {name: ids.index(passage_id) + 1 for name, ids in self.rankings.items() if passage_id in ids}

    def rank_at(self, plan_id: str, start: int, end: int) -> int | None:
        """Rank (from 1) of the best passage that overlaps a span of a plan; None when none was found."""
        for rank, scored in enumerate(self.results, start=1):
            passage = scored.passage
            if passage.plan_id == plan_id and passage.start < end and start < passage.end:
                return rank
        return None

    def standing_at(self, plan_id: str, start: int, end: int) -> int | None:
        """The best standing of the passages that overlap a span, a passage's standing being its worst rank: fused, or in either search."""
        return min(
            (
                max(rank, *(scored.ranks.get(name, _DEPTH) for name in ("dense", "lexical")))
                for rank, scored in enumerate(self.results, start=1)
                if scored.passage.plan_id == plan_id and scored.passage.start < end and start < scored.passage.end
            ),
            default=None,
        )

    def best(self) -> Passage | None:
        """The best passage, whatever it is worth."""
        return self.results[0].passage if self.results else None
