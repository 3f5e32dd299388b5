"""Who does what by when. Plans say it in four forms:

- a heading that is a unit, its tasks under it          "3. Sở Tài chính: Chủ trì …"                        (here)
- a sentence whose subject is a unit                    "Ban Tuyên giáo Huyện ủy tiếp tục …", "Giao Sở Y tế …" (here)
- labelled lines under a task                           "Đơn vị chủ trì: …", "Thời gian thực hiện: …"       (`labelled_tasks`)
- a task table                                          Nhiệm vụ | Chủ trì | Phối hợp | Thời gian           (`table_tasks`)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.assignments.clauses import clause_starts, task_sentences, without_lead_in
from index.assignments.cooperation import supporting_units
from index.assignments.deadlines import find_deadline, make_deadline
from index.assignments.labelled_tasks import is_under_label, labelled_assignments, labelled_sentence, states_role_only
from index.assignments.named_behind import done_by, with_task_above
from index.assignments.owners import Owner, is_strong, owner_of
from index.assignments.table_tasks import table_assignments
from index.assignments.tasks import TIME_LABEL, assign, is_label, marker_length, role_of
from index.assignments.unit_lists import split_units
from index.assignments.unit_names import full_name, scope_of
from index.assignments.units import (
    heading_unit,
    is_short_for,
    names_holder,
    names_one,
    opens_task,
    subject_unit,
    unit_key,
)
from index.document.layout import Line
from index.document.outline import is_closing
from index.document.tree import SectionTree
from index.records import Assignment, Role, Section
from index.tables.tables import Table
from index.vietnamese import fold

__all__ = ["in_organisation", "read_assignments", "role_of"]

_ORGANISATION = re.compile(
    r"to chuc thuc hien|phan cong|^trach nhiem|trach nhiem (?:thuc hien|to chuc|cua|cac)|nhiem vu (?:cu the )?cua (?:cac|thanh vien)|to chuc trien khai"
)
# "Hằng năm, trước ngày 25 tháng 12, | các cơ quan …"; not "Đối với nhiệm vụ phát sinh trong năm 2025, …"
_OPENS_WITH_TIME = re.compile(r"(?:Hằng|Hàng|Mỗi|Định kỳ|Trước|Chậm nhất|Muộn nhất|Trong (?:tháng|quý|năm)|Đến)\s")
_LISTED = ("-", "–", "+", "•", "*")
_FOR_UNIT = re.compile(r"Đối với\s")  # "Đối với trạm y tế xã: Đổi mới …"
_TOLD = re.compile(
    r"(?<![^\W\d_])(?:giao(?: cho)?|đề nghị|yêu cầu|phân công)\s+$", re.IGNORECASE
)  # "…, giao | Sở Y tế"
_TOLD_WITHIN = 12  # characters
_ALSO = re.compile(r"(?:Đồng thời|Riêng|Ngoài ra|Bên cạnh đó|Trong đó),?\s")  # "Đồng thời, | các địa phương chủ động …"
# What tells of a body and gives it nothing to do: where it stands, and how it begins
_TELLS = re.compile(
    r"tinh hinh|thuc trang|ket qua|dac diem|boi canh|nguyen nhan|han che|thuan loi|kho khan|kinh phi|nguon von|quan diem|muc tieu|muc dich|yeu cau"
)
_DESCRIBES = re.compile(r"\s*(?:là|hoạt động|đóng vai trò|giữ vai trò|phải|cần)(?![^\W\d_])")
_TOLD_OWN = re.compile(
    r"(?:Giao|Phân công|Do)\s"
)  # under "6. Công an tỉnh": "Giao Phòng Cảnh sát … đấu tranh với …" is a duty of both
_SEMICOLON = re.compile(r";\s+")
_AFTER_HEADING = re.compile(r"\s*(?:\([^)\n]*\))?\s*[:.;]?\s*")  # "Sở Tài chính| (cơ quan chủ trì): |Chủ trì …"

_Span = tuple[int, int]


def read_assignments(
    text: str, lines: Sequence[Line], tree: SectionTree, tables: Sequence[Table], place: str = ""
) -> tuple[Assignment, ...]:
    """The assignments of a plan in reading order. `lines` are the body's; `place` is whose units are meant where a name leaves it out."""
    found = [
        *_unit_assignments(text, lines, tree),
        *labelled_assignments(text, lines, tree),
        *table_assignments(text, tables),
    ]
    unique: dict[tuple[str, int, int], Assignment] = {}
    single = [one for assignment in found for one in _each_unit(text, assignment, place)]
    for assignment in sorted(single, key=lambda a: (a.start, a.role is Role.SUPPORT, a.unit_start)):
        unique.setdefault((unit_key(assignment.unit), assignment.start, assignment.end), assignment)
    return tuple(unique.values())


