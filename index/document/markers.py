"""What opens a line: the numbering signs of Vietnamese documents (Nghị định 30/2020/NĐ-CP, phụ lục I; and real use)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.records import SectionKind as Kind

# The order in which kinds nest. An item of a kind closes every open item of the same or an inner kind.
RANK = {kind: place for place, kind in enumerate(Kind)}
RANK[Kind.ANNEX] = RANK[Kind.ATTACHED]  # an annex of an attached plan stands beside it

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    # "PHỤ LỤC", "Phụ lục II", "PHỤ LỤC SỐ 01" — alone on its line, or followed by a title after a colon or dash
    (
        Kind.ANNEX,
        re.compile(r"(?P<token>(?:PHỤ LỤC|Phụ lục)(?: số| SỐ)?(?: (?:[IVX]+|\d+|[A-Z]))?)(?=\s*$|\s*[:.–-]\s|\s*\()"),
    ),
    # "PHẦN THỨ NHẤT", "Phần I", "PHẦN 2:"
    (Kind.PART, re.compile(r"(?P<token>(?:PHẦN|Phần) (?:(?:THỨ|thứ) \w+|[IVX]+|\d+))(?=\s*$|\s*[:.–-])")),
    # "Chương I", "CHƯƠNG 2."
    (Kind.CHAPTER, re.compile(r"(?P<token>(?:CHƯƠNG|Chương) (?:[IVX]+|\d+))(?=\s*$|\s*[:.–-])")),
    # "Mục 1", "MỤC II: …", "Tiểu mục 2." — not "Mục 1 Chương II", which cites one
    (Kind.DIVISION, re.compile(r"(?P<token>(?:MỤC|Mục) (?:\d{1,2}|[IVX]+))(?=\s*$|\s*[:.]\s)")),
    (Kind.SUBDIVISION, re.compile(r"(?P<token>(?:TIỂU MỤC|Tiểu mục) (?:\d{1,2}|[IVX]+))(?=\s*$|\s*[:.]\s)")),
    # "Điều 1.", "Điều 12:"
    (Kind.ARTICLE, re.compile(r"(?P<token>(?:ĐIỀU|Điều) \d{1,3})\s*[.:]\s*")),
    # "IV. TỔ CHỨC", "I- MỤC ĐÍCH", "II.NHIỆM VỤ", "V) ", "II/"; not "V/v"
    (Kind.ROMAN, re.compile(r"(?!V/[vV])(?P<token>X{0,3}(?:IX|IV|V?I{0,3}))(?<=[IVX])\s*(?:[.)/]|[-–]\s)\s*(?=\S)")),
    # "1.1.1. ", "2.1.3 "
    (Kind.DOTTED3, re.compile(r"(?P<token>\d{1,2}(?:\.\d{1,2}){2,4})[.)]?(?![\d/,])\s*(?=\S)")),
    # "2.10. Bảo hiểm", "1.1 Mục tiêu", "1.1- Ban", "1.1. 80% học sinh"; not "1.500 người"
    (
        Kind.DOTTED,
        re.compile(r"(?P<token>\d{1,2}\.\d{1,2})(?:(?:[.)/]\s*|\s?[-–]\s+|\s+)(?=[^\W\d_“\"'(])|[.)]\s+(?=\d))"),
    ),
    # "1. ", "2- ", "3/ ", "4) "; not "19/10", not "2026 - 2030"
    (
        Kind.NUMBER,
        re.compile(r"(?P<token>\d{1,2})(?:\s?[.)]\s*(?=[^\W\d_“\"'(])|\s?[/-]\s+(?=[^\W\d_“\"'(])|[.)]\s+(?=\d))"),
    ),
    # "a) ", "đ) ", "a. ", "a1) "
    (Kind.LETTER, re.compile(r"(?P<token>[a-zđ])(?:\)|\.(?=\s))\s*(?=\S)")),
    # "A. NỘI DUNG"
    (Kind.CAPITAL, re.compile(r"(?P<token>[A-HĐ])\s*(?:[.)]|-\s)\s*(?=[^\W\d_])")),
    # "(1) ", "(a) "
    (Kind.PAREN, re.compile(r"\((?P<token>\d{1,2}|[a-zđ])\)\s*(?=\S)")),
    # "Một là, ", "Thứ hai:"
    (
        Kind.ORDINAL,
        re.compile(
            r"(?P<token>(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là|Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy))\s*[,:]\s*"
        ),
    ),
    # "- + Sáp nhập" is a plus item that a converter put a dash before
    (Kind.PLUS, re.compile(r"(?:[-–−]\s*)?(?P<token>\+)\s*(?=\S)")),
    (Kind.DASH, re.compile(r"(?P<token>[-–—−])\s*(?=[^\s\d-])|(?P<dash_number>[-–—−])\s+(?=\d)")),
    (Kind.BULLET, re.compile(r"(?P<token>[•●▪◦*o])\s+(?=\S)|(?P<glued>[•●▪◦])(?=\S)")),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A sign at the start of a line: its kind, the sign itself, and how many characters it takes with its spaces."""

    kind: Kind
    token: str
    length: int


def read_marker(line: str) -> Marker | None:
    """The numbering sign that opens `line`, or None."""
    for kind, pattern in _PATTERNS:
        match = pattern.match(line)
        if match is None:
            continue
        token = next(group for group in match.groups() if group is not None)
        if kind is Kind.CAPITAL and _is_initial(line):
            return None
        return Marker(kind, " ".join(token.split()), match.end())
    return None


def _is_initial(line: str) -> bool:
    """ "A. Nguyễn" could be a person's initial; a heading is long or in capitals."""
    return len(line) < 12 and not line.isupper()
