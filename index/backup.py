"""Backup and restore of what can't be made again: the plans with their files, keys, audit log, settings, and waiting uploads.

A backup is a zip with a SQLite database of today's version, whatever database it was taken from, and files beside the database. It is
read in one transaction, so it is of one moment, also while a server writes. Vectors and lexical index are made anew on restore.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, delete, func, insert, or_, select

from index.catalog import PlanRow, new_generation
from index.database import Base, SettingRow, open_engine
from index.derived import DIRTY
from index.errors import BackupUnusable
from index.locks import FileLocks
from index.migrations import migrate
from index.seal import replace_whole, write_whole
from index.store import PlanIndex

_DATABASE = "database.sqlite3"
_UNFINISHED = ".kehoach-backup-"
_ABANDONED_S = 86_400.0
_BATCH = 20  # rows; one of them may hold a file of many megabytes


def write_backup(engine: Engine, target: Path, beside: Mapping[str, Path]) -> int:
    """Writes a backup to `target`, whole or not at all; returns how many plans are in it. `beside`: name → file, if it is there."""
    around = target.absolute().parent
    for leftover in around.glob(f"{_UNFINISHED}*"):  # of a backup that was killed; one in work was touched a moment ago
        if time.time() - leftover.stat().st_mtime > _ABANDONED_S:
            shutil.rmtree(leftover, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=around) as folder:
        copy, part = Path(folder) / _DATABASE, Path(folder) / target.name
        plans = _copy_database(engine, copy)
        part.touch(mode=0o600)  # it holds the keys' hashes
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, _DATABASE)
            for name, path in beside.items():
                if path.exists():
                    archive.write(path, name)
        replace_whole(part, target)
    return plans


def _copy_database(engine: Engine, target: Path) -> int:
    made = open_engine(f"sqlite:///{target}")
    try:
        Base.metadata.create_all(made)
        with _moment(engine) as source, made.begin() as copy:
            counts = {table.name: _copy_rows(source, copy, table) for table in Base.metadata.sorted_tables}
    finally:
        made.dispose()
    with sqlite3.connect(target) as file:
        file.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    file.close()
    return counts[PlanRow.__tablename__]


@contextmanager
def _moment(engine: Engine) -> Iterator[Connection]:
    """A transaction in which every reading is of one moment."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")  # the driver itself would begin only before a row is written
            yield connection
    else:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
            yield connection


def _copy_rows(source: Connection, target: Connection, table: Table) -> int:
    copied = 0
    rows = source.execution_options(yield_per=_BATCH).execute(select(table))
    for batch in rows.mappings().partitions(_BATCH):
        target.execute(insert(table), [dict(row) for row in batch])
        copied += len(batch)
    return copied


def restore_backup(index: PlanIndex, backup: Path, beside: Mapping[str, Path]) -> int:
    """Puts what is in `backup` in the place of all that is there, whole or not at all; returns how many plans there are then.

    Raises `BackupUnusable` and `DatabaseTooNew` with nothing changed, and `IndexLocked` while somebody ingests.
    """
    with tempfile.TemporaryDirectory() as folder:
        unpacked = _unpack(backup, Path(folder), beside)
        saved = open_engine(f"sqlite:///{unpacked / _DATABASE}")
        try:
            migrate(saved, FileLocks(unpacked))
            with index.ingesting():
                plans = _replace_rows(saved, index.engine)
                for name, path in beside.items():
                    if (unpacked / name).exists():
                        write_whole(path, (unpacked / name).read_bytes())
                index.rebuild_derived()
        finally:
            saved.dispose()
    return plans


def _unpack(backup: Path, folder: Path, beside: Mapping[str, Path]) -> Path:
    try:
        with zipfile.ZipFile(backup) as archive:
            for name in {_DATABASE, *beside} & {*archive.namelist(), _DATABASE}:
                archive.extract(name, folder)
        with (folder / _DATABASE).open("rb") as file:
            if not file.read(16).startswith(b"SQLite format 3"):
                raise KeyError(_DATABASE)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise BackupUnusable(
            f"Không đọc được bản sao lưu {backup.name}: tệp không có, bị hỏng, hoặc không do lệnh kehoach backup tạo ra. Hãy kiểm tra lại tệp."
        ) from error
    return folder


def _replace_rows(saved: Engine, engine: Engine) -> int:
    """All rows in one transaction; every plan that is or was there is marked, so that its derived indexes are made anew."""
    with _moment(saved) as source, engine.begin() as target:
        marked = set(target.scalars(select(PlanRow.plan_id)))
        for table in reversed(Base.metadata.sorted_tables):
            target.execute(delete(table))
        counts = {table.name: _copy_rows(source, target, table) for table in Base.metadata.sorted_tables}
        marked |= set(target.scalars(select(PlanRow.plan_id)))
        made = new_generation()
        target.execute(
            delete(SettingRow).where(or_(SettingRow.name.startswith(DIRTY), SettingRow.name == made["name"]))
        )
        target.execute(insert(SettingRow).values(made))
        for plan_id in sorted(marked):
            target.execute(insert(SettingRow).values(name=DIRTY + plan_id, value="restore"))
        if engine.dialect.name == "postgresql":
            _advance_sequences(target)
    return counts[PlanRow.__tablename__]


def _advance_sequences(connection: Connection) -> None:
    """PostgreSQL counts on from its own last number, not from the rows that came with theirs."""
    for table in Base.metadata.sorted_tables:
        numbered = table.autoincrement_column
        if numbered is not None:
            sequence = func.pg_get_serial_sequence(table.name, numbered.name)
            highest = select(func.max(numbered)).scalar_subquery()
            connection.execute(select(func.setval(sequence, func.coalesce(highest, 1))))
