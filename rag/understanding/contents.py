"""Which words of a question are content to look for, by what is asked: years, places in the plan and how often are none everywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.store import Snapshot
from rag.answers import Kind
from rag.understanding.sides import without_years
from rag.understanding.terms import Terms, terms_of

# "(Mẫu biểu 02)", "ở Phụ lục I", "Bảng 3": where the figure stands, no word of its name
_PLACE_IN_PLAN = re.compile(
    r"\(?(?:(?:theo|tại|ở|trong) )?(?:mẫu biểu|biểu mẫu|mẫu|biểu|bảng|phụ lục|mục|khoản)(?: số)? (?:\d+(?:\.\d+)*|[IVX]+)(?!\w)\)?",
    re.IGNORECASE,
)


# "mấy năm 1 lần", "bao lâu một lần", "một năm mấy lần": asks how often, and is no word of what is done
_HOW_OFTEN = re.compile(
    r"(?<!\w)(?:bao lâu|(?:mấy|bao nhiêu) (?:năm|tháng|tuần|quý|ngày))(?: (?:thì |lại )*(?:một|1|01) lần)?(?!\w)|"
    r"(?<!\w)(?:(?:một|1|mỗi) (?:năm|tháng|tuần|quý) )?(?:mấy|bao nhiêu) lần(?: (?:một|1|mỗi|trong) (?:năm|tháng|tuần|quý))?(?!\w)",
    re.IGNORECASE,
)


def content_terms(text: str, snapshot: Snapshot, without: Sequence[str], kind: Kind, spare: Sequence[str]) -> Terms:
    """The question's content, or all but `spare` when nothing else is left ("chủ đề của tháng hành động")."""
    terms = content_of(text, snapshot, without, kind)
    return terms if terms.words else terms_of(text, snapshot.vocabulary, spare)


def content_of(text: str, snapshot: Snapshot, without: Sequence[str], kind: Kind) -> Terms:
    """The content of a text; years choose a column of figures and are no words to find in their names."""
    if kind in (Kind.INDICATOR, Kind.COMPARISON):
        text, without = _PLACE_IN_PLAN.sub(" ", without_years(text)), [without_years(phrase) for phrase in without]
    if kind is Kind.DEADLINE:
        text = _HOW_OFTEN.sub(" ", text)
    return terms_of(text, snapshot.vocabulary, without)
