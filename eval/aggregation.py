"""Examples' figures become those of groups: all, by split, by kind, by way of typing, by tag; with 95 % intervals.

`all`, splits, kinds and tags are over the questions as written; `variant.*` are over the answerable ones, so that they compare.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.questions import BARE, HALF, ORIGINAL
from eval.scoring import ANSWER_FIGURES, RETRIEVAL_FIGURES, Scored
from eval.statistics import Figure, figure_of, percentile

Group = dict[str, Figure]
ALL = "all"
_LOSSES = ("crag", "citation_recall", "evidence_recall@5", "section_hit@5")


@dataclass(frozen=True)
class Times:
    """Milliseconds of one step: median and 95th percentile."""

    p50: float
    p95: float
    count: int


def groups_of(scored: Scored) -> Iterator[str]:
    """The groups an example belongs to."""
    gold = scored.example.gold
    if gold.variant == ORIGINAL:
        yield ALL
        yield f"split.{gold.split}"
        yield f"kind.{gold.kind}"
        yield from (f"tag.{tag}" for tag in gold.tags)
    if gold.answered:
        yield f"variant.{gold.variant}"


def aggregate(examples: Sequence[Scored]) -> dict[str, Group]:
    """The figures of every group, in the order all, split, kind, variant, tag."""
    members: dict[str, list[Scored]] = {}
    for scored in examples:
        for name in groups_of(scored):
            members.setdefault(name, []).append(scored)
    order = ("all", "split", "kind", "variant", "tag")
    return {name: figures_of(members[name]) for name in sorted(members, key=lambda n: order.index(n.split(".")[0]))}


def figures_of(examples: Sequence[Scored]) -> Group:
    """Every figure that applies to some of the examples; refusals are precise or not only where some are due and some are not."""
    families = [scored.example.gold.family for scored in examples]
    figures = {
        name: figure_of([s.scores.get(name) for s in examples], families)
        for name in (*ANSWER_FIGURES, *RETRIEVAL_FIGURES)
    }
    if len({scored.example.gold.answered for scored in examples}) == 1:
        del figures["refusal_precision"]
    return {name: figure for name, figure in figures.items() if figure.value is not None}


def losses(examples: Sequence[Scored]) -> dict[str, Group]:
    """What typing without diacritics costs: the mean over the same questions of accented minus bare (and minus half bare)."""
    by_variant: dict[str, dict[str, Scored]] = {}
    for scored in examples:
        by_variant.setdefault(scored.example.gold.variant, {})[scored.example.gold.id] = scored
    return {
        variant: _loss(by_variant.get(ORIGINAL, {}), by_variant[variant])
        for variant in (BARE, HALF)
        if variant in by_variant
    }


def _loss(accented: dict[str, Scored], bare: dict[str, Scored]) -> Group:
    pairs = [(accented[key], bare[key]) for key in bare if key in accented]
    families = [a.example.gold.family for a, _ in pairs]
    figures = {
        name: figure_of([_minus(a.scores.get(name), b.scores.get(name)) for a, b in pairs], families)
        for name in _LOSSES
    }
    return {name: figure for name, figure in figures.items() if figure.value is not None}


def _minus(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b


def times_of(examples: Sequence[Scored]) -> dict[str, Times]:
    """p50 and p95 of every step, over all examples."""
    steps = dict.fromkeys(step for scored in examples for step in scored.example.timings_ms)
    times: dict[str, Times] = {}
    for step in steps:
        values = [s.example.timings_ms[step] for s in examples if step in s.example.timings_ms]
        p50, p95 = percentile(values, 0.5), percentile(values, 0.95)
        if not math.isnan(p50):
            times[step] = Times(p50, p95, len(values))
    return times
