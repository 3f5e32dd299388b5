"""Raw text becomes the plan's text: markup and web furniture gone, wrapped lines and page-cut sentences joined, tables as tab rows.

The result has one paragraph, heading, item or table row a line. Cleaning its own result changes nothing.
"""

from __future__ import annotations

import re

from index.document.blocks import blocks_of
from index.document.layout import (
    DATE_LINE,
    NUMBER_LINE,
    ON_BEHALF,
    cut_furniture,
    is_person_name,
    is_recipients_line,
    is_signature_line,
    is_title_of_office,
    is_type_line,
)
from index.document.markers import read_marker
from index.document.references import DOCUMENT_NUMBER
from index.document.typed_pages import columns_apart, fills, width_of, without_page_numbers
from index.lexicon import furniture_phrases, type_lines
from index.records import SectionKind
from index.vietnamese import nfc

_LATEX = re.compile(r"\$([^$\n]{1,80})\$")  # "$\geq 11,5$"
_LATEX_SIGNS = {
    r"\geqslant": "≥",
    r"\leqslant": "≤",
    r"\geq": "≥",
    r"\leq": "≤",
    r"\ge": "≥",
    r"\le": "≤",
    r"\times": "×",
    r"\%": "%",
    r"\pm": "±",
}
_HTML_TAG = re.compile(r"</?(?:i|b|u|em|strong|br|p|span|sup|sub|div|font)\b[^<>\n]{0,200}/?>", re.IGNORECASE)
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*", re.IGNORECASE)
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,100}\]")  # left by docx converters
_ESCAPE = re.compile(r"\\([-.*_#()\[\]+!>])")  # Markdown's backslash
_STARS = re.compile(r"(?<!\()\*+(?!\))")  # emphasis; a footnote mark "(*)" stays
_RULE = re.compile(r"[-–—_=*\s]{3,}")  # "--------"

_TERMINAL = (".", ";", ":", "!", "?", "…", "”", '"', ")", "/.", "]")
_CITES_LETTER = re.compile(r"(?:điểm|mục|tiết|và|,)$")  # "theo quy định tại điểm | a) khoản 1"
# The authority, alone on its line between a decision's title and its legal bases
_DECIDES = re.compile(
    r"(?:THỦ TƯỚNG CHÍNH PHỦ|CHÍNH PHỦ|(?:CHỦ TỊCH )?[ỦU][ỶY] BAN NHÂN DÂN .{4,60}|BỘ TRƯỞNG BỘ .{3,80}|GIÁM ĐỐC SỞ .{3,80}|HỘI ĐỒNG NHÂN DÂN .{4,60})"
)
# Words that no paragraph ends with: the rest of the phrase stands behind the page break
_DANGLING = re.compile(
    r"(?:,|\s(?:và|hoặc|của|các|những|về|cho|với|do|từ|tại|theo|đến|bằng|trong|là|để|(?<!xã )hội|liên hiệp|liên đoàn|sở|ban|bộ|ủy ban|phòng))$",
    re.IGNORECASE,
)
_NUMBER_SIGN = re.compile(r"Số\s*:?")  # the number stands on the next line
_BEFORE_NUMBER = re.compile(r"\ssố$")  # "Căn cứ Quyết định số | 112/QĐ-TTg"
_DOCUMENT_NUMBER = re.compile(DOCUMENT_NUMBER)
# An item's sign that lost its words to the next line: "Điều 1.", "a)", "-"
_LONE_SIGN = re.compile(r"(?:Điều \d{1,3}|[IVX]{1,4}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)]|[-–+•●]")
_KINDS = sorted(type_lines(), key=len, reverse=True)
_MAX_PASSES = 6
_LONG_LINE = 60  # characters; a cut sentence fills its line, a heading seldom does
_WRAPPED_SHARE = 0.35  # of the lines inside blocks that go on in lower case; measured .02-.05 in flowing texts, .6 and more in wrapped ones


def clean(raw: str) -> str:
    """The plan's text out of `raw`."""
    text = _clean_once(raw.replace("\r\n", "\n").replace("\r", "\n"))
    for _ in range(
        _MAX_PASSES
    ):  # what one pass uncovers (a tag inside a tag), the next one reads; most texts need no second change
        again = _clean_once(text)
        if again == text:
            break
        text = again
    return text


