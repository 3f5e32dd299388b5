"""Who sees to the plan itself: "Chủ trì tham mưu, tổ chức thực hiện Kế hoạch này", "giám sát việc thực hiện Kế hoạch này"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.assignments.units import unit_key
from index.records import Assignment, Plan, Role
from index.vietnamese import expand, key
from rag.kinds.work import Task, is_helper, is_passed_over, tasks_of
from rag.question import Question, whole_terms
from rag.retrieval.search import Search
from rag.understanding.asked_who import deed_words, deeds_in, who_pattern
from rag.understanding.cues import stop_words
from rag.understanding.descriptions import issuer_names, self_names
from rag.understanding.terms import bag_of, words_of

_MAX_TASKS = 4
_MAX_PLANS = 2  # named apart in one question
# What a plan says of itself: "triển khai thực hiện Kế hoạch này", "đôn đốc thực hiện kế hoạch"
_THIS_PLAN = re.compile(
    r"(?<!\S)(?:kế hoạch|quyết định|chương trình|đề án|phong trào)(?: \S+){0,2} này(?!\S)|thực hiện kế hoạch(?!\S)"
)
_PLAN = re.compile(r"(?<!\S)(?:kế hoạch|quyết định|chương trình hành động|phong trào)(?!\S)")
_YEAR = re.compile(r"20\d\d")
_FRONT = 3_000  # characters
_FOREIGN = 0.25  # share of the question's words that no plan needs to hold: people call plans by other words, too
_CLAUSE = re.compile(r"[;.\n]+\s*")
_GROUPS = (
    "các ",
    "ubnd cấp",
    "ủy ban nhân dân cấp",
)  # everybody carries a plan out; the question is who answers for it
_SEES_TO_IT = (Role.LEAD, Role.ADVISE, Role.DIRECT, Role.MONITOR)


def in_charge(
    question: Question, pairs: Sequence[tuple[Plan, Assignment]], search: Search, by_title: bool = False
) -> list[Task]:
    """Who sees to the plan itself, where the question asks for no more than that ("Ai chủ trì thực hiện kế hoạch …?"); [] where it asks for more.

    `by_title`: a plan may be called by its subject alone ("Ai đứng đầu việc truyền thông giảm nghèo?").
    """
    plans = {plan for plan, _ in pairs}
    if (
        not question.plans.named
        or _asks_for_more(question, plans, search)
        or not (by_title or _is_of_plan(question, plans))
    ):
        return []
    asked = _deeds_asked(question)
    fits = [(plan, a, _fit(plan.quote(a.start, a.end), a, asked)) for plan, a in pairs]
    best = {plan: max(fit for other, _, fit in fits if other is plan) for plan in plans}
    tasks = tasks_of((plan, a) for plan, a, fit in fits if fit and fit == best[plan])
    return tasks[:_MAX_TASKS] if len({task.plan for task in tasks}) <= _MAX_PLANS else []


def _asks_for_more(question: Question, plans: set[Plan], search: Search) -> bool:
    """Whether the question has content beside what its plan is called and about, and what may be done with a plan."""
    known = {word for plan in plans for word in bag_of(_about(plan)).words}
    who = {word for match in who_pattern().finditer(question.compared) for word in words_of(match.group())}
    asked = set(whole_terms(question, search.snapshot.vocabulary).words) - who - deed_words()
    asked = {word for word in asked if not _YEAR.fullmatch(word)} - _passed_over(question)
    return len(asked - known) > _FOREIGN * len(asked)


def _about(plan: Plan) -> str:
    """What a plan says of itself: its names and the text before its first section."""
    front = min((section.start for section in plan.sections), default=0)
    return " . ".join([*self_names(plan), plan.text[: min(front, _FRONT)]])


def _passed_over(question: Question) -> set[str]:
    """The words of a unit asked past ("Ngoài Sở Y tế, ai …")."""
    return {word for unit in question.units if is_passed_over(question, unit) for word in unit.name.split()}


def _is_of_plan(question: Question, plans: set[Plan]) -> bool:
    """Whether the question calls its plan a plan, and says nothing before and behind that but who issued it and what is done with it."""
    asks = [*who_pattern().finditer(question.compared)]
    if len(asks) != 1 or not _PLAN.search(question.compared):
        return False
    clauses = [key(expand(clause)) for clause in re.split(r"[,:;?]", question.text)]
    parts = [part for clause in clauses for part in who_pattern().split(clause)]
    outside = {word for part in parts for word in words_of(_PLAN.split(part)[0])}
    issuers = {
        word for plan in plans for name in (*self_names(plan)[1:], *issuer_names(plan)) for word in words_of(name)
    }
    outside -= issuers | deed_words() | stop_words() | _passed_over(question)
    return not outside and bool(deeds_in(question.compared))


def _deeds_asked(question: Question) -> frozenset[int]:
    """What is asked to be done: behind the words that ask who, where something is, else before them."""
    match = who_pattern().search(question.compared)
    behind = deeds_in(question.compared[match.end() :]) if match else frozenset()
    return behind or deeds_in(question.compared)


def _fit(task: str, assignment: Assignment, asked: frozenset[int]) -> float:
    """How much of what is asked the clause that speaks of this plan says; without a deed asked for, whether its unit answers for it."""
    clauses = [compared for clause in _CLAUSE.split(task) if _THIS_PLAN.search(compared := key(clause))]
    if not clauses or is_helper(assignment) or unit_key(assignment.unit).startswith(_GROUPS):
        return 0.0
    leads = assignment.role in _SEES_TO_IT
    if not asked:
        return float(leads)
    said = max(len(asked & deeds_in(clause)) for clause in clauses) / len(asked)
    return said + 0.1 * leads if said >= 0.5 else 0.0
