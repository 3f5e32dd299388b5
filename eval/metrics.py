"""What is measured; pure functions, each with its definition and source. None where a measure doesn't apply to a question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.matching import holds, overlaps, same_address, within
from eval.questions import Evidence, GoldQuestion, plain

ERROR = "error"  # reason of an answer that is none: the system failed
MAX_QUOTE = 2_000  # characters (as compared); a longer quote points at nothing an official could check
_TO_THE_POINT = 0.2  # share of citations on gold below which the right words are lost among others
_FREE_TEXT = 1_500  # characters of an answer beyond twice its quotes; more is text that nothing proves


@dataclass(frozen=True)
class Cited:
    """A citation as a client sees it; `verbatim` when its quote is the plan's text at its offsets."""

    plan: str
    path: tuple[str, ...]
    quote: str
    verbatim: bool


@dataclass(frozen=True)
class Retrieved:
    """A retrieved piece of a plan, and the paths of the sections it stands for."""

    plan: str
    paths: tuple[tuple[str, ...], ...]
    text: str


@dataclass(frozen=True)
class Given:
    """An answer as a client sees it."""

    answered: bool
    answer: str
    reason: str
    cited: tuple[Cited, ...]


# --- answers ------------------------------------------------------------------------------------------------------------


def crag_score(gold: GoldQuestion, given: Given) -> float:
    """Truthfulness of one answer (Yang et al. 2024, CRAG): +1 right, +0.5 right but incomplete, 0 refused or failed, −1 wrong.

    Right: all facts are in the answer, nothing forbidden is, and a citation proves it; some of the facts: incomplete. A plan poured
    out is wrong: long uncited text, or citations of which fewer than one in five are to the point. For an unanswerable question any
    answer is wrong, a refusal right; a refusal for a reason that is not among the accepted ones is incomplete.
    """
    if given.reason == ERROR:
        return 0.0
    if not gold.answered:
        return -1.0 if given.answered else 1.0 if given.reason in gold.refusals else 0.5
    if not given.answered:
        return 0.0
    if (
        not allowed(gold, given)
        or is_poured_out(gold, given)
        or not any(supports(c, group) for c in given.cited for group in gold.evidence)
    ):
        return -1.0
    share = facts_present(gold, given) or 0.0
    return 1.0 if share == 1.0 else 0.5 if share > 0 else -1.0


def facts_present(gold: GoldQuestion, given: Given) -> float | None:
    """Share of the facts, one alternative each, that the answer's text says; a refusal says none. None without facts."""
    if not gold.facts:
        return None
    return sum(given.answered and any(holds(given.answer, fact) for fact in group) for group in gold.facts) / len(
        gold.facts
    )


def allowed(gold: GoldQuestion, given: Given) -> bool:
    """Whether the answer says nothing that is surely wrong."""
    return not any(holds(given.answer, words) for words in gold.forbidden)


def is_poured_out(gold: GoldQuestion, given: Given) -> bool:
    """Whether the answer gives everything in the hope that the right words are in it."""
    quoted = sum(len(plain(c.quote)) for c in given.cited if len(plain(c.quote)) <= MAX_QUOTE)
    if len(plain(given.answer)) > _FREE_TEXT + 2 * quoted:
        return True
    relevant = sum(is_relevant(c, gold) for c in given.cited)
    return relevant < _TO_THE_POINT * len(given.cited)


def supports(cited: Cited, group: Sequence[Evidence]) -> bool:
    """Whether a citation overlaps one of the alternatives, in the same plan; a quote longer than `MAX_QUOTE` supports nothing."""
    return len(plain(cited.quote)) <= MAX_QUOTE and any(
        cited.plan == e.plan and overlaps(cited.quote, e.quote) for e in group
    )


def is_relevant(cited: Cited, gold: GoldQuestion) -> bool:
    """Whether a citation overlaps gold evidence or stands in a gold section."""
    if len(plain(cited.quote)) > MAX_QUOTE:
        return False
    return any(
        supports(cited, group) or any(cited.plan == e.plan and within(cited.path, e.path) for e in group)
        for group in gold.evidence
    )


def citation_precision(gold: GoldQuestion, given: Given) -> float | None:
    """Share of the citations that are to the point (after Gao et al. 2023, ALCE): they overlap gold evidence or stand in its section.

    0 for an answer to an unanswerable question; None without citations.
    """
    return sum(is_relevant(c, gold) for c in given.cited) / len(given.cited) if given.cited else None


def span_precision(gold: GoldQuestion, given: Given) -> float | None:
    """Share of the citations that overlap gold evidence itself (ALCE by spans); None without citations."""
    if not given.cited:
        return None
    return sum(any(supports(c, group) for group in gold.evidence) for c in given.cited) / len(given.cited)


