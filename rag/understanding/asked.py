"""Which kind of thing a question asks for, and whether an answer holds it: a sum of money, a person's name, a reason, a count.

The words of a question may all stand in a plan that does not say what is asked: "Giám đốc bệnh viện X là ai?" is not answered by a
task about hospital X. The cues are in `rag/data/asked.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from index.document.references import find_references
from index.vietnamese import expand, fold, key
from rag.kinds.sentences import without_references

_MONEY = re.compile(
    r"\d[\d.,]* *(?:nghìn|ngàn|triệu|tỉ|tỷ)?(?: (?:nghìn|ngàn|triệu|tỉ|tỷ))* *(?:đồng|đ|vnđ|usd)(?![^\W\d_])|\d[\d.,]* (?:triệu|tỉ|tỷ)"
)
# "tháng mấy", "ngày bao nhiêu" ask when
_HOW_MUCH = re.compile(
    r"(?<!\S)(?<!ngày )(?<!tháng )(?<!quý )(?<!năm )(?<!tuần )(?:bao nhiêu|mấy)(?!\S)(?! (?:phần trăm|ngày|tháng|năm|lần|tuần))"
)
_YEAR = re.compile(r"(?<!\S)(?:19|20)\d\d(?!\S)|(?:hằng|hàng|mỗi|cùng) năm|(?<!\S)\d+ năm")
_SOURCE = re.compile(r"(?<!\S)(?:kinh phí|vốn|tiền|ngân sách)(?!\S).*(?<!\S)(?:nguồn nào|nguồn gì|từ đâu|đâu ra|lấy ở đâu)(?!\S)")
_CLOCK = re.compile(r"\d{1,2} ?(?:giờ|h)(?![^\W_])|\d{1,2}h\d{0,2}")
# "ngày 15/11", "tháng 4", "quý III", "hằng năm", "mỗi năm một lần", "trong 3 ngày", "năm 2025"
_TIME = re.compile(
    r"(?<!\S)(?:ngày|tháng|quý|năm|tuần|kì|đợt|trước|sau) (?:\d|[ivx]+(?!\S))|(?<!\S)(?:hằng|hàng|mỗi|một|từng) (?:ngày|tuần|tháng|quý|năm)|định kì|(?<!\S)\d+ (?:ngày|tháng|năm|tuần|giờ|lần)(?!\S)|\d{1,2} (?:19|20)\d\d|(?<!\S)(?:19|20)\d\d(?!\S)|cuối năm|đầu năm|theo tiến độ|thường xuyên|ngay sau|ngay khi|sau khi|cả năm|trong năm"
)
# "tháng 4", "ngày 15 hằng tháng", "15 11 2025", "quý III"
_DAY = re.compile(
    r"(?<!\S)(?:ngày|tháng|quý|mùng) (?:\d|[ivx]+(?!\S))|(?<!\S)\d{1,2} (?:\d{1,2} )?(?:19|20)\d\d(?!\S)|(?:hằng|hàng|mỗi) (?:ngày|tháng|quý)|ngay sau|(?<!\S)\d+ ngày"
)
# "danh mục chi tiết tại Phụ lục II Nghị quyết 214/NQ-CP"
_LISTED_ELSEWHERE = re.compile(
    r"(?:danh mục|danh sách|chi tiết)(?: \S+){0,8}? phụ lục(?: \S+){0,4}? (?:nghị quyết|quyết định|thông tư|nghị định|chỉ thị|kế hoạch|công văn) (?:số )?\d"
)
# "Bộ nhận diện và các thông điệp (kèm Phụ lục)" and nothing else
_ANNEXED = re.compile(r"\((?:kèm|theo|tại|xem|chi tiết)[^()]{0,20}(?:phụ lục|biểu|danh mục)[^()]{0,20}\)\W*$", re.IGNORECASE)
_JOINING = frozenset(("và", "của", "các", "những", "tại", "trên", "trong", "theo", "đã", "được", "là", "có", "để", "cho", "với", "từ"))
_NAME = r"(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+\s+){1,3}[A-ZĐÀ-Ỹ][a-zđà-ỹ]+"
_PERSON = re.compile(rf"(?:ông|bà|đồng chí|đ/c|Ông|Bà|Đồng chí)[:\s]+{_NAME}")
_SIGN = re.compile(r"\d+[-/][A-ZĐ]|[Ss]ố \d|TCVN|QCVN|ISO")
# "bao nhiêu | trạm y tế", "mấy bác sĩ"; the counted thing is the next syllable
# No thing to count follows "tăng từ mấy | lên", "bao nhiêu | xuống"
_COUNTED = re.compile(
    r"(?<!\S)(?<!ngày )(?<!tháng )(?<!quý )(?<!năm )(?<!hạng )(?<!cấp )(?<!số )(?<!thứ )(?<!lúc )(?<!điều )(?:bao nhiêu|mấy) (?!mỗi|hằng|việc|nhiệm|nội|đầu|hình|loại|nhóm|tiêu|mục|giải|bước|nguồn|phần|tỉ|tỷ|triệu|nghìn|đồng|tiền|là|trên|và|thì|vậy|vốn|kinh|ngân|giờ|cho|so|tới|đến|ở|trong|của|theo|vào|năm|tháng|ngày|lần|tuổi|điểm|hạng|lên|xuống|tăng|giảm|còn|rồi|không|ạ|nhỉ|thế|nữa|một|hộ|để|từ|với|tại|cấp|mức)(?P<thing>[^\W\d_]+)(?: (?P<next>[^\W\d_]+))?"
)
_NUMBER_WORDS = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("rag") / "data" / "asked.toml").read_text(encoding="utf-8"))


@cache
def _pattern(*path: str) -> re.Pattern[str]:
    """Matches any phrase of a list in the table, as whole syllables of a text in compared form."""
    phrases: Any = _table()
    for name in path:
        phrases = phrases[name]
    ordered = sorted({key(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(r"(?<!\S)(?:" + "|".join(re.escape(p) for p in ordered) + r")(?!\S)")


def asked_phrases() -> tuple[str, ...]:
    """The phrases of questions in the table, as written: they teach how a question without diacritics is accented."""
    table = _table()
    lists = [table["elsewhere"]["topics"], table["person"]["posts"], [*table["details"]]]
    lists += [table[name]["cues"] for name in ("money", "clock", "time", "reason", "person", "document", "members")]
    lists += [aspect["asked"] for aspect in table["aspects"].values()]
    return tuple(phrase for phrases in lists for phrase in phrases)


def is_elsewhere(compared: str) -> bool:
    """Whether a question names a topic that no plan is asked about: the weather, the price of gold; typed with diacritics or without."""
    return _pattern("elsewhere", "topics").search(compared) is not None or any(
        f" {topic} " in f" {fold(compared)} " for topic in _bare_topics()
    )


@cache
def _bare_topics() -> frozenset[str]:
    """Topics without diacritics that are long enough to be no other words."""
    return frozenset(
        topic for topic in map(fold, _table()["elsewhere"]["topics"]) if len(topic.split()) > 2 or topic == "gia vang"
    )


def asked_aspect(compared: str) -> tuple[str, str] | None:
    """The part of a plan that a question asks for as a whole ("funding") and the question's words that say so; None for none."""
    for name, aspect in _table()["aspects"].items():
        match = _pattern("aspects", name, "asked").search(compared)
        if match and ("needs" not in aspect or _pattern("aspects", name, "needs").search(compared)):
            return name, match.group()
    return None


