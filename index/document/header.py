"""What a document says of itself: number, date, title, issuer, signer, recipients, legal bases.

What it leaves blank stays None or empty. The date comes from the place-and-date line only: a date in the text belongs to
another document.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from index.document.bases import amended, legal_bases, replaced
from index.document.capitals import ordinary_case
from index.document.layout import (
    DATE_LINE,
    ON_BEHALF,
    Line,
    find_signature,
    find_type_line,
    is_letterhead_line,
    is_recipients_line,
    is_signature_line,
    is_title_of_office,
    opens_attachment,
)
from index.document.markers import read_marker
from index.document.references import DOCUMENT_NUMBER, find_references, make_date, plain_number
from index.lexicon import signer_titles, unit_head_pattern
from index.records import Fact, Metadata, Reference, SectionKind

_NUMBER_LINE = re.compile(rf"Số\s*:?\s*(?P<number>{DOCUMENT_NUMBER})", re.IGNORECASE)
_NUMBERED = re.compile(rf"SỐ\s*:|{DOCUMENT_NUMBER}")
# The country's or the Party's motto; it may stand on two lines, cut anywhere
_MOTTO = re.compile(
    r"CỘNG H[ÒO][ÀA] XÃ HỘI|(?:XÃ |^)HỘI CHỦ NGHĨA|^(?:CHỦ )?NGHĨA VIỆT NAM|^(?:CỘNG H[ÒO][ÀA](?: XÃ)?|(?:CỘNG SẢN )?VIỆT NAM)$|ĐỘC LẬP|ĐẢNG CỘNG SẢN|^ĐOÀN (?:TNCS|THANH NIÊN CỘNG SẢN) HỒ CHÍ MINH$",
    re.IGNORECASE,
)
_ISSUES = r"(?:xây dựng|ban hành|lập|đề ra)\s+(?:Kế hoạch|kế hoạch|Chương trình|Đề án|Phương án)"
_INTRO = re.compile(
    r"(?:Căn cứ|Thực hiện|Triển khai|Để |Nhằm|Kính gửi|Theo đề nghị|Trên cơ sở|Xét đề nghị|\(|Thi hành|Tiếp tục thực hiện)"
)
_CUT_DATE = re.compile(r",\s*(?:ngày(?:\s*\d{1,2})?)?$", re.IGNORECASE)  # "Bình Định, ngày | 29 tháng 04 năm 2021"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_OPENS_BODY = frozenset(
    {
        SectionKind.PART,
        SectionKind.CHAPTER,
        SectionKind.CAPITAL,
        SectionKind.ROMAN,
        SectionKind.ARTICLE,
        SectionKind.NUMBER,
    }
)


@dataclass(frozen=True, slots=True)
class Zones:
    """Line numbers of a document's parts: its kind's line (None without one), first line of the body, the signature block."""

    type_line: int | None
    body: int
    signature: int | None  # where recipients or signature start
    name: int | None  # the signer's name
    end: int  # after the signature block, or the number of lines


def find_zones(lines: list[Line]) -> Zones:
    """Where the letterhead ends, the body starts and the signature block stands."""
    texts = [line.text for line in lines]
    type_line = find_type_line(texts)
    first = 0 if type_line is None else type_line + 1
    body = next((i for i in range(first, len(texts)) if _opens_body(texts[i])), len(texts))
    signature = next(
        (i for i in range(body, len(texts)) if is_recipients_line(texts[i]) or is_signature_line(texts[i])), None
    )
    if signature is None:
        return Zones(type_line, body, None, None, len(texts))
    name = find_signature(texts, signature)
    end = (name if name is not None else signature) + 1
    while (
        end < len(texts)
        and (texts[end].startswith("-") or is_recipients_line(texts[end]))
        and not opens_attachment(texts[end])
    ):
        end += 1
    return Zones(type_line, body, signature, name, end)


def _opens_body(text: str) -> bool:
    marker = read_marker(text) if "\t" not in text else None
    return marker is not None and marker.kind in _OPENS_BODY


def read_metadata(text: str, lines: list[Line], zones: Zones) -> Metadata:
    """The metadata of the document whose text, lines and zones are given."""
    head = lines[: zones.type_line if zones.type_line is not None else zones.body]
    title, preamble = _title_and_preamble(lines, zones)
    dated = _date_line(head)
    issuer, superior = _issuer(text, head, preamble)
    place = _place(" ".join(dated[1]["place"].split()) if dated else "", issuer)
    issued_on = make_date(dated[1]["year"], dated[1]["month"], dated[1]["day"]) if dated else None
    signer, signer_title, on_behalf = _signer(text, lines, zones)
    named = _named_in(text, head) if zones.type_line is None else None
    years = [
        *_YEAR.findall(title.value if title else ""),
        *([dated[1]["year"]] if dated and dated[1]["year"] else []),
    ]
    return Metadata(
        kind=_kind(lines, zones) or (named.kind if named else "Văn bản"),
        title=title or (Fact(text[named.start : named.end], named.start, named.end) if named else None),
        number=_number(head) or (Fact(named.number, named.start, named.end) if named else None),
        issuer=issuer,
        superior=superior,
        place=place,
        issued_on=issued_on,
        date_line=dated[0] if dated else None,
        signer=signer,
        signer_title=signer_title,
        on_behalf=on_behalf,
        recipients=_recipients(lines, zones),
        legal_bases=legal_bases(text, preamble),
        replaces=replaced(text, lines[zones.body : zones.signature]),
        amends=amended(text, title),
        years=tuple(sorted({int(y) for y in years})),
    )


def _date_line(head: list[Line]) -> tuple[Fact, re.Match[str]] | None:
    """The place and date, and what was read of them: a line, a cell of a letterhead's row, or a line that goes on in the next."""
    for line, following in itertools.zip_longest(head, head[1:]):
        cells = [cell.strip() for cell in line.text.split("\t")]
        for cell in reversed(cells):
            if match := DATE_LINE.fullmatch(cell):
                return Fact(cell, line.start, line.end), match
        goes_on = following is not None and _CUT_DATE.search(cells[-1]) is not None
        if goes_on and (match := DATE_LINE.fullmatch(f"{cells[-1]} {following.text}")):
            return Fact(match.group().strip(), line.start, following.end), match
    return None


