"""PDF files: pages with a text layer are read as they are laid out, scanned pages through character recognition."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name
from pdfplumber.page import Page as PdfPage
from pdfplumber.pdf import PDF
from PIL import Image

from index.errors import UnreadableFile
from index.readers.filetext import FileText
from index.readers.limits import number
from index.readers.ocr import page_of_image
from index.readers.page_layout import Page
from index.readers.paragraphs import file_text
from index.readers.pdf_page import read_page

MAX_PAGES = 1_000
MAX_SECONDS = 1_800  # for a file; a scan of 300 pages takes half of it
MAX_SCANNED_PAGES = 300  # at some seconds each
_MAX_CHARS = 100_000  # of one page; a page of small print has 10,000
_SCAN_DPI = 300
_MAX_SCAN_SIDE = 5_000  # pixels; A3 at 300 dpi is 4,961 high
_FEW_CHARS = 40  # a scanned page may carry a page number or a stamp as text
_UNNAMED = "(cid:"  # what pdfminer writes for a glyph that it can't tell the letter of
_MAX_UNNAMED = 0.1  # of a page's characters; list marks in symbol fonts are fewer
_COVERED = 0.5  # of the page, by pictures
_TAIL = 4_096  # bytes in which the end mark stands, with what some programs write after it

_CHUNK = 1_000_000  # bytes
_MAX_CONTENT = 50_000_000  # bytes of one page's drawing commands; a page of a plan has 50,000, a map some millions
_PDFIUM = threading.Lock()  # PDFium may not be called by two threads at once


def read_pdf(data: bytes, name: str) -> FileText:
    """The text of a PDF in reading order, page by page.

    Raises `UnreadableFile` for what is no PDF, is cut off, locked, broken or too long, and for scans when they can't be recognised.
    """
    _check_form(data, name)
    _check_pages(data, name)
    with _broken_as_unreadable(name), pdfplumber.open(BytesIO(data)) as document:
        pages = list(_pages(document, data, name))
    return file_text(pages)


def _pages(document: PDF, data: bytes, name: str) -> Iterator[Page]:
    deadline = time.monotonic() + MAX_SECONDS
    scanned = 0
    for page in document.pages:
        if time.monotonic() > deadline:
            raise UnreadableFile(
                f"Tệp {name}: đọc quá {MAX_SECONDS // 60} phút, dừng ở trang {page.page_number}. Hãy tách tệp thành nhiều phần rồi nạp lại."
            )
        _check_contents(page, name)
        image = _is_scanned(page)
        scanned += image
        if scanned > MAX_SCANNED_PAGES:
            raise UnreadableFile(
                f"Tệp {name} có hơn {number(MAX_SCANNED_PAGES)} trang quét ảnh. Hãy tách tệp thành nhiều phần rồi nạp lại."
            )
        yield page_of_image(_picture(data, page.page_number - 1), name) if image else _read(page, name)
        page.close()


def _check_contents(page: PdfPage, name: str) -> None:
    """Refuses a page whose content can't be unpacked: pdfminer passes over that in silence, and the page's text would be missing."""
    unpacked = 0
    for reference in page.page_obj.contents:
        stream = resolve1(reference)
        filters = [str(literal_name(f)) for f, _ in stream.get_filters()] if isinstance(stream, PDFStream) else []
        if filters[:1] not in (["FlateDecode"], ["Fl"]):
            continue
        packed = stream.rawdata
        if stream.decipher and packed is not None:
            packed = stream.decipher(stream.objid, stream.genno, packed, stream.attrs)
        unpacker = zlib.decompressobj()
        while packed and not unpacker.eof:
            unpacked += len(unpacker.decompress(packed, _CHUNK))
            packed = unpacker.unconsumed_tail
            if unpacked > _MAX_CONTENT:
                raise UnreadableFile(
                    f"Tệp {name}, trang {page.page_number} bị từ chối: nội dung khi giải nén lớn bất thường. Hãy xuất lại tệp PDF rồi nạp lại."
                )


def _check_form(data: bytes, name: str) -> None:
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile(
            f"Tệp {name} không phải tệp PDF dù có đuôi .pdf. Hãy kiểm tra lại tệp, hoặc đổi đuôi cho đúng loại."
        )
    if b"startxref" not in data.rstrip(b"\x00\r\n ")[-_TAIL:]:
        raise _broken(name)


def _broken(name: str) -> UnreadableFile:
    return UnreadableFile(f"Tệp {name} bị hỏng hoặc tải về chưa đủ. Hãy tải hoặc xuất lại tệp PDF rồi nạp lại.")


def _check_pages(data: bytes, name: str) -> None:
    try:
        with _PDFIUM:
            document = pypdfium2.PdfDocument(data)
            pages = len(document)
            document.close()
    except pypdfium2.PdfiumError as error:
        # PDFium keeps the last error of an earlier file where it sets none, so the code alone doesn't tell.
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
            raise UnreadableFile(
                f"Tệp {name} được đặt mật khẩu. Hãy lưu lại bản không có mật khẩu rồi nạp lại; hệ thống không nhận mật khẩu."
            ) from error
        raise _broken(name) from error
    if pages == 0:
        raise UnreadableFile(f"Tệp {name} không có trang nào. Hãy kiểm tra lại tệp PDF.")
    if pages > MAX_PAGES:
        raise UnreadableFile(
            f"Tệp {name} có {number(pages)} trang (tối đa {number(MAX_PAGES)}). Hãy tách tệp thành nhiều phần rồi nạp lại."
        )


@contextmanager
def _broken_as_unreadable(name: str) -> Iterator[None]:
    """Broken files make pdfminer raise nearly anything, from KeyError to RecursionError: all of that says the file is broken."""
    try:
        yield
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        raise _broken(name) from error


def _read(page: PdfPage, name: str) -> Page:
    if len(page.chars) > _MAX_CHARS:
        raise UnreadableFile(
            f"Tệp {name}, trang {page.page_number}: quá nhiều ký tự trên một trang (tối đa {number(_MAX_CHARS)}). Hãy xuất lại tệp PDF rồi nạp lại."
        )
    return read_page(page)


def _is_scanned(page: PdfPage) -> bool:
    """Whether a page must be recognised: next to no characters and pictures over most of it, or characters that its fonts don't name."""
    chars = [c["text"] for c in page.chars if not c["text"].isspace()]
    if len(chars) > _FEW_CHARS:
        unnamed = [text for text in chars if text.startswith(_UNNAMED)]
        return len(unnamed) > _MAX_UNNAMED * len(chars)
    covered = sum(abs(i["width"] * i["height"]) for i in page.images)
    return bool(covered >= _COVERED * page.width * page.height)


def _picture(data: bytes, index: int) -> Image.Image:
    with _PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[index]
            scale = min(_SCAN_DPI / 72, _MAX_SCAN_SIDE / max(page.get_size()))
            picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
            return picture.copy()
        finally:
            document.close()
