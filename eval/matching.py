"""When words are held by an answer, when two quotes overlap, when two addresses are the same. Pure functions.

Everything is compared in the form of `eval.questions.plain`. The rules are strict where luck could help: a figure is not found inside
another figure, and boilerplate that two sections share is no overlap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from eval.questions import plain

_MARKER = re.compile(r"\[\d+\]")  # "[1]": a citation's marker is no figure of the answer
_LONG_ENOUGH = 40  # characters of a quote inside longer evidence that identify it
_LISTED = ("-", "+", "•", "*")  # dashes are no part of a legal address
_REPEATED = re.compile(r"^(.+?)\s+\(\d+\)$")  # "III (2)": a number that the plan gives twice


@lru_cache(maxsize=20_000)
def _stripped(answer: str) -> str:
    return plain(_MARKER.sub(" ", answer))


def holds(answer: str, words: str) -> bool:
    """Whether `answer` says `words`: not inside a longer word or figure ("5" is not in "95", "2,5" or "1.500"), nor in a marker."""
    wanted = plain(words)
    if not wanted:
        return False
    before = r"(?<!\w)(?<!\d[.,/])" if wanted[0].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if wanted[-1].isalnum() else ""
    return re.search(before + re.escape(wanted) + after, _stripped(answer)) is not None


@lru_cache(maxsize=200_000)
def overlaps(quote: str, evidence: str) -> bool:
    """Whether a quote and the evidence share words: one holds the other, or half of the evidence or more runs over the quote's edge."""
    given, gold = plain(quote).strip(" .;,:"), plain(evidence).strip(" .;,:")
    if not given or not gold:
        return False
    if gold in given:
        return True
    half = -(-len(gold) // 2)
    if given in gold:
        return len(given) >= min(half, _LONG_ENOUGH)
    return any(
        given.endswith(gold[:size]) or given.startswith(gold[-size:]) for size in range(len(gold) - 1, half - 1, -1)
    )


def numbered(path: Sequence[str]) -> tuple[str, ...]:
    """The part of a path that is a legal address, in compared form: ("V", "2", "-3") → ("v", "2"); "(2)" and "2)" are "2"."""
    parts: list[str] = []
    for part in path:
        if part.startswith(_LISTED):
            break
        parts.append(_REPEATED.sub(r"\1", part).strip("().- ").casefold())
    return tuple(parts)


def same_address(path: Sequence[str], gold: Sequence[str]) -> bool:
    """Whether two paths are one legal address."""
    return numbered(path) == numbered(gold)


def within(path: Sequence[str], gold: Sequence[str]) -> bool:
    """Whether a path is the gold section or lies below it; nothing lies within an empty path (letterhead, signature)."""
    section = numbered(gold)
    return bool(section) and numbered(path)[: len(section)] == section