def in_organisation(section: Section, tree: SectionTree) -> bool:
    """Whether the section stands in the part of the plan that assigns work ("Tổ chức thực hiện")."""
    return any(_ORGANISATION.search(fold(s.heading)) for s in (section, *tree.above(section)))


def _unit_assignments(text: str, lines: Sequence[Line], tree: SectionTree) -> Iterator[Assignment]:
    organisation = {s.path for s in tree.sections if in_organisation(s, tree)}
    owners = {
        s.path: owner
        for s in tree.sections
        for owner in [owner_of(text, s, s.path in organisation)]
        if owner or names_holder(s.heading)  # whose duties these are can't be read: not those of the unit further up
    }
    for position, line in enumerate(lines):
        section = tree.innermost(line.start)
        if section is None or "\t" in line.text or states_role_only(line, text, tree):
            continue
        found = _line_assignments(
            text, line, section, tree, owners, section.path in organisation or is_under_label(text, section, tree)
        )
        following = lines[position + 1] if position + 1 < len(lines) else None
        yield from _with_time_below(list(found), following, section, tree)


def _line_assignments(
    text: str,
    line: Line,
    section: Section,
    tree: SectionTree,
    owners: dict[tuple[str, ...], Owner | None],
    organisation: bool,
) -> Iterator[Assignment]:
    if is_label(line.text):
        sentence = labelled_sentence(line)
        return _sentence_tasks(text, line, sentence, section, tree, True) if sentence is not None else iter(())
    start = line.start + marker_length(line.text)
    path = next(
        (section.path[:depth] for depth in range(len(section.path), 0, -1) if section.path[:depth] in owners), None
    )
    owner = owners[path] if path is not None else None
    opens = path == section.path and line.start == section.start
    if is_closing(line.text):
        return _sentence_tasks(text, line, start, section, tree, True)
    # A title over a list is no sentence, whatever verb it holds ("1.3. Các cơ quan tham mưu quản lý ngành").
    is_title = (
        line.start == section.start
        and section.own_end < section.end
        and section.heading
        and not line.text.endswith((".", ";", ":"))
    )
    if owner is not None and (owner.is_heading or (not opens and opens_task(text[start : line.end]))):
        only_announces = is_title and not opens and not opens_task(text[start : line.end])
        return iter(()) if only_announces else _unit_task(text, line, start, section, owner, opens)
    return iter(()) if is_title else _sentence_tasks(text, line, start, section, tree, organisation)


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


def _unit_task(text: str, line: Line, start: int, section: Section, owner: Owner, opens: bool) -> Iterator[Assignment]:
    """Each sentence of the line as a task of the unit above it; of its own subject where it names one. `opens`: the line holds the heading."""
    if opens:
        match = _AFTER_HEADING.match(text, owner.unit[1], line.end)
        start = match.end() if match else owner.unit[1]
        if start >= line.end or heading_unit(text[owner.unit[0] : line.end]):
            return
    is_item = not opens and start > line.start
    for first, end in task_sentences(text, start, line.end, is_item):
        end = without_lead_in(text, first, end)
        task = text[first:end]
        if not task.strip():
            continue
        own = subject_unit(task)
        stated = own is not None and (own[0] == 0 or not is_item or _ALSO.match(task) is not None)
        if own and stated and not is_short_for(task[slice(*own)], text[slice(*owner.unit)]):
            yield from _with_helpers(
                text, assign(text, (first + own[0], first + own[1]), (first + own[1], end), section)
            )
        if not (own and stated) or _TOLD_OWN.match(task):
            yield from _with_helpers(
                text, _owned(assign(text, owner.unit, (first, end), section), owner), owner.helpers
            )
            yield from _own_clauses(text, first, end, section)


