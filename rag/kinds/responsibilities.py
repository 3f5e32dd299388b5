"""Who is responsible, and what a unit must do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.assignments.units import unit_key
from index.records import Assignment, Deadline, Plan, Role
from index.vietnamese import key
from rag import texts
from rag.drafting import Draft, name_plan, numbered_section
from rag.kinds.work import Match, Task, all_assignments, is_helper, narrowed, of_unit, own_terms, rank, tasks_of
from rag.question import Question, whole_terms
from rag.retrieval.search import Search
from rag.understanding.terms import Terms, words_of
from rag.understanding.units import asked_type, same_unit

MIN_COVERAGE = 0.5  # of the question's content by the task and its headings; calibrated on the dev questions
SURE_COVERAGE = 0.35  # enough when the hybrid search, too, puts the task first
_NEAR = 0.9  # an assignment this close to the best answers as well
_MAX_ANSWERS = 4  # tasks
_MAX_NAMING = 600  # characters of the lines that name a task's units
_RANKED = 60  # assignments looked at
_TOPIC_COVERAGE = 0.55  # of the content left when a unit is named: which of its tasks are meant
_TOPIC_SHARE = 0.5  # of the question's content that is not its plan's subject; less narrows nothing down
_MIN_TOPIC = 2  # words


# What asks for a unit; the next one opens the second part of a question
_WHO = re.compile(
    r"(?<!\S)(?:ai(?! đó)|(?:những |các )?(?:đơn vị|cơ quan|sở|ngành|bên|phòng|ban|tổ chức|cấp|bộ|bộ phận|trung tâm|lực lượng|huyện|xã) nào)(?!\S)"
)
_BEYOND = re.compile(r"(?<!\S)(?:ngoài|bên cạnh|không kể|trừ)(?: ra)? ?$")


def answer_responsibility(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The units that the best fitting tasks are given to, leads before supporters, for each thing asked; None when no task fits."""
    pairs = _candidates(question, plans)
    parts = _parts(question)
    found = [_best_tasks(replace(question, terms=part.terms), pairs, search) for part in parts]
    if not any(found):
        in_charge = _in_charge(question, pairs, search)
        return _write(in_charge) if in_charge else None
    tasks = [*{(task.plan.plan_id, task.start, task.end): task for tasks in found for task in tasks}.values()]
    draft = _write(tasks)
    for part, answered in zip(parts, found, strict=True):
        if not answered:
            draft.say("")
            draft.say(texts.PART_NOT_STATED.format(part=part.words))
    return draft


# What a plan says of itself where it says who sees to it: "triển khai thực hiện Kế hoạch này", "đôn đốc thực hiện kế hoạch"
_THIS_PLAN = re.compile(
    r"(?<!\S)(?:kế hoạch|quyết định|chương trình|đề án|phong trào)(?: \S+){0,2} này(?!\S)|thực hiện kế hoạch(?!\S)"
)
_SEEING_TO_IT = frozenset(
    words_of("thực hiện tổ chức triển khai chủ trì theo dõi đôn đốc đầu mối thường trực điều phối tổng hợp giám sát")
)


def _in_charge(question: Question, pairs: Sequence[tuple[Plan, Assignment]], search: Search) -> list[Task]:
    """Who sees to the plan itself, where the question asks for no more than that ("Ai chủ trì thực hiện kế hoạch …?")."""
    asked = set(whole_terms(question, search.snapshot.vocabulary).words)
    if not question.plans.named or asked - _SEEING_TO_IT:
        return []
    named = [
        (plan, a)
        for plan, a in pairs
        if _THIS_PLAN.search(key(plan.quote(a.start, a.end))) and not unit_key(a.unit).startswith(_GROUPS)
    ]
    tasks = [task for task in tasks_of(named) if any(a.role in _SEES_TO_IT for a in task.leads)]
    return tasks[:_MAX_ANSWERS] if len({task.plan for task in tasks}) == 1 else []


_GROUPS = (
    "các ",
    "ubnd cấp",
    "ủy ban nhân dân cấp",
)  # everybody carries a plan out; the question is who answers for it
_SEES_TO_IT = (Role.LEAD, Role.ADVISE, Role.DIRECT, Role.MONITOR)


