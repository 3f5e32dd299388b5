"""Who is responsible for what is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.assignments.units import unit_key
from index.records import Assignment, Plan, Role
from index.vietnamese import key
from rag import texts
from rag.drafting import Draft
from rag.kinds.task_lines import cite_task, deadline_suffix, name_units, quoted
from rag.kinds.work import Match, Task, all_assignments, narrowed, rank, tasks_of
from rag.question import Question, whole_terms
from rag.retrieval.search import Search
from rag.understanding.terms import Terms, words_of
from rag.understanding.units import asked_type, same_unit

MIN_COVERAGE = 0.5  # of the question's content by the task and its headings; calibrated on the dev questions
SURE_COVERAGE = 0.35  # enough when the hybrid search, too, puts the task first
_NEAR = 0.9  # an assignment this close to the best answers as well
_MAX_ANSWERS = 4  # tasks
_RANKED = 60  # assignments looked at
_MIN_TOPIC = 2  # words


# What asks for a unit; the next one opens the second part of a question
_WHO = re.compile(
    r"(?<!\S)(?:ai(?! đó)|(?:những |các )?(?:đơn vị|cơ quan|sở|ngành|bên|phòng|ban|tổ chức|cấp|bộ|bộ phận|trung tâm|lực lượng|huyện|xã) nào)(?!\S)"
)
# "Cơ quan nào phối hợp với | Bộ Công an …?": the unit named is not the one asked for
_WITH = re.compile(r"(?<!\S)(?:phối hợp|cùng|hỗ trợ|giúp đỡ)(?: với| cùng)? ?$")
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
    partner = next((unit for unit in question.units if _WITH.search(question.compared[: unit.start])), None)
    if partner is not None and _WHO.search(question.compared):
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
