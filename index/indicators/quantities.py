"""Figures in a sentence: percentages, and counts of things, with the words that compare them and the unit behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_BOUND = (
    r"(?:(?:ít nhất|tối thiểu)(?: có)?|không dưới|không thấp hơn|không ít hơn|không quá|không vượt quá|không cao hơn|tối đa|trên|dưới|hơn|gần|khoảng|"
    r"từ|toàn bộ|top|trong|thêm|bình quân|trung bình)"
)
_CHANGE = r"(?:tăng|giảm)(?:\s+(?:hàng năm|hằng năm|mỗi năm|bình quân|trung bình))*"
# "trên", "tăng trên", "giảm bình quân", ">="
_COMPARISON = rf"(?:{_CHANGE}\s+)?(?:{_BOUND}\s+){{0,2}}(?:[≥≤<>]=?\s*)?"
_DIGITS = r"\d+(?:[.,]\d+)*"
_SPAN = rf"{_DIGITS}(?:\s*%?\s*[-–]\s*{_DIGITS}|\s*%?\s+đến\s+{_DIGITS}(?=\s*%))?"  # "1% - 1,5%", "85 - 90"
_PER = r"(?:/(?:năm|tháng|quý|ngày|người|hộ|ha)(?:/năm)?|/10{0,2}(?:\.?000)+(?:\s[^\W\d_]+){0,4})?"
_OR_MORE = r"(?:\s+trở (?:lên|xuống))?"
_BOUND_BEHIND = re.compile(r"\s+trở (?:lên|xuống)(?!\w)")
_PERCENT = re.compile(
    rf"(?<![\w/.,])(?P<value>{_COMPARISON}{_SPAN}\s*(?:%|‰|phần trăm(?!\w)){_PER}{_OR_MORE})", re.IGNORECASE
)
# A count: not a date, an article, a document's or an annex's number, a code ("đối tượng 4", "cấp độ 1", "giai đoạn 2")
_NOT_AFTER = re.compile(
    r"(?:năm|ngày|tháng|quý|số|điều|khoản|điểm|mục|phụ lục|chương|phần|khóa|khoá|kỳ|cấp độ|loại|hạng|nhóm|đối tượng|giai đoạn|đợt|lần|lần thứ|thứ|lớp|tiểu dự án|dự án|nghị quyết|chỉ thị|kết luận|thông tư|quyết định|kế hoạch|thông báo|quận|phường|bước|mức độ|"
    r"vùng|biểu|mẫu|đường|quốc lộ|lô|block|ca|tuần|nghị định|công văn|web|chỉ tiêu|tiêu chí|luật|vào|hồi|lúc|hotline|điện thoại)\s+$",
    re.IGNORECASE,
)
# What a count is not of: time spans, ages, dates
_NOT_OF = re.compile(
    r"\s*(?:tuổi|tháng|năm|quý|ngày|tuần|phút|giây|kỳ|khâu|rõ|cấp|bên|mặt|tại chỗ|trọng tâm|đột phá|nhất|không|số|trong|cách|phần|nhóm|nội dung|nhiệm vụ|giải pháp|mục tiêu|chỉ tiêu|tiêu chí|quan điểm|đính kèm|kèm theo)(?!\w)|\s*[/:]\s*\d|\s*[-–]\s*(?:19|20)\d\d",
    re.IGNORECASE,
)
# "Số bác sĩ trên 10.000 dân đạt 12": of so many people, no count
_PER_HEAD = re.compile(r"trên (?:100|10{0,2}\.?000) (?:dân|trẻ|phụ nữ|bé gái)", re.IGNORECASE)
# "ít nhất một bác sĩ", "tối thiểu mỗi năm một lần", "có một nhân viên": a number in words counts behind these only
_NUMERAL = r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_IN_WORDS = rf"(?:(?<=ít nhất )|(?<=tối thiểu ))(?:mỗi (?:năm|quý|tháng) )?{_NUMERAL}|(?<=có ){_NUMERAL}"
# "34/34 xã": so many of all
_OF_ALL = r"\d{1,4}/\d{1,4}(?=\s+(?:xã|phường|huyện|tỉnh|thành phố|trạm|thôn|trường|đơn vị|hộ|cơ sở|bệnh viện)(?!\w))"
_COUNT = re.compile(
    rf"(?<![\w/.,])(?P<value>{_COMPARISON}(?:{_OF_ALL}|{_SPAN}(?P<per>/10{{0,2}}(?:\.?000)+)?|{_IN_WORDS}))(?=\s+[^\W\d_])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:[^\W\d_]+\s+)*(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?")
_SCALE = re.compile(r"\s+(?:nghìn|ngàn|triệu|tỷ|tỉ|vạn)(?!\w)", re.IGNORECASE)
# Words that count by themselves; other things are named in two and more ("mô hình", "doanh nghiệp", "nhân viên y tế").
_SHORT_UNITS = (
    "cụm", "khu", "căn", "ngôi", "phòng", "đội", "chợ", "cầu", "tuyến", "trạm", "lượt", "người", "xã", "phường",
    "huyện", "tỉnh", "giường", "tấn", "ha", "km", "m2", "m3", "hộ", "nhà", "lớp", "vụ", "con", "cây", "lần", "giờ",
    "bộ", "cuộc", "buổi", "máy", "đồng", "usd", "lít", "kg", "kwh", "mw", "trường", "thôn", "bản", "ấp", "tin",
    "bài", "ca", "đơn", "hồ", "suất", "chiếc", "cơn", "điểm", "lồng", "em", "cháu", "ý", "trẻ", "cán",
)  # fmt: skip
_LONG_UNITS = (
    "nhân viên y tế", "cụm công nghiệp", "khu công nghiệp", "tổ công nghệ số cộng đồng", "tổ công nghệ số",
    "hợp tác xã", "cán bộ y tế", "cơ sở y tế", "cơ sở giáo dục", "trạm y tế xã", "trạm y tế", "đồng/người/năm",
    "bác sĩ cơ hữu", "tin, bài", "trẻ sơ sinh trai", "trẻ sinh ra còn sống", "hộ gia đình", "xã, phường",
    "thôn, bản", "bộ dữ liệu", "tập dữ liệu", "đơn vị máu", "đơn vị", "điểm phần trăm", "đội viên", "con em",
)  # fmt: skip
_WORD = re.compile(r"\s+(?P<word>[^\s,;.:()]+)")
# Further words of a unit, up to one that says when, where or how: "trẻ sơ sinh gái sinh ra sống"
_MORE = r"(?:\s(?!(?:vào|trong|đến|xuống|lên|ở|tại|và|so|của|theo|mỗi|là|với|cho)\s)[^\W\d_]+)"
# "bác sĩ/10.000 dân", "trẻ sơ sinh trai/100 trẻ sơ sinh gái", "triệu đồng/người/năm", "người trên một vạn dân"
_RATIO = re.compile(
    r"(?:\s+[^\W\d_]+){0,4}(?:(?:/(?:người|năm|hộ|ha|xã|tháng|ngày|quý|trạm|thôn|m[23]|km2?|vụ|ca|lượt)(?!\w))+|"
    rf"(?:/\d[\d.]*\s?[^\W\d_]+|\s+trên (?:một|1) vạn dân){_MORE}{{0,6}})"
)
_HEADS = re.compile(rf"{_MORE}{{1,6}}")  # behind "4/100.000": "trẻ đẻ sống"


class Kind(Enum):
    """A share of something, or so many of it."""

    SHARE = auto()
    COUNT = auto()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text: `text[start:end]` with its comparing words and unit; `number_end` is where the unit starts."""

    kind: Kind
    start: int
    number_end: int
    end: int
    unit: str


