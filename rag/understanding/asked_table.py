"""The table of what questions ask for (`rag/data/asked.toml`) and its lists as patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from index.vietnamese import key


@cache
def asked_table() -> dict[str, Any]:
    """The table as written."""
    return tomllib.loads((resources.files("rag") / "data" / "asked.toml").read_text(encoding="utf-8"))


@cache
def asked_pattern(*path: str) -> re.Pattern[str]:
    """Matches any phrase of a list in the table, as whole syllables of a text in compared form."""
    phrases: Any = asked_table()
    for name in path:
        phrases = phrases[name]
    ordered = sorted({key(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(r"(?<!\S)(?:" + "|".join(re.escape(p) for p in ordered) + r")(?!\S)")
