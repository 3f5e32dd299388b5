"""Who does what by when. Plans say it in four forms, each read by one function below:

- a heading that is a unit, its tasks under it          "3. Sở Tài chính: Chủ trì …"
- a sentence whose subject is a unit                    "Ban Tuyên giáo Huyện ủy tiếp tục …", "Giao Sở Y tế chủ trì …"
- labelled lines under a task                           "Đơn vị chủ trì: …", "Đơn vị phối hợp: …", "Thời gian thực hiện: …"
- a task table                                          Nhiệm vụ | Chủ trì | Phối hợp | Thời gian
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.deadlines import find_deadline, make_deadline
from index.layout import Line
from index.lexicon import role_words, unit_head_pattern
from index.markers import read_marker
from index.outline import is_closing
from index.records import Assignment, Deadline, Role, Section
from index.tables import Row, Table, innermost
from index.units import heading_unit, subject_unit, unit_key
from index.vietnamese import fold

_ORGANISATION = re.compile(r"to chuc thuc hien|phan cong|^trach nhiem|trach nhiem (?:thuc hien|to chuc|cua|cac)|nhiem vu cua cac|to chuc trien khai")
_STRONG = re.compile(r"(?:chủ trì|phối hợp|tham mưu|có trách nhiệm|chịu trách nhiệm|chỉ đạo|theo dõi|giám sát|hướng dẫn|tiếp tục|xây dựng|tổ chức|rà soát|đề xuất|phải nêu cao)")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“])")
_LEAD_IN_ONLY = 60  # characters; a shorter line that ends in ":" only announces the list below it
_ROLE_WITHIN = 80  # characters; a role word further on belongs to a later clause

# "Đơn vị chủ trì:", "- Cơ quan phối hợp thực hiện:", "Chủ trì:", "Cơ quan thực hiện:"
_UNIT_LABEL = re.compile(
    r"(?:[-+•]\s*|[a-zđ]\)\s*|\d+\.\s*)?(?:(?:Đơn vị|Cơ quan|Bộ phận|Tổ chức|Phân công)(?:,? (?:đơn vị|cơ quan))?\s+)?"
    r"(?P<role>[Cc]hủ trì|[Pp]hối hợp|[Tt]hực hiện|[Cc]hịu trách nhiệm|[Đđ]ầu mối|[Tt]ham mưu)(?:[^:.;]{0,30})?\s*:\s*(?P<unit>\S.*)?$"
)
_TIME_LABEL = re.compile(r"(?:[-+•]\s*|[a-zđ]\)\s*|\d+\.\s*)?(?:Thời gian|Thời hạn|Tiến độ)[^:]{0,40}:\s*(?P<time>\S.*)?$")
_OTHER_LABEL = re.compile(r"(?:[-+•]\s*|[a-zđ]\)\s*)?(?:Sản phẩm|Kết quả|Kinh phí|Nguồn kinh phí)[^:]{0,40}:")
_MAX_TASK = 1_500  # characters a task under labels may span; beyond it the heading alone stands for it

_TASK_COLUMN = re.compile(r"nhiem vu|noi dung|cong viec|hoat dong|giai phap|de an|ten ")
_LEAD_COLUMN = re.compile(r"chu tri|don vi thuc hien|co quan thuc hien|phu trach|trach nhiem")
_SUPPORT_COLUMN = re.compile(r"phoi hop")
_TIME_COLUMN = re.compile(r"thoi gian|thoi han|tien do|hoan thanh")


def read_assignments(text: str, lines: Sequence[Line], sections: Sequence[Section], tables: Sequence[Table]) -> tuple[Assignment, ...]:
    """The assignments of a plan in reading order. `lines` are the body's."""
    found = [*_from_headings_and_sentences(text, lines, sections), *_from_labels(text, lines, sections), *_from_tables(text, tables)]
    unique: dict[tuple[str, int, int], Assignment] = {}
    for assignment in sorted(found, key=lambda a: (a.start, a.unit_start)):
        unique.setdefault((unit_key(assignment.unit), assignment.start, assignment.end), assignment)
    return tuple(unique.values())


def in_organisation(section: Section, sections: Sequence[Section]) -> bool:
    """Whether the section stands in the part of the plan that assigns work ("Tổ chức thực hiện")."""
    return any(_ORGANISATION.search(fold(s.heading)) for s in sections if s.start <= section.start and s.end >= section.end)


def role_of(task: str) -> Role:
    """The role that the task's opening words state; "thực hiện" where they state none."""
    opening = task[:_ROLE_WITHIN].lower()
    stated = [(opening.find(word), role) for word, role in role_words().items() if word in opening]
    return Role(min(stated)[1]) if stated else Role.PERFORM


