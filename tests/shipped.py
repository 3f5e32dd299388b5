"""The five plans that ship with the product by short names, what every answer over them owes its reader, ways of typing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from index.records import Plan
from rag.answers import Answer, Status

NINH_SON = "huyen-uy-ninh-son-2023"
BAC_GIANG = "so-y-te-bac-giang-2024"
THI_DUA = "so-y-te-ha-tinh-2021-thi-dua"
HA_TINH = "ubnd-ha-tinh-2024-y-te-co-so"
LAM_DONG = "ubnd-lam-dong-2024-y-te-co-so"
ALL = (NINH_SON, BAC_GIANG, THI_DUA, HA_TINH, LAM_DONG)

_QUOTED = re.compile(r"“.*”")
_MARKER = re.compile(r"\[(\d+)\]")


def assert_proved(answer: Answer, plans: Mapping[str, Plan]) -> None:
    """Quotes are the plans' own letters, markers and citations go together; a refusal cites nothing and says why."""
    nearest = answer.refusal.nearest if answer.refusal else ()
    for citation in (*answer.citations, *nearest):
        assert citation.quote
        assert plans[citation.plan_id].text[citation.start : citation.end] == citation.quote
    if answer.status is Status.NOT_FOUND:
        assert answer.citations == ()
        assert answer.refusal is not None
        assert answer.refusal.message == answer.answer
        return
    assert answer.refusal is None
    # A quote on a line of its own may hold a plan's footnote mark; what follows the closing quote is the assistant's.
    own = "\n".join(_QUOTED.sub("", line) for line in answer.answer.split("\n"))
    assert {int(n) for n in _MARKER.findall(own)} == {c.marker for c in answer.citations} != set()


def bare(text: str) -> str:
    """`text` typed without diacritics, capitals kept."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def decomposed(text: str) -> str:
    """`text` in Unicode NFD, as some keyboards and one of the plans have it."""
    return unicodedata.normalize("NFD", text)
