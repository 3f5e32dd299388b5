"""The quantity that a question asks for, things counted, a share, a sum of money, as it is or as it is to be, and whether words state it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.records import Indicator
from index.vietnamese import expand, key
from rag.kinds.sentences import without_references
from rag.question import Question
from rag.understanding.cues import stop_words

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*\s*(?:%|‰|[^\W\d_])")
# "40 tỷ đồng", "1.250 triệu đồng", "4.500 tỷ từ ngân sách"; "3,5 triệu con" is no sum
_MONEY = re.compile(
    r"\d[\d.,]*\s*(?:(?:nghìn|ngàn|triệu|tỉ|tỷ)\s+)*(?:đồng|usd|đô la)|\d[\d.,]*\s*(?:triệu|tỉ|tỷ)(?!\w)(?!\s+[^\W\d_])|"
    r"\d[\d.,]*\s*(?:triệu|tỉ|tỷ)(?=\s+(?:từ|cho|vào|và|để|trong|năm|do|bằng|lên|xuống|ở|là)(?!\w))",
    re.IGNORECASE,
)
_MONEY_UNIT = re.compile(r"(?<!\S)(?:đồng|triệu|tỉ|nghìn|ngàn|usd)(?!\S)")
_SHARE = re.compile(r"\d\s*[%‰]|phần trăm|\d\s*/\s*\d", re.IGNORECASE)
_ASKS_MONEY = re.compile(
    r"(?<!\S)(?:tiền|kinh phí|(?:bao nhiêu|mấy|tỉ|triệu|nghìn) đồng|ngân sách|vốn|chi phí|(?:bao nhiêu|mấy) (?:tỉ|triệu))(?!\S)"
)
_ASKED_THING = re.compile(
    r"(?<!\w)(?:bao nhiêu|mấy) (?P<thing>[^\W\d_]+)(?: (?P<next>[^\W\d_]+))?(?!\w)", re.IGNORECASE
)
# "bao nhiêu %", "chiếm tỷ lệ bao nhiêu", "tỷ trọng … là mấy"
_ASKED_SHARE = re.compile(
    r"(?:bao nhiêu|mấy)\s*(?:%|phần trăm)|(?<!\w)t[ỷỉ] (?:lệ|trọng)(?!\w).*(?<!\w)(?:bao nhiêu|mấy|thế nào)(?!\w)(?! (?:đồng|tiền|triệu|tỷ|tỉ))",
    re.IGNORECASE,
)
# Stop words that are counted all the same, and words behind "bao nhiêu" that name nothing counted
_COUNTED = frozenset(["người", "tỉnh", "huyện", "đơn", "nội", "nhiệm", "điểm", "lần", "năm", "tháng", "ngày"])
_NO_THINGS = frozenset(
    ["trở", "tăng", "giảm", "phần", "tiền", "kinh", "đồng", "vốn", "tỉ", "triệu", "ngân", "năm", "tháng", "ngày", "so"]
)
# Words that only tell how a thing is counted: a text may do without ("bao nhiêu ngôi nhà": "200.000 nhà")
_CLASSIFIERS = frozenset(
    [
        "ngôi",
        "căn",
        "chiếc",
        "cái",
        "con",
        "cây",
        "quyển",
        "cuốn",
        "tấm",
        "bức",
        "tòa",
        "ca",
        "vụ",
        "cuộc",
        "suất",
        "lượt",
        "vị",
        "bộ",
        "đợt",
        "trường",
        "chỗ",
        "nơi",
        "nhân",
        "tên",
        "em",
        "mảnh",
        "khoảnh",
        "hộ",
    ]
)
_NUMERAL = r"(?:\d[\d.,]*|một|hai|ba|bốn|sáu|bảy|tám|chín|mười)"
# Dates, periods and numbering are no figures: "ngày 20/3/2024", "giai đoạn 2021 - 2025", "03 năm", "Mẫu biểu số 02, 03", "1.1."
_NO_FIGURE = re.compile(
    r"(?:ngày|tháng|năm|giai đoạn|quý)\s+[\dIVX/.\s–-]+|\d+\s+(?:năm|tháng|ngày)(?!\w)(?:\s+\d{4}(?:\s*[-–]\s*\d{4})?)?|"
    r"(?:số|biểu|bảng|phụ lục|điều|khoản|mục|điểm|chương|phần|dự án|tiêu chí)\s+\d+(?:\s*(?:,|và)\s*\d+)*|(?:^|\n)\s*\d+(?:\.\d+)*[.)]",
    re.IGNORECASE,
)
# "bác sĩ/10.000 dân" alone says no figure; "trên 4.500 tỷ đồng" does
_PER_HEAD = re.compile(
    r"/\s*\d[\d.]*\s*[^\W\d_]|trên\s*\d[\d.]*\s*(?:dân|người|trẻ|bé|phụ nữ|hộ|lao động|học sinh|giường)(?!\w)"
)
_PERCENT = re.compile(r"\d[\d.,]*\s*[%‰]")  # "100% trạm y tế" counts no stations
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
# "hiện nay có bao nhiêu", "đang chiếm mấy phần trăm": what is
_ASKS_NOW = re.compile(
    r"^hiện(?!\S)|(?<!\S)(?:(?<!thực )(?<!thể )(?<!phát )(?<!xuất )hiện (?:nay|tại|giờ|có|đang|đạt)|đang (?:có|chiếm|đạt|là|ở|dùng|được)|bây giờ|(?:đến|tới|cho đến) nay|đến thời điểm này)(?!\S)"
)
# "đến năm 2030 phải đạt …": what is to be
_ASKS_AIM = re.compile(r"(?<!\S)(?:phải|cần|phấn đấu|mục tiêu|chỉ tiêu|đặt ra|tối thiểu|ít nhất)(?!\S)")
_TELLS_NOW = re.compile(
    r"^hiện(?!\S)|(?<!\S)(?:(?<!thực )(?<!thể )(?<!phát )(?<!xuất )hiện (?:nay|tại|có|đang)|(?:đến|tới) nay|tính đến|đã|đang|trong những năm qua|thời gian qua|ghi nhận)(?!\S)"
)
_TELLS_ALONE = re.compile(
    r"^(?:\S+ ){0,2}?(?:hiện(?: nay| tại| có)|(?:đến|tới) nay|tính đến)(?!\S)"
)  # at its opening: no words of a heading make an aim of it
# "từ mức nào xuống mức nào", "xuất phát từ đâu", "hiện trạng ra sao so với …": both ends are asked for
_ASKS_BOTH = re.compile(
    r"(?<!\S)(?:từ|xuất phát(?: điểm)?(?: từ)?|xuất phát điểm là|khởi điểm(?: là)?|so với) (?:mức |con số |tỉ lệ )?(?:nào|bao nhiêu|mấy)(?!\S)(?! trở)|"
    r"(?:tăng|giảm|nâng|hạ|đưa)(?: \S+){0,12}? từ (?:bao nhiêu|mấy|mức nào|đâu)(?!\S)"
)


@dataclass(frozen=True)
class Quantity:
    """What is asked for. `things`: what is counted, each by the syllables that may name it."""

    things: tuple[frozenset[str], ...]
    stated: re.Pattern[str]  # what a figure of this kind looks like
    is_money: bool
    is_share: bool
    is_now: bool  # as it is
    is_aim: bool  # as it is to be
    both_ends: bool  # from what to what

    @property
    def classifiers(self) -> frozenset[str]:
        """Syllables of `things` that a text may do without."""
        return frozenset(word for thing in self.things if len(thing) > 1 for word in thing & _CLASSIFIERS)

    def is_in(self, words: str) -> bool:
        """Whether words without dates and numbering (`figures_alone`) state such a figure of every thing counted."""
        return self.stated.search(words) is not None and all(_is_counted(thing, words) for thing in self.things)


def asked_quantity(question: Question) -> Quantity:
    """The quantity that a question asks for."""
    things = asked_things(expand(question.text))
    is_share = not things and _ASKED_SHARE.search(question.text) is not None
    is_money = not things and not is_share and _ASKS_MONEY.search(question.compared) is not None
    return Quantity(
        things,
        _SHARE if is_share else _MONEY if is_money else _FIGURE,
        is_money,
        is_share,
        _ASKS_NOW.search(question.compared) is not None,
        bool(question.years) and _ASKS_AIM.search(question.compared) is not None,
        _ASKS_BOTH.search(question.compared) is not None,
    )


def asked_things(text: str) -> tuple[frozenset[str], ...]:
    """What is to be counted, in compared form: "trạm" of "bao nhiêu trạm y tế", "ngôi" or "nhà" of "mấy ngôi nhà"; empty where no thing is named."""
    return tuple(dict.fromkeys(thing for match in _ASKED_THING.finditer(text) if (thing := _thing(match))))


def _thing(match: re.Match[str]) -> frozenset[str]:
    word = key(match["thing"])
    if word in _NO_THINGS or (word in stop_words() and word not in _COUNTED):
        return frozenset()
    counted = key(match["next"] or "") if word in _CLASSIFIERS else ""
    return frozenset([word, counted] if counted and counted not in stop_words() else [word])


def _is_counted(thing: frozenset[str], words: str) -> bool:
    """Whether a text counts the thing: "08 trạm", "ít nhất một lần", "3 cuộc kiểm tra"."""
    text = key(expand(_PERCENT.sub(" ", words)))
    return any(
        re.search(rf"(?<!\S){_NUMERAL}(?: [^\W\d_]+){{0,2}} {re.escape(word)}(?!\S)", text) is not None
        for word in thing
    )


def figures_alone(text: str, start: int, end: int) -> str:
    """`text[start:end]` without the numbers that are no figures: other documents', dates, periods, numbering, "per 10.000"."""
    return _PER_HEAD.sub(" ", _NO_FIGURE.sub(" ", without_references(text, start, end)))


