"""Real documents for the readers: flat OpenDocument made here, which LibreOffice lays out and saves as PDF, .doc, .rtf or .odt."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (make readers)")
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract (make readers)")

LONG = (
    "Căn cứ chức năng, nhiệm vụ được giao, các sở, ban, ngành, đoàn thể cấp tỉnh và Ủy ban nhân dân các huyện, thành phố, thị xã xây dựng "
    "kế hoạch triển khai thực hiện; định kỳ trước ngày 15 tháng 12 hằng năm báo cáo kết quả về Sở Y tế để tổng hợp, trình Ủy ban nhân dân tỉnh."
)
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
_STYLES = """
<style:style style:name="Standard" style:family="paragraph"><style:text-properties style:font-name="DejaVu Serif" fo:font-size="14pt"/></style:style>
<style:style style:name="Small" style:family="paragraph"><style:text-properties style:font-name="DejaVu Serif" fo:font-size="10pt"/></style:style>
<style:style style:name="Body" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties
  fo:text-align="justify" fo:text-indent="1.2cm" fo:margin-bottom="0.2cm" fo:orphans="1" fo:widows="1"/></style:style>
<style:style style:name="Centre" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="Raised" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
"""
_PAGE = """
<style:style style:name="Ruled" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
<style:style style:name="Plain" style:family="table-cell"><style:table-cell-properties fo:border="none" fo:padding="0.1cm"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.2cm"
  fo:margin-bottom="2cm" fo:margin-left="3cm" fo:margin-right="2cm"/><style:header-style><style:header-footer-properties
  fo:min-height="0.8cm" fo:margin-bottom="0.3cm"/></style:header-style></style:page-layout>
"""
_MASTER = """<style:master-page style:name="Standard" style:page-layout-name="A4"><style:header><text:p text:style-name="Centre">
<text:page-number text:select-page="current"/></text:p></style:header></style:master-page>"""


def document(*blocks: str) -> bytes:
    """A flat OpenDocument file on A4 with centred page numbers at the top."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>{_STYLES}</office:styles>'
        f"<office:automatic-styles>{_PAGE}</office:automatic-styles><office:master-styles>{_MASTER}</office:master-styles>"
        f"<office:body><office:text>{''.join(blocks)}</office:text></office:body></office:document>"
    ).encode()


def body(text: str, note: str = "", number: int = 1) -> str:
    """A justified paragraph with an indented first line, and a footnote at its end."""
    mark = (
        f'<text:note text:id="n{number}" text:note-class="footnote"><text:note-citation>{number}</text:note-citation>'
        f'<text:note-body><text:p text:style-name="Small">{escape(note)}</text:p></text:note-body></text:note>'
    )
    return f'<text:p text:style-name="Body">{escape(text)}{mark if note else ""}</text:p>'


def centred(text: str) -> str:
    """A centred line."""
    return f'<text:p text:style-name="Centre">{escape(text)}</text:p>'


def table(rows: list[list[str | tuple[str, int, int]]], header: int = 0, ruled: bool = True) -> str:
    """A table; a cell is its text (lines), or its text with the rows and columns it covers. Header rows repeat on each page."""
    style = "Ruled" if ruled else "Plain"
    lines = []
    for row in rows:
        cells = ""
        for cell in row:
            text, high, wide = cell if isinstance(cell, tuple) else (cell, 1, 1)
            inside = "".join(f'<text:p text:style-name="Standard">{escape(line)}</text:p>' for line in text.split("\n"))
            cells += (
                f'<table:table-cell table:style-name="{style}" table:number-rows-spanned="{high}" table:number-columns-spanned="{wide}">{inside}'
                "</table:table-cell>"
                if text != COVERED
                else "<table:covered-table-cell/>"
            )
        lines.append(f"<table:table-row>{cells}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[-1])}"/>'
    head = f"<table:table-header-rows>{''.join(lines[:header])}</table:table-header-rows>" if header else ""
    return f"<table:table>{columns}{head}{''.join(lines[header:])}</table:table>"


COVERED = "\x00"  # a slot that a merged cell covers


def saved_as(data: bytes, form: str) -> bytes:
    """A flat OpenDocument file as LibreOffice saves it in another format ("pdf", "doc", or with the options of a filter)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.fodt").write_bytes(data)
        profile = (folder / "profile").as_uri()
        command = [
            "soffice",
            "--headless",
            f"-env:UserInstallation={profile}",
            "--convert-to",
            form,
            "--outdir",
            name,
            str(folder / "a.fodt"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (folder / f"a.{form.split(':')[0]}").read_bytes()
