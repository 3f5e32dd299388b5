"""A file becomes text. Today: text files (UTF-8, UTF-16) and Markdown; what else people have is refused with a clear message."""

from __future__ import annotations

from pathlib import Path

from index.errors import UnreadableFile

TEXT_SUFFIXES = frozenset({".txt", ".md"})
MAX_BYTES = 20_000_000  # a plan of 100 pages is about 300 kB of text

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path) -> tuple[str, bytes]:
    """The text of the file at `path`, and its bytes. Raises `UnreadableFile` for a missing, empty, huge or unknown file."""
    if path.suffix.lower() not in TEXT_SUFFIXES:
        raise UnreadableFile(
            f"Không đọc được tệp {path.name}: loại tệp “{path.suffix or 'không có đuôi'}” chưa được hỗ trợ. "
            f"Cần tệp {', '.join(sorted(TEXT_SUFFIXES))}. Hãy lưu văn bản thành tệp văn bản thuần (.txt, UTF-8) rồi nạp lại."
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"Tệp {path.name} quá lớn ({size:,} byte; tối đa {MAX_BYTES:,}). Hãy tách văn bản rồi nạp lại.".replace(
                    ",", "."
                )
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"Không mở được tệp {path.name}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền đọc."
        ) from error
    return decode(data, path.name), data


def decode(data: bytes, name: str) -> str:
    """`data` as text. Raises `UnreadableFile` when it is empty or not text."""
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"Tệp {name} không phải văn bản UTF-8 hoặc UTF-16 (byte thứ {error.start}). Hãy lưu lại tệp với bảng mã UTF-8 rồi nạp lại."
        ) from error
    if "\x00" in text:
        raise UnreadableFile(f"Tệp {name} là tệp nhị phân, không phải văn bản. Hãy lưu văn bản thành .txt rồi nạp lại.")
    if not any(c.isalpha() for c in text):
        raise UnreadableFile(f"Tệp {name} không có chữ nào. Hãy kiểm tra lại nội dung tệp.")
    return text
