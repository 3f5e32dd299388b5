"""Questions for a figure: a sum of money, how many of a thing, how much of a measure; and whether a text holds one."""

from __future__ import annotations

import re

from rag.kinds.sentences import without_references
from rag.understanding.asked_table import asked_pattern

_MONEY = re.compile(
    r"\d[\d.,]* *(?:nghìn|ngàn|triệu|tỉ|tỷ)?(?: (?:nghìn|ngàn|triệu|tỉ|tỷ))* *(?:đồng|đ|vnđ|usd)(?![^\W\d_])|\d[\d.,]* (?:triệu|tỉ|tỷ)"
)
# "tháng mấy", "ngày bao nhiêu" ask when
_HOW_MUCH = re.compile(
    r"(?<!\S)(?<!ngày )(?<!tháng )(?<!quý )(?<!năm )(?<!tuần )(?:bao nhiêu|mấy)(?!\S)(?! (?:phần trăm|ngày|tháng|năm|lần|tuần))"
)
# "bao nhiêu | trạm y tế", "mấy bác sĩ"; the counted thing is the next syllable
# No thing to count follows "tăng từ mấy | lên", "bao nhiêu | xuống"
_COUNTED = re.compile(
    r"(?<!\S)(?<!ngày )(?<!tháng )(?<!quý )(?<!năm )(?<!hạng )(?<!cấp )(?<!số )(?<!thứ )(?<!lúc )(?<!điều )(?:bao nhiêu|mấy) (?!nêu|ghi|kể|mỗi|hằng|việc|nhiệm|nội|đầu|hình|loại|nhóm|tiêu|mục|giải|bước|nguồn|phần|tỉ|tỷ|triệu|nghìn|đồng|tiền|là|trên|và|thì|vậy|vốn|kinh|ngân|giờ|cho|so|tới|đến|ở|trong|của|theo|vào|năm|tháng|ngày|lần|tuổi|điểm|hạng|lên|xuống|tăng|giảm|còn|rồi|không|ạ|nhỉ|thế|nữa|một|hộ|để|từ|với|tại|cấp|mức)(?P<thing>[^\W\d_]+)(?: (?P<next>[^\W\d_]+))?"
)
_NUMBER_WORDS = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
# "là bao nhiêu tuổi", "bao nhiêu điểm": the measure must stand behind a figure
_MEASURE = re.compile(
    r"(?<!\S)(?:bao nhiêu|mấy) (?P<unit>tuổi|điểm(?! phần trăm)|km|cm|mét|ha|hécta|tấn|kg|lít|giường|ca)(?!\S)"
)
_ANY_FIGURE = re.compile(r"(?<![^\W_])\d")
_IS_HOW_MUCH = re.compile(r"(?<!\S)(?:là|đạt|bằng|còn|ở mức|mức) bao nhiêu(?!\S)")
_NUMBERING = re.compile(r"^[\W_]*\d+(?:\.\d+)*[.)]|\[\d+\]", re.MULTILINE)
# "trong bao nhiêu ngày", "trước ngày bao nhiêu", "mấy tuần một lần"
_ASKS_TIME = re.compile(
    r"(?<!\S)(?:ngày|tháng|quý|mùng) (?:bao nhiêu|mấy)(?!\S)|(?<!\S)(?:bao nhiêu|mấy) (?:ngày|tuần|tháng|năm|giờ)(?!\S)(?! tuổi)"
)


def asks_when(compared: str) -> bool:
    """Whether a question asks for a time by its measure: "trong bao nhiêu ngày", "trước ngày bao nhiêu"."""
    return _ASKS_TIME.search(compared) is not None


def counted_thing(compared: str) -> str:
    """The thing whose number a question asks for: "trạm" of "bao nhiêu trạm y tế", "bệnh" of "mấy bệnh viện"; "" for none."""
    match = _COUNTED.search(compared)
    return match["thing"] if match else ""


def holds_money(compared: str, text: str, evidence: str) -> bool:
    """A sum of money, where one is asked for; `text` is the evidence in compared form."""
    much = asked_pattern("money", "amounts").search(compared) and _HOW_MUCH.search(compared)
    asks = much or asked_pattern("money", "cues").search(compared)
    return not asks or _MONEY.search(evidence.lower()) is not None


def holds_count(compared: str, text: str, _: str) -> bool:
    """How many of a thing: a figure must stand with the thing, or the thing be measured by a rate."""
    thing = counted_thing(compared)
    if not thing:
        return True
    figure = rf"(?:\d[\d.,]*|{_NUMBER_WORDS})"
    near = rf"(?<!\S){figure}(?: \S+){{0,3}}? {re.escape(thing)}(?!\S)|(?<!\S){re.escape(thing)}(?: \S+){{0,12}}? {figure}(?!\S)"
    return re.search(near, text) is not None


def holds_measure(compared: str, text: str, evidence: str) -> bool:
    """How much: a figure that is no year and no number of a document or list, with its measure where the question gives it."""
    match = _MEASURE.search(compared)
    if match:
        return re.search(rf"(?<!\S)(?:\d[\d.,]*|{_NUMBER_WORDS})(?: \S+)? {match['unit']}(?!\S)", text) is not None
    if _IS_HOW_MUCH.search(compared) is None:
        return True
    plain = _NUMBERING.sub(
        " ", re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", " ", without_references(evidence, 0, len(evidence)))
    )
    return _ANY_FIGURE.search(plain) is not None or re.search(rf"(?<!\S)(?:{_NUMBER_WORDS})(?!\S)", text) is not None
