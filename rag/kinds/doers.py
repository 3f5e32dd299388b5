"""Who does something that no list assigns, and whom others report to: the statement that says so, with the unit it is said of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.assignments.units import heading_unit
from index.document.tree import tree_of
from index.lexicon import unit_head_pattern
from index.records import Passage, Plan
from index.vietnamese import key
from rag.drafting import Draft
from rag.kinds.content import coverage_of
from rag.kinds.quoting import joined, say_quotes, spans_to_quote
from rag.kinds.responsibilities import answer_responsibility, write_tasks
from rag.kinds.sentences import sentence_around
from rag.kinds.task_lines import quoted
from rag.kinds.work import Task, context_of, tasks_of
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.asked_who import actor_pattern, addressing
from rag.understanding.terms import bag_of

_NAMED_COVERAGE = 0.6
_FIRST_COVERAGE = 0.3  # enough where both searches put the passage first
_PER_RANK = 0.05  # more coverage asked for, the further down a passage stands
_CONSIDERED = 4  # passages
_KEPT = 0.9  # of the passage's coverage that a task in it must have
_ADDRESSED = 0.35  # of the question's content in a sentence that says to whom something goes
_MAX_PLANS = 3  # looked through for such a sentence
_UNIT_START = re.compile(r"(?<![^\W\d_])[A-ZĐÀ-Ỹ]")


def answer_doer(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """Who does what is asked, or to whom it goes: by the plans' assignments, else by what the passages say."""
    return (
        answer_addressee(question, plans, search)
        or answer_responsibility(question, plans, search)
        or answer_who(question, search)
    )


def answer_who(question: Question, search: Search) -> Draft | None:
    """The statement that covers the question best, with the unit whose task it is or that it names; None where none names one."""
    for rank, scored in enumerate(search.results[:_CONSIDERED]):
        passage = scored.passage
        is_first = max(scored.ranks.get(name, _CONSIDERED) for name in ("dense", "lexical")) == 1
        least = _FIRST_COVERAGE if is_first else _NAMED_COVERAGE + _PER_RANK * rank
        if not passage.path or coverage_of(question, passage) < least:
            continue
        plan = search.snapshot.plans[passage.plan_id]
        tasks = _tasks_in(question, plan, passage)
        if tasks:
            return write_tasks(tasks)
        draft = _quote(question, plan, passage)
        if draft is not None:
            return draft
    return None


def answer_addressee(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """To whom something is reported, or before whom somebody is responsible: the sentence that says it; None for another question."""
    pattern = addressing(question.compared)
    if pattern is None or not plans or len(plans) > _MAX_PLANS:
        return None
    found = []
    for plan in plans:
        for match in pattern.finditer(plan.text, 0, plan.body_end):
            if not unit_head_pattern().match(plan.text, match.end()):
                continue
            start, end = sentence_around(plan.text, match.start(), *_line(plan, match.start()))
            coverage = question.terms.coverage(bag_of(f"{context_of(plan, start)} . {plan.text[start:end]}"))
            place = search.rank_at(plan.plan_id, start, end)
            found.append((coverage + (0.3 / place if place else 0.0), coverage, -start, plan, start, end))
    best = max(found, default=None, key=lambda f: f[:3])
    if best is None or best[1] < _ADDRESSED:
        return None
    draft = Draft()
    draft.head(best[3])
    say_quotes(draft, best[3], [(best[4], best[5])])
    return draft


def _line(plan: Plan, position: int) -> tuple[int, int]:
    end = plan.text.find("\n", position)
    return plan.text.rfind("\n", 0, position) + 1, len(plan.text) if end < 0 else end


def _tasks_in(question: Question, plan: Plan, passage: Passage) -> list[Task]:
    """The tasks within a passage that say nearly as much of the question as all of it."""
    inside = [(plan, a) for a in plan.assignments if a.start < passage.end and passage.start < a.end]
    full = coverage_of(question, passage)
    scored = [
        (question.terms.coverage(bag_of(f"{task.text} . {context_of(plan, task.start)}")), task)
        for task in tasks_of(inside)
    ]
    best = max((coverage for coverage, _ in scored), default=0.0)
    return [task for coverage, task in scored if coverage == best and coverage >= _KEPT * full][:1]


def _quote(question: Question, plan: Plan, passage: Passage) -> Draft | None:
    """A passage's sentences, under the unit that their section is about; None where neither names one."""
    if "\t" in passage.text:
        return None
    spans = joined(plan, spans_to_quote(question, plan, [passage]))
    unit = _unit_above(plan, passage.start)
    if not unit and not any(_names_unit(plan.text[start:end]) for start, end in spans):
        return None
    draft = Draft()
    draft.head(plan)
    say_quotes(draft, plan, spans, quoted(unit))
    return draft


def _names_unit(text: str) -> bool:
    return actor_pattern().search(key(text)) is not None or any(
        unit_head_pattern().match(text, m.start()) for m in _UNIT_START.finditer(text)
    )


def _unit_above(plan: Plan, position: int) -> str:
    """The unit that the sections around a position are about by their headings; "" for none."""
    tree = tree_of(plan)
    section = tree.innermost(position)
    for around in [section, *tree.above(section)] if section else []:
        found = heading_unit(around.heading) if around.heading else None
        if found:
            return around.heading[slice(*found)]
    return ""
