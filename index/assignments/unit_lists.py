"""Lists of units taken apart: "Sở Tài chính, Sở Nội vụ và UBND các xã, phường" is three units, "các sở, ban, ngành" is one."""

from __future__ import annotations

import re
from functools import cache

from index.document.layout import is_person_name
from index.lexicon import known_units, unit_head_pattern
from index.vietnamese import expand, key

_JOINT = re.compile(
    r"\s*[;\n]\s*(?:[-+•]\s*)?(?:và\s+|cùng\s+)?|\s*,\s*(?:và\s+|cùng(?:\s+với)?\s+)?|\s+(?:và|cùng(?:\s+với)?)\s+|(?<=\w)\s+[-+]\s+(?=(?:Sở|UBND|Công an)\s)"
)
# "các sở, ban, ngành", "báo, đài": one name although it holds commas
_WHOLE = re.compile(
    r"(?:các\s+)?(?:sở,\s+(?:ban,\s+)?ngành|ban,\s+ngành|báo,\s+đài|bộ,\s+ngành|tổ chức,\s+cá nhân)", re.IGNORECASE
)
# What carries on the name before it: "các sở, | ban ngành", "UBND các huyện, | các thị xã", "các cấp, | các ngành"
_SAME_NAME = re.compile(
    r"(?:ban,? ngành|các (?:huyện|thị xã|thành phố|xã|phường|quận|đặc khu|thôn|ngành|cấp)(?![^\W\d_])|thành phố|ngành(?! Y tế)|khối|cụm|địa phương,)",
    re.IGNORECASE,
)
_PRESS = re.compile(r"(?:Báo|Đài)\s+và\s")  # "Báo | và Phát thanh, Truyền hình tỉnh"
_MANY = re.compile(r"(?:các|những|toàn thể|tất cả các|một số|mỗi)\s", re.IGNORECASE)
_BARE_MANY = re.compile(r"các\s\S+", re.IGNORECASE)  # "Các Vụ, | Cục thuộc Bộ"
_PERSON = re.compile(r"(?:đồng chí|đ/c|ông|bà)\s+", re.IGNORECASE)  # "đồng chí Nguyễn Văn A|, Phó Chủ tịch UBND tỉnh"
_BARE_OF = re.compile(r"\S+\s(?:thuộc|trực thuộc|có liên quan|liên quan|của)\s")
# Nouns that add to a group ("các cơ quan, | đơn vị"), and are units of their own only after a named one ("Sở Y tế và | đơn vị liên quan")
_COMMON = re.compile(
    r"(?:cơ quan|đơn vị|tổ chức|địa phương|đoàn thể|doanh nghiệp|chính quyền|cơ sở|hội|hiệp hội|quỹ|viện|trường|đại học|học viện|trung tâm|bệnh viện|trạm|chủ đầu tư|cấp ủy|nhà trường|hệ thống|sở|ban|bộ|phòng|tổ|nhóm|cục|chi cục|ngân hàng|báo|đài|công ty|tập đoàn|văn phòng|thủ trưởng|giám đốc|chủ tịch|người đứng đầu|ủy ban|mặt trận|công an|nhà)(?![^\W\d_])",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:các|những|toàn thể|tất cả|một số|mỗi|người đứng đầu|cơ quan|đơn vị|tổ chức|doanh nghiệp|sở,|sở ngành|(?:thủ trưởng|giám đốc|chủ tịch|lãnh đạo) các|thủ trưởng (?:cơ quan|đơn vị|sở)|cấp ủy|đoàn thể|hội,|viện,)(?![^\W\d_])",
    re.IGNORECASE,
)
_APART = re.compile(r"(?:hệ thống|nhà (?:cung cấp|đầu tư))\s", re.IGNORECASE)  # no member of the group before it
_LEVEL_END = re.compile(
    r"(?:cấp|tuyến) (?:tỉnh|huyện|xã|cơ sở|trung ương)$"
)  # "các trung tâm y tế cấp huyện, | trạm y tế cấp xã"
# "các sở, ban, ngành Thành phố | và đơn vị có liên quan", "Các doanh nghiệp viễn thông | , tổ chức, cá nhân có liên quan"
_RELATED = re.compile(
    r"và (?:(?:cơ quan|đơn vị|tổ chức|cá nhân|địa phương)(?:, )?)+ (?:có )?liên quan|, tổ chức, cá nhân (?:có )?liên quan",
    re.IGNORECASE,
)
_LONG_GROUP = 4  # syllables of a group that is more than "các cơ quan"
# "Phòng Kế hoạch - Tài chính, | Sở Y tế": whose department it is
_DEPARTMENT = re.compile(r"(?:Phòng|Khoa|Bộ phận|Tổ)\s")
_ITS_BODY = re.compile(r"(?:Sở|Cục|Bộ|Bệnh viện|Trường|Trung tâm|Công ty)\s")
# "Văn phòng Đoàn đại biểu Quốc hội | và Hội đồng nhân dân tỉnh", "Văn phòng HĐND | và UBND huyện"
_OFFICE = re.compile(
    r"(?:Chánh\s+)?Văn phòng\s+(?:HĐND|Hội đồng|Đoàn (?:đại biểu|ĐBQH)|Đảng ủy|Huyện ủy|Tỉnh ủy)[^,;]*$"
)
_SERVED = re.compile(r"(?:HĐND|Hội đồng nhân dân|UBND|U[ỷy] ban nhân dân|Ủy ban nhân dân)(?:\s|$)")
_OPEN_END = re.compile(r"(?:\s|^)(?:và|của|các|những|với|cho|thuộc|về|trực thuộc)$")

