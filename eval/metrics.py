"""What is measured; pure functions, each with its definition and source."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.questions import Evidence, GoldQuestion, plain


@dataclass(frozen=True)
class Cited:
    """A citation as a client sees it."""

    plan: str
    path: tuple[str, ...]
    quote: str
    verbatim: bool


@dataclass(frozen=True)
class Given:
    """An answer as a client sees it, and the passages retrieved for it, best first."""

    answered: bool
    answer: str
    reason: str
    cited: tuple[Cited, ...]
    retrieved: tuple[Cited, ...] = ()


def crag_score(gold: GoldQuestion, given: Given) -> float:
    """Truthfulness of one answer (Yang et al. 2024, CRAG): +1 right, +0.5 right but incomplete, 0 refused, −1 wrong.

    Right: every fact is in the answer, nothing forbidden is, and some citation proves it. For an unanswerable question a refusal is
    right and any answer wrong.
    """
    if not gold.answered:
        return -1.0 if given.answered else 1.0
    if not given.answered:
        return 0.0
    if not allowed(gold, given) or not any(supports(c, group) for c in given.cited for group in gold.evidence):
        return -1.0
    share = facts_present(gold, given)
    return 1.0 if share == 1.0 else 0.5 if share > 0 else -1.0


def facts_present(gold: GoldQuestion, given: Given) -> float:
    """Share of the facts, one alternative each, that the answer's text holds."""
    if not gold.facts:
        return 1.0
    answer = plain(given.answer)
    return sum(any(plain(fact) in answer for fact in group) for group in gold.facts) / len(gold.facts)


def allowed(gold: GoldQuestion, given: Given) -> bool:
    """Whether the answer says nothing that is surely wrong."""
    answer = plain(given.answer)
    return not any(plain(words) in answer for words in gold.forbidden)


def supports(cited: Cited, group: Sequence[Evidence]) -> bool:
    """Whether a citation overlaps one of the alternatives: the words of one are in the other's, in the same plan."""
    quote = plain(cited.quote)
    return any(cited.plan == e.plan and (plain(e.quote) in quote or (len(quote) > 15 and quote in plain(e.quote))) for e in group)


def in_gold_section(cited: Cited, group: Sequence[Evidence]) -> bool:
    """Whether a citation stands in one of the alternatives' sections or below it."""
    return any(cited.plan == e.plan and cited.path[: len(e.path)] == e.path for e in group)


def citation_precision(gold: GoldQuestion, given: Given) -> float | None:
    """Share of the citations that overlap gold evidence or stand in its section (after Gao et al. 2023, ALCE); None without citations."""
    if not given.cited or not gold.answered:
        return None
    return sum(any(supports(c, group) or (group and group[0].path and in_gold_section(c, group)) for group in gold.evidence) for c in given.cited) / len(given.cited)


def citation_recall(gold: GoldQuestion, given: Given) -> float | None:
    """Share of the evidence groups that some citation overlaps (after ALCE); None for a question without evidence or a refusal."""
    if not gold.evidence or not given.answered:
        return None
    return sum(any(supports(c, group) for c in given.cited) for group in gold.evidence) / len(gold.evidence)


def address_accuracy(gold: GoldQuestion, given: Given) -> float | None:
    """Share of the evidence groups for which a citation has exactly the gold address."""
    if not gold.evidence or not given.answered:
        return None
    return sum(any(c.plan == e.plan and c.path == e.path for c in given.cited for e in group) for group in gold.evidence) / len(gold.evidence)


def verbatim_rate(given: Given) -> float | None:
    """Share of the quotes that are the plan's text at their offsets."""
    return sum(c.verbatim for c in given.cited) / len(given.cited) if given.cited else None


def evidence_recall(gold: GoldQuestion, given: Given, k: int) -> float | None:
    """Share of the evidence groups whose words stand in the first k retrieved passages."""
    if not gold.evidence:
        return None
    return sum(any(supports(c, group) for c in given.retrieved[:k]) for group in gold.evidence) / len(gold.evidence)


def relevance(gold: GoldQuestion, given: Given) -> list[bool]:
    """For each retrieved passage, whether it holds gold evidence."""
    return [any(supports(c, group) for group in gold.evidence) for c in given.retrieved]


def hit_at(gold: GoldQuestion, given: Given, k: int) -> float | None:
    """1 when a gold section is among the first k retrieved (section-hit@k), else 0."""
    return float(any(relevance(gold, given)[:k])) if gold.evidence else None


def reciprocal_rank(gold: GoldQuestion, given: Given, k: int = 10) -> float | None:
    """1/rank of the first gold passage within k (MRR@k, Voorhees 1999), 0 when there is none."""
    if not gold.evidence:
        return None
    return next((1 / rank for rank, hit in enumerate(relevance(gold, given)[:k], start=1) if hit), 0.0)


def ndcg(gold: GoldQuestion, given: Given, k: int = 10) -> float | None:
    """Normalised discounted cumulative gain at k with binary gains (Järvelin, Kekäläinen 2002); each evidence group gains once."""
    if not gold.evidence:
        return None
    left = list(gold.evidence)
    gain = 0.0
    for rank, cited in enumerate(given.retrieved[:k], start=1):
        met = [group for group in left if supports(cited, group)]
        left = [group for group in left if group not in met]
        gain += bool(met) / math.log2(rank + 1)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(gold.evidence), k) + 1))
    return min(1.0, gain / ideal)


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of the values that are there."""
    there = [v for v in values if v is not None]
    return sum(there) / len(there) if there else None


def bootstrap_interval(values: Sequence[float], statistic: Callable[[Sequence[float]], float] | None = None, rounds: int = 1_000, seed: int = 7) -> tuple[float, float]:
    """95 % percentile bootstrap interval (Efron 1979) of the mean or another statistic; (nan, nan) for no values."""
    if not values:
        return math.nan, math.nan
    draw = random.Random(seed)
    compute = statistic or (lambda sample: sum(sample) / len(sample))
    found = sorted(compute(draw.choices(values, k=len(values))) for _ in range(rounds))
    return found[int(0.025 * rounds)], found[int(0.975 * rounds) - 1]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values don't exceed; nan for no values."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)] if values else math.nan
