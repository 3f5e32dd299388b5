"""What stands on every page and is no text of the document: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.readers.page_layout import Block, Line, Page

_ZONE = 0.12  # of the page's height, at the top and at the bottom
_MIN_PAGES = 3  # a line that two pages share may be text
_MIN_SHARE = 0.5  # of the pages; even and odd pages may differ
_EDGE_LINES = 3  # running headers are no longer
# "2", "- 2 -", "Trang 2/10", "2 | 10", "ii"
_PAGE_NUMBER = re.compile(
    r"[-–—\s|]*(?:trang\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*[/|]\s*\d{1,4})?[-–—\s|.]*", re.IGNORECASE
)


def without_page_number(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines of a page without a number that stands alone at its top or bottom: it must not pass for a part of a column."""
    numbers = [line for line in lines if _PAGE_NUMBER.fullmatch(line.text)]
    gone = {
        id(number)
        for number in numbers
        if (
            number.bottom <= _ZONE * height
            and all(number.bottom <= line.top + 1 for line in lines if line is not number)
        )
        or (
            number.top >= (1 - _ZONE) * height
            and all(line.bottom <= number.top + 1 for line in lines if line is not number)
        )
    }
    return [line for line in lines if id(line) not in gone]


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """`pages` without the lines that most pages have at the same place, and page numbers next to them."""
    repeated = _repeated(pages)
    return [replace(page, blocks=_kept(page, repeated)) for page in pages]


def _edges(page: Page) -> tuple[list[Line], list[Line]]:
    """The first and last lines of a page that stand in its margins."""
    top: list[Line] = []
    for block in page.blocks[:_EDGE_LINES]:
        if not isinstance(block, Line) or block.bottom > _ZONE * page.height:
            break
        top.append(block)
    bottom: list[Line] = []
    for block in page.blocks[::-1][:_EDGE_LINES]:
        if not isinstance(block, Line) or block.top < (1 - _ZONE) * page.height or block in top:
            break
        bottom.append(block)
    return top, bottom


def _pattern(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.top / 6)


def _repeated(pages: Sequence[Page]) -> set[tuple[str, int]]:
    counts = Counter(
        pattern for page in pages for pattern in {_pattern(line) for edge in _edges(page) for line in edge}
    )
    least = max(_MIN_PAGES, _MIN_SHARE * len(pages) / 2)
    return {pattern for pattern, count in counts.items() if count >= least}


def _kept(page: Page, repeated: set[tuple[str, int]]) -> tuple[Block, ...]:
    top, bottom = _edges(page)
    gone = {id(line) for line in (*top, *bottom) if _pattern(line) in repeated or _PAGE_NUMBER.fullmatch(line.text)}
    return tuple(block for block in page.blocks if id(block) not in gone)