_Span = tuple[int, int]


def split_units(names: str) -> list[_Span]:
    """Where each unit of a list stands in `names`; one span, the whole, for a single name and wherever a part is no whole name."""
    spans: list[_Span] = []
    start = 0
    for joint in _JOINT.finditer(names):
        if joint.start() < start or _in_brackets(names, joint.start()):
            continue
        if _parts(names[start : joint.start()], joint.group(), names[joint.end() :]):
            spans.append((start, joint.start()))
            start = joint.end()
    spans.append((start, len(names.rstrip(" ,;."))))
    return spans if all(_is_complete(names[a:b]) for a, b in spans) else [(0, len(names))]


def _parts(left: str, joint: str, right: str) -> bool:
    """Whether a new unit begins at `right`."""
    if not (_opens_name(right) and _is_complete(left)):
        return False
    if ";" in joint or "\n" in joint:
        return _is_complete(re.split(r"[;\n]", right)[0])
    if not _is_complete(_first_name(right)):
        return False
    if _is_known(left, joint, right) or _SAME_NAME.match(right):
        return False
    person = _PERSON.match(left)
    if person and joint.strip() == "," and is_person_name(left[person.end() :]):
        return False
    if _BARE_MANY.fullmatch(left) and _BARE_OF.match(right):
        return False
    if _DEPARTMENT.match(left) and _ITS_BODY.match(right) and joint.strip() == ",":
        return False
    if _OFFICE.match(left) and _SERVED.match(right) and joint.strip() == "và":
        return False
    if (
        _MANY.match(right)
        or _APART.match(right)
        or _LEVEL_END.search(left)
        or (len(left.split()) >= _LONG_GROUP and _RELATED.match(_to_end(joint, right)))
    ):
        return True
    if _WHOLE.match(right) or (_COMMON.match(right) and right[:1].islower()) or _is_general(right):
        return not _GROUP.match(left)
    return right[:1].isupper()


def _to_end(joint: str, right: str) -> str:
    """What follows the joint, with its "và" in front."""
    return ("và " if "và" in joint else ", ") + right


def _opens_name(words: str) -> bool:
    return bool(_WHOLE.match(words)) or unit_head_pattern().match(words) is not None


def _is_general(words: str) -> bool:
    """Whether a capital only starts a common noun: the "Cơ quan" of "các Bộ, Cơ quan ngang Bộ"."""
    return (
        re.match(
            r"(?:Cơ quan|Đơn vị|Tổ chức|Địa phương|Đoàn thể|Ngành)\s|Mặt trận(?: Tổ quốc)?(?=\s*(?:[,;]|và\s|$))", words
        )
        is not None
    )


def _first_name(words: str) -> str:
    whole = _WHOLE.match(words)
    if whole:
        return whole.group()
    joint = next(
        (j for j in _JOINT.finditer(words) if not _PRESS.match(words) or len(words[: j.start()].split()) > 1), None
    )
    return words[: joint.start()] if joint else words


def _is_known(left: str, joint: str, right: str) -> bool:
    """Whether a known name reaches over the joint: "Sở Văn hóa, Thể thao và Du lịch"."""
    before, after = key(expand(left)), key(expand(_first_name(right)))
    return any(
        before.endswith(head) and after.startswith(tail) for head, tail in _known_joints().get(joint.strip(), ())
    )


@cache
def _known_joints() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name in known_units():
        for joint in _JOINT.finditer(name):
            head, tail = key(name[: joint.start()]), key(_first_name(name[joint.end() :]))
            found.setdefault(joint.group().strip(), []).append((head, tail))
    return {joint: tuple(pairs) for joint, pairs in found.items()}


def _is_complete(name: str) -> bool:
    """Whether `name` is more than a bare head ("Ban", "Sở") and doesn't break off ("Ủy ban nhân dân các")."""
    name = name.strip()
    return len(expand(name).split()) >= 2 and not _OPEN_END.search(name) and name.count("(") == name.count(")")


def _in_brackets(names: str, position: int) -> bool:
    return names.count("(", 0, position) > names.count(")", 0, position)
