"""Which kind of thing a question asks for, and whether an answer holds it: a sum of money, a person's name, a reason, a count.

The words of a question may all stand in a plan that does not say what is asked: "Giám đốc bệnh viện X là ai?" is not answered by a
task about hospital X. The cues are in `rag/data/asked.toml`.
"""

from __future__ import annotations

import re
from functools import cache

from index.document.references import find_references
from index.vietnamese import expand, fold, key
from rag.kinds.sentences import without_references
from rag.understanding.asked_figures import holds_count, holds_measure, holds_money
from rag.understanding.asked_names import holds_members, holds_names, holds_person
from rag.understanding.asked_table import asked_pattern, asked_table

_YEAR = re.compile(r"(?<!\S)(?:19|20)\d\d(?!\S)|(?:hằng|hàng|mỗi|cùng) năm|(?<!\S)\d+ năm")
_SOURCE = re.compile(
    r"(?<!\S)(?:kinh phí|vốn|tiền|ngân sách)(?!\S).*(?<!\S)(?:nguồn nào|nguồn gì|từ đâu|đâu ra|lấy ở đâu)(?!\S)"
)
_CLOCK = re.compile(r"\d{1,2} ?(?:giờ|h)(?![^\W_])|\d{1,2}h\d{0,2}")
# "ngày 15/11", "tháng 4", "quý III", "hằng năm", "mỗi năm một lần", "trong 3 ngày", "năm 2025"
_TIME = re.compile(
    r"(?<!\S)(?:ngày|tháng|quý|năm|tuần|kì|đợt|trước|sau) (?:\d|[ivx]+(?!\S))|(?<!\S)(?:hằng|hàng|mỗi|một|từng) (?:ngày|tuần|tháng|quý|năm)|định kì|(?<!\S)\d+ (?:ngày|tháng|năm|tuần|giờ|lần)(?!\S)|\d{1,2} (?:19|20)\d\d|(?<!\S)(?:19|20)\d\d(?!\S)|cuối năm|đầu năm|theo tiến độ|thường xuyên|ngay sau|ngay khi|sau khi|cả năm|trong năm"
)
# "tháng 4", "ngày 15 hằng tháng", "15 11 2025", "quý III"
_DAY = re.compile(
    r"(?<!\S)(?:ngày|tháng|quý|mùng) (?:\d|[ivx]+(?!\S))|(?<!\S)\d{1,2} (?:\d{1,2} )?(?:19|20)\d\d(?!\S)|(?:hằng|hàng|mỗi) (?:ngày|tháng|quý)|ngay sau|(?<!\S)\d+ ngày"
)
_SIGN = re.compile(r"\d+[-/][A-ZĐ]|[Ss]ố \d|TCVN|QCVN|ISO")


def asked_phrases() -> tuple[str, ...]:
    """The phrases of questions in the table, as written: they teach how a question without diacritics is accented."""
    table = asked_table()
    lists = [table["elsewhere"]["topics"], table["person"]["posts"], [*table["details"]]]
    lists += [table[name]["cues"] for name in ("money", "clock", "time", "reason", "person", "document", "members")]
    lists += [aspect["asked"] for aspect in table["aspects"].values()]
    return tuple(phrase for phrases in lists for phrase in phrases)


def is_elsewhere(compared: str) -> bool:
    """Whether a question names a topic that no plan is asked about: the weather, the price of gold; typed with diacritics or without."""
    return asked_pattern("elsewhere", "topics").search(compared) is not None or any(
        f" {topic} " in f" {fold(compared)} " for topic in _bare_topics()
    )


@cache
def _bare_topics() -> frozenset[str]:
    """Topics without diacritics that are long enough to be no other words."""
    return frozenset(
        topic
        for topic in map(fold, asked_table()["elsewhere"]["topics"])
        if len(topic.split()) > 2 or topic == "gia vang"
    )


def asked_aspect(compared: str) -> tuple[str, str] | None:
    """The part of a plan that a question asks for as a whole ("funding") and the question's words that say so; None for none."""
    for name, aspect in asked_table()["aspects"].items():
        match = asked_pattern("aspects", name, "asked").search(compared)
        if match and ("needs" not in aspect or asked_pattern("aspects", name, "needs").search(compared)):
            return name, match.group()
    return None


def is_heading_of(aspect: str, heading: str) -> bool:
    """Whether a section's heading says that the section is about the aspect."""
    return asked_pattern("aspects", aspect, "headings").match(key(expand(heading))) is not None


def holds_asked(compared: str, evidence: str) -> bool:
    """Whether `evidence`, as written, holds the kind of thing that a question in compared form asks for."""
    text = key(expand(evidence))
    return all(
        test(compared, text, evidence)
        for test in (
            _elsewhere,
            _detail,
            holds_money,
            _funding,
            _clock,
            _when,
            _reason,
            holds_person,
            _document,
            _replaced,
            holds_members,
            holds_names,
            holds_count,
            holds_measure,
        )
    )


def _elsewhere(compared: str, text: str, _: str) -> bool:
    """A topic that plans are not about, unless this text is ("thu từ xổ số kiến thiết")."""
    topic = asked_pattern("elsewhere", "topics").search(compared)
    return topic is None or f" {topic.group()} " in f" {text} "


def _detail(compared: str, text: str, _: str) -> bool:
    return all(
        any(f" {key(other)} " in f" {text} " for other in others)
        for detail, others in asked_table()["details"].items()
        if f" {key(detail)} " in f" {compared} "
    )


def _funding(compared: str, text: str, _: str) -> bool:
    """Where the money comes from: the text must speak of money at all."""
    return _SOURCE.search(compared) is None or asked_pattern("funding", "evidence").search(text) is not None


def _clock(compared: str, text: str, evidence: str) -> bool:
    return asked_pattern("clock", "cues").search(compared) is None or _CLOCK.search(evidence.lower()) is not None


def _when(compared: str, _: str, evidence: str) -> bool:
    """A time, other than the dates of documents that the text names."""
    text = key(expand(without_references(evidence, 0, len(evidence))))
    if asked_pattern("time", "days").search(compared):
        return _DAY.search(text) is not None
    if asked_pattern("time", "years").search(compared):
        return _YEAR.search(text) is not None
    return asked_pattern("time", "cues").search(compared) is None or _TIME.search(text) is not None


def _replaced(compared: str, text: str, _: str) -> bool:
    """Which document replaces which: the text must say that one does."""
    asks = asked_pattern("replaced", "cues").search(compared) and asked_pattern("document", "cues").search(compared)
    return not asks or asked_pattern("replaced", "cues").search(text) is not None


def _reason(compared: str, text: str, _: str) -> bool:
    """Why: the text must say what for or because of what; a premise that the plan lacks ("vì sao hủy …") is not explained by it."""
    if asked_pattern("reason", "cues").search(compared) is None:
        return True
    premises = asked_pattern("reason", "premises").findall(compared)
    return asked_pattern("reason", "evidence").search(text) is not None and all(
        f" {p} " in f" {text} " for p in premises
    )


def _document(compared: str, _: str, evidence: str) -> bool:
    if asked_pattern("document", "cues").search(compared) is None:
        return True
    return any(True for _ in find_references(evidence)) or _SIGN.search(evidence) is not None
