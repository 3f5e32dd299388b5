"""What a sentence measures: each figure with its name in the sentence's words, and the year or date by which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.indicators.naming import clause_start, goes_on, last_clause, name_of, only_when
from index.indicators.periods import last_when, when_in, without_when
from index.indicators.quantities import Kind, Quantity, find_quantities

_SENTENCE_END = re.compile(r"(?<=[.;!])\s+(?=[^\W\d_]|\d+%|[-+(])")
_ABBREVIATED = re.compile(r"(?:\bTP|\bTp|\bPGS|\bTS|\bThS|\bBS|\bđ/c)\.$")
# Between two figures: the second is of something else ("100% xã và trên 70% hộ", "20 mô hình, 50 hợp tác xã; trong đó có 5 …")
_APART = re.compile(
    r"(?:[,;:(]|(?<!\w)(?:và|trong đó|đồng thời|có|là|còn))[\s,]*(?:có\s+|là\s+|còn\s+|đạt\s+|chiếm\s+)?$|trong đó|đồng thời|"
    r",\s[^,;]*\s(?:đạt|chiếm|còn|tăng|giảm|xuống|lên|là)\s*$",
    re.IGNORECASE,
)
# A count that a share in the same sentence is not about: "…, đến năm 2025 đạt 15.000 tỷ đồng"
_OF_ITS_OWN = re.compile(r"[;.]|đồng thời|trong đó|,\s[^,;]*\s(?:đạt|còn|là)\s*$", re.IGNORECASE)
_ANOTHER = re.compile(r"\([^()]*\b(?:19|20)\d\d\s+[^()\d]*\d[^()]*\)")
# "giảm từ 23 ca xuống 18 ca": what it was, what it is to be
_FROM_TO = re.compile(r"\s*(?:xuống(?: còn)?|lên|còn|tăng lên|giảm còn|giảm xuống(?: còn)?)\s*", re.IGNORECASE)
# A sentence about what was done, unless it sets something all the same
_REACHED = re.compile(
    r"^(?:hiện nay|hiện tại|hiện có|đến nay|tính đến|trong những năm qua|thời gian qua)|(?<!\w)(?:đã (?:đạt|có|hoàn thành|được|thu hút|thành lập|vận động|giải quyết)|ước (?:đạt|cả năm|thực hiện|có|tăng|vượt)|đến nay)",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"so (?:với )?cùng kỳ", re.IGNORECASE)
_SET = re.compile(r"phấn đấu|mục tiêu|đảm bảo|bảo đảm|đến năm|chỉ tiêu", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of a sentence: its name, its span and unit, the year as written ("" for none), whether it was reached already."""

    name: str
    unit: str
    start: int
    end: int
    when: str
    kind: Kind
    is_baseline: bool


def sentences_in(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The sentences and clauses between semicolons of `text` from `start` on, as spans."""
    for match in _SENTENCE_END.finditer(text, start):
        if _ABBREVIATED.search(text[: match.start()]):
            continue
        yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def is_past(sentence: str, figure: int) -> bool:
    """Whether a sentence tells that its figure at `figure` was reached, not that it is to be; "80% người đã có thẻ" is about people."""
    if _SET.search(sentence):
        return False
    return _REACHED.search(sentence, 0, figure) is not None or _COMPARED.search(sentence) is not None


def measured_in(text: str, start: int, end: int) -> list[Measured]:
    """The figures of the sentence `text[start:end]`; those that only qualify another ("80% người … ít nhất một dịch vụ") are left out."""
    sentence = text[start:end]
    kept = _without_qualifiers(sentence, find_quantities(sentence))
    found: list[Measured] = []
    for i, quantity in enumerate(kept):
        opens = _left_edge(sentence, kept[i - 1].end if i else 0, quantity)
        closes = _right_edge(sentence, quantity, kept[i + 1] if i + 1 < len(kept) else None)
        from_before = i > 0 and _is_from_to(sentence, kept[i - 1], quantity)
        to_next = i + 1 < len(kept) and _is_from_to(sentence, quantity, kept[i + 1])
        name = "" if from_before else name_of(sentence, quantity, opens, closes)
        again = i > 0 and found[-1].unit == quantity.unit and only_when(sentence[kept[i - 1].end : quantity.start])
        if i and (not name or again or goes_on(sentence, kept[i - 1], quantity, closes)):
            name = found[-1].name
        when = (
            when_in(sentence[quantity.end : closes])
            if to_next
            else _when(sentence, quantity, (opens, closes), kept[-1].end)
        )
        found.append(
            Measured(
                name,
                quantity.unit,
                start + quantity.start,
                start + quantity.end,
                when,
                quantity.kind,
                to_next or is_past(sentence, quantity.start),
            )
        )
    return found


def _is_from_to(sentence: str, before: Quantity, after: Quantity) -> bool:
    """Whether one figure is what another is to become: "từ 5,3% năm 2021 xuống còn dưới 1%"."""
    return _FROM_TO.fullmatch(without_when(sentence[before.end : after.start])) is not None


def _without_qualifiers(sentence: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Of each part of a sentence the figures that it is about: its shares, else its first count."""
    outside = [q for q in quantities if not _in_brackets(sentence, q.start)]
    parts: list[list[Quantity]] = []
    for quantity in outside:
        between = sentence[parts[-1][-1].end : quantity.start] if parts else ""
        if not parts or _APART.search(between) or only_when(between):
            parts.append([])
        parts[-1].append(quantity)
    kept: list[Quantity] = []
    for part in parts:
        shares = [q for q in part if q.kind is Kind.SHARE]
        pair = [part[:2]] if len(part) > 1 and _is_from_to(sentence, part[0], part[1]) else []
        kept += shares or (pair[0] if pair else part[:1])
    lead = next((q for q in kept if q.kind is Kind.SHARE), None)
    return [q for q in kept if not _qualifies(sentence, q, lead)]


def _qualifies(sentence: str, quantity: Quantity, share: Quantity | None) -> bool:
    """Whether a count behind a share says what that share has or gets: "100% khu công nghiệp có tối thiểu 1 trạm"."""
    if share is None or quantity.kind is Kind.SHARE:
        return False
    between = (
        sentence[share.end : quantity.start] if share.start < quantity.start else sentence[quantity.end : share.start]
    )
    return _OF_ITS_OWN.search(between) is None


def _in_brackets(sentence: str, position: int) -> bool:
    return sentence.count("(", 0, position) > sentence.count(")", 0, position)


def _left_edge(sentence: str, before: int, quantity: Quantity) -> int:
    """Where the words in front of a figure that name it start: behind the figure before."""
    return before + clause_start(sentence[before : quantity.start]) if before else 0


def _right_edge(sentence: str, quantity: Quantity, after: Quantity | None) -> int:
    """Where the words behind a figure that name it end: before the next figure's own words."""
    return len(sentence) if after is None else quantity.end + last_clause(sentence[quantity.end : after.start])


def _when(sentence: str, quantity: Quantity, own: tuple[int, int], last: int) -> str:
    """The year of a figure: behind it in its `own` words, else in front of it, else behind the `last` figure of the sentence.

    What stands in brackets is another figure's: "98,5% (năm 2024 là 97,2%)".
    """
    sentence = _ANOTHER.sub(lambda m: " " * len(m.group()), sentence)
    return (
        when_in(sentence[quantity.end : own[1]])
        or last_when(sentence[own[0] : quantity.start])
        or last_when(sentence[: quantity.start])
        or when_in(sentence[last:])
    )
