"""What a question is answered from: all plans and passages at one moment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from index.passages import make_passages
from index.records import Passage, Plan
from index.vocabulary import Vocabulary, build_vocabulary


class PlanPassages(Mapping[str, Passage]):
    """The passages of `plans` by their ids, made from a plan when they are asked for: they take more memory than the plans.

    `counts`: how many each plan has, where that is known.
    """

    def __init__(self, plans: Mapping[str, Plan], counts: Mapping[str, int] | None = None) -> None:
        self._plans = plans
        self._counts = counts

    def __getitem__(self, passage_id: str) -> Passage:
        plan_id, _, number = passage_id.rpartition("#")
        passages = passages_of(self._plans[plan_id])
        if not number.isdecimal() or int(number) >= len(passages):
            raise KeyError(passage_id)
        return passages[int(number)]

    def __iter__(self) -> Iterator[str]:
        return (passage.passage_id for plan in self._plans.values() for passage in passages_of(plan))

    def __len__(self) -> int:
        return sum(self.counts.values())

    @property
    def counts(self) -> Mapping[str, int]:
        """Plan id → how many passages the plan has."""
        return self._counts or {plan_id: len(passages_of(plan)) for plan_id, plan in self._plans.items()}


@lru_cache(maxsize=300)  # plans; those that questions keep coming back to
def passages_of(plan: Plan) -> tuple[Passage, ...]:
    """The passages of a plan, made once for as long as it is asked about."""
    return tuple(make_passages(plan))


@dataclass(frozen=True)
class Snapshot:
    """All plans and passages at one moment; a question is answered from one snapshot, whatever is ingested meanwhile."""

    plans: Mapping[str, Plan] = field(default_factory=dict)
    passages: PlanPassages = field(default_factory=lambda: PlanPassages({}))
    vocabulary: Vocabulary = field(default_factory=lambda: build_vocabulary([]))


def vocabulary_of(plans: Collection[Plan], base: Vocabulary | None = None) -> Vocabulary:
    """The words of the plans, added to `base` where given; the units that they assign work to count as often as they do: questions name them more than texts do."""
    units = [assignment.unit for plan in plans for assignment in plan.assignments]
    return build_vocabulary([plan.text for plan in plans], units, base)