def is_heading_of(aspect: str, heading: str) -> bool:
    """Whether a section's heading says that the section is about the aspect."""
    return _pattern("aspects", aspect, "headings").match(key(expand(heading))) is not None


def holds_asked(compared: str, evidence: str) -> bool:
    """Whether `evidence`, as written, holds the kind of thing that a question in compared form asks for."""
    text = key(expand(evidence))
    return all(
        test(compared, text, evidence)
        for test in (
            _detail,
            _money,
            _funding,
            _clock,
            _when,
            _reason,
            _person,
            _document,
            _replaced,
            _members,
            _instances,
            _count,
        )
    )


def _detail(compared: str, text: str, _: str) -> bool:
    return all(
        any(f" {key(other)} " in f" {text} " for other in others)
        for detail, others in _table()["details"].items()
        if f" {key(detail)} " in f" {compared} "
    )


def _money(compared: str, text: str, evidence: str) -> bool:
    much = _pattern("money", "amounts").search(compared) and _HOW_MUCH.search(compared)
    asks = much or _pattern("money", "cues").search(compared)
    return not asks or _MONEY.search(evidence.lower()) is not None


def _funding(compared: str, text: str, _: str) -> bool:
    """Where the money comes from: the text must speak of money at all."""
    return _SOURCE.search(compared) is None or _pattern("funding", "evidence").search(text) is not None


