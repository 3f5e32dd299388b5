"""Who does what by when. Plans say it in four forms:

- a heading that is a unit, its tasks under it          "3. Sở Tài chính: Chủ trì …"                        (here)
- a sentence whose subject is a unit                    "Ban Tuyên giáo Huyện ủy tiếp tục …", "Giao Sở Y tế …" (here)
- labelled lines under a task                           "Đơn vị chủ trì: …", "Thời gian thực hiện: …"       (`labelled_tasks`)
- a task table                                          Nhiệm vụ | Chủ trì | Phối hợp | Thời gian           (`table_tasks`)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.deadlines import make_deadline
from index.labelled_tasks import labelled_assignments, labelled_sentence
from index.layout import Line
from index.outline import is_closing
from index.records import Assignment, Section
from index.table_tasks import table_assignments
from index.tables import Table
from index.tasks import TIME_LABEL, assign, is_bare_label, is_label, marker_length, role_of
from index.tree import SectionTree
from index.units import heading_unit, opens_task, subject_unit, unit_key
from index.vietnamese import fold

__all__ = ["in_organisation", "read_assignments", "role_of"]

_ORGANISATION = re.compile(
    r"to chuc thuc hien|phan cong|^trach nhiem|trach nhiem (?:thuc hien|to chuc|cua|cac)|nhiem vu (?:cu the )?cua (?:cac|thanh vien)|to chuc trien khai"
)
_STRONG = re.compile(
    r"(?:chủ trì|phối hợp|tham mưu|có trách nhiệm|chịu trách nhiệm|chỉ đạo|theo dõi|giám sát|hướng dẫn|tiếp tục|xây dựng|tổ chức|rà soát|đề xuất|phải nêu cao|"
    r"tiến hành|tổng hợp|báo cáo|gửi|định kỳ|là (?:cơ quan|đơn vị) (?:thường trực|chủ trì|đầu mối)|là đầu mối|làm đầu mối)"
)
# "Sở Tài chính, | trên cơ sở đề xuất của các đơn vị, | chủ trì …"
_ON_GROUNDS = re.compile(r"(?:trên cơ sở|căn cứ|theo)\s[^.;:]{3,160}?,\s+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“])")
_LEAD_IN_ONLY = 60  # characters; a shorter line that ends in ":" only announces the list below it
_AFTER_HEADING = re.compile(r"\s*(?:\([^)\n]*\))?\s*[:.;]?\s*")  # "Sở Tài chính| (cơ quan chủ trì): |Chủ trì …"

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Owner:
    """The unit that a section's lines belong to. A heading owns all of them; a sentence ending in ":" the list below it."""

    unit: _Span
    is_heading: bool


def read_assignments(
    text: str, lines: Sequence[Line], tree: SectionTree, tables: Sequence[Table]
) -> tuple[Assignment, ...]:
    """The assignments of a plan in reading order. `lines` are the body's."""
    found = [
        *_unit_assignments(text, lines, tree),
        *labelled_assignments(text, lines, tree),
        *table_assignments(text, tables),
    ]
    unique: dict[tuple[str, int, int], Assignment] = {}
    for assignment in sorted(found, key=lambda a: (a.start, a.unit_start)):
        unique.setdefault((unit_key(assignment.unit), assignment.start, assignment.end), assignment)
    return tuple(unique.values())


def in_organisation(section: Section, tree: SectionTree) -> bool:
    """Whether the section stands in the part of the plan that assigns work ("Tổ chức thực hiện")."""
    return any(_ORGANISATION.search(fold(s.heading)) for s in (section, *tree.above(section)))


def _unit_assignments(text: str, lines: Sequence[Line], tree: SectionTree) -> Iterator[Assignment]:
    organisation = {s.path for s in tree.sections if in_organisation(s, tree)}
    owners = {s.path: owner for s in tree.sections for owner in [_owner(text, s, s.path in organisation)] if owner}
    for position, line in enumerate(lines):
        section = tree.innermost(line.start)
        if section is None or "\t" in line.text:
            continue
        found = _line_assignments(
            text, line, section, owners, section.path in organisation or _is_under_label(text, section, tree)
        )
        following = lines[position + 1] if position + 1 < len(lines) else None
        yield from _with_time_below(list(found), following, section, tree)


