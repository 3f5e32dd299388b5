"""Headers of tables: one row, or several joined ("Mục tiêu – 2025"); the row of column numbers under them is none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from index.tables.rows import Cell, is_blank, is_figure, is_ordinal, kind_of
from index.vietnamese import fold

JOINT = " – "  # between the upper and the lower header of a column
_MAX_HEADER_ROWS = 3
# "1", "(2)", "A", "3=1+2": the number of a column
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-D])\)?(?:\s*=\s*[\d\s()+\-/x*.]+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_header(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[str, ...], int]:
    """The header's texts, and how many of `rows` it takes (the row of column numbers included); none for a first row of figures."""
    if _is_data_row([cell.text.strip() for cell in rows[0]]):
        return (), 0
    header = tuple(" ".join(cell.text.split()) for cell in rows[0])
    taken = 1
    while taken < min(len(rows) - 1, _MAX_HEADER_ROWS) and not is_numbering(rows[taken]):
        joined = _join(header, [cell.text for cell in rows[taken]], rows[taken + 1 :])
        if joined is None:
            break
        header = joined
        taken += 1
    if taken < len(rows) and is_numbering(rows[taken]):
        taken += 1
    return header, taken


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: "1 | 2 | 3 | 4", "A | B | 1 | 2"."""
    texts = [cell.text.strip() for cell in cells]
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(match.group()) for text in texts for match in [re.search(r"\d+", text.split("=")[0])] if match]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2


def _join(upper: tuple[str, ...], lower: Sequence[str], below: Sequence[tuple[Cell, ...]]) -> tuple[str, ...] | None:
    """Both header rows as one; None when `lower` is no header."""
    if not _is_label_row(lower):
        return None
    if len(lower) == len(upper):
        return _join_full(upper, lower)
    width = len(below[0]) if below and is_numbering(below[0]) else max((len(cells) for cells in below), default=0)
    return _join_short(upper, lower, width) if len(lower) < width and width > len(upper) else None


def _is_data_row(texts: Sequence[str]) -> bool:
    """Whether a table's first row is no header: it holds figures, or a row's number before words."""
    if any(is_figure(text) and not _YEAR.fullmatch(text) for text in texts):
        return True
    return is_ordinal(texts[0]) and any(" " in text for text in texts[1:])


def _is_label_row(texts: Sequence[str]) -> bool:
    """Whether a row's cells are headers: words or years, no row number, no figures."""
    filled = [text for text in texts if text.strip()]
    first = texts[0].strip()
    return bool(filled) and not is_ordinal(first) and not any(is_figure(t) and not _YEAR.fullmatch(t) for t in filled)


def _join_full(upper: tuple[str, ...], lower: Sequence[str]) -> tuple[str, ...] | None:
    """A header merged across columns stands in the first of them, one merged down in both rows (or in the upper alone)."""
    repeats = sum(above == below and bool(above) for above, below in zip(upper, lower, strict=True))
    fills = [i for i, below in enumerate(lower) if below and not upper[i]]
    opens = upper[0] == lower[0] or not lower[0]
    if not opens or not (repeats or fills) or (not fills and repeats < 2 and lower[0]):
        return None
    joined: list[str] = []
    over = ""
    for above, below in zip(upper, lower, strict=True):
        over = above or over
        below = " ".join(below.split())
        if not below or below == above:
            joined.append(above)
        else:
            joined.append(f"{over}{JOINT}{below}" if over else below)
    return tuple(joined)


def _join_short(upper: tuple[str, ...], lower: Sequence[str], width: int) -> tuple[str, ...] | None:
    """Headers of which a web page left out the merged cells: those that span others are found by their number and look.

    "STT | Nội dung | Năm hiện hành 2025 | Năm 2026 | Năm 2027" over "Kế hoạch | Ước thực hiện", 6 columns: one header spans two.
    """
    spanning = len(upper) + len(lower) - width
    open_columns = [i for i, text in enumerate(upper) if kind_of(text) not in ("ordinal", "unit") and i > 0]
    name = next((i for i in open_columns if kind_of(upper[i]) == "name"), None)
    open_columns = [i for i in open_columns if i != name]
    chosen = _odd_ones(upper, open_columns, spanning)
    if spanning < 1 or chosen is None:
        return None
    joined: list[str] = []
    left = [" ".join(text.split()) for text in lower]
    runs = [left] if spanning == 1 else _runs(left)
    for place, text in enumerate(upper):
        if place not in chosen:
            joined.append(text)
        elif len(runs) == spanning:
            joined += [f"{text}{JOINT}{below}" for below in runs[chosen.index(place)]]
        elif place == chosen[0]:  # which of several spans which of the lower ones is not said: the lower ones alone
            joined += left
    return tuple(joined) if len(joined) == width else None


def _runs(lower: Sequence[str]) -> list[list[str]]:
    """Neighbours that are alike: years ("Năm 2026 | Năm 2027"), and what is none ("Dự toán | Ước thực hiện")."""
    return [list(run) for _, run in itertools.groupby(lower, key=lambda text: _YEAR.search(text) is not None)]


def _odd_ones(upper: Sequence[str], columns: Sequence[int], count: int) -> list[int] | None:
    """The `count` of `columns` that span others: all there are, or the ones that look unlike the rest. Neighbours only."""
    if len(columns) == count:
        chosen = list(columns)
    else:
        shapes = [re.sub(r"\d+", "", fold(upper[i])).strip() for i in columns]
        chosen = [i for i, shape in zip(columns, shapes, strict=True) if shapes.count(shape) == 1]
    together = chosen and chosen == list(range(chosen[0], chosen[0] + len(chosen)))
    return chosen if together and len(chosen) == count else None


def is_header_like(cells: Sequence[Cell]) -> bool:
    """Whether a row can open a table in the middle of another: its first cell is "TT" and it holds no figures."""
    return kind_of(cells[0].text) == "ordinal" and not any(
        is_figure(c.text) and not is_blank(c.text) for c in cells[1:] if not _YEAR.fullmatch(c.text)
    )
