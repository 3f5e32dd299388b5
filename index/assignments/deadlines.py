"""Time limits as Vietnamese plans write them: fixed, periodic, or over a span of years."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import replace
from datetime import date

from index.document.references import make_date
from index.records import Deadline

_DAY = r"(?:ngày\s+)?(?P<day>\d{1,2})\s*[/.]\s*(?P<month>\d{1,2})\s*[/.]\s*(?P<year>\d{4})|ngày\s+(?P<day2>\d{1,2})\s+tháng\s+(?P<month2>\d{1,2})\s+năm\s+(?P<year2>\d{4})"
_AND = r"\s*(?:[-–,]|và|đến(?:\s+hết)?)\s*"  # between two months or quarters of one year
_PART = r"(?:(?:đầu|giữa|cuối|hết|nửa đầu|nửa cuối)\s+)?"  # "cuối tháng 11/2025"
# "tháng 6/2024", "tháng 11 - 12/2025", "tháng 3 đến tháng 6/2025"
_MONTH = rf"{_PART}tháng\s+(?P<m>\d{{1,2}})(?:{_AND}(?:tháng\s+)?(?P<m2>\d{{1,2}}))?\s*(?:/|-|năm\s)\s*(?P<my>20\d\d)"
_QUARTER = rf"{_PART}[Qq]uý\s+(?P<q>IV|III|II|I|[1-4])(?:{_AND}(?:[Qq]uý\s+)?(?P<q2>IV|III|II|[2-4]))?\s*(?:/|-|năm)?\s*(?P<qy>20\d\d)"
_HALF = r"(?P<h>0?[369])\s+tháng\s+(?P<side>đầu|cuối)\s+năm\s+(?P<hy>20\d\d)"  # "6 tháng đầu năm 2025"
_YEARS = r"(?:(?:giai đoạn|(?:các\s+)?năm)\s+)?(?P<y1>20\d\d)\s*[-–]\s*(?P<y2>20\d\d)"
_YEAR = r"(?:hết |cuối |trong |đến )*năm\s+(?P<y>20\d\d)"
_TIMES = r"(?:\d{1,2}|một|hai|ba|bốn)"
_TERM = r"(?:năm học|năm|quý|tháng|tuần|ngày|học kỳ)"
_ROUND = rf"(?:hằng|hàng|mỗi)\s+{_TERM}"
# "mỗi học kỳ 01 lần", "ít nhất 02 lần/năm", "3 tháng/lần", "hai năm một lần"
_FREQUENCY = (
    rf"{_ROUND}\s+(?:ít nhất\s+|tối thiểu\s+)?{_TIMES}\s+lần|{_TIMES}\s+lần\s*(?:/|trong|mỗi|một)\s*{_TERM}(?!\s+\d)|"
    rf"{_TIMES}\s+{_TERM}\s*(?:/|một|0?1)\s*lần"
)
# A day of each month or quarter: "ngày 20 của tháng cuối quý", "ngày 15 tháng đầu quý sau", "ngày 05 của tháng sau", "thứ Sáu hằng tuần"
_OF_ROUND = (
    r"ngày\s+(?:\d{1,2}|(?:làm việc\s+)?cuối cùng)\s+(?:của\s+)?tháng\s+(?:đầu(?: tiên)?|giữa|cuối(?: cùng)?|thứ\s+\w+|sau|tiếp theo|kế tiếp|liền kề)"
    r"(?:\s+(?:của\s+)?(?:mỗi\s+)?(?:quý|năm|học kỳ|kỳ)(?:\s+(?:sau|tiếp theo|kế tiếp|liền kề))?)?|"
    r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\s+(?:hằng|hàng|mỗi)\s+tuần"
)
_PERIODIC = (
    rf"(?:định kỳ\s+)?(?:trước\s+ngày\s+\d{{1,2}}\s+)?{_ROUND}|{_FREQUENCY}|{_OF_ROUND}|định kỳ(?:\s+(?:0?6 tháng|06 tháng|6 tháng|quý|năm|hoặc đột xuất))?|"
    r"thường xuyên|(?:0?6|sáu) tháng(?:/lần)?(?!\s+(?:đầu|cuối)\s+năm)(?:,\s*(?:0?9 tháng|năm))*"
)
_WHEN = rf"(?:{_DAY}|{_HALF}|{_MONTH}|{_QUARTER}|{_YEARS}|{_YEAR})"
_WHEN_PLAIN = re.sub(r"\(\?P<\w+>", "(?:", _WHEN)
# Counted from an event: "chậm nhất 15 ngày sau khi …", "trong thời hạn 05 ngày làm việc kể từ ngày …", "sau 30 ngày kể từ …"
_AFTER = (
    r"(?:chậm nhất|không quá|trong(?: vòng| thời hạn)?|sau|trước)\s+(?:là\s+|sau\s+)?\d{1,3}\s+(?:ngày|tuần|tháng|giờ|phút)(?: làm việc)?"
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
_LATEST = r"(?:chậm nhất|muộn nhất|trễ nhất)(?:\s+(?:là|đến|vào|trong))?"
_DONE = r"(?:hoàn thành|xong)"
_CLOCK = r"(?:\d{1,2}\s?(?:giờ|h)(?:\s?\d{2})?(?:\s+phút)?[’']?,?\s+)?"  # "trước 17 giờ 00 ngày 10/3/2025"
# A limit inside a sentence: "trước ngày 15/12/2025", "hoàn thành trong quý II năm 2026", "xong trong năm 2025"
_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?:{_FROM_TO}|{_AFTER}|(?:{_DONE}\s+)?(?:{_LATEST}|trước|không quá)\s+{_CLOCK}{_WHEN_PLAIN}|(?:{_DONE}(?: trong| vào)?|trong|vào)\s+{_WHEN_PLAIN}|"
    rf"đến\s+(?:hết\s+{_WHEN_PLAIN}|ngày\s+\d{{1,2}})|{_DONE}\s+trước khi\s+[^.,;:()]{{3,80}}|ngay\s+sau khi\s+[^.,;:()]{{3,80}})",
    re.IGNORECASE,
)
# The same without its year: "trước ngày 20/11", "hoàn thành trong tháng 10", "trong quý III"
_BEFORE_DAY = re.compile(
    rf"(?<![^\W\d_])(?:(?:{_DONE}\s+)?(?:{_LATEST}|trước|đến(?: hết)?)\s+{_CLOCK}{_DAY_OF_YEAR}(?![\d/])|"
    rf"(?:{_DONE}\s+(?:(?:trong|trước|vào)\s+)?|{_LATEST}\s+|trong\s+){_PART}(?:tháng\s+\d{{1,2}}|quý\s+(?:IV|III|II|I)(?:{_AND}(?:IV|III|II))?)(?![\w/]))",
    re.IGNORECASE,
)
_RECURRING = re.compile(rf"(?<![^\W\d_])(?:{_PERIODIC})(?![^\W\d_])", re.IGNORECASE)
# A year's or quarter's round of work: "hằng năm báo cáo", "sơ kết định kỳ hằng quý"; not "các chỉ tiêu hằng năm"
_WORK = r"(?:báo cáo|tổng hợp|rà soát|đánh giá|sơ kết|tổng kết|xây dựng|tổ chức|kiểm tra|gửi|cập nhật|lập)"
_ITS_DAY = r"(?:\s+\((?:trước|chậm nhất|vào|báo cáo|gửi)\s[^)]{1,60}\))"
# "hằng quý (trước ngày 20 của tháng cuối quý)|, 6 tháng, năm"
_AND_ROUNDS = (
    r"(?:(?:,|,?\s+và|\s+hoặc)\s+(?:(?:hằng|hàng|mỗi)\s+)?(?:(?:0?[369]|sáu)\s+tháng|tuần|tháng|quý|năm|đột xuất)"
    rf"(?![^\W\d_])(?!\s+(?:\d|học|hành động|đầu|cuối)){_ITS_DAY}?)*"
)
_LAST_DAY = rf"(?:{_LATEST}|trước|vào)\s+{_CLOCK}"
_DAY_IN_ROUND = rf"{_LAST_DAY}(?:{_OF_ROUND}|{_DAY_OF_YEAR}(?![\d/]))"
# "trước ngày 30 tháng 11 hàng năm", "chậm nhất ngày 25 hằng tháng", "định kỳ ngày 20 tháng cuối quý"
_EVERY = rf"(?:{_LAST_DAY})?{_DAY_OF_YEAR}\s+{_ROUND}|(?:{_LAST_DAY})?(?:{_OF_ROUND})"
_PERIODIC_WORK = re.compile(
    rf"(?<![^\W\d_])(?:(?:định kỳ,?\s+)?(?:{_EVERY}|{_ROUND},?\s+{_DAY_IN_ROUND}|{_ROUND}{_ITS_DAY}{_AND_ROUNDS}|(?:{_FREQUENCY}){_ITS_DAY}?)|"
    rf"(?:0?[369]|sáu)\s+tháng{_ITS_DAY}{_AND_ROUNDS}|định kỳ(?:\s+(?:{_ROUND}|(?:0?[369]|sáu) tháng|quý(?! [IV])|tháng|năm(?! \d)){_ITS_DAY}?{_AND_ROUNDS}|\s+hoặc đột xuất)|"
    rf"trước\s+{_CLOCK}{_ROUND}|{_ROUND}{_AND_ROUNDS}(?=,?\s+(?:[^\W\d_]+\s+){{0,3}}{_WORK}))(?![^\W\d_])",
    re.IGNORECASE,
)
# Two days of one task: "trước ngày 10/6 | và trước ngày 30/11 hằng năm", "vào ngày 05 và | ngày 20 hằng tháng"
_ONE_DAY = (
    rf"(?:(?:{_LATEST}|trước|vào)\s+)?(?:{_OF_ROUND}|ngày\s+\d{{1,2}}(?:/\d{{1,2}}(?:/\d{{4}})?)?)(?:\s+{_ROUND})?"
)
_AND_DAY = re.compile(rf"(?<![^\W\d_]){_ONE_DAY}\s+và\s+", re.IGNORECASE)
_DAY_AND = re.compile(rf"\s+và\s+{_ONE_DAY}(?![^\W\d_/])", re.IGNORECASE)
_WORK_ROUND = re.compile(
    rf"(?<![^\W\d_]){_WORK}\s+(?:[^\W\d_,]+\s+){{0,5}}(?P<round>{_ROUND}{_AND_ROUNDS})(?![^\W\d_])", re.IGNORECASE
)
_ANY = re.compile(_WHEN, re.IGNORECASE)
_BARE_YEAR = re.compile(r"\s*(?P<y>20\d\d)\s*\.?\s*")  # a table's cell
_FROM = re.compile(r"(?:từ|kể từ|bắt đầu)(?:\s+(?:ngày|đầu))?\s*$", re.IGNORECASE)  # before a date: it opens a span
# "từ ngày 15/4 đến | ngày 15/5/2025": the year is the second day's
_SAME_YEAR = re.compile(
    r"(?:từ|kể từ)\s+(?:ngày\s+)?(?P<day>\d{1,2})(?:\s*/\s*(?P<month>\d{1,2})|\s+tháng\s+(?P<month2>\d{1,2}))?\s+đến(?:\s+hết)?\s*$",
    re.IGNORECASE,
)
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
    found = _one_deadline(text, start, end)
    if found is None:
        return None
    first = max(
        (m.start() for m in _AND_DAY.finditer(text, start, found.start) if m.end() == found.start), default=found.start
    )
    more = _DAY_AND.match(text, found.end, end)
    last = more.end() if more else found.end
    return (
        found
        if (first, last) == (found.start, found.end)
        else replace(found, text=text[first:last], start=first, end=last)
    )


def _one_deadline(text: str, start: int, end: int) -> Deadline | None:
    before = _BEFORE.search(text, start, end)
    if before:
        return make_deadline(before.group(), before.start())
    rounds = [found.span() for found in _PERIODIC_WORK.finditer(text, start, end)]
    rounds = rounds or [found.span("round") for found in _WORK_ROUND.finditer(text, start, end)]
    periodic = next((span for span in rounds if _has_day(text[slice(*span)])), None)
    if periodic is None:
        day = _BEFORE_DAY.search(text, start, end)
        if day:
            return make_deadline(day.group(), day.start())
        periodic = rounds[0] if rounds else None
    return make_deadline(text[slice(*periodic)], periodic[0]) if periodic else None


def _has_day(periodic: str) -> bool:
    """Whether a round of work names its day: "trước ngày 15/11 hằng năm" says more than "đánh giá hằng năm" before it."""
    return "ngày " in periodic and any(char.isdigit() for char in periodic)


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
    same_year = _SAME_YEAR.search(words[: match.start()])
    if same_year and last and first == last:
        month = same_year["month"] or same_year["month2"] or str(last.month)
        return make_date(str(last.year), month, same_year["day"]) or first, last
    closed = match.re is _ANY and (match["m2"] or match["q2"])  # "từ tháng 3 đến tháng 6/2025"
    opens = (not closed and _FROM.search(words[: match.start()])) or _AND_ON.search(words, match.end())
    return first, None if opens else last


def _span(match: re.Match[str]) -> tuple[date | None, date | None]:
    got: defaultdict[str, str] = defaultdict(str, {name: value for name, value in match.groupdict().items() if value})
    day = make_date(got["year"] or got["year2"], got["month"] or got["month2"], got["day"] or got["day2"])
    if day:
        return day, day
    if got["h"]:
        months = int(got["h"])
        return _months(int(got["hy"]), *((1, months) if got["side"].lower() == "đầu" else (13 - months, 12)))
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
