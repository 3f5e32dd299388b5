"""Units in questions: any way people write a name, matched to the units that the plans assign work to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.assignments.units import subject_unit, unit_key
from index.lexicon import known_units, unit_head_pattern
from index.records import Plan
from rag.understanding.phrases import find_phrases

_LEVELS = re.compile(r" (?:tỉnh|thành phố|huyện|cấp tỉnh|cấp huyện|cấp xã|địa phương|thị xã)$")
_LISTS = re.compile(r"^(?:các|những|toàn bộ) ")
_SCOPE_BEFORE = re.compile(
    r"(?:của|thuộc|ở|tại|trong|trực thuộc|với|báo cáo về|gửi về|về|báo cáo cho|gửi cho|(?<!giao )(?<!giao việc )(?<!phân công )cho|báo cáo|lên|trình)$"
)
# "nhiệm vụ của | Sở Y tế", "tôi công tác ở | Sở Y tế"
_SUBJECT_BEFORE = re.compile(
    r"(?:công tác|làm việc|đang làm|cán bộ|công chức|chuyên viên|nhân viên|lãnh đạo|văn thư|người) (?:ở|tại|của|bên)$|(?:nhiệm vụ|trách nhiệm|việc|vai trò|công việc|phần việc|đầu việc|chức năng|phân công|danh sách|hạn|thời hạn) (?:chính |cụ thể )?của$"
)
_LONG_NAME = (
    3  # syllables after which the rest of a longer name may be left out ("Mặt trận Tổ quốc [Việt Nam thành phố]")
)
_MIN_ALIAS = 2  # syllables; one alone ("sở", "tổ") names no unit


@dataclass(frozen=True)
class UnitMention:
    """A unit named in a question: `name` in compared form; `is_scope` when it only says whose plan or whose department."""

    name: str
    start: int
    end: int
    is_scope: bool


@cache
def unit_aliases(unit: str) -> frozenset[str]:
    """The forms under which a unit as written in a plan may be asked for, compared: the whole, each part of a list, without level."""
    names = {unit_key(unit)}
    parts = [part.strip() for part in re.split(r"[,;]| và (?=(?:Sở|UBND|Ủy ban|Công an|Ban|Hội|các|Các)\b)", unit)]
    parts = [part for part in parts if unit_head_pattern().match(part)]
    for part in (*parts, re.split(r",\s*(?=Sở |Ban |Văn phòng |UBND )", unit)[0]):
        names.add(unit_key(part))
    for name in list(names):
        names.add(_LEVELS.sub("", name))
        names.add(_LISTS.sub("", name))
        names.add(_LEVELS.sub("", _LISTS.sub("", name)))
        names.add(re.sub(r"^uỷ ban mặt trận|^ủy ban mặt trận", "mặt trận", name))
        names.add(re.sub(r"^mặt trận tổ quốc.*", "mặt trận", name))
        names.add(re.sub(r" (?:việt nam|có liên quan|liên quan)( .*)?$", "", name))
        names.add(re.sub(r"^(ủy ban nhân dân) các (huyện|xã|phường|quận).*$", r"\1 \2", name))
        names.add(re.sub(r"^(ủy ban nhân dân) các (huyện).*$", r"\1 cấp huyện", name))
        names.add(re.sub(r"^(ủy ban nhân dân) (?:các )?(xã|phường|phường xã|xã phường).*$", r"\1 cấp xã", name))
        names.add(re.sub(r"^(?:cơ quan |các cơ quan )?đơn vị trực thuộc", "đơn vị trực thuộc", _LISTS.sub("", name)))
        names.add(re.sub(r"^(?:các )?cơ quan đơn vị (trực thuộc|thuộc) ", r"cơ quan \1 ", name))
        names.add(re.sub(r"^(?:các )?cơ quan đơn vị (trực thuộc|thuộc) ", r"đơn vị \1 ", name))
        names.add(re.sub(r"^(?:chi cục|cục|tổng cục) ", "", name))
        names.add(re.sub(r"^(ban .+) (?:tỉnh|thành|huyện|thị) ủy$", r"\1", name))
        names.add(re.sub(r"^(bộ trưởng|giám đốc|thủ trưởng|chủ tịch) ", "", name))
    return frozenset(name for name in names if len(name.split()) >= _MIN_ALIAS)


def find_units(compared: str, plans: Sequence[Plan]) -> list[UnitMention]:
    """Units named in a question in compared form, the longest name at each place, in reading order."""
    units = frozenset(assignment.unit for plan in plans for assignment in plan.assignments)
    found = [f for f in find_phrases(compared, _all_aliases(units)) if not _ends_another_word(compared, f[0], f[2])]
    found = found or _general_subject(compared, units)
    return [
        UnitMention(
            name,
            start,
            end,
            is_scope=_is_scope(compared[:start].rstrip()) or _follows_unit(compared, start, found[:place]),
        )
        for place, (start, end, name) in enumerate(found)
    ]


# Words whose end is how a unit's name begins: "cơ sở văn hóa", "cán bộ xây dựng", "xã hội phụ nữ"
_WORDS_BEFORE = {
    "sở": ("cơ", "trụ"),
    "bộ": ("cán", "toàn", "nội", "đồng", "tiến", "đường", "cục"),
    "hội": ("xã", "cơ", "đại", "quốc", "lễ"),
    "ban": ("ủy",),
    "đoàn": ("tập", "đại", "công", "phái"),
    "phòng": ("văn", "quốc", "dự", "đề", "trưởng"),
    "cục": ("chi", "tổng", "bố"),
}


def _ends_another_word(compared: str, start: int, name: str) -> bool:
    """Whether the name's head is the end of a common word: the "sở" of "cơ sở văn hóa và thể thao"."""
    before = compared[:start].split()
    return bool(before) and before[-1] in _WORDS_BEFORE.get(name.split()[0], ())