def _kind(lines: list[Line], zones: Zones) -> str:
    if zones.type_line is None:
        return ""
    return lines[zones.type_line].text.strip(" :").capitalize()


def _named_in(text: str, head: list[Line]) -> Reference | None:
    """A document without a line for its kind may name itself in a line of its own: "Nghị quyết số 57-NQ/TW"."""
    for line in head:
        found = next(find_references(text, line.start, line.end), None)
        if found and found.number and (found.start, found.end) == (line.start, line.end):
            return found
    return None


def _number(head: list[Line]) -> Fact | None:
    for line in head:
        match = _NUMBER_LINE.match(line.text)
        if match:
            return Fact(
                plain_number(match["number"]), line.start + match.start("number"), line.start + match.end("number")
            )
    return None


def _title_and_preamble(lines: list[Line], zones: Zones) -> tuple[Fact | None, list[Line]]:
    """The title under the kind's line, and the paragraphs between it and the body."""
    if zones.type_line is None:
        return None, lines[: zones.body]
    block = lines[zones.type_line + 1 : zones.body]
    if not block:
        return None, []
    last = 0
    while (
        block[last].text.isupper()
        and last + 1 < len(block)
        and block[last + 1].text.isupper()
        and not unit_head_pattern().match(block[last + 1].text)
    ):
        last += 1
    while last + 1 < len(block) and _goes_on_with_title(block[last].text, block[last + 1].text):
        last += 1
    start, end = block[0].start, block[last].end
    return Fact(" ".join(line.text for line in block[: last + 1]), start, end), block[last + 1 :]


_TITLE_LINE = 110  # characters; a longer line is a paragraph
_TITLE_GOES_ON = re.compile(r"[a-zđà-ỹ(]|\d+ (?:tháng|năm)|[Gg]iai đoạn|[Nn]ăm (?:học )?\d")


def _goes_on_with_title(before: str, line: str) -> bool:
    """Whether `line` is the rest of a title that was written on two lines: "… dịch tả lợn Châu Phi | 6 tháng cuối năm 2025"."""
    return (
        len(before) <= _TITLE_LINE >= len(line)
        and before[-1:] not in ".;:"
        and line[-1:] not in ".;:)"
        and _TITLE_GOES_ON.match(line) is not None
        and _INTRO.match(line) is None
    )


