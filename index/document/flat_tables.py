"""Tables that lost their rulings: a cell a line, or a paragraph, one after the other. Their rows are found by counting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.document.markers import read_marker
from index.vietnamese import fold

_NUMBER_HEADER = re.compile(r"(?:s?tt|so tt|so thu tu)\.?")
_ORDINAL = re.compile(r"\(?(?P<number>\d{1,3})[.)]?|(?P<group>[IVX]{1,5}|[A-HĐ])[.)]?|\d{1,2}(?:\.\d{1,2})+\.?")
_FIGURE = re.compile(r"(?:[≥≤<>~]\s*)?-?\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?\s*%?")
_YEAR = re.compile(r"(?:năm\s+)?(?:19|20)\d\d", re.IGNORECASE)
_KNOWN_HEADER = re.compile(
    r"(?:noi dung|nhiem vu|cong viec|hoat dong|(?:don vi|co quan|bo phan|nguoi)(?: (?:chu tri|phoi hop|thuc hien|phu trach|chiu trach nhiem))?|chu tri|phoi hop|thoi (?:gian|han)|hoan thanh|tien do|san pham|ket qua|kinh phi|ghi chu|phu trach)"
    r"(?: (?:cong viec|thuc hien|hoan thanh|du kien|chu yeu|trong tam)|\s*\(.{1,25}\)){0,2}$"
)
_MAX_HEADER_CELL = 90  # characters
_MAX_CELL = 400
_COLUMNS = range(3, 11)
_MIN_ROWS = 2
_FULL_SHARE = 0.6  # of the rows, at least so many with all their cells


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text, and the line after it."""

    text: str
    after: int


def read_flat_table(lines: Sequence[str], start: int) -> tuple[list[list[str]], int] | None:
    """The rows of the flattened table that opens at `lines[start]`, header first, and the line after it; None where none opens."""
    if _NUMBER_HEADER.fullmatch(fold(lines[start].strip())):
        cells = list(_cells(lines, start))
        return _numbered(cells) if len(cells) > len(_COLUMNS) / 2 else None
    if start and lines[start - 1].strip():
        return None
    end = next((i for i in range(start, len(lines)) if not lines[i].strip()), len(lines))
    block = [_Cell(line.strip(), start + i + 1) for i, line in enumerate(lines[start:end])]
    return _of_figures(block) or _with_known_headers(block)


def _cells(lines: Sequence[str], start: int) -> Iterator[_Cell]:
    """A cell a line, or where blank lines stand between cells, one a paragraph; up to what is too long for one."""
    spaced = start + 1 < len(lines) and not lines[start + 1].strip()
    position = start
    while position < len(lines):
        words: list[str] = []
        while position < len(lines) and lines[position].strip() and not (words and not spaced):
            words.append(lines[position].strip())
            position += 1
        text = " ".join(words)
        if len(text) > _MAX_CELL or "\t" in text or text == "|" or (not words and not spaced):
            return
        if words:
            yield _Cell(text, position)
        else:
            position += 1


def _numbered(cells: Sequence[_Cell]) -> tuple[list[list[str]], int] | None:
    """A table whose first column numbers the rows: each row starts where the next number is due."""
    width = next((i for i, cell in enumerate(cells) if i and _opens_rows(cell.text)), 0)
    header = [cell.text for cell in cells[:width]]
    if width not in _COLUMNS or not all(_is_header(text) for text in header[1:]):
        return None
    rows, at, number = [header], width, 0
    if [c.text.strip("()") for c in cells[at : at + width]] == [str(i + 1) for i in range(width)]:
        rows.append([c.text for c in cells[at : at + width]])
        at += width
    full = 0
    while at < len(cells):
        found = _ORDINAL.fullmatch(cells[at].text)
        if found is None or (found["number"] and int(found["number"]) not in (number + 1, 1)):
            break
        number = int(found["number"]) if found["number"] else number
        length = _row_length(cells, at, width, number)
        full += length == width
        rows.append([c.text for c in cells[at : at + length]])
        at += length
    made = len(rows) - 1
    return (rows, cells[at - 1].after) if made >= _MIN_ROWS and full >= _FULL_SHARE * made else None


def _opens_rows(text: str) -> bool:
    found = _ORDINAL.fullmatch(text)
    return found is not None and (found["group"] in ("I", "A") or found["number"] in ("1", "01"))


def _row_length(cells: Sequence[_Cell], at: int, width: int, number: int) -> int:
    """How many cells the row has that starts at `at`: all, where the next row starts behind them; else up to where it does."""
    due: list[int] = [at + width, *range(at + 2, at + width)]
    if (found := _ORDINAL.fullmatch(cells[at].text)) and found["group"]:
        due.insert(0, at + 2)
    for end in due:
        if end < len(cells) and _is_due(cells[end].text, number):
            return end - at
    last = at + 1
    while last < min(at + width, len(cells)) and (
        read_marker(cells[last].text) is None or _FIGURE.fullmatch(cells[last].text)
    ):
        last += 1
    return last - at


def _is_due(text: str, number: int) -> bool:
    found = _ORDINAL.fullmatch(text)
    return found is not None and (not found["number"] or int(found["number"]) == number + 1)


def _is_header(text: str) -> bool:
    return (
        len(text) <= _MAX_HEADER_CELL
        and not text.endswith((".", ";", ":"))
        and (not _FIGURE.fullmatch(text) or bool(_YEAR.fullmatch(text)))
    )


def _of_figures(cells: Sequence[_Cell]) -> tuple[list[list[str]], int] | None:
    """A block of lines that is a table of names and figures: each column holds the one or the other."""
    texts = [cell.text for cell in cells]
    if len(texts) < _MIN_ROWS * _COLUMNS[0] or any("\t" in t or "|" in t or len(t) > _MAX_CELL for t in texts):
        return None
    for width in _COLUMNS:
        rows = [texts[i : i + width] for i in range(0, len(texts), width)]
        if len(texts) % width or len(rows) <= _MIN_ROWS:
            continue
        columns = [[_FIGURE.fullmatch(row[i]) is not None for row in rows[1:]] for i in range(width)]
        even = all(all(column) or not any(column) for column in columns)
        if (
            even
            and any(map(all, columns))
            and not any(columns[0])
            and all(_is_header(text) and read_marker(text) is None for text in rows[0])
        ):
            return rows, cells[-1].after
    return None


def _with_known_headers(cells: Sequence[_Cell]) -> tuple[list[list[str]], int] | None:
    """A block of lines that opens with the headers of a table of work: "Nội dung", "Đơn vị thực hiện", "Thời gian"."""
    texts = [cell.text for cell in cells]
    width = next((i for i, text in enumerate(texts) if not _KNOWN_HEADER.match(fold(text))), 0)
    rows = [texts[i : i + width] for i in range(0, len(texts), width)] if width in _COLUMNS else []
    if len(rows) <= _MIN_ROWS or len(rows[-1]) != width or any("\t" in text or "|" in text for text in texts):
        return None
    return rows, cells[-1].after
