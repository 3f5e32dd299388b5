"""Zip archives: each document in them under a safe name, with the reason for each that can't be taken out."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.errors import UnreadableFile
from index.readers.limits import number, open_package, read_part

MAX_MEMBERS = 500  # documents; a province publishes about 300 plans a year
MAX_MEMBER_BYTES = 100_000_000
MAX_TOTAL_BYTES = 500_000_000  # unpacked; all members are in memory together
_ARCHIVE_SUFFIXES = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz"})
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
_MAX_NAME = 150  # characters; file systems take 255 bytes


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """A document in an archive: a name without folders and its bytes; or `error`, the reason why there are none."""

    name: str
    data: bytes = b""
    error: str = ""


def read_archive(data: bytes, name: str, suffixes: Collection[str]) -> list[ArchiveMember]:
    """The documents in a zip file, in its order; those that can't be taken out have an `error`, and the others go on.

    `suffixes`: the endings of documents (".docx"). Raises `UnreadableFile` when the archive itself is broken, empty or hostile.
    """
    package = open_package(data, name)
    entries = [(info, _path(info)) for info in package.infolist() if not info.is_dir()]
    entries = [(info, path) for info, path in entries if path.parts and not _is_system_file(path)]
    if not entries:
        raise UnreadableFile(f"Tệp nén {name} không chứa tệp nào. Hãy kiểm tra lại tệp nén rồi nạp lại.")
    if len(entries) > MAX_MEMBERS:
        raise UnreadableFile(
            f"Tệp nén {name} chứa {number(len(entries))} tệp (tối đa {number(MAX_MEMBERS)}). Hãy chia thành nhiều tệp nén nhỏ hơn rồi nạp lại."
        )
    members: list[ArchiveMember] = []
    left = MAX_TOTAL_BYTES
    for (info, _), safe in zip(entries, _safe_names([path for _, path in entries]), strict=True):
        try:
            _check(info, safe, name, suffixes)
            content = read_part(package, info, name, min(left, MAX_MEMBER_BYTES))
        except UnreadableFile as error:
            members.append(ArchiveMember(safe, error=str(error)))
        else:
            left -= len(content)
            members.append(ArchiveMember(safe, content))
    return members


def _check(info: zipfile.ZipInfo, member: str, name: str, suffixes: Collection[str]) -> None:
    suffix = PurePosixPath(member).suffix.lower()
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableFile(
            f"Bỏ qua {member} trong tệp nén {name}: đó là liên kết đến tệp khác, không phải văn bản. Hãy nén chính tệp văn bản rồi nạp lại."
        )
    if suffix in _ARCHIVE_SUFFIXES:
        raise UnreadableFile(
            f"Bỏ qua {member} trong tệp nén {name}: tệp nén nằm trong tệp nén. Hãy giải nén {member} rồi nạp riêng các văn bản trong đó."
        )
    if suffix not in suffixes:
        raise UnreadableFile(
            f"Bỏ qua {member} trong tệp nén {name}: loại tệp “{suffix or 'không có đuôi'}” chưa được hỗ trợ. "
            f"Cần tệp {', '.join(sorted(suffixes))}."
        )


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    """An entry's path with its letters put right, and without what leads out of the archive."""
    path = info.filename
    if not info.flag_bits & 0x800:  # the name doesn't say that it is UTF-8, and was read as the code page of DOS
        try:
            path = path.encode("cp437").decode("utf-8")
        except UnicodeError:
            path = info.filename
    path = unicodedata.normalize("NFC", path).replace("\\", "/")
    path = "".join(c for c in path if c.isprintable())
    return PurePosixPath(*(part for part in path.split("/") if part not in ("", ".", "..") and not part.endswith(":")))


def _is_system_file(path: PurePosixPath) -> bool:
    """Whether an entry is what systems and Word leave behind: hidden files, previews, locks."""
    return (
        any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
        or path.name.startswith("~$")
        or path.name.lower() in _SYSTEM_FILES
    )


def _safe_names(paths: list[PurePosixPath]) -> list[str]:
    """A file name of its own for each path; where two folders have files of one name, their folders tell them apart."""
    counts = Counter(path.name.casefold() for path in paths)
    taken: set[str] = set()
    names: list[str] = []
    for path in paths:
        name = path.name if counts[path.name.casefold()] == 1 else " - ".join(path.parts)
        stem, suffix = PurePosixPath(name).stem[-_MAX_NAME:], PurePosixPath(name).suffix[:_MAX_NAME]
        unique, tries = f"{stem}{suffix}", 1
        while unique.casefold() in taken:
            tries += 1
            unique = f"{stem} ({tries}){suffix}"
        taken.add(unique.casefold())
        names.append(unique)
    return names
