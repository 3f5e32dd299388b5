"""The zones of a document: letterhead, body, signature block, annexes. Web furniture lies outside all of them and is cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.document.markers import read_marker
from index.lexicon import signer_titles, type_lines
from index.records import SectionKind
from index.vietnamese import fold

# "Lâm Đồng, ngày 18 tháng 01 năm 2024"; day and month may be blank: "Bắc Giang, ngày tháng năm 2024"; "Ninh Bình, ngày 10/9/2025"
DATE_LINE = re.compile(
    r"(?P<place>[^\d,.;:]{2,40}),\s*ngày\s*(?P<day>\d{1,2})?[\s.…]*(?:tháng|/)\s*(?P<month>\d{1,2})?[\s.…]*(?:năm|/)\s*(?P<year>\d{4})?\s*$",
    re.IGNORECASE,
)
NUMBER_LINE = re.compile(
    r"Số\s*:?\s*(?=[\d/.…-])|Số\s*:", re.IGNORECASE
)  # "Số: 572/KH-UBND", "Số 101-KH/TU", "Số: /KH-SYT"
ON_BEHALF = re.compile(r"(?P<sign>TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\.?\s+(?P<who>\S.*)")
FOOTNOTE = re.compile(r"\[\d{1,3}\]\s*\S")
# "ThS. Trần Quang Huy", "Đại tá Nguyễn Văn An"
_DEGREE = r"(?:(?:(?:GS|PGS|TS|ThS|Ths|BS|Bs|BSCKI{1,2}|BS\.?\s?CKI{1,2}|CKI{1,2}|KS|CN|LS|DS|NGƯT|NGND|TTƯT|TTND)\.?|(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá))\s*)*"
_NAME = re.compile(_DEGREE + r"(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]*)(?:\s+[A-ZĐÀ-Ỹ][a-zđà-ỹ]*){1,5}")
_LETTERHEAD = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|UBMTTQ|HĐND|SỞ|BỘ|(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|ĐẢNG|KHU) (?:ỦY|UỶ)|(?:TỈNH|THÀNH|HUYỆN) ĐOÀN|ĐẢNG BỘ|CHI BỘ|BAN |BCH|BQL|THỦ TƯỚNG|CHÍNH PHỦ|CỤC|CHI CỤC|TỔNG CỤC|"
    r"VĂN PHÒNG|VIỆN|HỌC VIỆN|TRUNG TÂM|TRUNG ƯƠNG|PHÒNG(?!,| (?:CHỐNG|NGỪA|BỆNH|DỊCH|CHÁY|VỆ|TRÁNH))|TRƯỜNG|ĐẠI HỌC|BỆNH VIỆN|TRẠM|CÔNG AN|HỘI|LIÊN ĐOÀN|TỔNG LIÊN ĐOÀN|LIÊN MINH|ĐOÀN|MẶT TRẬN|CỘNG HÒA|CỘNG HOÀ|ĐẢNG CỘNG SẢN|"
    r"THANH TRA|KIỂM TOÁN|BẢO HIỂM|NGÂN HÀNG|KHO BẠC|TÒA ÁN|TOÀ ÁN|QUỐC HỘI|HỘI ĐỒNG|TẬP ĐOÀN|TỔNG CÔNG TY|CÔNG TY|ĐÀI|BÁO|TẠP CHÍ|LIÊN NGÀNH|LIÊN TỊCH)"
)
# "Biểu số 01", "MẪU SỐ 2", "(Ban hành kèm theo Kế hoạch số …)"
_ATTACHED = re.compile(r"(?:BIỂU|Biểu|MẪU|Mẫu)(?: số| SỐ)? \w+|\((?:Ban hành )?[Kk]èm theo")
_END_SIGN = "./."
_MIN_HEADING = 8  # characters; "I." alone in a web page's menu is no heading


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plan's text and where it starts."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset just after the line's last character."""
        return self.start + len(self.text)


def lines_of(text: str) -> list[Line]:
    """The lines of `text` with their offsets."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Line(line, start))
        start += len(line) + 1
    return lines


def is_type_line(line: str) -> bool:
    """Whether `line` is a document's kind alone ("KẾ HOẠCH")."""
    return line.strip(" :") in type_lines()


def is_recipients_line(line: str) -> bool:
    """Whether `line` opens the list of recipients ("Nơi nhận:")."""
    return len(line) < 40 and fold(line).startswith("noi nhan")


def is_title_of_office(line: str) -> bool:
    """Whether `line` is a signer's title alone ("PHÓ CHỦ TỊCH"), on behalf of somebody or not."""
    match = ON_BEHALF.fullmatch(line)
    who = (match["who"] if match else line).strip(" .:;")
    return who.casefold() in signer_titles() and (match is not None or who[:1].isupper())


