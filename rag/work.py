"""Assignments ranked against a question: the common ground of "who", "what must unit X do" and "by when"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.records import Assignment, Plan
from index.units import unit_key
from rag.evidence import bag_of
from rag.question import Question
from rag.retrieval import Search
from rag.units import same_unit

_INTEREST = 0.25  # weight of the plan's title against the task's own words
_RANKED = 0.3  # weight of standing first in the hybrid search
_RANK_DECAY = 4.0


@dataclass(frozen=True)
class Match:
    """An assignment and how well it fits: `coverage` of the question's words by task and headings, `score` for ordering."""

    plan: Plan
    assignment: Assignment
    coverage: float
    score: float

    @property
    def task(self) -> str:
        """The task in the plan's own words."""
        return self.plan.quote(self.assignment.start, self.assignment.end)


def all_assignments(plans: Iterable[Plan]) -> list[tuple[Plan, Assignment]]:
    """Every assignment of the plans, in reading order."""
    return [(plan, assignment) for plan in plans for assignment in plan.assignments]


def of_unit(plans: Iterable[Plan], unit: str) -> list[tuple[Plan, Assignment]]:
    """The assignments of a unit (compared form)."""
    return [(plan, assignment) for plan, assignment in all_assignments(plans) if same_unit(unit, assignment.unit)]


def context_of(plan: Plan, assignment: Assignment) -> str:
    """The headings above an assignment, without those that are units or open the part on organisation."""
    headings = []
    for section in plan.sections:
        if (
            section.start <= assignment.start < section.end
            and section.heading
            and unit_key(section.heading) != unit_key(assignment.unit)
        ):
            headings.append(section.heading)
    return " . ".join(headings[1:])


def rank(question: Question, pairs: Sequence[tuple[Plan, Assignment]], search: Search | None) -> list[Match]:
    """The assignments, best first."""
    matches = []
    for plan, assignment in pairs:
        text = f"{plan.quote(assignment.start, assignment.end)} . {context_of(plan, assignment)}"
        coverage = question.terms.coverage(bag_of(text))
        found = search.rank_at(plan.plan_id, assignment.start, assignment.end) if search else None
        bonus = _RANKED / (1 + (found - 1) / _RANK_DECAY) if found else 0.0
        interest = question.plans.interest.get(plan.plan_id, 0.0)
        matches.append(Match(plan, assignment, coverage, coverage + bonus + _INTEREST * interest))
    return sorted(matches, key=lambda m: (-m.score, m.plan.plan_id, m.assignment.start))
