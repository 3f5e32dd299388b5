"""A register as CSV: UTF-8 with a mark, so that Excel reads Vietnamese; a cell that a spreadsheet would run as a formula stays text."""

from __future__ import annotations

import csv
import io
from datetime import date

from rag.registers import texts
from rag.registers.columns import Cell, Register, RowT, name_citation

# What a spreadsheet takes for the start of a formula; an apostrophe before it makes it text (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(register: Register[RowT], base_url: str = "") -> bytes:
    """The register with a heading line, its columns, and each row's citation and link."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(column.heading for column in register.columns), texts.CITATION, texts.LINK])
    for row in register.rows:
        cells: list[str] = [_text(column.cell(row)) for column in register.columns]
        writer.writerow([*cells, _text(name_citation(row)), base_url + row.citations[0].link])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    """A cell as text: dates in ISO order, words guarded against being run."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
