"""What does the plan say about X: the fewest verbatim sentences that answer, in the plan's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.records import Passage, Plan
from index.vietnamese import bigrams, expand, key
from rag.answers import Kind
from rag.drafting import Draft
from rag.kinds.quoting import say_quotes, spans_to_quote
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.asked import holds_asked
from rag.understanding.terms import bag_of

MIN_COVERAGE = 0.5
SURE_COVERAGE = 0.35  # enough for a passage that both searches put among their first
FIRST_COVERAGE = 0.2  # enough for the passage that both searches put first
_FEW_RANKS = 3
_NEAR = 0.8
_MAX_PASSAGES = 3
_CONSIDERED = 12


def answer_content(question: Question, search: Search, minimum: float = MIN_COVERAGE) -> Draft | None:
    """The passages that cover the question, quoted; None when none covers enough of it."""
    scored = [
        (coverage_of(question, s.passage), rank, s.passage, s.ranks)
        for rank, s in enumerate(search.results[:_CONSIDERED])
        if s.passage.path and _can_answer(question, s.passage, search.snapshot.plans[s.passage.plan_id])
    ]
    sure = [s for s in scored if s[0] >= _enough(s[3], minimum)]
    if not sure:
        return None
    best = max(score(s[0], s[1]) for s in sure)
    chosen = sorted((s for s in sure if score(s[0], s[1]) >= _NEAR * best), key=lambda s: -score(s[0], s[1]))[
        :_MAX_PASSAGES
    ]
    return _write(question, [s[2] for s in chosen], search)


def _enough(ranks: Mapping[str, int], minimum: float) -> float:
    """The coverage asked of a passage: less where the searches by words and by meaning agree on it, for then the question says it otherwise."""
    standing = max(ranks.get("dense", 99), ranks.get("lexical", 99))
    if minimum > MIN_COVERAGE or standing > _FEW_RANKS:
        return minimum
    return min(minimum, FIRST_COVERAGE if standing == 1 else SURE_COVERAGE)


def _can_answer(question: Question, passage: Passage, plan: Plan) -> bool:
    """Whether a passage holds the kind of thing asked for and the units that a question of content is about, and its plan those it asks it of."""
    text = f"{passage.context}\n{passage.text}"
    if not holds_asked(question.compared, text):
        return False
    compared, pairs = f" {key(expand(text))} ", bag_of(plan.text).pairs
    return question.kind is not Kind.CONTENT or all(
        all(pair in pairs for pair in bigrams(unit.name.split())) if unit.is_scope else f" {unit.name} " in compared
        for unit in question.units
    )


def score(coverage: float, rank: int) -> float:
    """Coverage, with a bonus for standing high in the hybrid ranking."""
    return coverage + 0.3 / (1 + rank / 3)


def coverage_of(question: Question, passage: Passage) -> float:
    """How much of the question a passage covers, the headings above it included."""
    return question.terms.coverage(bag_of(f"{passage.context} . {passage.text}"))


def _write(question: Question, passages: Sequence[Passage], search: Search) -> Draft:
    """The passages' sentences quoted, plan by plan."""
    draft = Draft()
    plans = [search.snapshot.plans[p.plan_id] for p in passages]
    for plan in dict.fromkeys(plans):
        draft.head(plan)
        chosen = [p for p in passages if p.plan_id == plan.plan_id]
        say_quotes(draft, plan, spans_to_quote(question, plan, chosen))
    return draft
