"""What a question is answered from: all plans and passages at one moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from index.records import Passage, Plan
from index.vocabulary import Vocabulary, build_vocabulary


@dataclass(frozen=True)
class Snapshot:
    """All plans and passages at one moment; a question is answered from one snapshot, whatever is ingested meanwhile."""

    plans: dict[str, Plan] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=lambda: build_vocabulary([]))


def vocabulary_of(plans: Collection[Plan]) -> Vocabulary:
    """The words of the plans; the units that they assign work to count as often as they do: questions name them more than texts do."""
    units = [assignment.unit for plan in plans for assignment in plan.assignments]
    return build_vocabulary([plan.text for plan in plans], units)
