"""Pages of lines become a file's text: page furniture gone, lines joined into paragraphs, tables over page breaks made one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.document.markers import read_marker
from index.readers.encodings import put_right
from index.readers.filetext import FileText
from index.readers.furniture import without_furniture
from index.readers.page_layout import Block, Columns, Line, Page, Table, TableCell, run_on
from index.readers.page_tables import JoinedTable, join_tables

_TERMINAL = (".", ";", ":", "!", "?", "…", "./.")
_DASHES = ("-", "–", "+", "•")
_INDENT = 0.8  # of the size of letters: a line that starts farther in is indented
_SPACE = 0.25  # of the size of letters
_SPACED = 1.3  # of the usual step from line to line: more is a new paragraph
_OTHER_SIZE = 0.12  # of the size of letters: a line in other type is another paragraph
_CENTRED = 12.0  # points by which the margins of a centred line may differ
_NOTE = re.compile(r"\[?(\d{1,3})\]?[.)]?\s*(?=\D)")  # a footnote's number, raised or not


@dataclass(frozen=True, slots=True)
class Margins:
    """Where a page's text starts and ends, the usual step from line to line, and whether paragraphs start indented."""

    left: float
    right: float
    step: float
    indented: bool


def file_text(pages: Sequence[Page]) -> FileText:
    """The text of `pages`. A paragraph or table row belongs to the page on which it starts; footnotes stand at the end."""
    pages = without_furniture(_with_text_put_right(pages))
    margins = _margins(pages)
    texts: list[list[str]] = [[] for _ in pages]
    for number, block in _blocks(pages, margins):
        texts[number] += block
    notes = _notes(pages)
    if notes and texts:
        texts[-1] += ["", *notes]
    joined = tuple("\n".join(lines).strip("\n") if any(lines) else "" for lines in texts)
    return FileText("\n".join(joined), joined if len(joined) > 1 or any(joined) else ())


def _with_text_put_right(pages: Sequence[Page]) -> list[Page]:
    """`pages` with text in fonts from before Unicode decoded; whether there is any, the whole text tells."""
    lines = [line for page in pages for block in page.blocks for line in lines_in(block)]
    notes = [line for page in pages for line in page.notes]
    before = [line.text.replace("\n", " ") for line in (*lines, *notes)]
    after = put_right("\n".join(before)).split("\n") if before else []
    changed = {old: new for old, new in zip(before, after, strict=True) if old != new}
    if not changed:
        return list(pages)
    return [
        replace(
            page,
            blocks=tuple(_replaced(block, changed) for block in page.blocks),
            notes=tuple(_replaced_line(line, changed) for line in page.notes),
        )
        for page in pages
    ]


def lines_in(block: Block) -> Iterator[Line]:
    """The lines of a block."""
    if isinstance(block, Line):
        yield block
    elif isinstance(block, Columns):
        yield from (*block.left, *block.right)
    else:
        yield from (line for row in block.rows for cell in row for line in cell.lines)


def _replaced_line(line: Line, changed: dict[str, str]) -> Line:
    return replace(line, text=changed.get(line.text, line.text))


def _replaced(block: Block, changed: dict[str, str]) -> Block:
    if isinstance(block, Line):
        return _replaced_line(block, changed)
    if isinstance(block, Columns):
        left, right = (tuple(_replaced_line(line, changed) for line in side) for side in (block.left, block.right))
        return Columns(left, right)
    rows = tuple(
        tuple(TableCell(tuple(_replaced_line(ln, changed) for ln in c.lines), c.rowspan, c.colspan) for c in row)
        for row in block.rows
    )
    return Table(rows, block.edges)


def _margins(pages: Sequence[Page]) -> dict[tuple[int, int], Margins]:
    """The margins of each size of page."""
    by_size: dict[tuple[int, int], list[Line]] = {}
    steps: dict[tuple[int, int], list[float]] = {}
    for page in pages:
        lines = [block for block in page.blocks if isinstance(block, Line)]
        by_size.setdefault(_size(page), []).extend(lines)
        steps.setdefault(_size(page), []).extend(
            b.bottom - a.bottom for a, b in pairwise(lines) if 0 < b.bottom - a.bottom < 3 * a.size
        )
    return {size: _margins_of(lines, steps[size], size[0]) for size, lines in by_size.items()}


def _size(page: Page) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _margins_of(lines: Sequence[Line], steps: Sequence[float], width: float) -> Margins:
    if not lines:
        return Margins(0.0, width, 0.0, False)
    starts = Counter(round(line.x0 / 2) * 2 for line in lines)
    common = [place for place, count in starts.items() if count >= max(2, 0.05 * len(lines))]
    left = float(min(common or starts))
    right = sorted(line.x1 for line in lines)[int(0.95 * (len(lines) - 1))]
    step = float(Counter(round(s * 2) / 2 for s in steps).most_common(1)[0][0]) if steps else 0.0
    size = median(line.size for line in lines)
    indented = sum(count for place, count in starts.items() if place - left > _INDENT * size)
    return Margins(left, right, step, indented >= 0.1 * len(lines))


