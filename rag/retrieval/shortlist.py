"""Which plans a question is put to where there are many: those whose names it says, and those whose passages say its words.

Understanding a question and composing its answer look at every plan of the snapshot. Up to `MANY` that is right and quick; beyond, a question gets a
snapshot of its own, with the few dozen plans that can matter, so that its time hardly depends on how many there are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from index.errors import SearchUnavailable
from index.records import Plan
from index.snapshot import PlanPassages, Snapshot
from index.store import PlanIndex
from index.vietnamese import bigrams
from rag.understanding.descriptions import self_names
from rag.understanding.terms import words_of

MANY = 100  # plans; up to so many, all of them are looked at
_NAMED = 200  # plans that share words with the question, within which its words are searched once more
_OF_EACH = 16  # plans taken by name, by passages, and by passages within those named
_DEPTH = 80  # passages looked at for their plans
_COMMON = 0.34  # a word in the names of more of the plans tells none from another


class Shortlist:
    """Picks the plans for a question. The words of all plans' names are read once a snapshot."""

    def __init__(self, index: PlanIndex) -> None:
        self._index = index
        self._names: tuple[Snapshot, _Names] | None = None

    def narrow(
        self, snapshot: Snapshot, texts: Iterable[str], kept: Iterable[str], within: Sequence[str] | None
    ) -> Snapshot:
        """`snapshot` with the plans that matter to `texts`, a question and what it follows; `kept` are among them, `within` are all where given."""
        if len(snapshot.plans) <= MANY:
            return snapshot
        chosen = within if within is not None else self._choose(snapshot, " . ".join(texts), kept)
        plans = {plan_id: snapshot.plans[plan_id] for plan_id in sorted(set(chosen)) if plan_id in snapshot.plans}
        return Snapshot(plans, PlanPassages(plans), snapshot.vocabulary)

    def _choose(self, snapshot: Snapshot, text: str, kept: Iterable[str]) -> Sequence[str]:
        if self._names is None or self._names[0] is not snapshot:
            self._names = (snapshot, _Names(snapshot.plans))
        named = self._names[1].search(text, _NAMED)
        found = [*named[:_OF_EACH], *self._by_passages(text, None)[:_OF_EACH]]
        if named:
            found += self._by_passages(text, named)[:_OF_EACH]
        return [*list(kept)[:_OF_EACH], *found]

    def _by_passages(self, text: str, within: Sequence[str] | None) -> list[str]:
        """The plans of the passages that BM25 puts first, in that order."""
        try:
            found = self._index.search_lexical(text, _DEPTH, within)
        except SearchUnavailable:  # the answer's own search says so
            return []
        return list(dict.fromkeys(passage_id.rpartition("#")[0] for passage_id, _ in found))


class _Names:
    """The words of the plans' names, with the plans that have each."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._plan_ids = list(plans)
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, plan in enumerate(plans.values()):
            for word in _spoken(" . ".join([*self_names(plan), *_numbers(plan)])):
                postings[word].append(number)
        most = _COMMON * len(self._plan_ids)
        self._postings = {word: np.array(held) for word, held in postings.items() if len(held) <= most}

    def search(self, text: str, top_k: int) -> list[str]:
        """The plans whose names share most with the text, rare words counting more; none that shares nothing."""
        scores = np.zeros(len(self._plan_ids), np.float32)
        for word in _spoken(text):
            held = self._postings.get(word)
            if held is not None:
                scores[held] += math.log(1 + len(self._plan_ids) / len(held))
        best = np.argsort(-scores, kind="stable")[:top_k]
        return [self._plan_ids[number] for number in best if scores[number] > 0]


def _spoken(text: str) -> set[str]:
    words = words_of(text)
    return {*words, *bigrams(words)}


def _numbers(plan: Plan) -> list[str]:
    """What a plan is called by besides its names: its number, its years."""
    number = plan.metadata.number
    return [*([number.value] if number else []), *map(str, plan.metadata.years)]
