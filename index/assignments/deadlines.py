"""Time limits as Vietnamese plans write them: fixed, periodic, or over a span of years."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from datetime import date

from index.document.references import make_date
from index.records import Deadline

_DAY = r"(?:ngày\s+)?(?P<day>\d{1,2})\s*[/.]\s*(?P<month>\d{1,2})\s*[/.]\s*(?P<year>\d{4})|ngày\s+(?P<day2>\d{1,2})\s+tháng\s+(?P<month2>\d{1,2})\s+năm\s+(?P<year2>\d{4})"
_MONTH = r"tháng\s+(?P<m>\d{1,2})(?:\s*[-–]\s*(?P<m2>\d{1,2}))?\s*(?:/|-|năm\s)\s*(?P<my>20\d\d)"  # "tháng 6/2024", "tháng 11 - 12/2025"
_QUARTER = r"[Qq]uý\s+(?P<q>IV|III|II|I|[1-4])(?:\s*[-–,]\s*(?P<q2>IV|III|II|[2-4]))?\s*(?:/|-|năm)?\s*(?P<qy>20\d\d)"
_YEARS = r"(?:(?:giai đoạn|(?:các\s+)?năm)\s+)?(?P<y1>20\d\d)\s*[-–]\s*(?P<y2>20\d\d)"
_YEAR = r"(?:hết |cuối |trong |đến )*năm\s+(?P<y>20\d\d)"
_PERIODIC = (
    r"(?:định kỳ\s+)?(?:trước\s+ngày\s+\d{1,2}\s+)?(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)|định kỳ(?:\s+(?:0?6 tháng|06 tháng|6 tháng|quý|năm|hoặc đột xuất))?|"
    r"thường xuyên|(?:0?6|sáu) tháng(?:/lần)?(?:,\s*(?:0?9 tháng|năm))*"
)
_WHEN = rf"(?:{_DAY}|{_MONTH}|{_QUARTER}|{_YEARS}|{_YEAR})"
_WHEN_PLAIN = re.sub(r"\(\?P<\w+>", "(?:", _WHEN)
# Counted from an event: "chậm nhất 15 ngày sau khi …", "trong thời hạn 05 ngày làm việc kể từ ngày …", "sau 30 ngày kể từ …"
_AFTER = (
    r"(?:chậm nhất|không quá|trong(?: vòng| thời hạn)?|sau|trước)\s+(?:là\s+|sau\s+)?\d{1,3}\s+(?:ngày|tuần|tháng|giờ)(?: làm việc)?"
    r"(?:,?\s+(?:sau khi|sau|kể từ|tính từ|từ khi|trước khi|từ)\s+[^.,;:()]{3,100}|(?=\s*[.;]))"
)
# A label, then anything up to the sentence's end: "Thời gian hoàn thành: Trong tháng 6/2024."
_LABELLED = re.compile(
    r"(?:[Tt]hời (?:gian|hạn)(?:\s+(?:thực hiện|hoàn thành|ban hành|trình|báo cáo|triển khai))?|[Tt]iến độ(?: thực hiện)?(?=\s*:))\s*(?P<colon>:)?\s*(?P<text>[^.;\n]*(?:\.(?=\d)[^.;\n]*)*)"
)
_DAY_OF_YEAR = r"ngày\s+\d{1,2}(?:\s*/\s*\d{1,2}|\s+tháng\s+\d{1,2})?"  # without its year
# "từ ngày 08 đến ngày 10 tháng 12 năm 2025", "từ tháng 10 năm 2025 đến hết tháng 3 năm 2026"
_FROM_TO = (
    rf"từ\s+(?:{_WHEN_PLAIN}|{_DAY_OF_YEAR}|tháng\s+\d{{1,2}})\s+đến\s+(?:hết\s+)?(?:{_WHEN_PLAIN}|{_DAY_OF_YEAR}(?!/))"
)
# A limit inside a sentence: "trước ngày 15/12/2025", "hoàn thành trong quý II năm 2026", "xong trong năm 2025"
_BEFORE = re.compile(
    rf"{_FROM_TO}|{_AFTER}|(?:chậm nhất(?: là| đến)?|trước|không quá|hoàn thành(?: trong| trước| vào)?|xong(?: trong| trước)?|trong)\s+{_WHEN_PLAIN}|đến\s+(?:hết\s+{_WHEN_PLAIN}|ngày\s+\d{{1,2}})"
)
_BEFORE_DAY = re.compile(
    rf"(?:chậm nhất(?: là| đến)?|trước|đến(?: hết)?)\s+{_DAY_OF_YEAR}(?![\d/])"
)  # "trước ngày 20/11"
_RECURRING = re.compile(rf"(?<![^\W\d_])(?:{_PERIODIC})(?![^\W\d_])", re.IGNORECASE)
# A year's or quarter's round of work: "hằng năm báo cáo", "sơ kết định kỳ hằng quý"; not "các chỉ tiêu hằng năm"
_WORK = r"(?:báo cáo|tổng hợp|rà soát|đánh giá|sơ kết|tổng kết|xây dựng|tổ chức|kiểm tra|gửi|cập nhật|lập)"
_ROUND = r"(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)"
# "trước ngày 30 tháng 11 hàng năm", "trước ngày 15 hằng tháng"
_EVERY = rf"trước\s+ngày\s+\d{{1,2}}(?:\s+tháng\s+\d{{1,2}}|/\d{{1,2}})?\s+{_ROUND}"
_PERIODIC_WORK = re.compile(
    rf"(?<![^\W\d_])(?:(?P<a>(?:định kỳ\s+)?{_EVERY}|(?:định kỳ\s+)?{_ROUND},?\s+trước\s+ngày\s+\d{{1,2}}(?:\s+tháng\s+\d{{1,2}}|/\d{{1,2}})?|{_ROUND}\s+\(trước ngày [^)]{{1,30}}\)|định kỳ(?:\s+{_ROUND}|\s+0?6 tháng[^.;]{{0,20}}|\s+hoặc đột xuất)|\d{{1,2}} lần/(?:ngày|tuần|tháng|quý|năm)(?:\s+\(trước [^)]{{1,30}}\))?|trước\s+\d{{1,2}}\s?(?:h|giờ)\d{{0,2}}[’']?\s+{_ROUND}|{_ROUND}(?=,?\s+(?:[^\W\d_]+\s+){{0,3}}{_WORK}))"
    rf"|{_WORK}\s+(?:[^\W\d_,]+\s+){{0,5}}(?P<b>{_ROUND}))",
    re.IGNORECASE,
)
_ANY = re.compile(_WHEN, re.IGNORECASE)
_BARE_YEAR = re.compile(r"\s*(?P<y>20\d\d)\s*\.?\s*")  # a table's cell
_FROM = re.compile(r"(?:từ|kể từ|bắt đầu)(?:\s+(?:ngày|đầu))?\s*$", re.IGNORECASE)  # before a date: it opens a span
_TO = re.compile(r"\s*(?:,?\s*đến(?: hết| cuối)?|[-–])\s*", re.IGNORECASE)  # between two dates: it closes the span
_AND_ON = re.compile(r"(?:các|những) năm (?:tiếp theo|tiếp|sau)|trở đi")
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}


def find_deadline(text: str, start: int, end: int) -> Deadline | None:
    """The time limit stated in `text[start:end]`, or None. A labelled one ("Thời gian …:") wins over one inside a sentence."""
    label = _LABELLED.search(text, start, end)
    if (
        label
        and label["text"].strip()
        and (_ANY.search(label["text"]) or _RECURRING.search(label["text"]) or label["colon"])
    ):
        words = label["text"].strip()
        at = label.start("text") + len(label["text"]) - len(label["text"].lstrip())
        return make_deadline(words, at)
    before = _BEFORE.search(text, start, end)
    if before:
        return make_deadline(before.group(), before.start())
    rounds = list(_PERIODIC_WORK.finditer(text, start, end))
    if not rounds or not any(_has_day(found) for found in rounds):
        day = _BEFORE_DAY.search(text, start, end)
        if day:
            return make_deadline(day.group(), day.start())
    periodic = next((found for found in rounds if _has_day(found)), rounds[0] if rounds else None)
    if periodic is None:
        return None
    group = "a" if periodic["a"] else "b"
    return make_deadline(periodic[group], periodic.start(group))


def _has_day(periodic: re.Match[str]) -> bool:
    """Whether a round of work names its day: "trước ngày 15/11 hằng năm" says more than "đánh giá hằng năm" before it."""
    return bool(periodic["a"]) and "ngày " in periodic["a"] and any(char.isdigit() for char in periodic["a"])


def make_deadline(words: str, start: int) -> Deadline:
    """A deadline from the words that state it, standing at `start`."""
    first, last = date_range(words)
    return Deadline(
        words, start, start + len(words), first, last, recurring=bool(_RECURRING.search(words)) and last is None
    )


def date_range(words: str) -> tuple[date | None, date | None]:
    """The first and last day that `words` mean: "tháng 6/2024" → 1 and 30 June 2024.

    (None, None) without a date; the last day is None where the span is open ("từ 01/7/2025", "năm 2026 và các năm tiếp theo").
    """
    match = _ANY.search(words) or _BARE_YEAR.fullmatch(words)
    if match is None:
        return None, None
    first, last = _span(match)
    joint = _TO.match(words, match.end())
    until = _ANY.match(words, joint.end()) if joint else None
    if until:
        return first, _span(until)[1]
    opens = _FROM.search(words[: match.start()]) or _AND_ON.search(words, match.end())
    return first, None if opens else last


def _span(match: re.Match[str]) -> tuple[date | None, date | None]:
    got: defaultdict[str, str] = defaultdict(str, {name: value for name, value in match.groupdict().items() if value})
    day = make_date(got["year"] or got["year2"], got["month"] or got["month2"], got["day"] or got["day2"])
    if day:
        return day, day
    if got["m"] and 1 <= int(got["m"]) <= int(got["m2"] or got["m"]) <= 12:
        return _months(int(got["my"]), int(got["m"]), int(got["m2"] or got["m"]))
    if got["q"]:
        return _months(int(got["qy"]), 3 * _quarter(got["q"]) - 2, 3 * _quarter(got["q2"] or got["q"]))
    if got["y1"]:
        return date(int(got["y1"]), 1, 1), date(int(got["y2"]), 12, 31)
    return _months(int(got["y"]), 1, 12) if got["y"] else (None, None)


def _quarter(sign: str) -> int:
    return _QUARTERS.get(sign.upper()) or int(sign)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