def _clean_once(raw: str) -> str:
    blocks = [_by_column(block) for block in blocks_of(_strip_markup(nfc(raw)))]
    blocks = without_page_numbers(blocks)
    wrapped, width = _is_hard_wrapped(blocks), width_of(blocks)
    paragraphs: list[str] = []
    for block in blocks:
        joined = _join_block(block, wrapped, width)
        if joined and paragraphs and _is_cut_by_page(paragraphs, joined[0]):
            paragraphs[-1] = f"{paragraphs[-1]} {joined.pop(0)}"
        paragraphs.extend(joined)
    return "\n".join(cut_furniture(_with_kind_apart(_without_furniture_phrases(paragraphs))))


def _with_kind_apart(paragraphs: list[str]) -> list[str]:
    """`paragraphs` with the kind on its own line where the letterhead has it before the title: "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2025"."""
    in_letterhead = False
    for place, line in enumerate(paragraphs):
        if is_type_line(line) or (read_marker(line) is not None and not NUMBER_LINE.match(line)):
            break
        in_letterhead = in_letterhead or bool(NUMBER_LINE.match(line) or DATE_LINE.fullmatch(line))
        kind = next((kind for kind in _KINDS if line.startswith(f"{kind} ")), None)
        if in_letterhead and kind and line.isupper() and "\t" not in line:
            return [*paragraphs[:place], kind, line[len(kind) :].strip(" :"), *paragraphs[place + 1 :]]
    return paragraphs


def _by_column(block: list[str]) -> list[str]:
    """A block in which recipients and signature stand side by side ("Nơi nhận: | GIÁM ĐỐC"), one column after the other."""
    opening = next(
        (i for i, line in enumerate(block) if "\t" in line and is_recipients_line(line.split("\t")[0])), None
    )
    if opening is None or not any(is_signature_line(cell) for cell in block[opening].split("\t")[1:]):
        return block
    rows = [line.split("\t", 1) for line in block[opening:]]
    left, right = [], []
    for row in rows:  # a blank left cell leaves the right one alone on its line: the signer's name
        alone = len(row) == 1 and is_person_name(row[0])
        left += [] if alone else row[:1]
        right += row if alone else row[1:]
    return [*block[:opening], *(cell for cell in (*left, *right) if cell)]


def _strip_markup(text: str) -> str:
    text = "\n".join(map(_with_breaks, text.split("\n"))) if "<" in text else text
    text = "\n".join(columns_apart(text.split("\n")))
    text = _BOOKMARK.sub("", _HTML_TAG.sub("", text))
    text = _LATEX.sub(lambda m: _latex_to_text(m.group(1)), text)
    text = _ESCAPE.sub(r"\1", text)
    lines = []
    for line in text.split("\n"):
        line = line.replace("\u00a0", " ")
        bullet = "• " if re.match(r"\s*\*\s+[^*\s]", line) and line.count("*") % 2 else ""
        line = _STARS.sub("", line) if not bullet else bullet + _STARS.sub("", line)
        line = re.sub(r"^\s*#{1,6}\s+", "", line)
        lines.append("" if _RULE.fullmatch(line) else line)
    return "\n".join(lines)


def _with_breaks(line: str) -> str:
    """`line` with its "<br>" as what they mean: the next line, or in a table's row the next name or sentence of the cell."""
    if "|" not in line and "\t" not in line:
        return _BREAK.sub("\n", line)
    parts = _BREAK.split(line)
    return "".join(
        part + ("" if place == len(parts) - 1 else " " if part.endswith((*_TERMINAL, ",", "|")) else "; ")
        for place, part in enumerate(parts)
    )


def _latex_to_text(formula: str) -> str:
    for sign, plain in _LATEX_SIGNS.items():
        formula = formula.replace(sign, plain)
    return re.sub(r"\\(?:text|mathrm)\{([^}]*)\}", r"\1", formula).replace("{", "").replace("}", "").strip()


