"""Tasks whose units stand in labelled lines below them: "Đơn vị chủ trì: …", "Đơn vị phối hợp: …", "Thời gian thực hiện: …"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.assignments.cooperation import supporting_units
from index.assignments.deadlines import make_deadline
from index.assignments.tasks import (
    PRODUCT_LABEL,
    TIME_LABEL,
    UNIT_LABEL,
    assign,
    is_bare_label,
    is_label,
    marker_length,
)
from index.assignments.units import names_unit, subject_unit
from index.document.layout import Line
from index.document.markers import read_marker
from index.document.tree import SectionTree
from index.lexicon import task_verb_pattern
from index.records import Assignment, Deadline, Fact, Role, Section

_MAX_TASK = 1_500  # characters a task under labels may span; beyond it the heading alone stands for it
# A clause that adds nothing to who the unit is: "Các sở, ngành theo chức năng, nhiệm vụ được giao"
_NO_TASK = re.compile(r"\s*,?\s*(?:theo chức năng|theo quy định|được giao|được phân công|căn cứ|trên cơ sở)")
# What follows the unit says only its role: "Sở Y tế | chủ trì, phối hợp với các sở, ban, ngành"
_ROLE = re.compile(r"\s*,?\s*(?P<role>chủ trì|phối hợp)(?!\s+(?:xây dựng|tổ chức|thực hiện|tham mưu))")
# ... or a task that is no more than "whatever is yours"
_GENERAL = re.compile(
    r"\s*(?:tham mưu|thực hiện|triển khai|tổ chức)\s[^.;]{0,50}(?:lĩnh vực phụ trách|theo quy định|được giao|theo chức năng)[.;]?\s*$"
)
_ROLES = {"phối hợp": Role.SUPPORT, "thực hiện": Role.PERFORM, "tham mưu": Role.ADVISE}

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Label:
    """A line that names a task's unit: where it stands, the role it states, the unit's span."""

    section: Section
    role: Role
    unit: _Span


@dataclass(slots=True)
class _Group:
    """The labels below one task, with the time and the product that they share."""

    task: _Span | None
    labels: list[_Label]
    when: Deadline | None = None
    product: Fact | None = None


def labelled_assignments(text: str, lines: Sequence[Line], tree: SectionTree) -> Iterator[Assignment]:
    """One assignment for each unit label; the labels below one task share its time and product."""
    group = _Group(None, [])
    for position, line in enumerate(lines):
        labels = list(_unit_labels(line, text, tree))
        time, product = TIME_LABEL.match(line.text), PRODUCT_LABEL.match(line.text)
        if labels:
            if not group.labels:
                group.task = _task_above(text, lines, position, labels[0].section, tree)
            group.labels += labels
        elif time and time["time"]:
            group.when = make_deadline(time["time"].rstrip(" .;"), line.start + time.start("time"))
        elif product and product["product"]:
            words, start = product["product"].rstrip(" .;"), line.start + product.start("product")
            group.product = Fact(words, start, start + len(words))
        elif not is_label(line.text) and not is_bare_label(line.text):
            yield from _close(text, group)
            group = _Group(None, [])
    yield from _close(text, group)


def states_role_only(line: Line, text: str, tree: SectionTree) -> bool:
    """Whether a line below a bare label ("Cơ quan thực hiện:") names units and their roles, and the task stands above it."""
    return next(_unit_labels(line, text, tree), None) is not None


def labelled_sentence(line: Line) -> int | None:
    """Where the sentence starts in a label that holds one: "Cơ quan thực hiện: Bộ Công an | tiến hành rà soát …"."""
    label = UNIT_LABEL.match(line.text)
    if not label or not label["unit"]:
        return None
    return line.start + label.start("unit") if _holds_task(label["unit"]) else None


def _holds_task(words: str) -> bool:
    """Whether more than a unit's name and role stands in `words`."""
    span = subject_unit(words)
    return span is not None and not (_NO_TASK.match(words, span[1]) or _role_only(words, span[1]))


def _role_only(words: str, position: int) -> Role | None:
    """The role that `words` state after a unit's name at `position`, where they state no task."""
    stated = _ROLE.match(words, position)
    if stated is None:
        return None
    helpers = [end for _, end in supporting_units(words, position, len(words))]
    rest = max([stated.end(), *helpers])
    if _GENERAL.match(words, rest) or _NO_TASK.match(words, rest) or not task_verb_pattern().search(words, rest):
        return _ROLES.get(stated["role"], Role.LEAD)
    return None


def _unit_labels(line: Line, text: str, tree: SectionTree) -> Iterator[_Label]:
    section = tree.innermost(line.start)
    label = UNIT_LABEL.match(line.text)
    if section is None or (label and not label["unit"]):
        return
    if label:
        words, at, role = label["unit"], line.start + label.start("unit"), label["role"].lower()
    elif is_under_label(text, section, tree) and not is_label(line.text):
        at = line.start + marker_length(line.text)
        words, role = text[at : line.end], "thực hiện"
    else:
        return
    if words and not _holds_task(words):
        yield from _labels_in(section, words, at, _ROLES.get(role, Role.LEAD))


def _labels_in(section: Section, words: str, at: int, role: Role) -> Iterator[_Label]:
    span = subject_unit(words)
    stated = _role_only(words, span[1]) if span else None
    if span and stated:
        yield _Label(section, stated, (at + span[0], at + span[1]))
        for start, end in supporting_units(words, span[1], len(words)):
            yield _Label(section, Role.SUPPORT, (at + start, at + end))
        return
    length = names_unit(words) or _list_of_units(words)
    if length is not None:
        yield _Label(section, role, (at, at + length))


def is_under_label(text: str, section: Section, tree: SectionTree) -> bool:
    """Whether the section stands below a label with nothing behind it: "Cơ quan thực hiện:"."""
    parent = tree.parent(section)
    return parent is not None and is_bare_label(text[parent.start : parent.own_end].strip())


def _list_of_units(words: str) -> int | None:
    """Length of a list of units between semicolons, each of them a name."""
    words = words.rstrip(" .;,")
    parts = [part.strip() for part in words.split(";")]
    return len(words) if len(parts) > 1 and all(names_unit(part) == len(part) for part in parts) else None


def _close(text: str, group: _Group) -> Iterator[Assignment]:
    if group.task is None:
        return
    for label in group.labels:
        # The labels' own time or none: a date inside the task may be another document's.
        made = assign(text, label.unit, group.task, label.section, label.role)
        yield replace(made, deadline=group.when, product=group.product)


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