def citation_recall(gold: GoldQuestion, given: Given) -> float | None:
    """Share of the evidence groups that some citation overlaps (ALCE); None for a question without evidence or a refusal."""
    if not gold.evidence or not given.answered:
        return None
    return sum(any(supports(c, group) for c in given.cited) for group in gold.evidence) / len(gold.evidence)


def address_precision(gold: GoldQuestion, given: Given) -> float | None:
    """Share of the citations whose legal address is exactly that of some evidence; None without citations."""
    if not given.cited:
        return None
    return sum(any(_at(c, group) for group in gold.evidence) for c in given.cited) / len(given.cited)


def address_accuracy(gold: GoldQuestion, given: Given) -> float | None:
    """Share of the evidence groups for which a citation has exactly the gold address (address recall)."""
    if not gold.evidence or not given.answered:
        return None
    return sum(any(_at(c, group) for c in given.cited) for group in gold.evidence) / len(gold.evidence)


def _at(cited: Cited, group: Sequence[Evidence]) -> bool:
    return any(cited.plan == e.plan and same_address(cited.path, e.path) for e in group)


def verbatim_rate(given: Given) -> float | None:
    """Share of the quotes that are the plan's text at their offsets; None without citations."""
    return sum(c.verbatim for c in given.cited) / len(given.cited) if given.cited else None


def refusal_precision(gold: GoldQuestion, given: Given) -> float | None:
    """Averaged: of the refusals, the share that were due (RefusalBench); None for an answer."""
    return None if given.answered else float(not gold.answered)


def refusal_recall(gold: GoldQuestion, given: Given) -> float | None:
    """Averaged: of the unanswerable questions, the share refused; None for an answerable one. A failure is no refusal."""
    return None if gold.answered else float(not given.answered and given.reason != ERROR)


def false_refusal(gold: GoldQuestion, given: Given) -> float | None:
    """Averaged: of the answerable questions, the share refused; None for an unanswerable one."""
    return float(not given.answered) if gold.answered else None


# --- retrieval ----------------------------------------------------------------------------------------------------------


def evidence_recall(gold: GoldQuestion, ranking: Sequence[Retrieved], k: int) -> float | None:
    """Share of the evidence groups whose words stand in the first k retrieved pieces; None without evidence."""
    if not gold.evidence:
        return None
    return sum(any(_has_words(r, group) for r in ranking[:k]) for group in gold.evidence) / len(gold.evidence)


def section_hit(gold: GoldQuestion, ranking: Sequence[Retrieved], k: int) -> float | None:
    """1 when one of the first k retrieved pieces stands for a gold section or holds its evidence (section-hit@k), else 0."""
    return float(any(_fits(r, group) for r in ranking[:k] for group in gold.evidence)) if gold.evidence else None


def reciprocal_rank(gold: GoldQuestion, ranking: Sequence[Retrieved], k: int = 10) -> float | None:
    """1/rank of the first gold piece within k (MRR@k, Voorhees 1999), 0 when there is none; None without evidence."""
    if not gold.evidence:
        return None
    ranks = (rank for rank, r in enumerate(ranking[:k], start=1) if any(_fits(r, group) for group in gold.evidence))
    return 1 / next(ranks, math.inf)


def ndcg(gold: GoldQuestion, ranking: Sequence[Retrieved], k: int = 10) -> float | None:
    """nDCG@k (Järvelin & Kekäläinen 2002) over gold sections: each counts once, at the rank where it is first met; ideal: one a rank."""
    if not gold.evidence:
        return None
    left = _sections(gold)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(left), k) + 1))
    gain = 0.0
    for rank, piece in enumerate(ranking[:k], start=1):
        met = [section for section in left if any(_fits(piece, group) for group in section)]
        left = [section for section in left if section not in met]
        gain += len(met) / math.log2(rank + 1)
    return min(1.0, gain / ideal)


def _sections(gold: GoldQuestion) -> list[list[tuple[Evidence, ...]]]:
    """The evidence groups by gold section; groups outside numbered sections stand alone."""
    found: dict[object, list[tuple[Evidence, ...]]] = {}
    for group in gold.evidence:
        addresses = frozenset((e.plan, e.path) for e in group)
        found.setdefault(addresses if all(e.path for e in group) else group, []).append(group)
    return list(found.values())


def _has_words(piece: Retrieved, group: Sequence[Evidence]) -> bool:
    return any(piece.plan == e.plan and overlaps(piece.text, e.quote) for e in group)


def _fits(piece: Retrieved, group: Sequence[Evidence]) -> bool:
    return _has_words(piece, group) or any(
        piece.plan == e.plan and any(within(path, e.path) for path in piece.paths) for e in group
    )
