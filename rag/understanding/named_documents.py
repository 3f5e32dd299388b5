"""Documents that a question names. A plan's sentence breaks off behind a document's name; a question goes on with what it asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache

from index.document.references import DATE, DOCUMENT_NUMBER, find_references
from index.lexicon import document_kinds
from index.records import Reference
from index.vietnamese import expand, key

_NUMBER = re.compile(DOCUMENT_NUMBER)
_DATED = re.compile(rf"\s*,?\s*{DATE.pattern}")
_OF = re.compile(r"\s*,?\s*của\s+", re.IGNORECASE)
_LONGEST_BODY = 10  # words: "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh …"


def named_documents(text: str, bodies: Collection[str]) -> Iterator[Reference]:
    """The documents named in a question, each from the kind just before its number to its date, or to a body among `bodies` (compared
    form) that issued it: "Kế hoạch 572/KH-UBND của Lâm Đồng | phấn đấu 100% xã đạt … vào năm nào"."""
    for reference in find_references(text):
        number = _NUMBER.search(text, reference.start, reference.end)
        if number is None:  # a law, by its name and date
            yield reference
            continue
        kinds = [match.start() for match in _kind().finditer(text, reference.start, number.start())]
        yield replace(reference, start=max(kinds, default=reference.start), end=_end(text, number.end(), bodies))


@cache
def _kind() -> re.Pattern[str]:
    kinds = "|".join(re.escape(kind) for kind in document_kinds())
    return re.compile(rf"(?<!\w)(?:{kinds})(?!\w)", re.IGNORECASE)


def _end(text: str, end: int, bodies: Collection[str]) -> int:
    """Where the name of a document ends whose number ends at `end`."""
    dated = _DATED.match(text, end)
    end = dated.end() if dated else end
    of = _OF.match(text, end)
    if of is None:
        return end
    words = list(re.finditer(r"\S+", text[of.end() :]))[:_LONGEST_BODY]
    ends = (of.end() + word.end() for word in reversed(words))
    return next((last for last in ends if key(expand(text[of.end() : last])) in bodies), end)