def _issuer(text: str, head: list[Line], preamble: list[Line]) -> tuple[Fact | None, Fact | None]:
    """The issuing body and the one above it: from the letterhead, else from the sentence "… ban hành Kế hoạch"."""
    names = [
        line for line in head if line.text.isupper() and not _MOTTO.search(line.text) and not _NUMBERED.match(line.text)
    ]
    while names and not is_letterhead_line(names[0].text):  # a web page's own title stands above
        names.pop(0)
    if names:
        split = next((i for i in range(len(names) - 1, 0, -1) if _names_body(names, i)), 0)
        above = next((i for i in range(split - 1, 0, -1) if _names_body(names, i)), 0)  # the nearest of several above
        return _fact(text, names[split:]), _fact(text, names[above:split]) if split else None
    for line in reversed(preamble):
        found = list(re.finditer(_ISSUES, line.text))
        if found:
            return _unit_before(line, found[-1].start()), None
    return None, None


def _names_body(names: list[Line], position: int) -> bool:
    """Whether a body's name starts at this line of the letterhead, and is not the rest of an office's ("THỦ TƯỚNG | CHÍNH PHỦ")."""
    line = names[position].text
    return (
        unit_head_pattern().match(line) is not None
        and not is_title_of_office(names[position - 1].text)
        and not line.startswith("THÀNH PHỐ")  # "ỦY BAN NHÂN DÂN | THÀNH PHỐ CẦN THƠ"
    )


def _fact(text: str, names: list[Line]) -> Fact:
    """A name in capitals as the text writes it elsewhere in ordinary letters, where it does."""
    shouted = " ".join(line.text for line in names)
    return Fact(ordinary_case(shouted, text), names[0].start, names[-1].end)


def _unit_before(line: Line, position: int) -> Fact | None:
    """The unit whose name ends at `position` of `line`."""
    before = line.text[:position].rstrip()
    starts = [
        m.start()
        for m in re.finditer(r"(?<![^\W\d_])[A-ZĐÀ-Ỹ]", before)
        if unit_head_pattern().match(before, m.start())
    ]
    clause = max(before.rfind(sign) for sign in (",", ";", ".", "”", ")"))
    starts = [s for s in starts if s > clause]
    if not starts:
        return None
    return Fact(before[starts[0] :], line.start + starts[0], line.start + len(before))


_PLACE_IN_NAME = re.compile(r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)\s+((?:[A-ZĐÀ-Ỹ][^\W\d_]*\s?)+)")


def _place(dated: str, issuer: Fact | None) -> str | None:
    """Where the document is from: the place of its date, unless its issuer's name says of what place it is ("Tỉnh đoàn … tỉnh Nghệ An", dated in Vinh)."""
    named = _place_in(issuer.value) if issuer else None
    said = issuer is not None and dated.casefold() in issuer.value.casefold()
    return dated if dated and (said or not named) else named


def _place_in(issuer: str) -> str | None:
    match = _PLACE_IN_NAME.search(issuer)
    return match.group(1).strip() if match else None


def _signer(text: str, lines: list[Line], zones: Zones) -> tuple[Fact | None, Fact | None, tuple[str, ...]]:
    if zones.signature is None or zones.name is None:
        return None, None, ()
    name = lines[zones.name]
    title: Fact | None = None
    on_behalf: list[str] = []
    for line in lines[zones.signature : zones.name]:
        match = ON_BEHALF.fullmatch(line.text)
        if match and match["sign"] != "Q" and line.text.isupper():
            on_behalf.append(f"{match['sign'].replace('/', '')}. {_office(match['who'], text)}")
        elif is_title_of_office(line.text) and (line.text.isupper() or match):
            acting = "Q. " if match and match["sign"] == "Q" else ""
            title = Fact(acting + _office(match["who"] if match else line.text, text), line.start, line.end)
    return Fact(name.text.strip(), name.start, name.end), title, tuple(on_behalf)


def _office(shouted: str, text: str) -> str:
    """ "PHÓ CHỦ TỊCH" → "Phó Chủ tịch"; "ỦY BAN NHÂN DÂN" → "Ủy ban nhân dân"."""
    plain = shouted.strip(" .:;")
    return signer_titles().get(plain.casefold()) or ordinary_case(plain, text)


def _recipients(lines: list[Line], zones: Zones) -> tuple[Fact, ...]:
    if zones.signature is None:
        return ()
    block = lines[zones.signature : zones.end]
    opened = next((i for i, line in enumerate(block) if is_recipients_line(line.text)), None)
    if opened is None:
        return ()
    recipients = []
    for line in block[opened + 1 :]:
        match = re.match(r"[-–+•]\s*", line.text)
        if match is None:
            break
        value = line.text[match.end() :].rstrip(" ;,./")
        recipients.append(Fact(value, line.start + match.end(), line.start + match.end() + len(value)))
    return tuple(recipients)
