"""Word 97-2003 (.doc), RTF and OpenDocument (.odt) files: LibreOffice turns them into .docx, which has a reader of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from index.errors import UnreadableFile
from index.readers.filetext import FileText
from index.readers.word import read_word

TIMEOUT_S = 120  # the first start takes five seconds, a document of 100 pages two more
_PROGRAMS = ("soffice", "libreoffice")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_ZIP = b"PK\x03\x04"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"  # the first entry's content, not packed
_MIMETYPE_END = 200
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")  # a .docx with a password is an OLE file too
_SECTOR_BIT = 9  # a Word stream starts at a sector, 512 bytes or a multiple
_FIB = b"\xec\xa5"  # what a Word 97-2003 stream starts with
_FIB_FLAGS = 10  # where its flags are
_FIB_ENCRYPTED = 0x0100
# A profile of its own for each run: two runs on one profile refuse each other. Macros are off at the highest level.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read_doc(data: bytes, name: str) -> FileText:
    """The text of a .doc, .rtf or .odt file. Raises `UnreadableFile` when it is none of these, is locked or broken, or without LibreOffice."""
    suffix = _suffix(data, name)
    program = next((path for path in map(shutil.which, _PROGRAMS) if path), None)
    if program is None:
        raise UnreadableFile(
            f"Tệp {name} thuộc loại {suffix}; máy này chưa có LibreOffice để đọc. "
            "Hãy mở tệp bằng Word rồi lưu thành .docx, hoặc cài gói libreoffice-writer (make readers)."
        )
    with tempfile.TemporaryDirectory(prefix="kehoach-doc-", ignore_cleanup_errors=True) as folder:
        return read_word(_converted(program, data, suffix, Path(folder), name), name)


def _suffix(data: bytes, name: str) -> str:
    if data.lstrip()[: len(_RTF)] == _RTF:
        return ".rtf"
    if data.startswith(_ZIP) and _OPEN_DOCUMENT in data[:_MIMETYPE_END]:
        return ".odt"
    if not data.startswith(_OLE):
        raise UnreadableFile(
            f"Tệp {name} không phải tệp Word 97-2003 (.doc), RTF hay OpenDocument (.odt). Hãy kiểm tra lại tệp, hoặc lưu thành .docx rồi nạp lại."
        )
    if _LOCKED_STREAM in data or _is_locked(data):
        raise _locked(name)
    if _WORD_STREAM not in data:
        raise UnreadableFile(
            f"Tệp {name} không phải văn bản Word (có thể là bảng tính hoặc bản trình chiếu). Hãy lưu thành .docx rồi nạp lại."
        )
    return ".doc"


def _locked(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"Tệp {name} được đặt mật khẩu. Hãy lưu lại bản không có mật khẩu rồi nạp lại; hệ thống không nhận mật khẩu."
    )


def _is_locked(data: bytes) -> bool:
    """Whether the Word stream says that it is encrypted."""
    for start in range(1 << _SECTOR_BIT, len(data), 1 << _SECTOR_BIT):
        if data[start : start + 2] == _FIB:
            flags = int.from_bytes(data[start + _FIB_FLAGS : start + _FIB_FLAGS + 2], "little")
            return bool(flags & _FIB_ENCRYPTED)
    return False


def _converted(program: str, data: bytes, suffix: str, folder: Path, name: str) -> bytes:
    """`data` as .docx. The file's own name never reaches the command."""
    source, profile = folder / f"van-ban{suffix}", folder / "profile"
    source.write_bytes(data)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(source),
    ]
    _run(command, name)
    result = source.with_suffix(".docx")
    if not result.is_file():
        raise UnreadableFile(
            f"Tệp {name} bị hỏng: LibreOffice không mở được. Hãy mở tệp bằng Word rồi lưu thành .docx, sau đó nạp lại."
        )
    return result.read_bytes()


def _run(command: list[str], name: str) -> None:
    """Runs LibreOffice in a process group of its own, which is killed as a whole: its launcher starts a second process."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile(
                f"Tệp {name}: LibreOffice đọc quá {TIMEOUT_S} giây. Hãy mở tệp bằng Word rồi lưu thành .docx, sau đó nạp lại."
            ) from error
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