def _general_subject(compared: str, units: frozenset[str]) -> list[tuple[int, int, str]]:
    """A group named in general ("các đơn vị …") as the subject of the question, where the plans assign work to it by that name."""
    keys = {unit_key(unit) for unit in units}
    general = (name for name in _TOO_GENERAL if name.startswith("các "))
    opening = [name for name in general if name in keys and compared.startswith(f"{name} ")]
    return [(0, len(name), name) for name in [max(opening, key=len)]] if opening else []


@lru_cache(maxsize=64)
def _all_aliases(units: frozenset[str]) -> frozenset[str]:
    """Every form under which the plans' units, and those that exist everywhere, may be asked for."""
    return frozenset(alias for unit in (*units, *known_units()) for alias in unit_aliases(unit)) - _TOO_GENERAL


def _is_scope(before: str) -> bool:
    """Whether the words before a unit make it only say whose: "phòng nào của | Sở Y tế", not "nhiệm vụ của | Sở Y tế"."""
    return bool(_SCOPE_BEFORE.search(before)) and not _SUBJECT_BEFORE.search(before)


def unknown_subject(text: str, compared: str) -> UnitMention | None:
    """A unit that no plan names, as the subject of the question ("Bưu điện tỉnh chủ trì việc gì"); None for none."""
    words = re.sub(r"^(?:(?:thế|vậy|còn|và)\s+)+", "", text.strip(), flags=re.IGNORECASE)
    found = subject_unit(words[:1].upper() + words[1:])
    if found is None or found[0] > 0 or re.search(r"(?<!\S)(?:nào|gì|ai|mấy)(?!\S)", words[: found[1]].lower()):
        return None
    name = unit_key(words[: found[1]])
    start = compared.find(name)
    return (
        UnitMention(name, start, start + len(name), False)
        if start >= 0 and len(name.split()) >= _MIN_ALIAS and name not in _TOO_GENERAL
        else None
    )


# Parts of lists that are no names of their own.
_TOO_GENERAL = frozenset(
    {
        "cơ quan",
        "đơn vị",
        "các cơ quan",
        "các đơn vị",
        "địa phương",
        "các sở",
        "đoàn thể",
        "các ngành",
        "tổ chức",
        "cá nhân",
        "doanh nghiệp",
        "các địa phương",
        "các cấp",
        "y tế",
        "liên quan",
        "các huyện",
        "thành phố",
        "thị xã",
        "các ban",
        "xã hội",
        "cơ quan đơn vị",
        "chính quyền",
        "nông dân",
        "phụ nữ",
        "các xã",
        "cơ sở y tế",
        "đơn vị liên quan",
        "cơ quan liên quan",
        "tổ chức đảng",
        "tổ chức thành viên",
        "các cấp ủy",
        "cấp ủy",
        "đơn vị địa phương",
        "các trường",
        "nhà trường",
        "các đoàn thể",
        "chính phủ",
        "ngành y tế",
    }
)


def _follows_unit(compared: str, start: int, before: list[tuple[int, int, str]]) -> bool:
    """ "Phòng Nghiệp vụ Y Sở Y tế": the second name only says whose the first is."""
    return bool(before) and compared[before[-1][1] : start].strip() in ("", "của", "thuộc")


def same_unit(asked: str, unit: str) -> bool:
    """Whether the unit as written in a plan is the one asked for (compared form), alone or in a list."""
    aliases = unit_aliases(unit)
    if asked in aliases or (_of_level(asked) or asked) in aliases:
        return True
    long = len(asked.split()) >= _LONG_NAME
    return long and (any(alias.startswith(f"{asked} ") for alias in aliases) or _is_shorter_list(asked, unit_key(unit)))


# "ủy ban nhân dân các xã phường đặc khu", in whatever order, is all of one level
_LEVEL_LISTS = (
    (
        re.compile(
            r"(ủy ban nhân dân|chủ tịch ủy ban nhân dân) (?:các |cấp )?(?:(?:xã|phường|thị trấn|đặc khu)(?: |$))+"
        ),
        "cấp xã",
    ),
    (
        re.compile(
            r"(ủy ban nhân dân|chủ tịch ủy ban nhân dân) (?:các |cấp )?(?:(?:huyện|quận|thị xã|thành phố)(?: |$)){2,}"
        ),
        "cấp huyện",
    ),
)


def _of_level(asked: str) -> str:
    """The name of all the units of a level that a list of their kinds means; "" for any other name."""
    return next(
        (f"{m.group(1)} {level}" for pattern, level in _LEVEL_LISTS for m in [pattern.fullmatch(asked)] if m), ""
    )


def _is_shorter_list(asked: str, unit: str) -> bool:
    """Whether both name one group, one of them with members left out: "các cấp ủy, chính quyền" of "các cấp ủy, tổ chức đảng, chính quyền"."""
    words, others = asked.split(), iter(unit.split())
    same_head = words[0] == "các" and unit.startswith(" ".join(words[:_LONG_NAME]) + " ")
    return same_head and len(words) > _LONG_NAME and all(word in others for word in words)


def asked_type(compared: str) -> str:
    """The kind of unit a question asks for: "sở nào" → "sở"; "" for any."""
    match = re.search(
        r"(?<!\S)(?<!cơ )(sở|phòng|ban|bộ|hội|trung tâm|bệnh viện|cục|chi cục|trường|viện|công ty) nào", compared
    )
    return match.group(1) if match else ""
