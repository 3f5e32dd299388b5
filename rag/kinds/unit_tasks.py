"""What a unit must do: all its tasks, plan by plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.assignments.units import unit_key
from index.records import Assignment, Plan
from rag import texts
from rag.drafting import Draft, name_plan
from rag.kinds.task_lines import cite_task, deadline_suffix, quoted
from rag.kinds.work import is_helper, of_unit, own_terms, rank
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.terms import Terms

_TOPIC_COVERAGE = 0.55  # of the content left when a unit is named: which of its tasks are meant
_TOPIC_SHARE = 0.5  # of the question's content that is not its plan's subject; less narrows nothing down
_MIN_TOPIC = 2  # words


# "Sở Nội vụ có nhiệm vụ gì về thu hút nhân lực": without such a link all of the unit's tasks are meant
_TOPIC = re.compile(
    r"(?<!\S)(?:về|trong việc|liên quan đến|liên quan|đối với|trong lĩnh vực|trong công tác|để|nhằm|khi)(?!\S)"
)


_OF_PLAN = re.compile(r"(?: \S+){0,3}? kế hoạch(?!\S)")  # "khi | triển khai kế hoạch …"


def answer_tasks(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """All tasks of the unit asked for, by plan; those about the question's topic where it names one. None when it has none."""
    if question.unit is None:
        return None
    pairs = [pair for name in _asked_units(question) for pair in of_unit(plans, name)]
    if not pairs:
        return None
    topic = _topic(question, plans)
    about = (
        [m for m in rank(replace(question, terms=topic), pairs, None) if m.coverage >= _TOPIC_COVERAGE] if topic else []
    )
    keep = {(m.plan.plan_id, m.assignment.start) for m in about if any(not is_helper(n.assignment) for n in about)}
    chosen = [(plan, a) for plan, a in pairs if not keep or (plan.plan_id, a.start) in keep]
    draft = Draft()
    for plan in dict.fromkeys(plan for plan, _ in chosen):
        _write_tasks(draft, plan, [a for p, a in chosen if p is plan], about=bool(keep))
    return draft


# "Sở Y tế và Sở Tài chính", "Sở Y tế, Sở Tài chính": one question for several units
_JOINED = re.compile(r"[ ,;]*(?:và|cùng|hoặc|hay)?(?: các)? ?")


def _asked_units(question: Question) -> list[str]:
    """The unit whose tasks are asked for, and those that the question joins to it."""
    asked = question.unit
    found = [unit for unit in question.units if asked and unit.start >= asked.start]
    names = [unit.name for unit in found[:1]]
    for before, unit in pairwise(found):
        if not _JOINED.fullmatch(question.compared[before.end : unit.start]):
            break
        names.append(unit.name)
    return names


def _topic(question: Question, plans: Sequence[Plan]) -> Terms | None:
    """What the question narrows the unit's tasks down to, in words of its own, not of the plan's subject; None where it asks for all."""
    own = own_terms(question, plans)
    share = sum(own.weights.values()) / (sum(question.terms.weights.values()) or 1.0)
    return own if _names_topic(question) and len(own.words) >= _MIN_TOPIC and share >= _TOPIC_SHARE else None


def _names_topic(question: Question) -> bool:
    """Whether such a link follows the unit, and not the plan that the question describes: "kế hoạch thực hiện Chỉ thị 25 | về y tế cơ sở"."""
    start = question.unit.start if question.unit else 0
    return any(
        _OF_PLAN.match(question.compared, link.end()) is None
        and not start < question.compared.rfind("kế hoạch", 0, link.start())
        for link in _TOPIC.finditer(question.compared)
    )


def _write_tasks(draft: Draft, plan: Plan, assignments: Sequence[Assignment], about: bool) -> None:
    """The unit's own tasks, numbered, then those of others in which it is to help."""
    own = [a for a in assignments if not is_helper(a)] or assignments
    helped = [a for a in assignments if a not in own]
    if draft.lines:
        draft.say("")
    intro = texts.TASKS_ABOUT_INTRO if about else texts.TASKS_INTRO
    draft.say(intro.format(plan=name_plan(plan), unit=_named(own), count=len(own)))
    draft.say("")
    for number, assignment in enumerate(own, start=1):
        draft.say(f"{number}. {_task_line(draft, plan, assignment)}")
    if helped:
        draft.say("")
        draft.say(texts.HELPS_INTRO.format(unit=_named(helped), count=len(helped)))
        draft.say("")
        for assignment in helped:
            draft.say(f"- {_task_line(draft, plan, assignment)}")


def _named(assignments: Sequence[Assignment]) -> str:
    """The unit as the plan writes it, in up to three ways."""
    return "; ".join([*{unit_key(a.unit): quoted(a.unit) for a in reversed(assignments)}.values()][::-1][:3])


def _task_line(draft: Draft, plan: Plan, assignment: Assignment) -> str:
    task = quoted(plan.quote(assignment.start, assignment.end))
    line = texts.TASK.format(role=assignment.role.value, task=task, cite=cite_task(draft, plan, assignment))
    return line + deadline_suffix(assignment)
