"""Chat shorthand written out: "đc" → "được". Only outside document numbers, where the same letters are signs."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


@cache
def _table() -> dict[str, str]:
    return dict(tomllib.loads((resources.files("rag") / "data" / "chat.toml").read_text(encoding="utf-8"))["chat"])


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_table(), key=len, reverse=True))
    return re.compile(rf"(?<![\w/&.-])(?:{words})(?![\w/&-])", re.IGNORECASE)


_AI = re.compile(
    r"(?<=\w )(?<!nào )(?<!do )(?<!cho )AI(?!\w)|(?<=[“\"(])AI(?!\w)"
)  # in capitals, inside a sentence: no "ai"


def write_out(text: str) -> str:
    """`text` with shorthand in full. "KH 572" is a plan, "572/KH-UBND" stays; a word in capitals alone ("CT") stays, too."""
    text = _AI.sub("trí tuệ nhân tạo", text) if not text.isupper() else text
    return _pattern().sub(
        lambda m: (
            m.group()
            if m.group().isupper() and m.group().lower() not in ("kh", "qđ") and not _is_unit(m.group())
            else _table()[m.group().lower()]
        ),
        text,
    )


def _is_unit(word: str) -> bool:
    """Whether a word in capitals stands for a unit's name: "STC"."""
    return _table()[word.lower()].startswith("Sở ")
