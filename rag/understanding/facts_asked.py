"""Which pieces of metadata a question asks for: by a phrase that says so; or, where it holds little but the plan's name, by its verb and question word."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.understanding.cues import (
    cue_names,
    cue_pattern,
    date_question,
    has_cue,
    metadata_facts,
    period_question,
    sent_question,
    signer_question,
)

_MAX_OTHER = 1  # content words beside the plan's name and such verbs; more ask for something inside the plan
_DOCUMENT = re.compile(
    r"(?<!\S)(?:kế hoạch|quyết định|văn bản|nghị quyết|chỉ thị|chương trình|kết luận|thông báo)(?!\S)"
)


def facts_asked(compared: str, content: Collection[str], names: Collection[str]) -> tuple[str, ...]:
    """The pieces of metadata that a question in compared form asks for.

    `content` is its syllables with content, `names` the syllables that its plans are named by.
    """
    found = [name for name in metadata_facts() if has_cue(compared, "metadata", name)]
    if "date" not in found and date_question().search(compared):
        found.insert(0, "date")
    if not {"signer", "signer_title"} & set(found) and signer_question().search(compared):
        found.insert(0, "signer")
    if "recipients" not in found and sent_question().search(compared):
        found.append("recipients")
    if period_question().search(compared):
        found.append("period")
    if (
        found == ["signer"]
        and has_cue(compared, "fact_asked", "date")
        and not has_cue(compared, "fact_asked", "signer")
    ):
        found = ["date"]  # "ngày tháng Giám đốc ký kế hoạch"
    if not found and _DOCUMENT.search(compared):
        found += _by_verb(compared, set(content) - set(names))
    return tuple(found)


def _by_verb(compared: str, other: Collection[str]) -> list[str]:
    """What is done with a plan, and what is asked of that: "ký" and "hôm nào" its date, "gửi" and "sở nào" its recipients."""
    for name in cue_names("fact_verbs"):
        verb = cue_pattern("fact_verbs", name).search(compared)
        if verb and has_cue(compared, "fact_asked", name) and len(set(other) - set(verb.group().split())) <= _MAX_OTHER:
            return [name]
    return []
