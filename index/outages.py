"""What fails for want of something outside: disk, database, vector store. It may come back, so the work waits instead of failing."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import httpx
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from index.errors import KehoachError, StorageFull, StorageReadOnly, StoreUnreachable

_ROOM_BYTES = 32_000_000  # SQLite's log, Chroma's, and a merge of tantivy's, each a few megabytes
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
# As SQLite says them, itself and through Chroma, and as tantivy passes on what the system says.
_FULL_WORDS = ("disk is full", "no space left", "file too large", "quota exceeded")
_READ_ONLY_WORDS = ("readonly database", "read-only", "permission denied", "unable to open database file")
# pg8000 lets a socket's own errors through.
_AWAY = (OperationalError, InterfaceError, httpx.TransportError, TimeoutError, ConnectionError)


def outage_of(error: BaseException) -> KehoachError | None:
    """The error of ours that says what is missing; None when nothing outside is to blame."""
    if isinstance(error, StoreUnreachable | StorageFull | StorageReadOnly):
        return error
    if _is(error, _FULL, _FULL_WORDS):
        return StorageFull(_FULL_TEXT)
    if _is(error, _READ_ONLY, _READ_ONLY_WORDS):
        return StorageReadOnly(_READ_ONLY_TEXT)
    if isinstance(error, _AWAY) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return StoreUnreachable(_AWAY_TEXT)
    if type(error).__module__.startswith("chromadb") and type(error).__name__ == "InternalError":
        return StoreUnreachable(_AWAY_TEXT)
    return None


def check_room(folder: Path, size_bytes: int = 0) -> None:
    """Raises `StorageFull` when the disk of `folder` hardly has room for `size_bytes` and what a write needs beside them.

    Asked before each write, not left to the stores: a write of Chroma's may hang once its disk was full.
    """
    if shutil.disk_usage(folder).free < _ROOM_BYTES + size_bytes:
        raise StorageFull(_FULL_TEXT)


def _is(error: BaseException, numbers: frozenset[int], words: tuple[str, ...]) -> bool:
    if isinstance(error, OSError) and error.errno in numbers:
        return True
    said = str(error).lower()
    return not isinstance(error, KehoachError) and any(word in said for word in words)


_FULL_TEXT = "Hết dung lượng đĩa trong thư mục dữ liệu, nên chưa ghi được. Không có gì bị mất; hãy giải phóng dung lượng, việc đang chờ sẽ tự chạy tiếp."
_READ_ONLY_TEXT = "Thư mục dữ liệu đang chỉ cho đọc, nên chưa ghi được. Không có gì bị mất; hãy kiểm tra quyền ghi của thư mục, việc đang chờ sẽ tự chạy tiếp."
_AWAY_TEXT = "Máy chủ chưa truy cập được cơ sở dữ liệu hoặc kho vectơ. Hãy thử lại sau ít giây."