def numbers_in(text: str) -> set[str]:
    """The figures of a text, without dates and numbering."""
    return set(_NUMBERS.findall(_NO_FIGURE.sub(" ", text)))


def counts(quantity: Quantity, indicator: Indicator) -> bool:
    """Whether an indicator's figures count the things: "trạm" in "05 trạm", "Số trạm y tế", or under the unit "trạm"."""
    counted = f"{indicator.unit} . {indicator.group} . {' . '.join(v.text for v in indicator.values)}"
    named = key(indicator.name)
    return all(any(_names(word, key(counted), named) for word in thing) for thing in quantity.things)


def _names(word: str, counted: str, named: str) -> bool:
    return (
        f" {word} " in f" {counted} "
        or re.search(rf"(?<!\S)số (?:\S+ ){{0,2}}{re.escape(word)}(?!\S)", named) is not None
    )


def measures(quantity: Quantity, indicator: Indicator) -> bool:
    """Whether an indicator is measured in what is asked for: no area where a sum is asked, no sum where a share is."""
    said = f"{indicator.unit} {' '.join(v.text for v in indicator.values)}"
    has_share = "%" in said or "‰" in said or "phần trăm" in said
    has_money = _MONEY_UNIT.search(key(said)) is not None
    if quantity.is_share:
        return has_share or not has_money
    return not quantity.is_money or has_share or has_money or not indicator.unit


def is_told(text: str) -> bool:
    """Whether a statement tells what is or was."""
    return _TELLS_NOW.search(key(text)) is not None


def fits_tense(quantity: Quantity, text: str, is_aim: bool) -> bool:
    """Whether a statement tells what is where that is asked, and sets what is to be where that is."""
    told = is_told(text)
    if quantity.is_now:
        return told or not is_aim
    return not quantity.is_aim or not (_TELLS_ALONE.search(key(text)) if is_aim else told)