def _candidates(question: Question, plans: Sequence[Plan]) -> list[tuple[Plan, Assignment]]:
    """The assignments that can answer: of the kind of unit asked for, and not of the unit asked past ("Ngoài Sở Y tế, ai …")."""
    pairs = all_assignments(plans)
    wanted = asked_type(question.compared)
    if wanted:
        pairs = [(plan, a) for plan, a in pairs if unit_key(a.unit).startswith(wanted)] or pairs
    beyond = next((unit for unit in question.units if _BEYOND.search(question.compared[: unit.start])), None)
    return [(plan, a) for plan, a in pairs if beyond is None or not same_unit(beyond.name, a.unit)]


@dataclass(frozen=True)
class _Part:
    """One of the things that a question asks about, in its words."""

    words: str
    terms: Terms


def _parts(question: Question) -> list[_Part]:
    """ "X: ai hướng dẫn và ai tổ chức …" in its parts, what stands before them in each; the whole where it asks one thing."""
    asked = [*_WHO.finditer(question.compared)]
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


def _write(tasks: Sequence[Task]) -> Draft:
    draft = Draft()
    for plan in dict.fromkeys(task.plan for task in tasks):
        draft.head(plan)
        for task in (task for task in tasks if task.plan is plan):
            line = texts.RESPONSIBLE.format(
                units=name_units(task), task=quoted(task.text), cite=cite_task(draft, plan, *task.assignments)
            )
            draft.say("- " + line + deadline_suffix(task.assignments[0]))
    return draft


def name_units(task: Task) -> str:
    """The task's units by role, those whose task it is in bold: "**Sở A** (chủ trì); Sở B, Sở C (phối hợp)"."""
    leads = task.leads
    groups = [*_by_role(leads, texts.LEADS), *_by_role([a for a in task.assignments if a not in leads], texts.HELPERS)]
    return "; ".join(groups)


def _by_role(assignments: Sequence[Assignment], wording: str) -> list[str]:
    return [
        wording.format(units=", ".join(quoted(a.unit) for a in assignments if a.role is role), role=role.value)
        for role in dict.fromkeys(a.role for a in assignments)
    ]


def quoted(text: str) -> str:
    """A quote on one line."""
    return " ".join(text.split())


_NEAR_DEADLINE = (
    300  # characters after a task within which its time limit is cited with it: a table's row, a labelled line
)


def cite_task(draft: Draft, plan: Plan, *assignments: Assignment) -> str:
    """The markers of one task's citations: with its units' names where all stand in one line, and with its time limit where that is near;
    else the limit apart, and the lines that name the units unless that is the heading of the cited section."""
    first, deadline = assignments[0], next((a.deadline for a in assignments if a.deadline), None)
    start, end = first.start, first.end
    if deadline is not None and end <= deadline.start and deadline.end - end <= _NEAR_DEADLINE:
        end = deadline.end
    around = min((start, *(a.unit_start for a in assignments))), max((end, *(a.unit_end for a in assignments)))
    if "\n" not in plan.text[slice(*around)]:
        return _cite_limit(draft, plan, deadline, *around)
    outside = [a for a in assignments if not start <= a.unit_start < end]
    return _cite_limit(draft, plan, deadline, start, end) + cite_unit(draft, plan, *outside)


def cite_unit(draft: Draft, plan: Plan, *assignments: Assignment) -> str:
    """The markers of the lines that name a task's units; "" where that is the heading of the section that a citation of the task names."""
    cite, cited = "", 0
    for a in sorted(assignments, key=lambda a: a.unit_start):
        if a.unit_end <= cited or _is_heading(plan, a):
            continue
        line = plan.text.rfind("\n", 0, a.unit_start) + 1
        near = [b.unit_end for b in assignments if a.unit_end <= b.unit_end <= line + _MAX_NAMING]
        cited = max((a.unit_end, *near))
        cite += draft.cite(plan, line, cited)
    return cite


def _is_heading(plan: Plan, assignment: Assignment) -> bool:
    section = numbered_section(plan, assignment.start)
    return (
        section is not None
        and bool(section.heading)
        and section.start <= assignment.unit_start < section.start + len(section.heading) + 12
    )


def _cite_limit(draft: Draft, plan: Plan, deadline: Deadline | None, start: int, end: int) -> str:
    """The marker of a span, and that of the task's time limit where the span doesn't hold it."""
    cite = draft.cite(plan, start, end)
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
    return own if _TOPIC.search(question.compared) and len(own.words) >= _MIN_TOPIC and share >= _TOPIC_SHARE else None


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
