"""A file becomes text: its kind is told from its content, and the reader of that kind reads it."""

from __future__ import annotations

from pathlib import Path, PurePath

from index.errors import UnreadableFile
from index.readers.archive import ArchiveMember, read_archive
from index.readers.filetext import FileText
from index.readers.limits import MAX_BYTES, MAX_TEXT, number
from index.readers.sniffing import FileKind, kind_of

_TEXT_SUFFIXES = frozenset({".txt", ".md"})
_WEB_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_OFFICE_SUFFIXES = frozenset({".docx", ".docm", ".dotx", ".doc", ".dot", ".rtf", ".odt", ".pdf", ".mht", ".mhtml"})
_IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"})
DOCUMENT_SUFFIXES = _TEXT_SUFFIXES | _WEB_SUFFIXES | _OFFICE_SUFFIXES | _IMAGE_SUFFIXES
# Under these, plain text is no damaged document; what people call .doc is anything that Word opens.
_MAY_BE_TEXT = _TEXT_SUFFIXES | _WEB_SUFFIXES | {".doc"}
SUPPORTED_SUFFIXES = DOCUMENT_SUFFIXES | {".zip"}  # an archive holds documents: `expand_archive`

_ADVICE = {
    FileKind.LOCKED: "Hãy mở bằng Word, bỏ mật khẩu, lưu lại rồi nạp lại; hệ thống không nhận mật khẩu.",
    FileKind.ARCHIVE: "Hãy nạp tệp với đuôi .zip để hệ thống đọc từng văn bản bên trong, hoặc giải nén rồi nạp từng tệp.",
    FileKind.OTHER_ARCHIVE: "Hãy giải nén rồi nạp từng văn bản, hoặc nén lại thành .zip.",
    FileKind.SHEET: "Hãy xuất bảng tính thành .pdf hoặc chép bảng vào tệp .docx rồi nạp lại.",
    FileKind.SLIDES: "Hãy xuất bản trình chiếu thành .pdf rồi nạp lại.",
}
_READABLE = frozenset({FileKind.PDF, FileKind.WORD, FileKind.OLD_WORD, FileKind.WEB, FileKind.IMAGE, FileKind.TEXT})


def read_file(path: Path) -> tuple[FileText, bytes]:
    """The text of the file at `path`, and its bytes. Raises `UnreadableFile` for a missing, empty, huge, broken or unknown file."""
    data = load_bytes(path)
    return read_bytes(data, path.name), data


def load_bytes(path: Path) -> bytes:
    """The bytes of the file at `path`; one that is too large is not even opened. Raises `UnreadableFile`."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"Tệp {path.name} quá lớn ({number(size)} byte; tối đa {number(MAX_BYTES)}). Hãy tách văn bản rồi nạp lại."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"Không mở được tệp {path.name}: {error.strerror}. Hãy kiểm tra đường dẫn và quyền đọc."
        ) from error


def read_bytes(data: bytes, name: str) -> FileText:
    """The text of a file called `name`. Raises `UnreadableFile` when it is empty, too large, broken, or of another kind than documents."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"Tệp {name} quá lớn ({number(len(data))} byte; tối đa {number(MAX_BYTES)}). Hãy tách văn bản rồi nạp lại."
        )
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableFile(f"Tệp {name} rỗng, không có nội dung. Hãy kiểm tra lại tệp rồi nạp lại.")
    kind = kind_of(data, name)
    _check_kind(kind, name)
    read = _read_as(kind, data, name)
    if len(read.text) > MAX_TEXT:
        raise UnreadableFile(
            f"Tệp {name} có quá nhiều chữ ({number(len(read.text))} ký tự; tối đa {number(MAX_TEXT)}). Hãy tách văn bản rồi nạp lại."
        )
    if not any(c.isalpha() for c in read.text):
        raise UnreadableFile(
            f"Tệp {name} không có chữ nào đọc được. Hãy kiểm tra lại nội dung; nếu tệp chỉ có ảnh quét, hãy lưu thành .pdf rồi nạp lại."
        )
    return read


def is_archive(data: bytes, name: str) -> bool:
    """Whether a file is a zip of documents. Raises `UnreadableFile` for a broken zip."""
    return kind_of(data, name) is FileKind.ARCHIVE


def expand_archive(data: bytes, name: str) -> list[ArchiveMember]:
    """The documents in a zip file, each with its bytes or the reason why it has none. Raises `UnreadableFile` when the archive is unusable."""
    return read_archive(data, name, DOCUMENT_SUFFIXES)


def _check_kind(kind: FileKind, name: str) -> None:
    """Refuses what no reader reads, and plain text under a suffix that doesn't say text: that is no document, or a damaged one."""
    suffix = PurePath(name).suffix.lower()
    if kind not in _READABLE:
        advice = _ADVICE.get(kind, "Hãy lưu văn bản thành .docx, .pdf hoặc .txt rồi nạp lại.")
        raise UnreadableFile(f"Không đọc được tệp {name}: đây là {kind}, không phải văn bản được hỗ trợ. {advice}")
    if kind is not FileKind.TEXT or suffix in _MAY_BE_TEXT:
        return
    if suffix in DOCUMENT_SUFFIXES:
        raise UnreadableFile(
            f"Tệp {name} có đuôi {suffix} nhưng nội dung là {kind}. Hãy mở bằng phần mềm đã tạo ra tệp, lưu lại đúng định dạng rồi nạp lại."
        )
    raise UnreadableFile(
        f"Không đọc được tệp {name}: loại tệp “{suffix or 'không có đuôi'}” chưa được hỗ trợ. "
        f"Cần tệp {', '.join(sorted(SUPPORTED_SUFFIXES))}. Hãy lưu văn bản thành một trong các loại này rồi nạp lại."
    )


def _read_as(kind: FileKind, data: bytes, name: str) -> FileText:
    """Readers load on first use: the libraries of some take seconds."""
    if kind is FileKind.WORD:
        from index.readers.word import read_word

        return read_word(data, name)
    if kind is FileKind.OLD_WORD:
        from index.readers.legacy_word import read_doc

        return read_doc(data, name)
    if kind is FileKind.PDF:
        from index.readers.pdf import read_pdf

        return read_pdf(data, name)
    if kind is FileKind.IMAGE:
        from index.readers.ocr import read_image

        return read_image(data, name)
    if kind is FileKind.WEB or PurePath(name).suffix.lower() in _WEB_SUFFIXES:
        from index.readers.web import read_web

        return read_web(data, name)
    from index.readers.encodings import decode_text

    return FileText(decode_text(data, name))