def _own_clauses(text: str, first: int, end: int, section: Section) -> Iterator[Assignment]:
    """The clauses between semicolons of a unit's line that are another unit's: "…; Hội Phụ nữ xã phụ trách bếp ăn"."""
    helpers = [*supporting_units(text, first, end)]
    joints = [*_SEMICOLON.finditer(text, first, end)]
    for place, joint in enumerate(joints):
        closes = joints[place + 1].start() if place + 1 < len(joints) else end
        own = subject_unit(text[joint.end() : closes])
        if own and own[0] == 0 and text[joint.end()].isupper() and not any(x <= joint.end() < y for x, y in helpers):
            unit = (joint.end(), joint.end() + own[1])
            yield from _with_helpers(text, assign(text, unit, (unit[1], closes), section))


def _owned(assignment: Assignment, owner: Owner) -> Assignment:
    """With the role that the words above the list state, unless the task states one itself."""
    return replace(assignment, role=owner.role) if owner.role and assignment.role is Role.PERFORM else assignment


def _only_tells(text: str, position: int, section: Section, tree: SectionTree) -> bool:
    """Whether what follows a body's name at `position` describes it, or stands where a plan tells of the past, of money or of aims."""
    headings = " . ".join(fold(above.heading) for above in (section, *tree.above(section)))
    return _DESCRIBES.match(text, position) is not None or _TELLS.search(headings) is not None


def _sentence_tasks(
    text: str, line: Line, start: int, section: Section, tree: SectionTree, organisation: bool
) -> Iterator[Assignment]:
    """Each sentence with a unit as its subject, with the sentences behind it up to the next such one."""
    found: list[tuple[_Span, int]] = []
    for sentence_start in clause_starts(text, start, line.end):
        span = subject_unit(text[sentence_start : line.end])
        if span is None or (
            found and sentence_start < found[-1][0][1]
        ):  # a clause's start may be a name inside a list of units
            continue
        unit = (sentence_start + span[0], sentence_start + span[1])
        if (
            organisation
            or is_strong(text[unit[1] : line.end])
            or (span[0] == 0 and names_one(text[slice(*unit)]) and not _only_tells(text, unit[1], section, tree))
            or _FOR_UNIT.match(text, sentence_start)
            or _TOLD.search(text, max(sentence_start, unit[0] - _TOLD_WITHIN), unit[0])
        ):
            found.append((unit, sentence_start))
    for place, (unit, opening) in enumerate(found):
        end = found[place + 1][1] if place + 1 < len(found) else line.end
        for first, last in task_sentences(text, unit[1], end, line.text.startswith(_LISTED)):
            last = without_lead_in(text, first, last)
            if first == last:
                continue
            made = assign(text, unit, (first, last), section)
            if made.deadline is None and first == unit[1] and _OPENS_WITH_TIME.match(text, opening):
                made = replace(made, deadline=find_deadline(text, opening, unit[0]))
            yield from (with_task_above(text, one, section, tree) for one in _with_helpers(text, made))
    if not found:
        for first, last in task_sentences(text, start, line.end, True):
            yield from done_by(text, first, last, section)


def _with_helpers(text: str, assignment: Assignment, more: Sequence[_Span] = ()) -> Iterator[Assignment]:
    """The assignment and one for each unit that it is to be done with."""
    yield assignment
    for start, end in (*supporting_units(text, assignment.start, assignment.end), *more):
        yield replace(assignment, unit=text[start:end], unit_start=start, unit_end=end, role=Role.SUPPORT)


def _each_unit(text: str, assignment: Assignment, place: str) -> Iterator[Assignment]:
    """One assignment for each unit of a list, with its name in full and the place whose unit it is."""
    for start, end in split_units(assignment.unit):
        unit = assignment.unit[start:end]
        at = assignment.unit_start
        yield replace(
            assignment,
            unit=unit,
            unit_start=at + start,
            unit_end=at + end,
            unit_name=full_name(unit),
            scope=scope_of(unit, place),
        )
