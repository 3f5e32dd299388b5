"""The same question put to several plans: figures side by side, dates in order, else each side's own answer under its plan's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.records import Plan
from index.vietnamese import expand, key
from rag import texts
from rag.answers import Kind
from rag.drafting import Draft, name_plan
from rag.grounding import renumber
from rag.kinds.bases import answer_legal_basis
from rag.kinds.compared_figures import compare_figures
from rag.kinds.deadlines import answer_deadline
from rag.kinds.facts import Blank, NoSuchPlan, answer_metadata
from rag.kinds.indicators import answer_figure, answer_indicator
from rag.kinds.responsibilities import answer_responsibility
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.cues import has_cue
from rag.understanding.sides import Side

_MAX_SIDES = 6
Answering = Callable[[Question, Sequence[Plan], Search], Draft | None]


def answer_comparison(
    question: Question, plans: Sequence[Plan], search: Search, single: Callable[[Question, Plan], Draft | None]
) -> Draft | None:
    """A table of figures where two sides state one and no unit's work is asked about; else the answer of each side. None unless two answer.

    `single` answers what no kind of record does, for one plan.
    """
    sides = question.sides or tuple(Side((plan.plan_id,), "", ()) for plan in plans[:_MAX_SIDES])
    asked = [one_side(question, side, search) for side in sides]
    about_work = question.unit is not None and has_cue(question.compared, "tasks")
    if question.single_kind is Kind.INDICATOR or (question.single_kind is Kind.CONTENT and not about_work):
        table = compare_figures(question, asked)
        if table is not None:
            return table
    is_cued = has_cue(question.compared, "comparison")
    drafts = [_answer_side(q, of_side, single if is_cued else None) for q, of_side in asked]
    answered = [draft for draft in drafts if draft is not None]
    if len(answered) < (len(sides) if question.sides else 2):
        by_records = not is_cued or question.single_kind is Kind.INDICATOR
        return _answer_whole(question, plans, search) if by_records else None
    joined = _join(answered, search)
    verdict = _first_issued([search.snapshot.plans[i] for i in _dated(joined)]) if "date" in question.facts else ""
    if verdict:
        joined.say("")
        joined.say(verdict)
    return joined


def one_side(question: Question, side: Side, search: Search) -> tuple[Question, Search]:
    """The question as it is put to one side alone: its plans, and the years named with it."""
    plans = replace(question.plans, plan_ids=side.plan_ids, named=True)
    alone = replace(question, plans=plans, sides=())
    if side.text:
        alone = replace(alone, sides=(side,), years=side.years, terms=side.whole)
    if (
        side.text and question.single_kind is Kind.METADATA
    ):  # which plan a fact is of, its own part of the question says
        alone = replace(alone, compared=key(expand(side.text)))
    return alone, replace(search, question=alone, plan_ids=list(side.plan_ids), rankings={}, elapsed_ms=0.0)


def _answer_side(
    question: Question, search: Search, single: Callable[[Question, Plan], Draft | None] | None
) -> Draft | None:
    """What one side's records say; where they say nothing, what `single` finds in the text, if it may."""
    plans = [search.snapshot.plans[plan_id] for plan_id in question.plans.plan_ids]
    answering = _ANSWERS.get(question.single_kind)
    try:
        draft = answering(question, plans, search) if answering else None
    except (Blank, NoSuchPlan):
        return None
    if draft is not None or single is None or answering in (_metadata, answer_legal_basis):
        return draft
    plans.sort(key=lambda plan: -question.plans.interest.get(plan.plan_id, 0.0))
    drafts = [draft for plan in plans for draft in [single(question, plan)] if draft is not None]
    return _join(drafts if question.unit else drafts[:1], search) if drafts else None


def _answer_whole(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """What the question is answered with when it is put to all its plans at once."""
    answering = _ANSWERS.get(question.single_kind)
    return answering(question, plans, search) if answering else None


def _metadata(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    return answer_metadata(question, plans, search.snapshot.vocabulary)


def _indicator(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    return answer_indicator(question, plans, search) or answer_figure(question, search)


_ANSWERS: dict[Kind, Answering] = {
    Kind.METADATA: _metadata,
    Kind.LEGAL_BASIS: answer_legal_basis,
    Kind.DEADLINE: answer_deadline,
    Kind.RESPONSIBILITY: answer_responsibility,
    Kind.INDICATOR: _indicator,
}


def _join(drafts: Sequence[Draft], search: Search) -> Draft:
    """The drafts one after the other, their citations numbered through."""
    joined = Draft()
    for draft in drafts:
        renumbered = {
            f"[{c.marker}]": joined.cite(search.snapshot.plans[c.plan_id], c.start, c.end) for c in draft.citations
        }
        if joined.lines:
            joined.say("")
        for line in draft.lines:
            joined.say(renumber(line, renumbered))
    return joined


def _dated(draft: Draft) -> list[str]:
    """The plans whose dates a draft gives."""
    return list(dict.fromkeys(citation.plan_id for citation in draft.citations))


def _first_issued(plans: Sequence[Plan]) -> str:
    """Which of two plans was issued first; "" when a date is missing."""
    dates = [plan.metadata.issued_on for plan in plans]
    if len(plans) != 2 or dates[0] is None or dates[1] is None:
        return ""
    if dates[0] == dates[1]:
        return texts.ISSUED_SAME_DAY
    first, second = plans if dates[0] < dates[1] else (plans[1], plans[0])
    return texts.ISSUED_FIRST.format(first=name_plan(first), second=name_plan(second))