def _line_assignments(
    text: str, line: Line, section: Section, owners: dict[tuple[str, ...], _Owner], organisation: bool
) -> Iterator[Assignment]:
    if is_label(line.text):
        sentence = labelled_sentence(line)
        return _sentence_tasks(text, line, sentence, section, True) if sentence is not None else iter(())
    start = line.start + marker_length(line.text)
    path = next(
        (section.path[:depth] for depth in range(len(section.path), 0, -1) if section.path[:depth] in owners), None
    )
    opens = path == section.path and line.start == section.start
    if path is not None and (owners[path].is_heading or (not opens and opens_task(text[start : line.end]))):
        return _unit_task(text, line, start, section, owners[path].unit, opens)
    # A title over a list is no sentence, whatever verb it holds ("1.3. Các cơ quan tham mưu quản lý ngành").
    is_title = (
        line.start == section.start
        and section.own_end < section.end
        and section.heading
        and not line.text.endswith((".", ";", ":"))
    )
    return iter(()) if is_closing(line.text) or is_title else _sentence_tasks(text, line, start, section, organisation)


def _is_under_label(text: str, section: Section, tree: SectionTree) -> bool:
    """Whether the section stands below a label with nothing behind it: "Cơ quan thực hiện:"."""
    parent = tree.parent(section)
    return parent is not None and is_bare_label(text[parent.start : parent.own_end].strip())


def _with_time_below(
    found: list[Assignment], line: Line | None, section: Section, tree: SectionTree
) -> Iterator[Assignment]:
    """`found`, with the time that a plain line right below the task gives it ("Thời gian hoàn thành: Tháng 12/2025.")."""
    time = TIME_LABEL.match(line.text) if line else None
    if (
        line
        and time
        and time["time"]
        and marker_length(line.text) == 0
        and tree.innermost(line.start) in (section, tree.parent(section))
    ):
        deadline = make_deadline(time["time"].rstrip(" .;"), line.start + time.start("time"))
        found = [a if a.deadline else replace(a, deadline=deadline) for a in found]
    yield from found


def _owner(text: str, section: Section, organisation: bool) -> _Owner | None:
    """The unit that is the section's heading, or the subject of its first line where that line ends in ":"."""
    found = heading_unit(section.heading) if section.heading else None
    at = text.find(section.heading, section.start, section.end) if found else -1
    if found and at >= 0:
        body = text[at + len(section.heading) : section.end].lstrip(" .:\n-+•")
        return (
            _Owner((at + found[0], at + found[1]), True)
            if organisation or _STRONG.match(body[:1].lower() + body[1:40])
            else None
        )
    own = text[section.start : section.own_end]
    first = own.split("\n", 1)[0].rstrip()
    start = marker_length(first)
    span = subject_unit(first[start:]) if first.endswith(":") else None
    if span is None or not (organisation or _is_strong(first[start + span[1] :])):
        return None
    return _Owner((section.start + start + span[0], section.start + start + span[1]), False)


def _unit_task(text: str, line: Line, start: int, section: Section, unit: _Span, opens: bool) -> Iterator[Assignment]:
    """The line as a task of the unit above it; of its own subject where it names one. `opens`: the line holds the heading."""
    if opens:
        match = _AFTER_HEADING.match(text, unit[1], line.end)
        start = match.end() if match else unit[1]
        if start >= line.end or heading_unit(text[unit[0] : line.end]):
            return
    task = text[start : line.end]
    if (
        not task.strip()
        or (task.rstrip().endswith(":") and len(task) < _LEAD_IN_ONLY)
        or (is_closing(task) and start == line.start)
    ):
        return
    own = subject_unit(task)
    if own and own[0] == 0:
        yield assign(text, (start, start + own[1]), (start + own[1], line.end), section)
    else:
        yield assign(text, unit, (start, line.end), section)


def _sentence_tasks(text: str, line: Line, start: int, section: Section, organisation: bool) -> Iterator[Assignment]:
    """Each sentence with a unit as its subject, with the sentences behind it up to the next such one."""
    found: list[tuple[_Span, int]] = []
    for sentence_start in [start, *(m.end() for m in _SENTENCE.finditer(text, start, line.end))]:
        span = subject_unit(text[sentence_start : line.end])
        if span is None:
            continue
        unit = (sentence_start + span[0], sentence_start + span[1])
        if organisation or _is_strong(text[unit[1] : line.end]):
            found.append((unit, sentence_start))
    for place, (unit, _) in enumerate(found):
        end = found[place + 1][1] if place + 1 < len(found) else line.end
        yield assign(text, unit, (unit[1], end), section)


def _is_strong(task: str) -> bool:
    """Whether a task opens with a word that assigns work, wherever in the plan it stands."""
    task = task.lstrip(" ,:")
    grounds = _ON_GROUNDS.match(task)
    return _STRONG.match(task) is not None or (grounds is not None and _STRONG.match(task, grounds.end()) is not None)