def _clock(compared: str, text: str, evidence: str) -> bool:
    return _pattern("clock", "cues").search(compared) is None or _CLOCK.search(evidence.lower()) is not None


def _when(compared: str, _: str, evidence: str) -> bool:
    """A time, other than the dates of documents that the text names."""
    text = key(expand(without_references(evidence, 0, len(evidence))))
    if _pattern("time", "days").search(compared):
        return _DAY.search(text) is not None
    if _pattern("time", "years").search(compared):
        return _YEAR.search(text) is not None
    return _pattern("time", "cues").search(compared) is None or _TIME.search(text) is not None


def _replaced(compared: str, text: str, _: str) -> bool:
    """Which document replaces which: the text must say that one does."""
    asks = _pattern("replaced", "cues").search(compared) and _pattern("document", "cues").search(compared)
    return not asks or _pattern("replaced", "cues").search(text) is not None


def _members(compared: str, text: str, evidence: str) -> bool:
    """What a list is made of: an annex that holds the list is not the list, nor is its name between quotation marks."""
    if _pattern("members", "cues").search(compared) is None:
        return True
    return _LISTED_ELSEWHERE.search(text) is None and _ANNEXED.search(evidence.strip()) is None


def _instances(compared: str, text: str, evidence: str) -> bool:
    """Which of a kind of things that bear names ("ở xã nào", "doanh nghiệp nào"): the text must say of them what the question doesn't."""
    match = _pattern("instances", "things").search(compared)
    if match is None or not re.match(r"(?: \S+){0,3}? nào(?!\S)", compared[match.end() :]):
        return True
    said = set(compared.split())
    around = re.findall(rf"(?<!\S){re.escape(match.group())}((?: \S+){{1,4}})", text)
    return any(len(set(words.split()) - said - _JOINING) > 1 for words in around)


def _reason(compared: str, text: str, _: str) -> bool:
    """Why: the text must say what for or because of what; a premise that the plan lacks ("vì sao hủy …") is not explained by it."""
    if _pattern("reason", "cues").search(compared) is None:
        return True
    premises = _pattern("reason", "premises").findall(compared)
    return _pattern("reason", "evidence").search(text) is not None and all(f" {p} " in f" {text} " for p in premises)


def _document(compared: str, _: str, evidence: str) -> bool:
    if _pattern("document", "cues").search(compared) is None:
        return True
    return any(True for _ in find_references(evidence)) or _SIGN.search(evidence) is not None


def _person(compared: str, text: str, evidence: str) -> bool:
    """Who holds a post: the post must be named, together with a person or with another post that fills it."""
    post = _pattern("person", "posts").search(compared)
    if not post:
        return True
    named = re.search(rf"(?<!\S)ai (?:\S+ ){{0,6}}?(?:là|làm|giữ|giữ chức) {post.group()}(?!\S)", compared)
    if not named and _pattern("person", "cues").search(compared.replace("đơn vị nào", " ")) is None:
        return True
    held = re.search(rf"(?<!\S){re.escape(post.group())}(?!\S)", text)
    others = {match.group() for match in _pattern("person", "posts").finditer(text)} - {post.group()}
    return held is not None and (_PERSON.search(evidence) is not None or bool(others) or bool(_signed(evidence)))


def _signed(evidence: str) -> re.Match[str] | None:
    """A name alone on a line: a signature."""
    return re.search(rf"^\W*{_NAME}\W*$", evidence, re.MULTILINE)


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


def _count(compared: str, text: str, _: str) -> bool:
    """How many of a thing: a figure must stand with the thing, or the thing be measured by a rate."""
    thing = counted_thing(compared)
    if not thing:
        return True
    figure = rf"(?:\d[\d.,]*|{_NUMBER_WORDS})"
    near = rf"(?<!\S){figure}(?: \S+){{0,3}}? {re.escape(thing)}(?!\S)|(?<!\S){re.escape(thing)}(?: \S+){{0,12}}? {figure}(?!\S)"
    return re.search(near, text) is not None
