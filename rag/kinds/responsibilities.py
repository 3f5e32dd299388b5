"""Who is responsible for what is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.assignments.units import unit_key
from index.records import Assignment, Plan, Role
from rag import texts
from rag.drafting import Draft
from rag.kinds.in_charge import in_charge
from rag.kinds.task_lines import cite_task, deadline_suffix, name_units, quoted
from rag.kinds.work import Match, Task, all_assignments, is_helper, is_passed_over, narrowed, rank, tasks_of
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.asked_who import asks_who, who_pattern
from rag.understanding.terms import Terms, words_of
from rag.understanding.units import asked_type, same_unit

MIN_COVERAGE = 0.5  # of the question's content by the task and its headings; calibrated on the dev questions
SURE_COVERAGE = 0.35  # enough when the hybrid search, too, puts the task first
_NEAR = 0.9  # an assignment this close to the best answers as well
_MAX_ANSWERS = 4  # tasks
_RANKED = 60  # assignments looked at
_MIN_TOPIC = 2  # words


# "Cơ quan nào phối hợp với | Bộ Công an …?": the unit named is not the one asked for
_WITH = re.compile(r"(?<!\S)(?:phối hợp|cùng|hỗ trợ|giúp đỡ)(?: với| cùng)? ?$")


def answer_responsibility(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The units that the best fitting tasks are given to, leads before supporters, for each thing asked; None when no task fits."""
    pairs = _candidates(question, plans)
    of_plan = in_charge(question, pairs, search)
    if of_plan:
        return write_tasks(of_plan)
    parts = _parts(question)
    found = [_best_tasks(replace(question, terms=part.terms), pairs, search) for part in parts]
    if not any(found):
        of_plan = in_charge(question, pairs, search, by_title=True)
        return write_tasks(of_plan) if of_plan else None
    tasks = [*{(task.plan.plan_id, task.start, task.end): task for tasks in found for task in tasks}.values()]
    draft = write_tasks(tasks)
    for part, answered in zip(parts, found, strict=True):
        if not answered:
            draft.say("")
            draft.say(texts.PART_NOT_STATED.format(part=part.words))
    return draft


def _candidates(question: Question, plans: Sequence[Plan]) -> list[tuple[Plan, Assignment]]:
    """The assignments that can answer: of the kind of unit asked for, and not of the unit asked past ("Ngoài Sở Y tế, ai …")."""
    pairs = all_assignments(plans)
    wanted = asked_type(question.compared)
    if wanted:
        typed = [(plan, a) for plan, a in pairs if unit_key(a.unit).startswith(wanted)]
        doing = (
            [(plan, a) for plan, a in typed if not is_helper(a)] if _asked_role(question) is not Role.SUPPORT else typed
        )
        pairs = doing or typed or pairs
    beyond = next((unit for unit in question.units if is_passed_over(question, unit)), None)
    return [(plan, a) for plan, a in pairs if beyond is None or not same_unit(beyond.name, a.unit)]


@dataclass(frozen=True)
class _Part:
    """One of the things that a question asks about, in its words."""

    words: str
    terms: Terms


def _parts(question: Question) -> list[_Part]:
    """ "X: ai hướng dẫn và ai tổ chức …" in its parts, what stands before them in each; the whole where it asks one thing."""
    asked = [*who_pattern().finditer(question.compared)]
    if len(asked) <= 1:
        return [_Part(question.compared, question.terms)]
    ends = [*(m.start() for m in asked[1:]), len(question.compared)]
    opening = set(words_of(question.compared[: asked[0].start()]))
    parts = []
    for match, end in zip(asked, ends, strict=True):
        words = question.compared[match.start() : end].strip(" ,;?")
        own = [word for word in words_of(words) if word in question.terms.weights]
        if len(own) >= _MIN_TOPIC:
            said = re.sub(r"(?: và| còn| thì|,)+$", "", words)
            parts.append(_Part(said, narrowed(question.terms, opening | set(own))))
    return parts if len(parts) > 1 else [_Part(question.compared, question.terms)]


def _best_tasks(question: Question, pairs: Sequence[tuple[Plan, Assignment]], search: Search) -> list[Task]:
    """The tasks that fit best, all of one plan unless the question names several."""
    matches = rank(question, pairs, search)
    best = matches[0] if matches else None
    if best is None or not _is_enough(best, search):
        return []
    chosen = [m for m in matches[:_RANKED] if m.score >= _NEAR * best.score and _is_enough(m, search)]
    if len({m.plan.plan_id for m in chosen}) > 1 and not question.plans.named:
        chosen = [m for m in chosen if m.plan.plan_id == best.plan.plan_id]
    tasks = tasks_of((m.plan, m.assignment) for m in _with_same_task(chosen, matches))
    role = _asked_role(question)
    tasks = [task for task in tasks if any(a.role is role for a in task.assignments)] or tasks
    partner = next((unit for unit in question.units if _WITH.search(question.compared[: unit.start])), None)
    if partner is not None and asks_who(question.compared):
        tasks = [t for t in tasks if any(not same_unit(partner.name, a.unit) for a in t.assignments)]
    return tasks[:_MAX_ANSWERS]


def _is_enough(match: Match, search: Search) -> bool:
    if match.coverage >= MIN_COVERAGE:
        return True
    return (
        match.coverage >= SURE_COVERAGE
        and search.rank_at(match.plan.plan_id, match.assignment.start, match.assignment.end) == 1
    )


def _asked_role(question: Question) -> Role | None:
    if "phối hợp" in question.compared and "chủ trì" not in question.compared:
        return Role.SUPPORT
    return Role.LEAD if "chủ trì" in question.compared else None


def _with_same_task(chosen: Sequence[Match], matches: Sequence[Match]) -> list[Match]:
    """The other units of the same tasks: who leads and who supports stand side by side in the plan."""
    spans = {(m.plan.plan_id, m.assignment.start, m.assignment.end) for m in chosen}
    return [m for m in matches if (m.plan.plan_id, m.assignment.start, m.assignment.end) in spans]


def write_tasks(tasks: Sequence[Task]) -> Draft:
    """Tasks with their units, plan by plan."""
    draft = Draft()
    for plan in dict.fromkeys(task.plan for task in tasks):
        draft.head(plan)
        for task in (task for task in tasks if task.plan is plan):
            line = texts.RESPONSIBLE.format(
                units=name_units(task), task=quoted(task.text), cite=cite_task(draft, plan, *task.assignments)
            )
            draft.say("- " + line + deadline_suffix(task.assignments[0]))
    return draft
