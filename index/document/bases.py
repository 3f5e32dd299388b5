"""What a document stands on, what it replaces or amends, and the years it plans for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.document.layout import Line
from index.document.references import DATE, DOCUMENT_NUMBER, find_references
from index.records import Fact, Reference, Section
from index.vietnamese import fold

_OPENING = re.compile(r"(?:Căn cứ|Thực hiện|Triển khai|Thi hành|Để |Nhằm|Theo đề nghị|Xét đề nghị)")
# "các Quyết định của Thủ tướng Chính phủ về …: Quyết định số 1629/QĐ-TTg …": the body is named once for all of them
_ALL_OF = re.compile(
    r"[Cc]ác (?P<kind>[^\W\d_]+(?: [^\W\d_]+)?) của (?P<body>[^,;:.()“”\n]{3,60}?)(?=\s+(?:về|quy định|phê duyệt)|\s*[:(])"
)
_LISTED = re.compile(r"\s*(?:[,;]|và|[,;]\s*và)\s*")  # "số 007/CĐ-UBND ngày 17/11/2025, số 008/CĐ-UBND"
_SENTENCE = re.compile(r"[^.\n]*(?:\.(?=\S)[^.\n]*)*")
# "Quyết định này thay thế …", "Thay thế Quyết định số …", "… hết hiệu lực kể từ ngày Kế hoạch này …"
_REPLACES = re.compile(
    r"(?:này\b[^.;\n]{0,60}(?:thay thế|bãi bỏ|hủy bỏ|huỷ bỏ))|(?:^|\s)(?:Thay thế|Bãi bỏ|Hủy bỏ|Huỷ bỏ)\s|hết hiệu lực[^.;\n]{0,60}này"
)
_AMENDS = re.compile(r"(?:(?:về việc|v/v)\s+)?(?:ban hành\s+[^\d]{0,40})?(?:sửa đổi|điều chỉnh|bổ sung)", re.IGNORECASE)
_OTHERS_DATE = re.compile(rf"{DATE.pattern}|(?:ngày\s+)?\d{{1,2}}/\d{{1,2}}/\d{{4}}|{DOCUMENT_NUMBER}", re.IGNORECASE)
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)(?!\d)")
_UNTIL = re.compile(r"đến\s+(?:hết\s+|cuối\s+)?(?:năm\s+)?((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_IN_YEAR = re.compile(r"năm\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


def legal_bases(text: str, preamble: Sequence[Line]) -> tuple[Reference, ...]:
    """The documents the preamble names, each once, in order."""
    found: dict[str, Reference] = {}
    for line in preamble:
        if not _OPENING.match(line.text):
            continue
        for reference in _with_common_body(line, sorted(find_references(text, line.start, line.end), key=_start)):
            name = reference.number or reference.kind
            if name not in found or (found[name].issued_on is None and reference.issued_on):
                found[name] = reference
    return tuple(found.values())


def _with_common_body(line: Line, references: Sequence[Reference]) -> Iterator[Reference]:
    """The references, with the body that several share: named before all of them, or after the last of a list."""
    common = _ALL_OF.search(line.text)
    for place, reference in enumerate(references):
        listed = reference
        for following in references[place + 1 :]:
            between = line.text[listed.end - line.start : following.start - line.start]
            if reference.issuer or following.kind != reference.kind or not _LISTED.fullmatch(between):
                break
            issued_on = reference.issued_on or (following.issued_on if between.strip() == "và" else None)
            reference, listed = replace(reference, issuer=following.issuer, issued_on=issued_on), following
        shared = common and not reference.issuer and reference.start > line.start + common.end()
        if common and shared and reference.kind.casefold() == common["kind"].casefold():
            yield replace(reference, issuer=" ".join(common["body"].split()))
        else:
            yield reference


def _start(reference: Reference) -> int:
    return reference.start


def replaced(text: str, body: Sequence[Line]) -> tuple[Reference, ...]:
    """The documents that the lines say this one replaces or abolishes, each once."""
    found: dict[str, Reference] = {}
    for line in body:
        for sentence in _SENTENCE.finditer(line.text):
            verb = _REPLACES.search(sentence.group())
            if not verb:
                continue
            # The documents stand behind "thay thế", and before "hết hiệu lực".
            behind = not verb.group().startswith("hết")
            start = line.start + sentence.start() + (verb.end() if behind else 0)
            end = line.start + (sentence.end() if behind else sentence.start() + verb.start())
            for reference in find_references(text, start, end):
                if reference.number:
                    found.setdefault(reference.number, reference)
    return tuple(found.values())


def amended(text: str, title: Fact | None) -> tuple[Reference, ...]:
    """The documents that the title says this one amends: "Điều chỉnh, bổ sung Kế hoạch số 12/KH-UBND …"."""
    if title is None or not _AMENDS.match(title.value):
        return ()
    return tuple(r for r in find_references(text, title.start, title.end) if r.number)


def planned_years(text: str, title: str, year: int | None, sections: Sequence[Section]) -> tuple[int | None, ...]:
    """First and last year that a plan covers, by its title, else by what stands over its aims; () when neither says.

    "Đến năm 2030" alone runs from `year`, the year of issue, which may not be known.
    """
    words = _OTHERS_DATE.sub(" ", title)
    span = _SPAN.search(words)
    if span:  # "năm 2023 và giai đoạn 2024 - 2025"
        return min(int(y) for y in (span[1], *_IN_YEAR.findall(words[: span.start()]))), int(span[2])
    until = _UNTIL.search(words)
    if until:
        return year, int(until[1])
    years = [int(y) for y in _IN_YEAR.findall(words)]
    if years:
        return min(years), max(years)
    leads = [text[s.start : s.own_end] for s in sections if "muc tieu" in fold(s.heading) and s.own_end < s.end]
    aims = [int(y) for lead in leads for y in _UNTIL.findall(lead)]
    return (year, max(aims)) if aims and (year is None or max(aims) >= year) else ()
