"""Tasks whose units stand in labelled lines below them: "Đơn vị chủ trì: …", "Đơn vị phối hợp: …", "Thời gian thực hiện: …"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.deadlines import make_deadline
from index.layout import Line
from index.markers import read_marker
from index.records import Assignment, Deadline, Role, Section
from index.tasks import TIME_LABEL, UNIT_LABEL, assign, is_bare_label, is_label, marker_length
from index.tree import SectionTree
from index.units import names_unit, subject_unit

_MAX_TASK = 1_500  # characters a task under labels may span; beyond it the heading alone stands for it
# A clause that adds nothing to who the unit is: "Các sở, ngành theo chức năng, nhiệm vụ được giao"
_NO_TASK = re.compile(r"\s*,?\s*(?:theo chức năng|theo quy định|được giao|được phân công|căn cứ|trên cơ sở)")
# What follows the unit says only its role: "Sở Y tế | chủ trì, phối hợp với các sở, ban, ngành"
_ROLE_ONLY = re.compile(
    r"\s*,?\s*(?P<role>chủ trì|phối hợp)(?!\s+(?:xây dựng|tổ chức|thực hiện|tham mưu))[^.;]*[.;]?\s*$"
)
_ROLES = {"phối hợp": Role.SUPPORT, "thực hiện": Role.PERFORM, "tham mưu": Role.ADVISE}

_Label = tuple[Section, Role, tuple[int, int]]  # where it stands, the role it states, the unit's span


def labelled_assignments(text: str, lines: Sequence[Line], tree: SectionTree) -> Iterator[Assignment]:
    """One assignment for each unit label; the labels below one task share its time label."""
    group: list[_Label] = []
    task: tuple[int, int] | None = None
    when: Deadline | None = None
    for position, line in enumerate(lines):
        label = _unit_label(line, tree)
        time = TIME_LABEL.match(line.text)
        if label:
            if not group:
                task = _task_above(text, lines, position, label[0], tree)
            group.append(label)
        elif time and time["time"]:
            when = make_deadline(time["time"].rstrip(" .;"), line.start + time.start("time"))
            if group:
                yield from _close(text, group, task, when)
                group, when = [], None
        elif not is_label(line.text) and not is_bare_label(line.text):
            yield from _close(text, group, task, when)
            group, when = [], None
    yield from _close(text, group, task, when)


def labelled_sentence(line: Line) -> int | None:
    """Where the sentence starts in a label that holds one: "Cơ quan thực hiện: Bộ Công an | tiến hành rà soát …"."""
    label = UNIT_LABEL.match(line.text)
    if not label or not label["unit"]:
        return None
    span = subject_unit(label["unit"])
    states_role = span and (_NO_TASK.match(label["unit"], span[1]) or _ROLE_ONLY.match(label["unit"], span[1]))
    return line.start + label.start("unit") if span and not states_role else None


def _unit_label(line: Line, tree: SectionTree) -> _Label | None:
    label = UNIT_LABEL.match(line.text)
    section = tree.innermost(line.start) if label else None
    if not label or not label["unit"] or section is None or labelled_sentence(line) is not None:
        return None
    start = line.start + label.start("unit")
    span = subject_unit(label["unit"])
    role = _ROLE_ONLY.match(label["unit"], span[1]) if span else None
    if span and role:
        return section, _ROLES.get(role["role"], Role.LEAD), (start + span[0], start + span[1])
    length = names_unit(label["unit"]) or _list_of_units(label["unit"])
    if length is None:
        return None
    return section, _ROLES.get(label["role"].lower(), Role.LEAD), (start, start + length)


def _list_of_units(words: str) -> int | None:
    """Length of a list of units between semicolons, each of them a name."""
    words = words.rstrip(" .;,")
    parts = [part.strip() for part in words.split(";")]
    return len(words) if len(parts) > 1 and all(names_unit(part) == len(part) for part in parts) else None


def _close(
    text: str, group: list[_Label], task: tuple[int, int] | None, deadline: Deadline | None
) -> Iterator[Assignment]:
    if task is None:
        return
    for section, role, unit in group:
        # The labels' own time or none: a date inside the task may be another document's.
        yield replace(assign(text, unit, task, section, role), deadline=deadline)


def _task_above(
    text: str, lines: Sequence[Line], position: int, section: Section, tree: SectionTree
) -> tuple[int, int] | None:
    """The task that the labels at `position` are about: the lines above them in the section, or the section's heading."""
    holder = section
    if read_marker(lines[position].text) is not None and section.start == lines[position].start:
        holder = tree.parent(section) or section
    while len(holder.path) > 1 and is_bare_label(text[holder.start : holder.own_end].strip()):
        holder = tree.parent(holder) or holder
    first = position
    while (
        first > 0
        and lines[first - 1].start >= holder.start
        and (is_label(lines[first - 1].text) or is_bare_label(lines[first - 1].text))
    ):
        first -= 1
    if first == 0 or lines[first - 1].start < holder.start:
        return None
    start = holder.start + marker_length(text[holder.start : holder.own_end])
    plain = read_marker(lines[position].text) is None
    previous = lines[first - 1]
    if (plain and previous.start > holder.start) or previous.end - start > _MAX_TASK:
        block = previous if plain else lines[bisect_left(lines, holder.start, key=lambda line: line.start)]
        return block.start + marker_length(block.text), block.end
    return start, previous.end
