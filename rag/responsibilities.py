"""Who is responsible, and what a unit must do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Assignment, Plan, Role
from index.units import unit_key
from rag import texts
from rag.drafting import Draft, name_plan, numbered_section
from rag.evidence import bag_of
from rag.question import Question
from rag.retrieval import Search
from rag.units import asked_type
from rag.work import Match, all_assignments, of_unit, rank

MIN_COVERAGE = 0.5  # of the question's content by the task and its headings; calibrated on the dev questions
SURE_COVERAGE = 0.35  # enough when the hybrid search, too, puts the task first
_NEAR = 0.9  # an assignment this close to the best answers as well
_MAX_ANSWERS = 4
_TOPIC_COVERAGE = 0.55  # of the content left when a unit is named: which of its tasks are meant


def answer_responsibility(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The units that the best fitting tasks are given to, leads before supporters; None when no task fits."""
    pairs = all_assignments(plans)
    wanted = asked_type(question.compared)
    if wanted:
        pairs = [(plan, a) for plan, a in pairs if unit_key(a.unit).startswith(wanted)] or pairs
    matches = rank(question, pairs, search)
    best = matches[0] if matches else None
    if best is None or not _is_enough(best, search):
        return None
    role = _asked_role(question)
    chosen = [m for m in matches[:20] if m.score >= _NEAR * best.score and _is_enough(m, search)]
    chosen = _with_same_task(chosen, matches)
    if role:
        chosen = [m for m in chosen if m.assignment.role is role] or chosen
    if question.plans.named or len({m.plan.plan_id for m in chosen}) == 1:
        chosen = [m for m in chosen if m.plan.plan_id == chosen[0].plan.plan_id or question.plans.named]
    return _write(_leads_first(chosen[:_MAX_ANSWERS]))


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


def _leads_first(matches: Sequence[Match]) -> list[Match]:
    tasks = list(dict.fromkeys((m.plan.plan_id, m.assignment.start) for m in matches))
    return sorted(
        matches, key=lambda m: (tasks.index((m.plan.plan_id, m.assignment.start)), m.assignment.role is Role.SUPPORT)
    )


def _write(matches: Sequence[Match]) -> Draft:
    draft = Draft()
    heading = ""
    for match in sorted(matches, key=lambda m: [x.plan.plan_id for x in matches].index(m.plan.plan_id)):
        if match.plan.plan_id != heading:
            draft.head(match.plan)
            heading = match.plan.plan_id
        draft.say(
            "- "
            + texts.RESPONSIBLE.format(
                unit=match.assignment.unit,
                role=match.assignment.role.value,
                task=quoted(match.task),
                cite=cite_task(draft, match.plan, match.assignment),
            )
            + deadline_suffix(match.assignment)
        )
    return draft


def quoted(text: str) -> str:
    """A quote on one line."""
    return " ".join(text.split())


_NEAR_DEADLINE = (
    300  # characters after a task within which its time limit is cited with it: a table's row, a labelled line
)


def cite_task(draft: Draft, plan: Plan, assignment: Assignment) -> str:
    """The markers of a task's citations: with its unit's name where both stand in one line, and with its time limit where that is near;
    else the limit apart, and the line that names the unit unless that is the heading of the cited section."""
    start, end, deadline = assignment.start, assignment.end, assignment.deadline
    near = deadline is not None and end <= deadline.start and deadline.end - end <= _NEAR_DEADLINE
    if deadline is not None and near:
        end = deadline.end
    between = plan.text[min(assignment.unit_start, start) : max(assignment.unit_end, end)]
    if "\n" not in between or start <= assignment.unit_start < end:
        return _cite_limit(draft, plan, assignment, min(assignment.unit_start, start), max(assignment.unit_end, end))
    return _cite_limit(draft, plan, assignment, start, end) + cite_unit(draft, plan, assignment)


def cite_unit(draft: Draft, plan: Plan, assignment: Assignment) -> str:
    """The marker of the line that names a task's unit; "" where that is the heading of the section that a citation of the task names."""
    section = numbered_section(plan, assignment.start)
    if (
        section is not None
        and section.heading
        and section.start <= assignment.unit_start < section.start + len(section.heading) + 12
    ):
        return ""
    return draft.cite(plan, plan.text.rfind("\n", 0, assignment.unit_start) + 1, assignment.unit_end)


def _cite_limit(draft: Draft, plan: Plan, assignment: Assignment, start: int, end: int) -> str:
    """The marker of a span, and that of the task's time limit where the span doesn't hold it."""
    cite, deadline = draft.cite(plan, start, end), assignment.deadline
    if deadline is not None and not start <= deadline.start < end:
        cite += draft.cite(plan, deadline.start, deadline.end)
    return cite


def deadline_suffix(assignment: Assignment) -> str:
    """— thời hạn: … when the plan states one."""
    return texts.DEADLINE_SUFFIX.format(deadline=assignment.deadline.text) if assignment.deadline else ""


# "Sở Nội vụ có nhiệm vụ gì về thu hút nhân lực": without such a link all of the unit's tasks are meant
_TOPIC = re.compile(
    r"(?<!\S)(?:về|trong việc|liên quan đến|liên quan|đối với|trong lĩnh vực|trong công tác|để|nhằm|khi)(?!\S)"
)


def answer_tasks(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """All tasks of the unit asked for, by plan; those about the question's topic where it names one. None when it has none."""
    if question.unit is None:
        return None
    pairs = of_unit(plans, question.unit.name)
    if not pairs:
        return None
    about = (
        [m for m in rank(question, pairs, None) if m.coverage >= _TOPIC_COVERAGE] if _has_topic(question, plans) else []
    )
    keep = {(m.plan.plan_id, m.assignment.start) for m in about}
    chosen = [(plan, a) for plan, a in pairs if not keep or (plan.plan_id, a.start) in keep]
    draft = Draft()
    for plan in dict.fromkeys(plan for plan, _ in chosen):
        _write_tasks(
            draft, plan, [a for p, a in chosen if p is plan], texts.TASKS_ABOUT_INTRO if keep else texts.TASKS_INTRO
        )
    return draft


def _has_topic(question: Question, plans: Sequence[Plan]) -> bool:
    """Whether the question asks for tasks on a subject of its own, not only for those of a plan described by its subject."""
    titled = {word for plan in plans if plan.metadata.title for word in bag_of(plan.metadata.title.value).words}
    own = [word for word in question.terms.words if not question.plans.named or word not in titled]
    weights = question.terms.weights
    share = sum(weights[word] for word in set(own)) / (sum(weights.values()) or 1.0)
    return bool(_TOPIC.search(question.compared)) and len(own) >= 2 and share >= 0.5


def _write_tasks(draft: Draft, plan: Plan, assignments: Sequence[Assignment], intro: str) -> None:
    if draft.lines:
        draft.say("")
    units = list(dict.fromkeys(a.unit for a in assignments))
    draft.say(intro.format(plan=name_plan(plan), unit="; ".join(units[:3]), count=len(assignments)))
    draft.say("")
    for number, assignment in enumerate(assignments, start=1):
        task = quoted(plan.quote(assignment.start, assignment.end))
        draft.say(
            texts.TASK.format(
                number=number, role=assignment.role.value, task=task, cite=cite_task(draft, plan, assignment)
            )
            + deadline_suffix(assignment)
        )
