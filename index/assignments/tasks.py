"""What the readers of assignments share: how an assignment is made, which role its words state, what a label looks like."""

from __future__ import annotations

import re

from index.assignments.deadlines import find_deadline
from index.document.markers import read_marker
from index.lexicon import role_words, weak_role_words
from index.records import Assignment, Deadline, Fact, Role, Section

_ROLE_WITHIN = 80  # characters; a role word further on belongs to a later clause
# A weak role word ("hỗ trợ", "kiểm tra") states a role only as a verb of the unit's: first, after a comma, after an adverb
_MAIN_VERB = re.compile(
    r"(?:^|[,;]\s+|(?<![^\W\d_])(?:và|tăng cường|tổ chức|thường xuyên|tiếp tục|chủ động|tích cực|khẩn trương|kịp thời|tổng hợp|lồng ghép|gửi|chế độ|định kỳ|đột xuất|trách nhiệm|nhiệm vụ|công tác|(?:hằng|hàng) (?:năm|quý|tháng|tuần))\s+|\)\s+)$"
)

# "được phân công chủ trì nhiệm vụ tại Kế hoạch này | có trách nhiệm …" tells which unit is meant, not its role
_WHICH = re.compile(r"\s*được (?:giao|phân công)[^.;:]{0,140}?\s(?=(?:có|chịu) trách nhiệm(?![^\W\d_]))")
_BOARDS = re.compile(
    r"(?<![^\W\d_])(?:ban chỉ đạo|tổ giám sát|đoàn (?:kiểm tra|giám sát))(?![^\W\d_])"
)  # names, not what is done
# "giúp Chủ tịch UBND tỉnh | theo dõi, đôn đốc": the role is the verb's
_HELPS_TO = re.compile(r"giúp(?:\s+[^\s,;]+){1,10}\s+(?:theo dõi|đôn đốc|kiểm tra|giám sát|tổng hợp|báo cáo|chỉ đạo)")

# Words that assign work wherever in the plan they stand
STRONG = re.compile(
    r"(?:chủ trì|phối hợp|tham mưu|có trách nhiệm|chịu trách nhiệm|chỉ đạo|theo dõi|giám sát|hướng dẫn|tiếp tục|xây dựng|tổ chức|rà soát|đề xuất|phải nêu cao|"
    r"tiến hành|tổng hợp|báo cáo|gửi|định kỳ|tập trung|chủ động|bám sát|tiếp nhận|khẩn trương|có phân công|có kế hoạch|có giải pháp|có phương án|được giao|được phân công (?:chủ trì|phối hợp|tham mưu|theo dõi|phụ trách|làm)|quyết định(?! số)|huy động|(?:họp )?xét|xem xét|bố trí|cử|nghiên cứu|khảo sát|vận động|lập|là (?:cơ quan|đơn vị) (?:thường trực|chủ trì|đầu mối)|là đầu mối|làm (?:đầu mối|nòng cốt))"
)
_MARK = r"(?:[-+•]\s*|[a-zđ]\)\s*|\d+(?:\.\d+)*\.\s*)?"
# "Đơn vị chủ trì:", "- Cơ quan phối hợp thực hiện:", "Chủ trì:", "Cơ quan thực hiện:"
UNIT_LABEL = re.compile(
    _MARK + r"(?:(?:Đơn vị|Cơ quan|Bộ phận|Tổ chức|Phân công)(?:,? (?:đơn vị|cơ quan))?\s+)?"
    r"(?P<role>[Cc]hủ trì|[Pp]hối hợp|[Tt]hực hiện|[Cc]hịu trách nhiệm|[Đđ]ầu mối|[Tt]ham mưu)(?:[^:.;]{0,30})?\s*:\s*(?P<unit>\S.*)?$"
)
TIME_LABEL = re.compile(_MARK + r"(?:Thời gian|Thời hạn|Tiến độ)[^:]{0,40}:\s*(?P<time>\S.*)?$")
PRODUCT_LABEL = re.compile(_MARK + r"(?:Sản phẩm|Kết quả)[^:]{0,40}:\s*(?P<product>\S.*)?$")
_OTHER_LABEL = re.compile(
    r"(?:[-+•]\s*|[a-zđ]\)\s*)?(?:Sản phẩm|Kết quả|Kinh phí|Nguồn kinh phí|Người|Lãnh đạo (?:phụ trách|chỉ đạo|theo dõi)|Địa điểm|Đối tượng|Thành phần|Số lượng|Hình thức|Phạm vi|Quy mô)[^:]{0,40}:"
)
_BARE = re.compile(_MARK + r"(?:(?:Cơ quan|Đơn vị|Phân công)[^:]{0,30}|Thời gian[^:]{0,20}):?\s*$")
_MAX_BARE = 50  # characters of a line that only announces labels


def role_of(task: str) -> Role:
    """The role that the task's opening words state; "thực hiện" where they state none."""
    which = _WHICH.match(task)
    opening = _BOARDS.sub("", task[which.end() if which else 0 :][:_ROLE_WITHIN].lower().split(";")[0])
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
    stated.sort()
    if len(stated) > 1 and _HELPS_TO.match(opening, stated[0][0]):
        del stated[0]
    return Role(stated[0][1]) if stated else Role.PERFORM


def assign(
    text: str,
    unit: tuple[int, int],
    task: tuple[int, int],
    section: Section,
    role: Role | None = None,
    deadline: Deadline | None = None,
    product: Fact | None = None,
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
        product=product,
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
