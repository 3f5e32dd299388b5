"""How a task is written and cited: its units by role, its words on one line, its time limit."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Assignment, Deadline, Plan
from rag import texts
from rag.drafting import Draft, numbered_section
from rag.kinds.work import Task

_MAX_NAMING = 600  # characters of the lines that name a task's units


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
