"""A page of a PDF with a text layer: characters become lines, ruling lines become tables, the foot's small print footnotes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pdfplumber.page import Page as PdfPage

from index.readers.furniture import without_page_number
from index.readers.page_layout import Line, Page, Table, are_parted, rows_of
from index.readers.reading_order import in_blocks
from index.readers.ruled_tables import SAME_EDGE, is_inside, is_table, table_of

Char = dict[str, Any]  # pdfplumber's: text, x0, x1, top, bottom, size, upright

_WORD_GAP = 0.2  # of the size of letters; a space is .25 wide, letters of a word touch
_MARK_SHIFT = 0.01  # points; a combining mark written at its letter's place comes after it
_NEIGHBOURS = 4  # rows that may stand at one height, in columns and table cells side by side
_RAISED_SIZE = 0.8  # of the line's size: superscripts are smaller
_UNITS = frozenset({"m", "dm", "cm", "mm", "km", "hm"})  # "m²" is no word with a footnote
_NOTE_SIZE = 0.9  # of the body's size: footnotes are smaller
_RULE_WIDTHS = (40.0, 250.0)  # points; above footnotes stands a rule of a quarter to a third of the page
_RULE_HEIGHT = 2.0
_MIN_EDGES = 6  # a table of two cells has seven rules, drawn as rectangles more
_MAX_EDGES = 6_000  # a dense table drawn rule by rule has 4,000; drawings and maps have more and are no tables


def read_page(page: PdfPage) -> Page:
    """The blocks of a page. Raises what pdfplumber raises on a broken one."""
    chars = _without_doubles(page.chars)
    tables, body = _tables(page, chars)
    notes_top = _notes_top(page, body)
    notes = lines_of([c for c in body if c["top"] >= notes_top])
    marks = frozenset(m.group() for m in (re.match(r"\d{1,3}", line.text) for line in notes) if m)
    body = [c for c in body if c["top"] < notes_top]
    blocks = in_blocks(without_page_number(lines_of(body, marks), float(page.height)), tables)
    return Page(float(page.width), float(page.height), tuple(blocks), tuple(rows_of(notes)))


def _without_doubles(chars: Sequence[Char]) -> list[Char]:
    """Characters without those drawn twice for bold type."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for char in chars:
        place = (char["text"], round(char["x0"]), round(char["top"]))
        if place not in seen or char["text"].isspace():
            seen.add(place)
            kept.append(char)
    return kept


# --- characters to lines ---------------------------------------------------------------------------------------------


def lines_of(chars: Sequence[Char], marks: frozenset[str] = frozenset()) -> list[Line]:
    """Runs of words; raised numbers that are footnote `marks` become "[n]". Text at an angle (a stamp, a watermark) is left out."""
    upright = [c for c in chars if c["upright"] and c["size"] > 0]
    return [line for row in _char_rows(upright) for line in _lines_of_row(row, marks)]


