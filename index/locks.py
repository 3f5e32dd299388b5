"""Locks between threads and processes: one ingests at a time, and one writes the indexes at a time.

With an embedded store the data directory belongs to one writing process: a file lock, shared by that process's threads. Where several
processes share a PostgreSQL database, they share its advisory locks, which end with the connection of a process that dies.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from threading import Lock
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, func, select

from index.errors import IndexLocked

_LOCK_FILE = "write.lock"
_PAUSE_S = 0.05  # between two tries
_ADVISORY_SPACE = (
    0x6B65  # "ke": the first of PostgreSQL's two lock numbers, apart from those of other programs in the database
)


class Purpose(IntEnum):
    """What a lock is held for. Writing and migrating take moments; ingesting may take hours, and others write meanwhile."""

    INGEST = 1
    WRITE = 2
    SCHEMA = 3
    SERVE = 4  # by the one server of a data directory, as long as it runs


class Locks(Protocol):
    """Who may work alone."""

    @contextmanager
    def hold(self, purpose: Purpose, wait_s: float = 0.0) -> Iterator[None]:
        """Works alone for `purpose`. Raises `IndexLocked` when somebody else still does after `wait_s` seconds."""
        yield


class FileLocks:
    """Threads of one process against each other, and the process against others that would write to the folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._file = FileLock(folder / _LOCK_FILE, thread_local=False)
        self._threads = {purpose: Lock() for purpose in Purpose}
        self._holders = 0
        self._counting = Lock()

    @contextmanager
    def hold(self, purpose: Purpose, wait_s: float = 0.0) -> Iterator[None]:
        """See `Locks`."""
        until = time.monotonic() + wait_s
        if not self._threads[purpose].acquire(timeout=wait_s):
            raise IndexLocked(_BUSY)
        try:
            self._enter(until)
            try:
                yield
            finally:
                self._leave()
        finally:
            self._threads[purpose].release()

    def _enter(self, until: float) -> None:
        while True:
            with self._counting:
                if self._holders or self._take_file():
                    self._holders += 1
                    return
            if time.monotonic() >= until:
                raise IndexLocked(
                    f"Thư mục dữ liệu {self._folder} đang được một tiến trình khác ghi. Hãy chờ tiến trình đó xong rồi thử lại, hoặc nạp qua máy chủ đang chạy (POST /v1/plans)."
                )
            time.sleep(_PAUSE_S)

    def _take_file(self) -> bool:
        try:
            self._file.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def _leave(self) -> None:
        with self._counting:
            self._holders -= 1
            if not self._holders:
                self._file.release()


class DatabaseLocks:
    """All processes on one PostgreSQL database against each other: advisory locks of a session."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def hold(self, purpose: Purpose, wait_s: float = 0.0) -> Iterator[None]:
        """See `Locks`."""
        until = time.monotonic() + wait_s
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while not _lock(connection, purpose):
                if time.monotonic() >= until:
                    raise IndexLocked(_BUSY)
                time.sleep(_PAUSE_S)
            try:
                yield
            finally:
                connection.scalar(select(func.pg_advisory_unlock(_ADVISORY_SPACE, purpose.value)))


def _lock(connection: Connection, purpose: Purpose) -> bool:
    return bool(connection.scalar(select(func.pg_try_advisory_lock(_ADVISORY_SPACE, purpose.value))))


_BUSY = "Một lượt ghi khác vào chỉ mục đang chạy. Hãy chờ lượt đó xong rồi thử lại."


def build_locks(engine: Engine, folder: Path) -> Locks:
    """The locks of those who share the database: by itself where it has locks, else by a file in `folder`."""
    return DatabaseLocks(engine) if engine.dialect.name == "postgresql" else FileLocks(folder)