def _is_hard_wrapped(blocks: list[list[str]]) -> bool:
    """Whether lines are cut at a width: most lines inside blocks go on in lower case."""
    inner = [second for block in blocks for second in block[1:] if "\t" not in second]
    if not inner:
        return False
    return sum(line[:1].islower() and read_marker(line) is None for line in inner) / len(inner) >= _WRAPPED_SHARE


def _join_block(block: list[str], wrapped: bool, width: int | None) -> list[str]:
    """The block's paragraphs. A text of a known `width` goes on in the next line only where a line fills it."""
    joined: list[str] = []
    recipients = False
    for place, line in enumerate(block):
        recipients = is_recipients_line(line) or (recipients and not is_signature_line(line) and not is_type_line(line))
        goes_on = fills(block[place - 1], line, width) if width and place else wrapped
        if joined and _continues(joined[-1], line, goes_on and not recipients):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _continues(before: str, line: str, wrapped: bool) -> bool:
    """Whether `line` is the rest of the line `before` it in the same block."""
    if "\t" in line or "\t" in before or is_type_line(before):
        return False
    if _NUMBER_SIGN.fullmatch(before):
        return line[:1].isdigit()
    if _BEFORE_NUMBER.search(before) and _DOCUMENT_NUMBER.match(line):
        return True
    if _LONE_SIGN.fullmatch(before):
        return read_marker(line) is None and not is_signature_line(line)
    if is_type_line(line):  # "VII. CHẾ ĐỘ | BÁO CÁO" is a heading cut in two
        return before.isupper() and read_marker(before) is not None and not before.endswith(_TERMINAL)
    if _opens_part(before) or is_signature_line(line) or (before.isupper() and _opens_sentence(line)):
        return False
    if is_signature_line(before):
        return wrapped and line.isupper() and ON_BEHALF.match(before) is not None and len(line) < 20
    marker = read_marker(line)
    if marker is None:
        return wrapped or (line[:1].islower() and not before.endswith(_TERMINAL))
    if (
        not wrapped
        or before.endswith(_TERMINAL)
        or (marker.kind is SectionKind.LETTER and not _CITES_LETTER.search(before))
    ):
        return False
    # In wrapped text a number at a line's start may be the sentence going on: "giai đoạn 2026 | - 2030", "ngày | 2. tháng".
    return len(before) > _LONG_LINE or (marker.kind is SectionKind.DASH and before[-1:].isdigit())


def _opens_part(line: str) -> bool:
    """Whether a line is an annex's, part's or chapter's sign alone: its title stands on the next line."""
    marker = read_marker(line)
    return (
        marker is not None
        and marker.kind in (SectionKind.ANNEX, SectionKind.PART, SectionKind.CHAPTER)
        and len(line) == marker.length
    )


def _opens_sentence(line: str) -> bool:
    """Whether a line after one in capitals is a new paragraph: ordinary letters, or the body that decides ("THỦ TƯỚNG CHÍNH PHỦ")."""
    return (
        (line[:1].isupper() and line[1:2].islower()) or is_title_of_office(line) or _DECIDES.fullmatch(line) is not None
    )


def _is_cut_by_page(paragraphs: list[str], line: str) -> bool:
    """Whether `line`, after a blank line, is the rest of a sentence that a page break cut."""
    before = paragraphs[-1]
    if _LONE_SIGN.fullmatch(before):
        return "\t" not in line and read_marker(line) is None and not is_signature_line(line)
    if (
        "\t" in before
        or "\t" in line
        or read_marker(line) is not None
        or before.endswith(_TERMINAL)
        or is_type_line(before)
    ):
        return False
    if line[:1].islower():
        return not before.isupper() and len(before) > 20
    if _DANGLING.search(before) and not is_signature_line(line) and before.isupper() == line.isupper():
        return len(before) > 20
    marker = read_marker(before)
    in_item = marker is not None and marker.kind in (SectionKind.DASH, SectionKind.PLUS, SectionKind.BULLET)
    return in_item and len(before) > 2 * _LONG_LINE and not is_signature_line(line) and not line.isupper()


def _without_furniture_phrases(paragraphs: list[str]) -> list[str]:
    phrases = furniture_phrases()
    return [p for p in paragraphs if not _RULE.fullmatch(p) and not any(phrase in p.casefold() for phrase in phrases)]
