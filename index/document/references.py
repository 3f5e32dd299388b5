"""Other documents that a text names: kind, number, date, issuing body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from index.lexicon import document_kinds, document_signs
from index.records import Reference

# "572/KH-UBND", "101-KH/TU", "99/2023/QH15", "45/KH-TU", "1750/KH- SYT", "71/NQ -CP", "3679/STC-QLGCS"
DOCUMENT_NUMBER = r"\d{1,5}(?:\.\d)?[a-z]?(?:\s?/\s?(?:19|20)\d\d)?\s?[-/]\s?[A-ZĐ][A-Za-zĐđ&]*\d{0,2}(?:\s?[-/]\s?[A-ZĐ][A-Za-zĐđ&]*\d{0,2})*"
# "ngày 05/4/2024", "ngày 5-4-2024", "ngày 05 tháng 4 năm 2024"
DATE = re.compile(r"ngày\s+(\d{1,2})\s*(?:[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|tháng\s+(\d{1,2})\s+năm\s+(\d{4}))")

_NUMBERED = re.compile(r"(?<!\w)(?<!một )số(?!\w)")
_LAWS = ("Luật", "Pháp lệnh")
_BODY_ENDS = r"(?=\s+(?:[Vv]ề|[Vv]/v|[Qq]uy định|[Pp]hê duyệt|[Bb]an hành|[Tt]hực hiện|[Tt]riển khai|[Hh]ướng dẫn|[Ss]ửa đổi|tại|trên|nhằm|[Tt]ổ chức|[Tt]hông báo|[Cc]ông bố|[Gg]iao(?! thông)|hoặc|đối với|Kết luận|gửi|trong|[Tt]ăng cường|[Tt]iếp tục|[Pp]hát động|[Kk]èm theo)(?![^\W\d_])|[,;:.()“”\"/]|$)"


@cache
def _pattern() -> re.Pattern[str]:
    kinds = "|".join(re.escape(kind) for kind in document_kinds())
    ends = _BODY_ENDS.replace("(?=\\s+(?:", rf"(?=\s+(?:và\s+(?:{kinds}|các)|", 1)
    others = "|".join(re.escape(kind) for kind in document_kinds() if kind not in _LAWS)
    # The name of a law holds commas and other laws: "Luật sửa đổi, bổ sung một số điều của Luật Đê điều"
    law = rf"(?:(?<=Luật)|(?<=Pháp lệnh))(?:\s+(?!(?:{others})(?![^\W\d_]))[^\s;.:()“”\"\d]+){{1,30}}?"
    name = rf"(?:{law}|(?:\s+(?!{kinds})[^\s,;.:()“”\"\d]+){{0,18}}?)"
    return re.compile(
        rf"(?:(?P<kind>{kinds})(?P<name>{name})?\s+)?"
        rf"(?:số\s*:?\s*)?(?<![\d/])(?P<number>{DOCUMENT_NUMBER})"
        rf"(?:\s*,?\s*{DATE.pattern})?"
        rf"(?:\s*,?\s*của\s+(?P<body>(?!Quốc hội khóa)[^\W\d_][^,;:.()“”\"\n]{{1,80}}?)(?:\s*\((?P<term>khóa [IVX]+)\))?{ends})?"
    )


# "của Sở Tài chính tại | Công văn số 11033/STC-CSTH": the body stands before
_BODY_BEFORE = re.compile(r"của\s+(?P<body>[^\W\d_][^,;:.()“”\"\n]{2,80}?)\s+tại\s+(?:các\s+)?$")


@cache
def _named_law() -> re.Pattern[str]:
    """A law cited by its name and date, without a number: "Luật Quy hoạch ngày 24 tháng 11 năm 2017"."""
    return re.compile(
        rf"(?P<kind>Luật|Pháp lệnh)\s+(?P<name>sửa đổi[^;.:()“”\"\d]{{10,160}}?|[A-ZĐÀ-Ỹ](?:(?!Luật |Pháp lệnh )[^;.:()“”\"\d]){{2,80}}?)\s+{DATE.pattern}"
    )


def _kind(match: re.Match[str]) -> str:
    """The document's kind as named before its number, else as its sign says ("NĐ-CP": Nghị định); a law with its name."""
    if not match["kind"]:
        sign = re.search(r"[-/]([A-ZĐ][A-Za-zĐđ]*)", plain_number(match["number"]))
        return document_signs().get(sign.group(1), "") if sign else ""
    if match["kind"] in _LAWS and match["name"]:
        return f"{match['kind']} {' '.join(match['name'].split())}"
    return str(match["kind"])


def _issuer(match: re.Match[str]) -> str:
    """The issuing body behind a reference, with its term: "Ban Chấp hành Trung ương Đảng (khóa XII)"."""
    return " ".join(f"{match['body'] or ''} {match['term'] or ''}".split())


def plain_number(number: str) -> str:
    """A document number without stray spaces: "1750/KH- SYT" → "1750/KH-SYT"."""
    return re.sub(r"\s+", "", number)


def read_date(match: re.Match[str], first_group: int) -> date | None:
    """The date in five groups of `match` from `first_group` on (`DATE`'s groups); None for no date or an impossible one."""
    day, month, year, month_word, year_word = match.groups()[first_group - 1 : first_group + 4]
    return make_date(year or year_word, month or month_word, day)


def make_date(year: str | None, month: str | None, day: str | None) -> date | None:
    """A date from its parts as written; None when a part is blank or there is no such day."""
    if not (year and month and day):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def find_references(text: str, start: int = 0, end: int | None = None) -> Iterator[Reference]:
    """The documents named in `text[start:end]`, in order; offsets count from the start of `text`."""
    pattern = _pattern()
    date_group = pattern.groupindex["number"] + 1
    for match in pattern.finditer(text, start, len(text) if end is None else end):
        if not match["kind"] and not re.search(r"[-/][A-ZĐ]{2}", plain_number(match["number"])):
            continue
        before = None if match["body"] else _BODY_BEFORE.search(text, max(start, match.start() - 100), match.start())
        yield Reference(
            kind=_kind(match),
            number=plain_number(match["number"]),
            issued_on=read_date(match, date_group),
            issuer=" ".join(before["body"].split()) if before else _issuer(match),
            start=before.start("body") if before else match.start(),
            end=match.end(),
        )
    law = _named_law()
    for match in law.finditer(text, start, len(text) if end is None else end):
        if not _NUMBERED.search(match["name"]):
            yield Reference(
                f"{match['kind']} {match['name'].strip()}",
                "",
                read_date(match, law.groupindex["name"] + 1),
                "",
                match.start(),
                match.end(),
            )
