"""What a file is, told from its content: suffixes are often wrong (a .doc that is a web page, a .txt that is a PDF)."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from index.readers.limits import open_package


class FileKind(StrEnum):
    """The kinds of files that are told apart."""

    PDF = "PDF"
    WORD = "Word (.docx)"
    OLD_WORD = "Word 97-2003, RTF hoặc OpenDocument"
    WEB = "trang web"
    IMAGE = "ảnh"
    TEXT = "văn bản thuần"
    ARCHIVE = "tệp nén .zip"
    LOCKED = "tệp Office có mật khẩu"
    OTHER_ARCHIVE = "tệp nén không phải .zip"
    SHEET = "bảng tính"
    SLIDES = "bản trình chiếu"
    OTHER = "tệp nhị phân không rõ loại"


_HEAD_BYTES = 4_096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")
_BITMAP = re.compile(rb"BM.{4}\x00{4}", re.DOTALL)  # "BM" alone may be a word
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
# Names of streams in the older Office container, which are UTF-16
_OLE_STREAMS = (
    ("EncryptedPackage", FileKind.LOCKED),
    ("WordDocument", FileKind.OLD_WORD),
    ("Workbook", FileKind.SHEET),
    ("PowerPoint Document", FileKind.SLIDES),
)
_OPEN_DOCUMENT = {b"text": FileKind.OLD_WORD, b"spreadsheet": FileKind.SHEET, b"presentation": FileKind.SLIDES}
_WORD_XML = re.compile(rb"progid=\"Word\.Document\"|<w:wordDocument|<pkg:package", re.IGNORECASE)
_HTML_START = re.compile(
    rb"(?:\s|<\?xml[^>]{0,200}>|<!--(?:(?!-->).){0,2000}-->)*<(?:!doctype\s+html|html|head)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_PIECE = re.compile(rb"\s*<(?:meta|body|title|div|table|p|h[1-6]|span|center|font|style|article)\b", re.IGNORECASE)
_WEB_SUFFIXES = (".html", ".htm", ".xhtml", ".doc")  # web systems export pages that call themselves .doc
_MAX_CONTROLS = 0.02  # of the bytes of a text


def kind_of(data: bytes, name: str) -> FileKind:
    """What `data` is; the suffix of `name` decides only between texts. Raises `UnreadableFile` for a broken zip."""
    head = data[:_HEAD_BYTES]
    if head.startswith(_ZIP):
        return _kind_of_zip(data, name)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(_OLE):
        streams = (kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in data)
        return next(streams, FileKind.OTHER)
    if head.startswith(_IMAGES) or _BITMAP.match(head) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return FileKind.IMAGE
    if head.startswith(_OTHER_ARCHIVES) or head[257:262] == b"ustar":
        return FileKind.OTHER_ARCHIVE
    return _kind_of_text(data, head, name)


def _kind_of_zip(data: bytes, name: str) -> FileKind:
    package = open_package(data, name)
    names = {entry.replace("\\", "/").lstrip("/").lower() for entry in package.namelist()}
    if "[content_types].xml" in names:
        folders = {entry.split("/")[0] for entry in names}
        return FileKind.SHEET if "xl" in folders else FileKind.SLIDES if "ppt" in folders else FileKind.WORD
    if "mimetype" in names:  # stored first and unpacked, so that it can be read off
        found = re.search(rb"opendocument\.(text|spreadsheet|presentation)", data[:200])
        return _OPEN_DOCUMENT.get(found[1], FileKind.OTHER) if found else FileKind.ARCHIVE
    return FileKind.ARCHIVE


def _kind_of_text(data: bytes, head: bytes, name: str) -> FileKind:
    from index.readers.web import is_mhtml

    suffix = name.lower().rpartition(".")[2]
    plain = head.removeprefix(codecs.BOM_UTF8).replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if plain.lstrip().startswith(b"{\\rtf") or _WORD_XML.search(plain):
        return FileKind.OLD_WORD
    if is_mhtml(data) and suffix not in ("txt", "md"):
        return FileKind.WEB
    if _HTML_START.match(plain) or (f".{suffix}" in _WEB_SUFFIXES and _HTML_PIECE.match(plain)):
        return FileKind.WEB
    if b"\x00" in head:  # bytes of UTF-16 are no characters to count: "Ạ" has the byte 1E, "Ư" has 01
        return FileKind.TEXT if _is_utf16(head) else FileKind.OTHER
    controls = sum(byte < 9 or 13 < byte < 27 for byte in plain)
    return FileKind.OTHER if controls > _MAX_CONTROLS * len(plain) else FileKind.TEXT


def _is_utf16(head: bytes) -> bool:
    """Whether NULs stand in one half of the bytes only, or a mark says so."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return not all(half.count(0) > len(half) // 50 for half in (head[::2], head[1::2]))
