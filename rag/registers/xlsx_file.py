"""A register as an Excel workbook that can be printed and handed on: title, headings that stay, widths, wrapped text, real dates."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any

import xlsxwriter

from rag.registers import texts
from rag.registers.columns import Cell, Register, RowT, name_citation

_CITATION_WIDTH = 36
_NUMBER_WIDTH = 6
_HEAD = 2  # the row of the headings, below title and an empty row
_LINE = 15.0  # points
_MAX_HEIGHT = 409.0  # points; Excel refuses higher rows
_PER_WIDTH = 1.15  # letters of running text in a unit of width (a digit of the default font), words broken at spaces
_MAX_LINK = 2_079  # characters; Excel refuses longer ones
_MAX_CELL = 32_767  # characters; Excel refuses longer ones
_BASE = {
    "font_name": "Times New Roman",
    "font_size": 11,
    "valign": "top",
    "text_wrap": True,
}  # as administrative documents are set
_BORDER = {"border": 1, "border_color": "#BFBFBF"}


def write_xlsx(register: Register[RowT], base_url: str = "") -> bytes:
    """The register as a workbook of one sheet, numbered rows, the citation of each as a link to its place in the plan."""
    out = io.BytesIO()
    # Every word is written as a string: nothing in a plan becomes a formula or a link of its own.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": register.title, "created": None})
    sheet = book.add_worksheet(register.title[:31])
    formats = {name: book.add_format({**_BASE, **style}) for name, style in _STYLES.items()}
    headings = [texts.NUMBER_OF_ROW, *(column.heading for column in register.columns), texts.CITATION]
    widths = [_NUMBER_WIDTH, *(column.width for column in register.columns), _CITATION_WIDTH]
    _set_up(sheet, register, widths, formats)
    for place, heading in enumerate(headings):
        sheet.write_string(_HEAD, place, heading, formats["head"])
    for number, row in enumerate(register.rows, start=1):
        line = _HEAD + number
        cells: list[Cell] = [column.cell(row) for column in register.columns]
        sheet.set_row(line, _height([*cells, name_citation(row)], widths[1:]))
        sheet.write_number(line, 0, number, formats["number"])
        for place, cell in enumerate(cells, start=1):
            _write(sheet, line, place, cell, formats)
        citation = (name_citation(row), base_url + row.citations[0].link)
        _write_citation(sheet, line, len(headings) - 1, citation, formats)
    sheet.autofilter(_HEAD, 0, _HEAD + len(register.rows), len(headings) - 1)
    book.close()
    return out.getvalue()


_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "text_wrap": False},
    "head": {**_BORDER, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DCE6F1"},
    "text": {**_BORDER},
    "date": {**_BORDER, "num_format": "dd/mm/yyyy", "align": "center"},
    "number": {**_BORDER, "align": "center"},
    "link": {**_BORDER, "font_color": "#0B5394", "underline": 1},
}


def _set_up(sheet: Any, register: Register[RowT], widths: list[int], formats: dict[str, Any]) -> None:
    """Title, widths, what stays in sight and how it prints: on A4 across, as wide as the page, headings on each page."""
    sheet.write_string(0, 0, register.title, formats["title"])
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)


def _height(cells: Sequence[Cell], widths: Sequence[int]) -> float:
    """The height that the longest cell of a row needs, in points: not every program finds it by itself."""
    lines = [
        sum(ceil(len(line) / (width * _PER_WIDTH)) or 1 for line in cell.split("\n"))
        for cell, width in zip(cells, widths, strict=True)
        if isinstance(cell, str)
    ]
    return min(_MAX_HEIGHT, _LINE * max(lines, default=1))


def _write(sheet: Any, line: int, place: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None:
        sheet.write_blank(line, place, None, formats["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell, formats["date"])
    elif isinstance(cell, str):
        sheet.write_string(line, place, cell[:_MAX_CELL], formats["text"])
    else:
        sheet.write_number(line, place, cell, formats["number"])


def _write_citation(sheet: Any, line: int, place: int, citation: tuple[str, str], formats: dict[str, Any]) -> None:
    """The citation in words, a link where there is an absolute address for it (a workbook has no server to be relative to)."""
    words, link = citation
    if link.startswith("http") and len(link) <= _MAX_LINK:
        sheet.write_url(line, place, link, formats["link"], words[:_MAX_CELL])
    else:
        sheet.write_string(line, place, words[:_MAX_CELL], formats["text"])
