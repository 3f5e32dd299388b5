"""Sentences of a plan's text, by offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.document.references import DATE, find_references

# A sentence ends before a capital or a new line; "6.000", "TP. Hồ" and "số 25." inside a line don't end one.
_END = re.compile(r"(?<=[.!?…])(?<!TP\.)(?<!\bsố\.)\s+(?=[A-ZĐÀ-Ỹ“\"(\-+])|\n")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`; a line break ends one, too."""
    position = start
    for match in _END.finditer(text, start, end):
        if match.start() > position:
            yield position, match.start()
        position = match.end()
    if position < end:
        yield position, end


def sentence_around(text: str, position: int, start: int, end: int) -> tuple[int, int]:
    """The sentence of `text[start:end]` that holds `position`; with the one before it when it is short ("Thời gian hoàn thành: …")."""
    found = list(sentences(text, start, end))
    for place, (first, last) in enumerate(found):
        if first <= position < last:
            if place and last - first < 60 and "\n" not in text[found[place - 1][0] : last]:
                return found[place - 1][0], last
            return first, last
    return start, end


_FOOTNOTED_DATE = re.compile(rf"\[\d+\]\s*,?\s*{DATE.pattern}")  # "Kế hoạch số 7175/KH-UBND | [1] ngày 22/9/2022"


def without_references(text: str, start: int, end: int) -> str:
    """`text[start:end]` without the documents it names: their numbers and dates are not its own."""
    kept, position = [], start
    for reference in find_references(text, start, end):
        if reference.start >= position:
            kept.append(text[position : reference.start])
            dated = _FOOTNOTED_DATE.match(text, reference.end, end)
            position = dated.end() if dated else reference.end
    kept.append(text[position:end])
    return " ".join(kept)
