"""Raw text becomes the plan's text: markup and web furniture gone, wrapped lines and page-cut sentences joined, tables as tab rows.

The result has one paragraph, heading, item or table row a line. Cleaning its own result changes nothing.
"""

from __future__ import annotations

import re

from index.layout import ON_BEHALF, cut_furniture, is_recipients_line, is_signature_line, is_type_line
from index.lexicon import furniture_phrases
from index.markers import read_marker
from index.records import SectionKind
from index.vietnamese import nfc

_LATEX = re.compile(r"\$([^$\n]{1,80})\$")  # "$\geq 11,5$"
_LATEX_SIGNS = {r"\geqslant": "≥", r"\leqslant": "≤", r"\geq": "≥", r"\leq": "≤", r"\ge": "≥", r"\le": "≤", r"\times": "×", r"\%": "%", r"\pm": "±"}
_HTML_TAG = re.compile(r"</?(?:i|b|u|em|strong|br|p|span|sup|sub|div|font)\b[^<>\n]{0,200}/?>", re.IGNORECASE)
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,100}\]")  # left by docx converters
_ESCAPE = re.compile(r"\\([-.*_#()\[\]+!>])")  # Markdown's backslash
_STARS = re.compile(r"(?<!\()\*+(?!\))")  # emphasis; a footnote mark "(*)" stays
_RULE = re.compile(r"[-–—_=*\s]{3,}")  # "--------"
_MARKDOWN_ROW = re.compile(r"\|.*\|.*\|?\s*$")
_MARKDOWN_DIVIDER = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")

_TERMINAL = (".", ";", ":", "!", "?", "…", "”", '"', ")", "/.", "]")
_LONG_LINE = 60  # characters; a cut sentence fills its line, a heading seldom does
_WRAPPED_SHARE = 0.35  # of the lines inside blocks that go on in lower case; measured .02-.05 in flowing texts, .6 and more in wrapped ones


def clean(raw: str) -> str:
    """The plan's text out of `raw`."""
    blocks = _blocks(_strip_markup(nfc(raw.replace("\r\n", "\n").replace("\r", "\n"))))
    wrapped = _is_hard_wrapped(blocks)
    paragraphs: list[str] = []
    for block in blocks:
        joined = _join_block(block, wrapped)
        if joined and paragraphs and _is_cut_by_page(paragraphs, joined[0]):
            paragraphs[-1] = f"{paragraphs[-1]} {joined.pop(0)}"
        paragraphs.extend(joined)
    return "\n".join(cut_furniture(_without_furniture_phrases(paragraphs)))


def _strip_markup(text: str) -> str:
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


def _latex_to_text(formula: str) -> str:
    for sign, plain in _LATEX_SIGNS.items():
        formula = formula.replace(sign, plain)
    return re.sub(r"\\(?:text|mathrm)\{([^}]*)\}", r"\1", formula).replace("{", "").replace("}", "").strip()


def _blocks(text: str) -> list[list[str]]:
    """Runs of lines between blank lines; tables become rows with tabs, a block each."""
    blocks: list[list[str]] = [[]]
    lines = text.split("\n")
    position = 0
    while position < len(lines):
        line = lines[position]
        if line.strip() == "|":
            cells, position = _read_cell_table(lines, position)
            blocks += [*_table_blocks(cells), []]
            continue
        if _MARKDOWN_ROW.match(line.strip()) and line.strip().startswith("|"):
            blocks += [[_tab_row(line.strip().strip("|").split("|"))]] if not _MARKDOWN_DIVIDER.fullmatch(line.strip()) else []
            blocks.append([])
        elif line.strip():
            blocks[-1].append(_tab_row(line.rstrip().split("\t")))
        else:
            blocks.append([])
        position += 1
    return [block for block in blocks if block]


def _tab_row(cells: list[str]) -> str:
    """Cells as a row; an indented line ("\t- Phối hợp") is no row of two cells."""
    cells = [" ".join(cell.split()) for cell in cells]
    return "\t".join(cells) if len(cells) > 2 or all(cells) else "".join(cells)