def is_signature_line(line: str) -> bool:
    """Whether `line` belongs above a signer's name."""
    return (ON_BEHALF.fullmatch(line) is not None and line.isupper()) or (line.isupper() and is_title_of_office(line))


def is_person_name(line: str) -> bool:
    """Whether `line` could be a signer's name: two to six capitalised words and nothing else."""
    return _NAME.fullmatch(line.strip()) is not None and not line.isupper()


_MOTTO = re.compile(r"CỘNG H[ÒO][ÀA] XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM")


def is_letterhead_cell(cell: str) -> bool:
    """Whether a table's cell belongs to a letterhead: the country's motto, the document's number, its place and date."""
    return bool(_MOTTO.match(cell) or NUMBER_LINE.match(cell) or DATE_LINE.fullmatch(cell))


def is_letterhead_line(line: str) -> bool:
    """Whether a line in capitals names a body, as above a document or an annex ("ỦY BAN NHÂN DÂN TỈNH …")."""
    return line.isupper() and _LETTERHEAD.match(line) is not None


def opens_attachment(line: str) -> bool:
    """Whether `line` starts an annex, a document attached to this one, or a table of one."""
    marker = read_marker(line)
    return (
        is_type_line(line)
        or (marker is not None and marker.kind is SectionKind.ANNEX)
        or bool(_ATTACHED.match(line))
        or line.count("\t") > 2
    )


def find_signature(lines: Sequence[str], start: int) -> int | None:
    """Index of the signer's name in the signature block at or after `start`: the first name under a title of office."""
    under_title = False
    for index in range(start, len(lines)):
        if opens_attachment(lines[index]):
            return None
        if is_signature_line(lines[index]):
            under_title = True
        elif under_title and is_person_name(lines[index]):
            return index
    return None


def cut_furniture(paragraphs: list[str]) -> list[str]:
    """`paragraphs` from the letterhead to the signature, with footnotes and attachments; a web page's own lines around them gone."""
    body = paragraphs[_letterhead(paragraphs) :]
    kept: list[str] = []
    position = 0
    titled = not any(is_type_line(line) for line in body)
    while position < len(body):
        line = body[position]
        titled = titled or is_type_line(line)
        if titled and (is_recipients_line(line) or is_signature_line(line)):
            name = find_signature(body, position)
            end = _block_end(body, position) if name is None else _after_recipients(body, name + 1)
            kept += body[position:end]
            position = _skip_to_attachment(body, end, kept)
            continue
        kept.append(line)
        position += 1
    return _cut_after_end_sign(kept)


def find_type_line(lines: Sequence[str]) -> int | None:
    """Index of the line that says the document's kind ("KẾ HOẠCH"); None where a whole document without one stands first."""
    type_line = next((i for i, line in enumerate(lines) if is_type_line(line)), None)
    return None if type_line is not None and _holds_document(lines[:type_line]) else type_line


def _holds_document(lines: Sequence[str]) -> bool:
    """Whether lines hold a document of their own: two main headings, which no letterhead and no web page's furniture has."""
    markers = (read_marker(line) for line in lines if len(line) > _MIN_HEADING)
    return sum(m is not None and m.kind in (SectionKind.ROMAN, SectionKind.ARTICLE) for m in markers) > 1


def _letterhead(paragraphs: Sequence[str]) -> int:
    type_line = find_type_line(paragraphs)
    if type_line is None:
        return 0
    for index, line in enumerate(paragraphs[:type_line]):
        if is_letterhead_line(line) or NUMBER_LINE.match(line) or DATE_LINE.match(line):
            return index
    return type_line


def _block_end(body: Sequence[str], start: int) -> int:
    """End of a list of recipients without a signature: its last item."""
    end = start + 1
    while end < len(body) and (body[end].startswith(("-", "+")) or is_signature_line(body[end])):
        end += 1
    return end


def _after_recipients(body: Sequence[str], position: int) -> int:
    """Recipients may stand after the name."""
    if position < len(body) and is_recipients_line(body[position]):
        return _block_end(body, position)
    return position


def _skip_to_attachment(body: Sequence[str], position: int, kept: list[str]) -> int:
    """Passes over furniture up to an attachment or the end; footnotes on the way are kept."""
    while position < len(body) and not opens_attachment(body[position]):
        if FOOTNOTE.match(body[position]):
            kept.append(body[position])
        position += 1
    return position


def _cut_after_end_sign(kept: list[str]) -> list[str]:
    """Without a signature block, "./." ends the document; footnotes, attachments and what they hold stay."""
    if any(is_recipients_line(line) or is_signature_line(line) for line in kept):
        return kept
    ends = [i for i, line in enumerate(kept) if line.rstrip(' ”"').endswith(_END_SIGN)]
    if not ends:
        return kept
    rest: list[str] = []
    after = _skip_to_attachment(kept, ends[-1] + 1, rest)
    return [*kept[: ends[-1] + 1], *rest, *kept[after:]]
