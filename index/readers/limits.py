"""How much a reader takes in before it refuses, and zip packages read within these bounds."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from io import BytesIO

from index.errors import UnreadableFile

MAX_BYTES = 200_000_000  # a scanned plan of 300 pages at 300 dpi is about 100 MB
MAX_TEXT = 20_000_000  # characters; a plan of 100 pages is about 300 thousand
MAX_PART_BYTES = 100_000_000  # one unpacked part of a package; a docx table of 10,000 rows is about 40 MB of XML
MAX_ENTRIES = 10_000  # of one zip; a docx with a picture on each of 300 pages has about 350
MAX_RATIO = 300  # unpacked to packed; XML of a long table reaches 100, deflate's utmost is 1,032
_SMALL = 10_000_000  # below this size the ratio doesn't matter

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)


def number(value: int) -> str:
    """`value` as Vietnamese writes it: 20000 → "20.000"."""
    return f"{value:,}".replace(",", ".")


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """The zip in `data`. Raises `UnreadableFile` when it is broken or has too many entries."""
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except _BROKEN as error:
        raise UnreadableFile(
            f"Tệp {name} bị hỏng hoặc tải về chưa đủ (không mở được gói zip). Hãy tải hoặc sao chép lại tệp rồi nạp lại."
        ) from error
    if len(package.infolist()) > MAX_ENTRIES:
        raise UnreadableFile(
            f"Tệp {name} chứa {number(len(package.infolist()))} mục bên trong (tối đa {number(MAX_ENTRIES)}). Hãy kiểm tra nguồn của tệp, hoặc tách nhỏ rồi nạp lại."
        )
    return package


def read_part(package: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit: int = MAX_PART_BYTES) -> bytes:
    """One entry of the zip file `name`, unpacked. Raises `UnreadableFile` when it is broken, locked, or unpacks to more than `limit` bytes."""
    declared, packed = info.file_size, max(info.compress_size, 1)
    if declared > limit or (declared > _SMALL and declared / packed > MAX_RATIO):
        raise _too_big(info.filename, name)
    if info.flag_bits & 1:
        raise UnreadableFile(
            f"Tệp {name} có mật khẩu (mục {info.filename}). Hãy bỏ mật khẩu rồi nạp lại; hệ thống không nhận mật khẩu."
        )
    try:
        with package.open(info) as part:
            content = part.read(limit + 1)  # the declared size may lie
    except _BROKEN as error:
        raise UnreadableFile(
            f"Tệp {name} bị hỏng: không giải nén được mục {info.filename}. Hãy tải hoặc sao chép lại tệp rồi nạp lại."
        ) from error
    if len(content) > limit:
        raise _too_big(info.filename, name)
    return content


def _too_big(part: str, name: str) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp {name} bị từ chối: mục {part} khi giải nén lớn bất thường (có thể là tệp nén độc hại). Hãy kiểm tra nguồn của tệp; nếu tệp đúng, hãy tách nhỏ rồi nạp lại."
    )