def _read_cell_table(lines: list[str], start: int) -> tuple[list[list[list[str]]], int]:
    """A table with one cell a paragraph between lone "|": rows of cells of lines, and the line after it.

    "|", cell, "|", cell, "|": one row; two "|" in a row end it and open the next. Text after the closing "|" is no cell.
    """
    rows: list[list[list[str]]] = [[]]
    position, cell = start + 1, []
    while position < len(lines):
        line = lines[position].strip()
        if line != "|":
            cell.append(line)
            position += 1
            continue
        rows[-1].append([part for part in cell if part])
        cell = []
        position += 1
        if position < len(lines) and lines[position].strip() == "|":
            rows.append([])
            position += 1
        elif not _has_more_cells(lines, position):
            break
    return [row for row in rows if any(row)], position


_MAX_CELL_LINES = 60


def _has_more_cells(lines: list[str], position: int) -> bool:
    """Whether the text from `position` is one more cell: a lone "|" closes it before the table's text has plainly ended."""
    blank = 0
    for line in lines[position : position + _MAX_CELL_LINES]:
        if line.strip() == "|":
            return blank < 2
        blank = blank + 1 if not line.strip() else 0
        if blank >= 2:
            return False
    return False


def _table_blocks(rows: list[list[list[str]]]) -> list[list[str]]:
    """Rows of three and more cells as tab rows; a layout table (letterhead, signature) as its cells' lines, one block a cell."""
    if max((len(row) for row in rows), default=0) >= 3:
        return [[_tab_row([" ".join(cell) for cell in row])] for row in rows]
    return [cell for row in rows for cell in row if cell]


def _is_hard_wrapped(blocks: list[list[str]]) -> bool:
    """Whether lines are cut at a width: most lines inside blocks go on in lower case."""
    inner = [second for block in blocks for second in block[1:] if "\t" not in second]
    if not inner:
        return False
    return sum(line[:1].islower() and read_marker(line) is None for line in inner) / len(inner) >= _WRAPPED_SHARE


def _join_block(block: list[str], wrapped: bool) -> list[str]:
    joined: list[str] = []
    recipients = False
    for line in block:
        recipients = is_recipients_line(line) or (recipients and not is_signature_line(line) and not is_type_line(line))
        if joined and _continues(joined[-1], line, wrapped and not recipients):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _continues(before: str, line: str, wrapped: bool) -> bool:
    """Whether `line` is the rest of the line `before` it in the same block."""
    if "\t" in line or "\t" in before or is_type_line(before) or is_type_line(line):
        return False
    if is_signature_line(line):
        return False
    if is_signature_line(before):
        return wrapped and line.isupper() and ON_BEHALF.match(before) is not None and len(line) < 20
    marker = read_marker(line)
    if marker is None:
        return wrapped or (line[:1].islower() and not before.endswith(_TERMINAL))
    if not wrapped or before.endswith(_TERMINAL):
        return False
    # In wrapped text a number at a line's start may be the sentence going on: "giai đoạn 2026 | - 2030", "ngày | 2. tháng".
    return len(before) > _LONG_LINE or (marker.kind is SectionKind.DASH and before[-1:].isdigit())


def _is_cut_by_page(paragraphs: list[str], line: str) -> bool:
    """Whether `line`, after a blank line, is the rest of a sentence that a page break cut."""
    before = paragraphs[-1]
    if "\t" in before or "\t" in line or read_marker(line) is not None or before.endswith(_TERMINAL) or is_type_line(before):
        return False
    if line[:1].islower():
        return not before.isupper() and len(before) > 20
    marker = read_marker(before)
    in_item = marker is not None and marker.kind in (SectionKind.DASH, SectionKind.PLUS, SectionKind.BULLET)
    return in_item and len(before) > 2 * _LONG_LINE and not is_signature_line(line) and not line.isupper()


def _without_furniture_phrases(paragraphs: list[str]) -> list[str]:
    phrases = furniture_phrases()
    return [p for p in paragraphs if not any(phrase in p.casefold() for phrase in phrases)]
