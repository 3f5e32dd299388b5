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
from rag.kinds.compared_figures import compare_figures
from rag.kinds.differences import first_due
from rag.question import Question, as_kind, dated_names
from rag.retrieval.search import Search
from rag.understanding.cues import has_cue
from rag.understanding.sides import Side

_MAX_SIDES = 6
Alone = Callable[[Question, Search], Draft | None]


def answer_comparison(question: Question, plans: Sequence[Plan], search: Search, alone: Alone) -> Draft | None:
    """A table of figures where two plans state one and no unit's work is asked about; else the answer to each part, `alone` as any question's.

    Where a part has none, the answer to the whole question; without that, the parts answered and a word on the others. None where none is answered.
    """
    parts = question.parts or _of_plans(question, plans[:_MAX_SIDES], search)
    about_work = question.unit is not None and has_cue(question.compared, "tasks")
    about_figures = question.single_kind is Kind.INDICATOR or (question.single_kind is Kind.CONTENT and not about_work)
    if about_figures and (question.sides or not question.parts):
        sides = question.sides or tuple(Side((plan.plan_id,), "", ()) for plan in plans[:_MAX_SIDES])
        table = compare_figures(question, [one_side(question, side, search) for side in sides])
        if table is not None:
            return table
    drafts = [alone(part, _search_for(part, search)) for part in parts]
    answered = [draft for draft in drafts if draft is not None]
    if len(answered) == len(parts):
        return _side_by_side(question, answered, search)
    whole = alone(_undivided(question, search), search)
    if whole is not None or not answered or not (question.sides or has_cue(question.compared, "comparison")):
        return whole
    joined = join(answered, search)
    for part, draft in zip(parts, drafts, strict=True):
        if draft is None:
            joined.say("")
            joined.say(texts.PART_NOT_STATED.format(part=part.asked))
    return joined


def _of_plans(question: Question, plans: Sequence[Plan], search: Search) -> tuple[Question, ...]:
    """The question as it is put to each of its plans, where it doesn't name them apart."""
    named = (*question.plans.words, *(name for plan in plans for name in dated_names(plan)))
    alike = _undivided(replace(question, plans=replace(question.plans, words=named)), search)
    return tuple(
        replace(alike, asked=name_plan(plan), plans=replace(alike.plans, plan_ids=(plan.plan_id,), named=True))
        for plan in plans
    )


def _search_for(part: Question, search: Search) -> Search:
    return replace(search, question=part, plan_ids=list(part.plans.plan_ids), rankings={}, elapsed_ms=0.0)


def _undivided(question: Question, search: Search) -> Question:
    """The question read as one that compares nothing."""
    return as_kind(replace(question, parts=(), sides=()), question.single_kind, search.snapshot)


def _side_by_side(question: Question, drafts: Sequence[Draft], search: Search) -> Draft:
    joined = join(drafts, search)
    if "date" in question.facts:
        verdict = _first_issued([search.snapshot.plans[i] for i in _dated(joined)])
    else:
        verdict = first_due(question.compared, drafts)
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


def join(drafts: Sequence[Draft], search: Search) -> Draft:
    """The drafts one after the other, their citations numbered through; what is of the same plan goes under one head, and nothing is said twice."""
    joined = Draft()
    head = ""
    for draft in drafts:
        renumbered = {
            f"[{c.marker}]": joined.cite(search.snapshot.plans[c.plan_id], c.start, c.end) for c in draft.citations
        }
        lines = draft.lines
        if head and lines[:2] == [head, ""]:
            lines = lines[2:]
        elif joined.lines:
            joined.say("")
        head = draft.lines[0] if draft.lines[1:2] == [""] else ""
        said = [renumber(line, renumbered) for line in lines]
        for line in [line for line in said if not line or line not in joined.lines]:
            joined.say(line)
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