def find_quantities(text: str) -> list[Quantity]:
    """The figures of a sentence in order: no years, dates, ages, numbers of documents or of things that are numbered."""
    shares = list(_shares(text))
    counts = [c for c in _counts(text) if not any(c.start < s.end and s.start < c.end for s in shares)]
    return sorted([*shares, *counts], key=lambda q: q.start)


def _shares(text: str) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(text):
        sign = "‰" if "‰" in match["value"] else "%"
        per = re.search(r"/(?:năm|tháng|quý)", match["value"])
        start = _skip_spaces(text, match.start("value"))
        yield Quantity(Kind.SHARE, start, match.end("value"), match.end("value"), sign + (per.group() if per else ""))


def _counts(text: str) -> Iterator[Quantity]:
    for match in _COUNT.finditer(text):
        value = match["value"]
        number = re.search(r"\d", value)
        before = text[: match.start("value") + (number.start() if number else 0)]
        if (
            _YEAR.fullmatch(value.strip())
            or (number and _NOT_AFTER.search(before))
            or _NOT_OF.match(text, match.end())
            or _PER_HEAD.match(text, match.start("value"))
        ):
            continue
        start = _skip_spaces(text, match.start("value"))
        heads = _HEADS.match(text, match.end()) if match["per"] else None
        end = heads.end() if heads else _unit_end(text, match.end())
        bound = _BOUND_BEHIND.match(text, end)  # "25 giải| trở lên"
        unit = " ".join(text[match.end() : end].split()).removeprefix("/")
        yield Quantity(Kind.COUNT, start, match.end(), bound.end() if bound else end, unit)


def _skip_spaces(text: str, position: int) -> int:
    while text[position].isspace():
        position += 1
    return position


def _unit_end(text: str, start: int) -> int:
    """Where the unit of a count ends: "bác sĩ", "triệu lượt", "người trên một vạn dân", "trẻ sơ sinh trai/100 trẻ sơ sinh gái"."""
    scale = _SCALE.match(text, start)
    position = scale.end() if scale else start
    ratio = _RATIO.match(text, position)
    if ratio:
        return ratio.end()
    known = next((u for u in _LONG_UNITS if text[position + 1 :].casefold().startswith(u)), None)
    if known:
        return position + 1 + len(known)
    first = _WORD.match(text, position)
    second = _WORD.match(text, first.end()) if first else None
    if first and first["word"] == "trở":
        return position
    if (
        first is None
        or second is None
        or second["word"] == "trở"
        or first["word"].casefold() in _SHORT_UNITS
        or second["word"][0].isupper()
    ):
        return first.end() if first else position
    return second.end()
