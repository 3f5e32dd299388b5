"""What a sentence states that can be checked letter by letter: numbers, dates, document numbers, names of units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.document.references import DOCUMENT_NUMBER, plain_number
from index.lexicon import task_verb_pattern, unit_head_pattern
from index.records import Plan
from index.vietnamese import expand, fold, key, parse_number
from rag.understanding.units import find_units

# "05/04/2024", "5-4-2024", "05 tháng 4 năm 2024"
_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})(?!\d)")
_MONTH = re.compile(r"(?<![\d/.-])(\d{1,2})\s*(?:/|năm)\s*((?:19|20)\d\d)(?!\d)")  # "tháng 6/2024", "tháng 6 năm 2024"
_ROMAN = re.compile(r"(?<!\w)[IVX]{1,5}(?!\w)")  # "quý III", "Mục IV"
_SIGN = re.compile(r"[-/]\s?[A-ZĐ]{2}|[-/][A-ZĐ][a-z]?[-/]")  # "KH-UBND", "L-CTN": without one, "3-B" is no document
_DOCUMENT_NUMBER = re.compile(DOCUMENT_NUMBER)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")  # "1.922.700", "12,5"
_BOLD = re.compile(r"\*\*")
# Where a unit's name ends at the latest: "Sở Phép thuật | là", "Ban Quản lý | có"
_NAME_ENDS = re.compile(
    r"[,.;:()“”\"\[\]\n|\d]|\s(?:là|có|được|sẽ|phải|cần|đã|chịu|để|nhằm|trong|theo|với|của|cho|về|tại|từ|do|khi|không|đều|cũng|cao|thấp|nhiều|ít|số|ngày|tháng|năm|ký|giao|thay thế|bãi bỏ|sửa đổi|bổ sung|nhiệm vụ)(?![^\W\d_])"
)
_AND = re.compile(r"\s(?:và|hoặc|-|–)\s+")
_NAME_START = re.compile(r"(?<![^\W_])(?<![-/&])[^\W\d_]")


def unproved_claims(text: str, proof: str, plans: Sequence[Plan] = ()) -> list[str]:
    """What `text` states and `proof` does not: figures, dates, documents' numbers, and units (those that `plans` name, and any other).

    Numbers are equal when their values are ("1.922.700" and "1922700"), dates when they mean the same day;
    a date proves its day, month and year alone, too.
    """
    text = _BOLD.sub("|", text)
    proved, compared = _proved(proof)
    lost = sorted(_figures(text) - proved)
    return lost + [name for name in dict.fromkeys(_units(text, plans)) if f" {name} " not in compared]


@lru_cache(maxsize=8)  # every line of a long answer that cites nothing itself rests on the same long proof
def _proved(proof: str) -> tuple[frozenset[str], str]:
    """The figures that a proof holds, and its words as names are compared with them."""
    figures = _figures(proof) | _figures(_DATE.sub(r" \1 \2 \3 ", proof))
    return frozenset(figures), f" {key(expand(proof))} "


def _figures(text: str) -> set[str]:
    """Dates, document numbers and numbers, each in one spelling; a document's number and date are no numbers of the text."""
    found: set[str] = set()

    def take_document(number: re.Match[str]) -> str:
        if not _SIGN.search(number.group()):
            return number.group()
        found.add(f"văn bản {fold(plain_number(number.group()))}")
        return _blank(number)

    def take_day(day: re.Match[str]) -> str:
        found.update(
            {f"ngày {int(day[1])}/{int(day[2])}/{day[3]}", f"tháng {int(day[2])}/{day[3]}", f"số {float(day[3])}"}
        )
        return _blank(day)

    rest = _DATE.sub(take_day, _DOCUMENT_NUMBER.sub(take_document, text))
    for month in _MONTH.finditer(rest):
        found.add(f"tháng {int(month[1])}/{month[2]}")
    found |= {match.group() for match in _ROMAN.finditer(rest)}
    return found | {f"số {parse_number(match.group())}" for match in _NUMBER.finditer(rest)}


def _blank(found: re.Match[str]) -> str:
    """Spaces in the place of what was found."""
    return " " * len(found.group())


def _units(text: str, plans: Sequence[Plan]) -> Iterator[str]:
    """Names of units in compared form: known ones wherever they stand, and whatever a capitalised unit's head opens."""
    yield from (mention.name for mention in find_units(key(expand(text)), plans))
    for start in _NAME_START.finditer(text):
        head = unit_head_pattern().match(text, start.start()) if start.group().isupper() else None
        end = _name_end(text, start.start()) if head else 0
        if head and end > head.end():
            yield key(expand(text[start.start() : end]))


def _name_end(text: str, start: int) -> int:
    """Where the unit's name that opens at `start` ends at the latest; "Sở Y tế và | Sở Nội vụ" are two."""
    ends = [found.start() for p in (_NAME_ENDS, task_verb_pattern()) for found in [p.search(text, start + 2)] if found]
    end = min(ends, default=len(text))
    joints = (joint for joint in _AND.finditer(text, start, end) if unit_head_pattern().match(text, joint.end()))
    end = min((joint.start() for joint in joints), default=end)
    return start + len(re.sub(r"\s(?:và|hoặc)\s*$", "", text[start:end]).rstrip(" -–"))
