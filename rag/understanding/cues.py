"""The words that show what a question asks for (`rag/data/cues.toml`), as phrases to find in a question's compared form."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from index.lexicon import signer_titles
from index.vietnamese import key


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("rag") / "data" / "cues.toml").read_text(encoding="utf-8"))


@cache
def cue_pattern(group: str, name: str = "cues") -> re.Pattern[str]:
    """Matches any phrase of a group, as whole syllables, in a text in compared form (`index.vietnamese.key`)."""
    phrases = sorted({key(phrase) for phrase in _table()[group][name]}, key=len, reverse=True)
    return re.compile(r"(?<!\S)(?:" + "|".join(re.escape(p) for p in phrases) + r")(?!\S)")


def has_cue(compared: str, group: str, name: str = "cues") -> bool:
    """Whether a question in compared form holds a phrase of the group."""
    return cue_pattern(group, name).search(compared) is not None


@cache
def cue_names(group: str) -> tuple[str, ...]:
    """The names of a group's lists, in the order of the table."""
    return tuple(_table()[group])


@cache
def attribute_phrases() -> tuple[str, ...]:
    """Details that a text must name before it can answer a question about them, in compared form."""
    return tuple(key(phrase) for phrase in _table()["attributes"]["phrases"])


@cache
def figure_phrases() -> tuple[str, ...]:
    """Phrases that only say that a figure is asked for."""
    return tuple(_table()["figures"]["phrases"])


@cache
def date_question() -> re.Pattern[str]:
    """ "ban hành kế hoạch vào ngày nào", "khi nào UBND tỉnh ban hành", "văn bản được ký hôm nào": the date of the plan itself."""
    when = r"(?:ngày|khi nào|hôm nào|lúc nào|bao giờ|tháng nào)(?!\S)"
    return re.compile(
        rf"(?:ban hành|ra đời)(?: \S+){{0,8}} {when}|(?<!\S)ra (?:kế hoạch|quyết định|văn bản)(?: \S+){{0,16}} {when}|(?:ngày nào|khi nào|bao giờ|hôm nào)(?: \S+){{0,9}} (?:ban hành|kí|ký)(?: kế hoạch| quyết định| văn bản|$)"
        r"|(?:ban hành|ra đời)(?: \S+){0,6} (?:sớm hơn|muộn hơn|trước hơn|sau hơn|trước hay sau|cách nhau)(?!\S)"
        rf"|(?:kế hoạch|quyết định|văn bản)(?: \S+){{0,16}} (?<!đăng )kí(?: (?:vào|từ|ban hành|lúc)){{0,2}} (?:(?:ngày|hôm|lúc|tháng) (?:nào|mấy|bao nhiêu)|khi nào|bao giờ)(?!\S)"
    )


@cache
def signer_question() -> re.Pattern[str]:
    """ "Thứ trưởng nào ký quyết định", "vị phó chủ tịch nào đã ký ban hành": the signer, by title of office."""
    offices = office_words()
    return re.compile(
        rf"(?<!\S)(?:{offices}|lãnh đạo|người|vị|đồng chí) nào(?: \S+){{0,8}}? (?<!đăng )kí(?! (?:kết|hợp đồng|cam kết|thỏa thuận|quy chế))(?!\S)"
        r"|(?<!\S)ai(?: (?!kế|văn|quyết)\S+){0,4}? (?<!đăng )kí(?! (?:kết|hợp đồng|cam kết|thỏa thuận|quy chế))(?!\S)"
        rf"|(?:kế hoạch|văn bản|quyết định) nào(?: \S+){{0,4}}? do (?:{offices}|ông|bà|đồng chí|ai)(?: \S+){{0,8}}? kí(?!\S)"
    )


@cache
def office_words() -> str:
    """Titles of office in compared form, as alternatives, longer ones first."""
    return "|".join(sorted((re.escape(key(title)) for title in signer_titles()), key=len, reverse=True))


@cache
def sent_question() -> re.Pattern[str]:
    """ "kế hoạch có gửi Bộ Y tế không", "văn bản này được gửi đến Sở Tài chính không": who receives the plan itself."""
    return re.compile(
        r"(?<!\S)(?:kế hoạch|quyết định|văn bản)(?: \S+){0,14} (?:có|được)(?: được)? gửi .*(?:không|chưa)$"
    )


@cache
def period_question() -> re.Pattern[str]:
    """ "kế hoạch … lập cho giai đoạn nào", "kế hoạch từ năm nào đến năm nào": the years that the plan covers."""
    return re.compile(
        r"(?<!\S)(?:kế hoạch|quyết định|văn bản)(?!\S).* (?:(?:giai đoạn|thời kì|những năm|các năm) (?:nào|mấy)|năm nào (?:đến|tới) năm nào)(?: (?:vậy|ạ|thế|nhỉ))?$"
    )


@cache
def asking_phrases() -> tuple[str, ...]:
    """Phrases that only ask (who, when, how much, what to do, of the document itself), and say nothing of what is asked about."""
    groups = ("metadata", "fact_asked", "deadline", "tasks", "responsibility", "figures")
    return tuple(phrase for group in groups for phrases in _table()[group].values() for phrase in phrases)


@cache
def stop_words() -> frozenset[str]:
    """Syllables without content of their own, in compared spelling."""
    return frozenset(key(word) for word in _table()["stop"]["words"])


@cache
def stop_phrases() -> tuple[str, ...]:
    """Phrases without content of their own, whose syllables may have some elsewhere."""
    return tuple(_table()["stop"]["phrases"])


@cache
def weak_phrases() -> frozenset[str]:
    """Phrases that say little of what a question is about ("tính đến", "soạn"), in compared form."""
    return frozenset(key(word) for word in _table()["weak"]["words"])


@cache
def content_phrases() -> tuple[str, ...]:
    """Phrases with content whose syllables have none elsewhere ("chủ đề"), in compared form."""
    return tuple(key(phrase) for phrase in _table()["content"]["phrases"])


@cache
def metadata_facts() -> tuple[str, ...]:
    """Names of the pieces of metadata that a question can ask for, in the order they are tried."""
    return tuple(_table()["metadata"])


@cache
def all_phrases() -> tuple[str, ...]:
    """Every cue phrase as written: they teach how a question without diacritics is accented."""
    cues = tuple(phrase for group in _table().values() for phrases in group.values() for phrase in phrases)
    return (*cues, *(f"{title.lower()} nào ký" for title in signer_titles().values()))
