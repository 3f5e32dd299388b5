"""One example's figures, by name; aggregation averages them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eval import metrics as m
from eval.questions import GoldQuestion
from eval.running import Example, Ranking

Scores = dict[str, float | None]

_CRAG_SHARES = {"accuracy": 1.0, "incomplete": 0.5, "missing": 0.0, "hallucination": -1.0}
_OUTCOMES = {1.0: "right", 0.5: "incomplete", 0.0: "missing", -1.0: "wrong"}
_ANSWER: dict[str, Callable[[GoldQuestion, m.Given], float | None]] = {
    "facts": m.facts_present,
    "citation_precision": m.citation_precision,
    "span_precision": m.span_precision,
    "citation_recall": m.citation_recall,
    "address_precision": m.address_precision,
    "address_recall": m.address_accuracy,
    "verbatim": lambda _gold, given: m.verbatim_rate(given),
    "refusal_precision": m.refusal_precision,
    "refusal_recall": m.refusal_recall,
    "false_refusal": m.false_refusal,
}
_SECTION_DEPTHS = (1, 3, 5, 10)
RETRIEVAL_FIGURES = ("evidence_recall@5", *(f"section_hit@{k}" for k in _SECTION_DEPTHS), "mrr@10", "ndcg@10")
ANSWER_FIGURES = ("crag", "crag_answerable", *_CRAG_SHARES, *_ANSWER)
LOWER_IS_BETTER = frozenset({"incomplete", "missing", "hallucination", "false_refusal"})


@dataclass(frozen=True)
class Scored:
    """An example with its figures. `crag` is None for a system that only retrieves."""

    example: Example
    crag: float | None
    scores: Scores

    @property
    def outcome(self) -> str:
        """right, incomplete, missing or wrong; empty for a system that only retrieves."""
        return _OUTCOMES[self.crag] if self.crag is not None else ""


def score(example: Example, answers: bool = True) -> Scored:
    """The figures of one example; only those of retrieval where the system doesn't answer."""
    retrieval = score_ranking(example.gold, example.ranking) if example.ranking is not None else {}
    if not answers:
        return Scored(example, None, retrieval)
    crag = m.crag_score(example.gold, example.reply.given)
    return Scored(example, crag, {**score_answer(example.gold, example.reply.given, crag), **retrieval})


def score_answer(gold: GoldQuestion, given: m.Given, crag: float) -> Scores:
    """The figures of an answer. A system that failed has given no answer and no refusal."""
    shares = {name: float(crag == value) for name, value in _CRAG_SHARES.items()}
    return {
        "crag": crag,
        "crag_answerable": crag if gold.answered else None,
        **shares,
        **{name: measure(gold, given) for name, measure in _ANSWER.items()},
    }


def score_ranking(gold: GoldQuestion, ranking: Ranking) -> Scores:
    """The figures of a ranking."""
    hits = {f"section_hit@{k}": m.section_hit(gold, ranking, k) for k in _SECTION_DEPTHS}
    return {
        "evidence_recall@5": m.evidence_recall(gold, ranking, 5),
        **hits,
        "mrr@10": m.reciprocal_rank(gold, ranking),
        "ndcg@10": m.ndcg(gold, ranking),
    }
