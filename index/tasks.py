"""What the readers of assignments share: how an assignment is made, which role its words state, what a label looks like."""

from __future__ import annotations

import re

from index.deadlines import find_deadline
from index.lexicon import role_words, weak_role_words
from index.markers import read_marker
from index.records import Assignment, Deadline, Role, Section

_ROLE_WITHIN = 80  # characters; a role word further on belongs to a later clause
# A weak role word ("hỗ trợ", "kiểm tra") states a role only as a verb of the unit's: first, after a comma, after an adverb
_MAIN_VERB = re.compile(
    r"(?:^|[,;]\s+|(?<![^\W\d_])(?:và|tăng cường|tổ chức|thường xuyên|tiếp tục|chủ động|tích cực|khẩn trương|định kỳ|trách nhiệm|nhiệm vụ|công tác|(?:hằng|hàng) (?:năm|quý|tháng|tuần))\s+|\)\s+)$"
)

_MARK = r"(?:[-+•]\s*|[a-zđ]\)\s*|\d+(?:\.\d+)*\.\s*)?"
# "Đơn vị chủ trì:", "- Cơ quan phối hợp thực hiện:", "Chủ trì:", "Cơ quan thực hiện:"
UNIT_LABEL = re.compile(
    _MARK + r"(?:(?:Đơn vị|Cơ quan|Bộ phận|Tổ chức|Phân công)(?:,? (?:đơn vị|cơ quan))?\s+)?"
    r"(?P<role>[Cc]hủ trì|[Pp]hối hợp|[Tt]hực hiện|[Cc]hịu trách nhiệm|[Đđ]ầu mối|[Tt]ham mưu)(?:[^:.;]{0,30})?\s*:\s*(?P<unit>\S.*)?$"
)
TIME_LABEL = re.compile(_MARK + r"(?:Thời gian|Thời hạn|Tiến độ)[^:]{0,40}:\s*(?P<time>\S.*)?$")
_OTHER_LABEL = re.compile(r"(?:[-+•]\s*|[a-zđ]\)\s*)?(?:Sản phẩm|Kết quả|Kinh phí|Nguồn kinh phí)[^:]{0,40}:")
_BARE = re.compile(_MARK + r"(?:(?:Cơ quan|Đơn vị|Phân công|Tổ chức)[^:]{0,30}|Thời gian[^:]{0,20}):?\s*$")
_MAX_BARE = 50  # characters of a line that only announces labels


def role_of(task: str) -> Role:
    """The role that the task's opening words state; "thực hiện" where they state none."""
    opening = task[:_ROLE_WITHIN].lower()
    stated = [(opening.find(word), role) for word, role in role_words().items() if word in opening]
    weak = weak_role_words()
    for word, role in weak.items():
        found = next(
            (
                m.start()
                for m in re.finditer(rf"(?<![^\W\d_]){word}(?![^\W\d_])", opening)
                if _MAIN_VERB.search(opening[: m.start()])
            ),
            None,
        )
        if found is not None:
            stated.append((found, role))
    return Role(min(stated)[1]) if stated else Role.PERFORM


def assign(
    text: str,
    unit: tuple[int, int],
    task: tuple[int, int],
    section: Section,
    role: Role | None = None,
    deadline: Deadline | None = None,
) -> Assignment:
    """The assignment of `text[task]` to `text[unit]`; role and deadline are read from the task where they are not given."""
    start, end = _trim(text, *task)
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


def marker_length(line: str) -> int:
    """How many characters the numbering sign of a line takes."""
    marker = read_marker(line)
    return marker.length if marker else 0


def is_label(line: str) -> bool:
    """Whether a line is a labelled one: who, when, with what result ("Thời gian thực hiện: …")."""
    return bool(UNIT_LABEL.match(line) or TIME_LABEL.match(line) or _OTHER_LABEL.match(line))


def is_bare_label(line: str) -> bool:
    """Whether a line only announces labels: "b) Cơ quan thực hiện:"."""
    return bool(_BARE.match(line)) and len(line) < _MAX_BARE