# --- headings and sentences ---------------------------------------------------------------------------------------------


def _from_headings_and_sentences(text: str, lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[Assignment]:
    units = {s.path: span for s in sections for span in [_section_unit(text, s, sections)] if span}
    organisation = {s.path for s in sections if in_organisation(s, sections)}
    for line in lines:
        section = innermost(sections, line.start)
        if section is None or "\t" in line.text or _is_label(line.text):
            continue
        owner = _owner(section, units)
        start = line.start + _marker_length(line.text)
        if owner is not None:
            yield from _unit_task(text, line, start, section, units[owner], owner)
        elif not is_closing(line.text):
            yield from _sentence_tasks(text, line, start, section, section.path in organisation)


def _section_unit(text: str, section: Section, sections: Sequence[Section]) -> tuple[int, int] | None:
    """Span of the unit that is the section's heading."""
    if not section.heading or not (found := heading_unit(section.heading)):
        return None
    start = text.find(section.heading, section.start, section.end)
    if start < 0:
        return None
    body = text[start + len(section.heading) : section.end].lstrip(" .:\n-+•")
    if not in_organisation(section, sections) and not _STRONG.match(body[:1].lower() + body[1:40]):
        return None
    return start + found[0], start + found[1]


def _owner(section: Section, units: dict[tuple[str, ...], tuple[int, int]]) -> tuple[str, ...] | None:
    """Path of the innermost unit-headed section around `section`, itself included."""
    for depth in range(len(section.path), 0, -1):
        if section.path[:depth] in units:
            return section.path[:depth]
    return None


def _unit_task(text: str, line: Line, start: int, section: Section, unit: tuple[int, int], owner: tuple[str, ...]) -> Iterator[Assignment]:
    """The line as a task of the unit in the heading above it; of its own subject where it names one."""
    if section.path == owner and line.start == section.start:
        start = _after_heading(text, unit[1], line.end)
        if start >= line.end:
            return
    task = text[start : line.end]
    if not task.strip() or (task.rstrip().endswith(":") and len(task) < _LEAD_IN_ONLY) or (is_closing(task) and start == line.start):
        return
    own = subject_unit(task)
    if own and own[0] == 0:
        yield _assignment(text, (start + own[0], start + own[1]), start + own[1], line.end, section)
        return
    yield _assignment(text, unit, start, line.end, section)


def _after_heading(text: str, unit_end: int, line_end: int) -> int:
    """Where the task starts behind "Sở Tài chính: " or "Sở Tài chính (cơ quan chủ trì): "."""
    match = re.compile(r"\s*(?:\([^)\n]*\))?\s*[:.;]?\s*").match(text, unit_end, line_end)
    return match.end() if match else unit_end


def _sentence_tasks(text: str, line: Line, start: int, section: Section, organisation: bool) -> Iterator[Assignment]:
    """Each sentence with a unit as its subject, with the sentences behind it up to the next such one."""
    found: list[tuple[tuple[int, int], int]] = []
    for sentence_start in [start, *(m.end() for m in _SENTENCE.finditer(text, start, line.end))]:
        span = subject_unit(text[sentence_start : line.end])
        if span is None:
            continue
        unit = (sentence_start + span[0], sentence_start + span[1])
        if organisation or _STRONG.match(text[unit[1] : unit[1] + 30].lstrip(" ,")):
            found.append((unit, sentence_start))
    for place, (unit, _) in enumerate(found):
        end = found[place + 1][1] if place + 1 < len(found) else line.end
        yield _assignment(text, unit, unit[1], end, section)


def _assignment(text: str, unit: tuple[int, int], start: int, end: int, section: Section, role: Role | None = None, deadline: Deadline | None = None) -> Assignment:
    start, end = _trim(text, start, end)
    return Assignment(
        unit=text[unit[0] : unit[1]],
        role=role or role_of(text[start:end]),
        start=start,
        end=end,
        path=section.path,
        address=section.address,
        unit_start=unit[0],
        unit_end=unit[1],
        deadline=deadline or find_deadline(text, start, end),
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,:;\n":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    return start, end


def _marker_length(line: str) -> int:
    marker = read_marker(line)
    return marker.length if marker else 0


def _is_label(line: str) -> bool:
    return bool(_UNIT_LABEL.match(line) or _TIME_LABEL.match(line) or _OTHER_LABEL.match(line))


# --- labelled lines -----------------------------------------------------------------------------------------------------


def _from_labels(text: str, lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[Assignment]:
    by_path = {s.path: s for s in sections}
    group: list[tuple[Section, Line, re.Match[str]]] = []
    task: tuple[int, int] | None = None
    for position, line in enumerate(lines):
        unit = _UNIT_LABEL.match(line.text)
        time = _TIME_LABEL.match(line.text)
        if unit and unit["unit"] and _names_units(unit["unit"]):
            section = innermost(sections, line.start)
            if section is None:
                continue
            if not group:
                task = _labelled_task(text, lines, position, section, by_path)
            group.append((section, line, unit))
        elif time and time["time"] and group:
            when = time["time"].rstrip(" .;")
            yield from _close_group(group, task, text, make_deadline(when, line.start + time.start("time")))
            group = []
        elif group and not unit and not _OTHER_LABEL.match(line.text) and not time:
            yield from _close_group(group, task, text, None)
            group = []
    yield from _close_group(group, task, text, None)


def _names_units(words: str) -> bool:
    return bool(unit_head_pattern().match(words)) and subject_unit(words) is None


def _close_group(group: list[tuple[Section, Line, re.Match[str]]], task: tuple[int, int] | None, text: str, deadline: Deadline | None) -> Iterator[Assignment]:
    if task is None:
        return
    for section, line, label in group:
        role = {"phối hợp": Role.SUPPORT, "thực hiện": Role.PERFORM, "tham mưu": Role.ADVISE}.get(label["role"].lower(), Role.LEAD)
        unit_start = line.start + label.start("unit")
        unit_end = unit_start + len(label["unit"].rstrip(" .;,"))
        assigned = _assignment(text, (unit_start, unit_end), task[0], task[1], section, role, deadline)
        yield replace(assigned, deadline=deadline)


def _labelled_task(text: str, lines: Sequence[Line], position: int, section: Section, by_path: dict[tuple[str, ...], Section]) -> tuple[int, int] | None:
    """The task that the labels at `position` are about: the lines above them in the section, or the section's heading."""
    holder = section
    if read_marker(lines[position].text) is not None and section.start == lines[position].start:
        holder = by_path.get(section.path[:-1], section)
    while len(holder.path) > 1 and _is_bare_label(text, holder):
        holder = by_path.get(holder.path[:-1], holder)
    first = position
    while first > 0 and lines[first - 1].start >= holder.start and (_is_label(lines[first - 1].text) or _is_bare(lines[first - 1].text)):
        first -= 1
    if first == 0 or lines[first - 1].start < holder.start:
        return None
    start = holder.start + _marker_length(text[holder.start : holder.end])
    plain = read_marker(lines[position].text) is None
    previous = lines[first - 1]
    if (plain and previous.start > holder.start) or previous.end - start > _MAX_TASK:
        block = previous if plain else next(line for line in lines if line.start == holder.start)
        return block.start + _marker_length(block.text), block.end
    return start, previous.end


def _is_bare_label(text: str, section: Section) -> bool:
    """A section that only announces labels: "b) Cơ quan thực hiện:"."""
    return _is_bare(text[section.start : section.own_end].strip())


_BARE = re.compile(r"(?:[-+•]\s*|[a-zđ]\)\s*|\d+(?:\.\d+)*\.\s*)?(?:(?:Cơ quan|Đơn vị|Phân công|Tổ chức)[^:]{0,30}|Thời gian[^:]{0,20}):?\s*$")


def _is_bare(line: str) -> bool:
    return bool(_BARE.match(line)) and len(line) < 50


# --- task tables --------------------------------------------------------------------------------------------------------


def _from_tables(text: str, tables: Sequence[Table]) -> Iterator[Assignment]:
    for table in tables:
        task, lead = table.column(_TASK_COLUMN), table.column(_LEAD_COLUMN)
        support, time = table.column(_SUPPORT_COLUMN), table.column(_TIME_COLUMN)
        if task is None or (lead is None and support is None) or task in (lead, support):
            continue
        for row in table.rows:
            if len(row.cells) == len(table.header) and table.section is not None:
                yield from _row_assignments(text, row, table.section, task, {Role.LEAD: lead, Role.SUPPORT: support}, time)


def _row_assignments(text: str, row: Row, section: Section, task: int, columns: dict[Role, int | None], time: int | None) -> Iterator[Assignment]:
    words = row.cells[task]
    when = row.cells[time] if time is not None and row.cells[time].text.strip() else None
    deadline = make_deadline(when.text, when.start) if when else None
    for role, column in columns.items():
        if column is None or not words.text or not row.cells[column].text.strip(" -"):
            continue
        unit = row.cells[column]
        assigned = _assignment(text, (unit.start, unit.end), words.start, words.end, section, role, deadline)
        yield assigned
