"""What a typed page leaves in plain text: page numbers between paragraphs, a letterhead of two columns, lines cut at a width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.document.layout import is_recipients_line, is_signature_line, opens_attachment
from index.document.markers import read_marker
from index.lexicon import type_lines

_PAGE = re.compile(r"(?:Trang|TRANG|trang)\s+\d{1,3}(?:\s*/\s*\d{1,3})?")
_NUMBER = re.compile(r"[-–]?\s*(\d{1,3})\s*[-–]?")
# Between two columns; a number or date that is blank leaves a gap, too: "Số:      /KH-UBND", "ngày    tháng 3"
_GAP = re.compile(r"(?<=[^\s:])(?<!ngày)(?<!tháng)(?<!năm)(?<!số)(?: {3,}| *\t\s*)(?=\S)", re.IGNORECASE)
_HEAD_LINES = 25  # a letterhead ends before the document's kind, which stands on one of so many lines
_WIDE = re.compile(r" {3,}")
_RIGHT_MARGIN = 20  # spaces before a line of the right column that has nothing on its left
_RAGGED = 8  # characters; a line that ends so far before the width is cut all the same
_MAX_WIDTH = 130  # characters; a longer line is a whole paragraph
_CUT_SHARE = 0.9  # of the lines that go on in lower case, at least so many fill the width
_MIN_CUT = 5  # so many of them tell


def columns_apart(lines: list[str]) -> list[str]:
    """`lines` with a letterhead and a signature block that were typed in two columns, by spaces or tabs, one column's line under the other's."""
    kind = next((i for i, line in enumerate(lines[:_HEAD_LINES]) if line.strip(" :*#") in type_lines()), 0)
    head = [_two_columns(line) for line in lines[:kind]]
    if any(len(cells) > 1 for cells in head):
        lines = [*(part for cells in head for cell in cells for part in (cell, "")), *lines[kind:]]
    return _signature_apart(lines)


def _signature_apart(lines: list[str]) -> list[str]:
    """Recipients on the left, the signature on the right: first the one column, then the other."""
    start = next((i for i, line in enumerate(lines) if _opens_signature(line)), None)
    if start is None:
        return lines
    end = next((i for i in range(start, len(lines)) if opens_attachment(lines[i].strip())), len(lines))
    left: list[str] = []
    right: list[str] = []
    for line in lines[start:end]:
        cells = _WIDE.split(line.strip(), maxsplit=1) if "|" not in line else [line]
        alone = len(cells) == 1 and len(line) - len(line.lstrip()) >= _RIGHT_MARGIN
        left += [] if alone else cells[:1]
        right += cells if alone else cells[1:]
    return [*lines[:start], *(cell for cell in left if cell.strip()), "", *right, "", *lines[end:]]


def _opens_signature(line: str) -> bool:
    cells = _WIDE.split(line.strip(), maxsplit=1) if "\t" not in line else []
    return len(cells) == 2 and is_recipients_line(cells[0]) and is_signature_line(cells[1].strip(" *"))


def _two_columns(line: str) -> list[str]:
    gap = max(_GAP.finditer(line.strip()), key=lambda found: len(found.group().expandtabs()), default=None)
    return [line] if gap is None or "|" in line else [gap.string[: gap.start()], gap.string[gap.end() :]]


def without_page_numbers(blocks: list[list[str]]) -> list[list[str]]:
    """`blocks` without the lines that number pages: "Trang 3/6", and lone numbers at the end of blocks that count up from one page to the next."""
    ends = [(place, found) for place, block in enumerate(blocks) for found in [_NUMBER.fullmatch(block[-1])] if found]
    counted: list[tuple[int, int]] = []
    for place, found in ends:
        number = int(found[1])
        if number == counted[-1][1] + 1 if counted else number in (1, 2):
            counted.append((place, number))
    numbered = {place for place, _ in counted} if len(counted) > 1 else set()
    kept = [
        [line for line in (block[:-1] if place in numbered else block) if not _PAGE.fullmatch(line)]
        for place, block in enumerate(blocks)
    ]
    return [block for block in kept if block]


def width_of(blocks: Sequence[Sequence[str]]) -> int | None:
    """The width at which a typed text's lines are cut; None where they are not."""
    lines = [line for block in blocks for line in block if "\t" not in line]
    width = max(map(len, lines), default=0)
    pairs = [pair for block in blocks for pair in pairwise(block) if "\t" not in pair[0] and "\t" not in pair[1]]
    going_on = [
        fills(before, line, width) for before, line in pairs if line[:1].islower() and read_marker(line) is None
    ]
    if width > _MAX_WIDTH or len(going_on) < _MIN_CUT or sum(going_on) < _CUT_SHARE * len(going_on):
        return None
    return width


def fills(before: str, line: str, width: int) -> bool:
    """Whether the line `before` had no room for the first word of `line`."""
    return len(before) + 1 + len(line.split(" ", 1)[0]) > width - _RAGGED
