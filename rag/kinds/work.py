"""Assignments ranked against a question: the common ground of "who", "what must unit X do" and "by when"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.assignments.units import heading_unit
from index.document.tree import tree_of
from index.records import Assignment, Plan, Role
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.terms import Terms, bag_of
from rag.understanding.units import UnitMention, same_unit

_INTEREST = 0.25  # weight of the plan's title against the task's own words
_RANKED = 0.3  # weight of standing first in the hybrid search
_RANK_DECAY = 4.0
_MIN_OWN = 4  # words of the question's own, without its plan's subject, that say enough by themselves

_BEYOND = re.compile(r"(?<!\S)(?:ngoài|bên cạnh|không kể|trừ)(?: ra)? ?$")


def is_passed_over(question: Question, unit: UnitMention) -> bool:
    """Whether the question asks for others than a unit: "Ngoài Sở Y tế, ai …"."""
    return _BEYOND.search(question.compared[: unit.start]) is not None


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


@dataclass(frozen=True)
class Task:
    """One task with all the units that share it, leads before supporters."""

    plan: Plan
    assignments: tuple[Assignment, ...]

    @property
    def start(self) -> int:
        """Where the task's words start."""
        return self.assignments[0].start

    @property
    def end(self) -> int:
        """Offset just after the task's words."""
        return self.assignments[0].end

    @property
    def text(self) -> str:
        """The task in the plan's own words."""
        return self.plan.quote(self.start, self.end)

    @property
    def leads(self) -> tuple[Assignment, ...]:
        """The units whose task it is: those that do more than support, else those that the plan names outside the task's words."""
        acting = tuple(a for a in self.assignments if a.role is not Role.SUPPORT)
        return acting or tuple(a for a in self.assignments if not is_helper(a)) or self.assignments


def is_helper(assignment: Assignment) -> bool:
    """Whether another unit's task names this unit as one to work with."""
    return assignment.role is Role.SUPPORT and assignment.start <= assignment.unit_start < assignment.end


def tasks_of(pairs: Iterable[tuple[Plan, Assignment]]) -> list[Task]:
    """The pairs' assignments by task, in the order given."""
    groups: dict[tuple[str, int, int], tuple[Plan, list[Assignment]]] = {}
    for plan, assignment in pairs:
        _, members = groups.setdefault((plan.plan_id, assignment.start, assignment.end), (plan, []))
        members.append(assignment)
    return [
        Task(plan, tuple(sorted(members, key=lambda a: (is_helper(a), a.role is Role.SUPPORT, a.unit_start))))
        for plan, members in groups.values()
    ]


def own_terms(question: Question, plans: Iterable[Plan]) -> Terms:
    """The question's content without the words that only say which plan is meant: those of the title of a plan it names."""
    titles = [plan.metadata.title.value for plan in plans if plan.metadata.title]
    titled = {word for title in titles for word in bag_of(title).words} if question.plans.named else set()
    return narrowed(question.terms, {word for word in question.terms.words if word not in titled})


def narrowed(terms: Terms, words: Collection[str]) -> Terms:
    """`terms` with `words` alone."""
    return Terms(
        tuple(word for word in terms.words if word in words),
        {word: weight for word, weight in terms.weights.items() if word in words},
        {pair: w for pair, w in terms.pair_weights.items() if all(word in words for word in pair.split("_"))},
        terms.required,
    )


@lru_cache(maxsize=20_000)
def context_of(plan: Plan, position: int) -> str:
    """The headings above a task, without those that are units or open the part on organisation."""
    tree = tree_of(plan)
    section = tree.innermost(position)
    around = [*reversed([*tree.above(section)]), section] if section else []
    headings = [s.heading for s in around if s.heading and heading_unit(s.heading) is None]
    return " . ".join(headings[1:])


def rank(
    question: Question, pairs: Sequence[tuple[Plan, Assignment]], search: Search | None, by_unit: bool = False
) -> list[Match]:
    """The assignments, best first. Those of one task stay together. `by_unit`: the units' names count as words of the task; not where
    the question asks who they are."""
    matches: list[Match] = []
    own = own_terms(question, dict.fromkeys(plan for plan, _ in pairs))
    for task in tasks_of(pairs):
        names = ", ".join(a.unit for a in task.leads) if by_unit else ""
        bag = bag_of(f"{names} . {task.text} . {context_of(task.plan, task.start)}")
        coverage = question.terms.coverage(bag)
        if len(own.words) >= _MIN_OWN:
            coverage = max(coverage, own.coverage(bag))
        found = search.rank_at(task.plan.plan_id, task.start, task.end) if search else None
        bonus = _RANKED / (1 + (found - 1) / _RANK_DECAY) if found else 0.0
        score = coverage + bonus + _INTEREST * question.plans.interest.get(task.plan.plan_id, 0.0)
        matches += [Match(task.plan, assignment, coverage, score) for assignment in task.assignments]
    return sorted(matches, key=lambda m: (-m.score, m.plan.plan_id, m.assignment.start))
