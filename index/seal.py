"""What a derived index's files looked like when we last wrote them, so that a start notices a file that was cut off, changed or lost.

Written before the catalog says that a plan is whole, after the files themselves were forced to the disk: after a power cut, what the
catalog calls whole is there. Neither Chroma nor tantivy looks at the content of its files when it opens them, and Chroma's index can
bring the whole process down over a damaged one.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20  # bytes read at a time
_TEMPORARY = ("-wal", "-shm", "-journal", ".lock")  # they come and go


@dataclass(frozen=True, slots=True)
class _Print:
    """A file's size, time and checksum; without checksum (-1) where it changes with every write."""

    size: int
    mtime_ns: int
    crc: int


class Seal:
    """The seal of `folder`, kept beside it. `changing`: names whose content may change under one name, checked by others."""

    def __init__(self, folder: Path, changing: tuple[str, ...]) -> None:
        self._folder = folder
        self._path = folder.with_name(f"{folder.name}.seal.json")
        self._changing = changing

    @property
    def exists(self) -> bool:
        """Whether the folder was ever sealed."""
        return self._path.exists()

    def write(self) -> None:
        """Forces all files to the disk, then notes what they look like."""
        known = self._read()
        prints = {}
        for path in self._files():
            fsync(path)
            prints[path.relative_to(self._folder).as_posix()] = self._print(path, known)
        for folder in {path.parent for path in self._files()} | {self._folder}:
            fsync(folder)
        write_whole(self._path, json.dumps({name: _as_list(print) for name, print in prints.items()}).encode())

    def broken(self) -> set[str]:
        """Names of sealed files that are gone, or hold something else than they did."""
        broken = set()
        for name, sealed in self._read().items():
            path = self._folder / name
            if not path.exists() or (sealed.crc >= 0 and not _same(path, sealed)):
                broken.add(name)
        return broken

    def touched(self, name: str) -> bool:
        """Whether a file was written since, by its size and time."""
        sealed, path = self._read().get(name), self._folder / name
        return (
            sealed is None
            or not path.exists()
            or (path.stat().st_size, path.stat().st_mtime_ns) != (sealed.size, sealed.mtime_ns)
        )

    def drop(self) -> None:
        """Forgets the seal, of a folder that is made anew."""
        self._path.unlink(missing_ok=True)

    def _files(self) -> Iterator[Path]:
        return (
            path for path in sorted(self._folder.rglob("*")) if path.is_file() and not path.name.endswith(_TEMPORARY)
        )

    def _print(self, path: Path, known: dict[str, _Print]) -> _Print:
        stat = path.stat()
        name = path.relative_to(self._folder).as_posix()
        before = known.get(name)
        if before is not None and (before.size, before.mtime_ns) == (stat.st_size, stat.st_mtime_ns):
            return before
        return _Print(stat.st_size, stat.st_mtime_ns, -1 if path.name in self._changing else _checksum(path))

    def _read(self) -> dict[str, _Print]:
        try:
            return {name: _Print(*values) for name, values in json.loads(self._path.read_bytes()).items()}
        except (
            FileNotFoundError,
            ValueError,
            TypeError,
            AttributeError,
        ):  # never sealed, or the seal itself is damaged
            return {}


def _as_list(print: _Print) -> list[int]:
    return [print.size, print.mtime_ns, print.crc]


def _same(path: Path, sealed: _Print) -> bool:
    stat = path.stat()
    if (stat.st_size, stat.st_mtime_ns) == (sealed.size, sealed.mtime_ns):
        return True
    return stat.st_size == sealed.size and _checksum(path) == sealed.crc  # a copy has other times


def _checksum(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            crc = zlib.crc32(chunk, crc)
    return crc


def fsync(path: Path) -> None:
    """Forces a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file that is there with all of its bytes or not at all, also after a power cut."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    replace_whole(part, path)


def replace_whole(part: Path, path: Path) -> None:
    """Puts a finished file in its place. Its bytes are forced to the disk before its name: else a power cut could leave the name alone."""
    fsync(part)
    part.replace(path)
    fsync(path.parent)
