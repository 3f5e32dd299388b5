"""Web pages: HTML, and MHTML, which holds a page with its pictures in one file."""

from __future__ import annotations

import codecs
import email
import re

from lxml import etree

from index.errors import UnreadableFile
from index.readers.encodings import decode_text, put_right
from index.readers.filetext import FileText
from index.readers.grid import block_lines
from index.readers.limits import MAX_TEXT, number
from index.readers.web_content import main_content
from index.readers.web_text import Element, blocks_of_page
from index.readers.word_text import INVISIBLE

_MAX_HTML = 3 * MAX_TEXT  # characters with their tags, without pictures
_MAX_PARTS = 2_000  # of one MHTML file
_MAX_BOUNDARIES = 50  # parts within parts; saved pages have one or two
_HEAD_BYTES = 4_096  # where a page says its charset
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_MHTML = re.compile(rb"\s*(?:MIME-Version|From|Subject|Date|Snapshot-Content-Location|Content-Type)\s*:", re.IGNORECASE)
_INLINE_DATA = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]+")
_MAX_BROKEN = 1_000  # one broken character in so many is a slip, more is another encoding
_DEPTH = re.compile(r"depth", re.IGNORECASE)
# What nests without end in pages that forget to close it: <font>, <div>
_NESTING_BLOCK = re.compile(
    r"</?(?:div|section|center|blockquote|form|ul|ol|dl|fieldset)\b[^<>]{0,2000}>", re.IGNORECASE
)
_NESTING_INLINE = re.compile(
    r"</?(?:span|font|b|i|u|em|strong|a|big|small|tt|code|sub|sup|s|strike)\b[^<>]{0,2000}>", re.IGNORECASE
)
_PROGRAM_TAG = re.compile(r"<(/?)(?:script|style)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")


def is_mhtml(data: bytes) -> bool:
    """Whether `data` is a web page with its pictures in one file: a message of a mail's form, with HTML in it."""
    head = data[: 4 * _HEAD_BYTES].lower()
    return _MHTML.match(head) is not None and (b"multipart/related" in head or b"text/html" in head)


def read_web(data: bytes, name: str) -> FileText:
    """The text of a web page's document, menus and news left out. Raises `UnreadableFile` when it is too large or no text."""
    charset = ""
    if is_mhtml(data):
        data, charset = _page_of(data, name)
    markup = _INLINE_DATA.sub("", _decode(data, name, charset))
    if len(markup) > _MAX_HTML:
        raise UnreadableFile(
            f"Trang web {name} quá lớn ({number(len(markup))} ký tự; tối đa {number(_MAX_HTML)}). Hãy tách văn bản rồi nạp lại."
        )
    body = _parse(markup.replace("\x00", ""), name)
    lines = block_lines(blocks_of_page(main_content(body)), name)
    return FileText(INVISIBLE.sub("", put_right("\n".join(lines))).strip("\n"))


def _page_of(data: bytes, name: str) -> tuple[bytes, str]:
    """The main page in an MHTML file, and the charset that its part declares."""
    if data.lower().count(b"boundary=") > _MAX_BOUNDARIES:
        raise UnreadableFile(
            f"Tệp {name} bị từ chối: cấu trúc MHTML lồng nhau bất thường. Hãy mở bằng trình duyệt, lưu lại thành .html rồi nạp lại."
        )
    for place, part in enumerate(email.message_from_bytes(data).walk()):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content, part.get_content_charset() or ""
        if place > _MAX_PARTS:
            break
    raise UnreadableFile(
        f"Tệp {name} không chứa trang web nào (MHTML không có phần text/html). Hãy mở bằng trình duyệt, lưu lại thành .html rồi nạp lại."
    )


def _decode(data: bytes, name: str, charset: str) -> str:
    """The page's characters. What a page says of its charset is believed only where its bytes agree."""
    if data.startswith(_BOMS):
        return decode_text(data, name)
    found = _CHARSET.search(data[:_HEAD_BYTES])
    charset = charset or (found[1].decode("ascii", "ignore") if found else "")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    if charset.lower() in ("utf-8", "utf8") and text.count("\ufffd") <= len(text) // _MAX_BROKEN + 1:
        return text
    if charset.lower().startswith("utf-16"):
        return data.decode("utf-16-le", "replace")
    return decode_text(data, name)


def _parse(markup: str, name: str) -> Element:
    """The body of a page. Deeper than the parser goes, it is read once more without the tags that nest."""
    root, is_whole = _root(markup)
    if not is_whole:
        root, is_whole = _root(_NESTING_BLOCK.sub("<br>", _NESTING_INLINE.sub("", markup)))
    if not is_whole:
        root, _ = _root(_TAG.sub("<br>", _without_programs(markup)))
    body = root.find(".//body") if root is not None else None
    if body is None:
        raise UnreadableFile(f"Trang web {name} không có nội dung. Hãy mở bằng trình duyệt, lưu lại rồi nạp lại.")
    return body


def _without_programs(markup: str) -> str:
    """`markup` without scripts and style sheets; in linear time, however many don't end."""
    kept: list[str] = []
    position, inside = 0, False
    for tag in _PROGRAM_TAG.finditer(markup):
        if not inside:
            kept.append(markup[position : tag.start()])
        position, inside = tag.end(), not tag[1]
    return "".join(kept) if inside else "".join([*kept, markup[position:]])


def _root(markup: str) -> tuple[Element | None, bool]:
    """The page's tree, and whether it is whole: what nests too deep is cut off."""
    # huge_tree: 2,048 levels instead of 256; the size of the input is bounded already
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):  # nothing but white space, or cut off where nothing is left
        root = None
    return root, not any(_DEPTH.search(entry.message) for entry in parser.error_log)
