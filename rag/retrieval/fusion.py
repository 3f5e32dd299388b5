"""Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): ranks from several searches become one ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RANK_CONSTANT = 60  # of the paper; larger values flatten the difference between first and tenth
# BM25 over accented syllables finds more than e5-small does; measured against equal weights: ALQAC R@1 .906 for .887, shipped dev MRR
# .848 for .826. Without vectors at all, evidence recall@5 over 27 plans falls from .687 to .653.
WEIGHTS = {"lexical": 2.0, "dense": 1.0}


def fuse(rankings: Mapping[str, Sequence[str]], weights: Mapping[str, float] | None = None) -> list[tuple[str, float]]:
    """Ids with their fused score, best first: the sum over rankings of weight / (constant + rank), ranks from 1."""
    scores: dict[str, float] = {}
    for name, ids in rankings.items():
        weight = weights.get(name, 1.0) if weights else 1.0
        for rank, found in enumerate(ids, start=1):
            scores[found] = scores.get(found, 0.0) + weight / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