def _blocks(pages: Sequence[Page], margins: dict[tuple[int, int], Margins]) -> Iterator[tuple[int, list[str]]]:
    """The texts of paragraphs, columns and tables, each with the page on which it starts."""
    paragraph: list[tuple[int, Line]] = []
    for item in join_tables(pages):
        if isinstance(item, JoinedTable):
            yield from _flush(paragraph)
            yield from item.lines_by_page()
            continue
        number, block = item
        if isinstance(block, Line):
            if paragraph and not _continues(paragraph, number, block, margins[_size(pages[number])]):
                yield from _flush(paragraph)
            paragraph.append((number, block))
        else:
            yield from _flush(paragraph)
            assert isinstance(block, Columns)
            yield number, ["", *_column(block.left), "", *_column(block.right), ""]
    yield from _flush(paragraph)


def _flush(paragraph: list[tuple[int, Line]]) -> Iterator[tuple[int, list[str]]]:
    if paragraph:
        yield paragraph[0][0], [run_on([line.text for _, line in paragraph])]
        paragraph.clear()


def _column(lines: Sequence[Line]) -> list[str]:
    """A column's lines; a list's item that runs on (in "Nơi nhận") is made one, while the lines of a letterhead stay apart."""
    texts: list[str] = []
    for line in lines:
        item = texts and texts[-1].startswith(_DASHES) and not texts[-1].endswith(_TERMINAL)
        if item and not line.text.startswith(_DASHES):
            texts[-1] += f" {line.text}"
        else:
            texts.append(line.text)
    return texts


def _is_centred(line: Line, margins: Margins) -> bool:
    before, after = line.x0 - margins.left, margins.right - line.x1
    return before > _INDENT * line.size and after > _INDENT * line.size and abs(before - after) < _CENTRED


def _continues(paragraph: Sequence[tuple[int, Line]], number: int, line: Line, margins: Margins) -> bool:
    """Whether `line` goes on with the paragraph before it, by its place on the page."""
    (page, before), first = paragraph[-1], paragraph[0][1]
    if abs(line.size - before.size) > _OTHER_SIZE * before.size:
        return False
    if page == number and margins.step and line.bottom - before.bottom > _SPACED * max(margins.step, before.size):
        return False
    width = margins.right - margins.left
    used = before.x1 - before.x0 if _is_centred(before, margins) else before.x1 - margins.left
    if used + _SPACE * line.size + line.first_word < width - 1:  # the next word had room, so the line was ended
        return False
    marked = _is_marked(line)
    if _is_centred(line, margins) and not _is_like(first, line, margins):
        return not marked and not before.text.endswith(_TERMINAL) and before.text.isupper() == line.text.isupper()
    return _stands_as_continuation(first, before, line, marked, margins)


def _is_like(first: Line, line: Line, margins: Margins) -> bool:
    """Whether a line that looks centred stands at the paragraph's or the page's left edge."""
    return min(abs(line.x0 - first.x0), abs(line.x0 - margins.left)) < _INDENT * line.size


def _stands_as_continuation(first: Line, before: Line, line: Line, marked: bool, margins: Margins) -> bool:
    indent = _INDENT * line.size
    ended = before.text.endswith(_TERMINAL)
    if line.x0 - margins.left < indent:  # at the page's edge
        if first.x0 - margins.left >= indent or margins.indented:
            return not marked or not ended or first.x0 - margins.left >= indent
        return not (marked or ended) or not (marked or margins.indented)
    if first is not before and abs(line.x0 - before.x0) < indent:  # in line with a hanging paragraph's other lines
        return not marked
    if line.x0 - first.x0 >= indent:  # hanging under a list's mark
        return _is_marked(first) and not marked
    return not marked and not ended  # as far in as the paragraph's first line


def _is_marked(line: Line) -> bool:
    return read_marker(line.text) is not None


def _notes(pages: Sequence[Page]) -> list[str]:
    """The footnotes as "[n] …" lines; one that goes on at the next page's foot is made one."""
    notes: list[str] = []
    for line in (line for page in pages for line in page.notes):
        match = _NOTE.match(line.text)
        following = len(notes) + 1
        if match and (int(match[1]) == following or not notes):
            notes.append(f"[{match[1]}] {line.text[match.end() :]}")
        elif notes:
            notes[-1] += f" {line.text}"
    return notes
