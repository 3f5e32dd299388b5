"""Names of units in full, and whose they are: "Sở GD&ĐT" in a plan of Lâm Đồng is Lâm Đồng's "Sở Giáo dục và Đào tạo"."""

from __future__ import annotations

import re
from functools import cache

from index.lexicon import known_units, place_aliases, provinces
from index.records import Metadata
from index.vietnamese import collapse, expand, key

# Bodies of the whole country; "Bộ Chỉ huy", "Bộ Tư lệnh" and "Bộ đội" are a province's
_CENTRAL = re.compile(
    r"(?:các )?(?:bộ(?! chỉ huy| tư lệnh| đội| phận)|thứ trưởng|thủ tướng|phó thủ tướng|chính phủ|quốc hội|ủy ban thường vụ quốc hội|văn phòng (?:chính phủ|quốc hội|trung ương)|thanh tra chính phủ|"
    r"kiểm toán nhà nước|tòa án nhân dân tối cao|viện kiểm sát nhân dân tối cao|tổng cục|vụ|cơ quan (?:ngang bộ|thuộc chính phủ)|thủ trưởng cơ quan (?:ngang bộ|thuộc chính phủ)|thông tấn xã|đài (?:truyền hình|tiếng nói) việt nam|"
    r"tập đoàn|ban (?:bí thư|chấp hành trung ương)|bộ chính trị|ngân hàng nhà nước việt nam|ủy ban (?:nhân dân )?(?:các )?tỉnh,|ubnd các tỉnh)(?![^\W\d_])|.*(?:trung ương|ngang bộ)(?![^\W\d_])",
    re.IGNORECASE,
)
_OF_THE_COUNTRY = re.compile(r"việt nam$", re.IGNORECASE)  # "Tổng Liên đoàn Lao động Việt Nam", not "… Việt Nam tỉnh"
# A place of its own: "Công an huyện Ninh Sơn", "UBND xã Lạc Dương"
_OWN_PLACE = re.compile(
    r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|tp\.?)\s+(?=[A-ZĐÀ-Ỹ])(?!Ủy|Uỷ|Đoàn)"
)


_ITS_SHORT = re.compile(r"(?<=\w)\s*\([A-ZĐ][A-ZĐa-zđ&.\-]*[A-ZĐ]\)\s*$")  # "Sở Nông nghiệp và Môi trường| (NN&MT)"


@cache
def full_name(unit: str) -> str:
    """A unit's name with its abbreviations written out, in the usual capitals where the unit is a known one."""
    name = collapse(expand(_ITS_SHORT.sub("", unit))).strip(" .,;:")
    return _canonical().get(key(name), name[:1].upper() + name[1:])


@cache
def _canonical() -> dict[str, str]:
    return {key(name): name for name in known_units()}


def scope_of(unit: str, place: str) -> str:
    """The place whose unit it is, where the name leaves it out; "" for a central body and for a name that holds a place."""
    name = collapse(expand(unit))
    names_place = _OWN_PLACE.search(name) or any(re.search(rf"(?<!\w){p}(?!\w)", name) for p in _places())
    if not place or names_place or _CENTRAL.match(name) or _OF_THE_COUNTRY.search(name):
        return ""
    return place


@cache
def _places() -> tuple[str, ...]:
    return (*map(re.escape, provinces()), *map(re.escape, place_aliases()))


def place_of_units(metadata: Metadata) -> str:
    """The place that the units of a plan belong to: the issuer's; "" in a plan of a central body."""
    bodies = [fact.value for fact in (metadata.issuer, metadata.superior) if fact is not None]
    return "" if any(_CENTRAL.match(body) for body in bodies) else metadata.place or ""
