"""Who is asked for: the words that ask for a body, whether it is one that others report to, and what is done with the plan itself."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from index.vietnamese import key


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("rag") / "data" / "asked.toml").read_text(encoding="utf-8"))


def _alternatives(phrases: list[str]) -> str:
    return "|".join(re.escape(p) for p in sorted({key(phrase) for phrase in phrases}, key=len, reverse=True))


@cache
def who_pattern() -> re.Pattern[str]:
    """Matches what asks for a body in a question's compared form: "ai", "những sở nào", "tổ chức gì"."""
    bodies = _alternatives(_table()["who"]["bodies"])
    return re.compile(rf"(?<!\S)(?:ai(?! đó)|(?<!cơ )(?<!nhóm )(?:những |các )?(?:{bodies}) (?:nào|gì))(?!\S)")


def asks_who(compared: str) -> bool:
    """Whether a question asks for a body or a person."""
    return who_pattern().search(compared) is not None


@cache
def actor_pattern() -> re.Pattern[str]:
    """Matches those who act without being named units, in a text in compared form: "do các nhà đầu tư", "giao thủ trưởng"."""
    actors = _alternatives(_table()["who"]["actors"])
    return re.compile(rf"(?<!\S)(?:do|bởi|giao|yêu cầu|đề nghị) (?:các |những )?(?:{actors})(?!\S)")


@cache
def _addressee_question() -> re.Pattern[str]:
    verbs = _alternatives(_table()["addressee"]["verbs"])
    return re.compile(
        rf"(?<!\S)(?P<verb>{verbs})(?: \S+){{0,12}}? (?:về|cho|tới|đến|lên|với|trước|qua) (?:đâu(?! ra)(?!\S)|{who_pattern().pattern})"
    )


def addressing(compared: str) -> re.Pattern[str] | None:
    """Where a question asks to whom something goes ("báo cáo về đâu", "chịu trách nhiệm trước ai"), the pattern of raw text that says so."""
    match = _addressee_question().search(compared)
    if match is None:
        return None
    if "trách nhiệm" in match["verb"]:
        return re.compile(r"trách nhiệm(?:\s+[^\s.;]+){0,3}?\s+trước\s", re.IGNORECASE)
    verbs = "báo cáo|gửi|nộp|trình|phản ánh|kiến nghị|xin ý kiến|đề xuất|thông báo|liên hệ|trao đổi"
    return re.compile(rf"(?:{verbs})(?:\s+[^\s.;]+){{0,12}}?\s+(?:về|cho|tới|đến|lên|với|qua)\s", re.IGNORECASE)


@cache
def _groups() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\S)(?:{_alternatives(group)})(?!\S)") for group in _table()["deeds"]["specific"])


def deeds_in(compared: str) -> frozenset[int]:
    """The groups of deeds that a text in compared form names ("theo dõi, đôn đốc"), by their place in the table."""
    return frozenset(place for place, group in enumerate(_groups()) if group.search(compared))


@cache
def deed_words() -> frozenset[str]:
    """All syllables of deeds, specific or general: a question that says no more asks who sees to the plan itself."""
    table = _table()["deeds"]
    phrases = [*(phrase for group in table["specific"] for phrase in group), *table["general"]]
    return frozenset(word for phrase in phrases for word in key(phrase).split())