def _char_rows(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters on the same line; small ones (superscripts) join the line of larger ones they stand in."""
    rows: list[list[Char]] = []
    for _, same_size in groupby(sorted(chars, key=lambda c: -round(c["size"], 1)), key=lambda c: round(c["size"], 1)):
        known = sorted(rows, key=lambda row: float(row[0]["top"]))
        tops = [row[0]["top"] for row in known]
        current: list[Char] = []
        for char in sorted(same_size, key=lambda c: (round(c["top"] + c["bottom"]), c["x0"])):
            middle = (char["top"] + char["bottom"]) / 2
            at = bisect_right(tops, middle)
            larger = next((row for row in known[max(at - _NEIGHBOURS, 0) : at] if _stands_in(char, middle, row)), None)
            if larger is not None:
                larger.append(char)
            elif current and current[0]["top"] <= middle <= current[0]["bottom"]:
                current.append(char)
            else:
                current = [char]
                rows.append(current)
    return rows


def _stands_in(char: Char, middle: float, row: Sequence[Char]) -> bool:
    """Whether a small character belongs to a row of larger ones: another column's text may stand at the same height."""
    reach = 2 * row[0]["size"]
    return bool(middle <= row[0]["bottom"]) and any(c["x0"] - reach <= char["x0"] <= c["x1"] + reach for c in row)


def _lines_of_row(row: list[Char], marks: frozenset[str]) -> list[Line]:
    lines: list[Line] = []
    words: list[list[Char]] = []
    spaced = False
    for char in sorted(row, key=lambda c: c["x0"] + (_MARK_SHIFT if unicodedata.combining(c["text"][0]) else 0.0)):
        if char["text"].isspace():
            spaced = True
            continue
        gap = char["x0"] - words[-1][-1]["x1"] if words else 0.0
        if words and gap > char["size"] and are_parted(_text(words, marks), gap, char["size"]):
            lines.append(_line(words, marks))
            words = []
        if words and not spaced and gap <= _WORD_GAP * min(char["size"], words[-1][-1]["size"]):
            words[-1].append(char)
        else:
            words.append([char])
        spaced = False
    return [*lines, _line(words, marks)] if words else lines


def _line(words: Sequence[Sequence[Char]], marks: frozenset[str]) -> Line:
    chars = [char for word in words for char in word]
    size = Counter(round(c["size"], 1) for c in chars).most_common(1)[0][0]
    whole = [c for c in chars if c["size"] >= _RAISED_SIZE * size] or chars
    return Line(
        unicodedata.normalize("NFC", _text(words, marks)),
        chars[0]["x0"],
        max(c["x1"] for c in chars),
        min(c["top"] for c in whole),
        max(c["bottom"] for c in whole),
        size,
        words[0][-1]["x1"] - words[0][0]["x0"],
    )


def _text(words: Sequence[Sequence[Char]], marks: frozenset[str]) -> str:
    size = max(c["size"] for word in words for c in word)
    bottom = max(c["bottom"] for word in words for c in word if c["size"] == size)
    return " ".join(_word_text(word, size, bottom, marks) for word in words)


def _word_text(word: Sequence[Char], size: float, bottom: float, marks: frozenset[str]) -> str:
    text = ""
    for raised, run in groupby(
        word, key=lambda c: c["size"] < _RAISED_SIZE * size and c["bottom"] < bottom - 0.1 * size
    ):
        part = "".join(c["text"] for c in run)
        text += f"[{part}]" if raised and part in marks and text.lower() not in _UNITS else part
    return text


# --- footnotes -------------------------------------------------------------------------------------------------------


def _notes_top(page: PdfPage, body: Sequence[Char]) -> float:
    """Where the footnotes start: under a short rule, with nothing but small type below, the first with a number."""
    if not body:
        return float("inf")
    size = Counter(round(c["size"], 1) for c in body).most_common(1)[0][0]
    for rule in sorted((*page.rects, *page.lines), key=lambda r: -float(r["top"])):
        if not (_RULE_WIDTHS[0] <= rule["width"] <= _RULE_WIDTHS[1]) or rule["height"] > _RULE_HEIGHT:
            continue
        below = [c for c in body if c["top"] >= rule["top"] - 1 and not c["text"].isspace()]
        numbered = lines_of(below)
        if (
            not below
            or len(below) > 0.7 * len(body)
            or any(c["size"] > _NOTE_SIZE * size for c in below if not c["text"].isdigit())
        ):
            continue
        if numbered and re.match(r"\d{1,3}\s*\D", numbered[0].text) and numbered[0].x0 <= rule["x1"]:
            return float(rule["top"]) - 1
    return float("inf")


# --- ruled tables ----------------------------------------------------------------------------------------------------


def _tables(page: PdfPage, chars: Sequence[Char]) -> tuple[list[tuple[float, Table]], list[Char]]:
    """The page's tables with their tops, and the characters outside them."""
    rest = list(chars)
    tables = []
    if _MIN_EDGES <= len(page.edges) <= _MAX_EDGES:
        for found in page.find_tables({"snap_tolerance": SAME_EDGE, "join_tolerance": SAME_EDGE}):
            if is_table(found.cells):
                inside = [c for c in rest if is_inside(_middle(c), found.bbox)]
                rest = [c for c in rest if not is_inside(_middle(c), found.bbox)]
                tables.append((float(found.bbox[1]), table_of(found.cells, inside, _middle, _cell_lines)))
    return tables, rest


def _middle(char: Char) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def _cell_lines(chars: Sequence[Char]) -> tuple[Line, ...]:
    turned = [c for c in chars if not c["upright"]]
    if turned:  # text that runs upwards, in narrow header cells: as it was written
        first = turned[0]
        text = " ".join("".join(c["text"] for c in turned).split())
        return (Line(text, first["x0"], first["x1"], first["top"], first["bottom"], first["size"]),)
    return tuple(rows_of(lines_of(chars)))
