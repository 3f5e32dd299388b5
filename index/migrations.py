"""The database's version: an older one is brought up to date when it is opened, a newer one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text
from sqlalchemy.exc import InterfaceError, OperationalError

from index.database import Base, SettingRow, open_engine
from index.errors import DatabaseTooNew, StoreUnreachable
from index.locks import Locks, Purpose, build_locks
from index.vietnamese import fingerprint

_VERSION = "database_version"
_MIGRATION_WAIT_S = 60.0  # another process may be migrating


def _add_fingerprints(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE plans ADD COLUMN fingerprint VARCHAR(64) NOT NULL DEFAULT ''"))
    for plan_id, record in connection.execute(text("SELECT plan_id, record FROM plans")).all():
        made = {"plan_id": plan_id, "fingerprint": fingerprint(json.loads(record)["text"])}
        connection.execute(text("UPDATE plans SET fingerprint = :fingerprint WHERE plan_id = :plan_id"), made)


# Step n turns version n into version n + 1; version 1 is what 0.1.0 made, without saying so.
_STEPS: tuple[Callable[[Connection], None], ...] = (_add_fingerprints,)
DATABASE_VERSION = len(_STEPS) + 1


def open_database(data: Path, url: str | None) -> tuple[Engine, Locks]:
    """The database at `url`, else the one in the data directory, made ready; and the locks of those who share it.

    Raises `StoreUnreachable` and `DatabaseTooNew`.
    """
    data.mkdir(parents=True, exist_ok=True)
    engine = open_engine(url or f"sqlite:///{data / 'catalog.sqlite3'}")
    locks = build_locks(engine, data)
    try:
        migrate(engine, locks)
    except (OperationalError, InterfaceError) as error:
        engine.dispose()
        raise StoreUnreachable(
            f"Không dùng được cơ sở dữ liệu {engine.url.render_as_string()} ({error.orig}). Hãy kiểm tra máy chủ cơ sở dữ liệu, quyền truy cập và KEHOACH_DATABASE_URL."
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return engine, locks


def migrate(engine: Engine, locks: Locks) -> None:
    """Makes the tables that are missing, and brings an older database to today's version, whole or not at all.

    Raises `DatabaseTooNew` when a later release made the database.
    """
    if _is_up_to_date(engine):  # without a lock, which a running server may hold
        return
    with locks.hold(Purpose.SCHEMA, _MIGRATION_WAIT_S), engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver itself would begin only before a row is written
        version = _version_of(connection)
        if version > DATABASE_VERSION:
            raise DatabaseTooNew(
                f"Cơ sở dữ liệu thuộc phiên bản {version}, mới hơn phiên bản {DATABASE_VERSION} của chương trình này. "
                "Hãy cài bản mới của chương trình, hoặc khôi phục bản sao lưu cũ vào một thư mục dữ liệu khác."
            )
        for step in _STEPS[version - 1 :]:
            step(connection)
        Base.metadata.create_all(connection)
        connection.execute(delete(SettingRow).where(SettingRow.name == _VERSION))
        connection.execute(insert(SettingRow).values(name=_VERSION, value=str(DATABASE_VERSION)))


def _is_up_to_date(engine: Engine) -> bool:
    with engine.connect() as connection:
        if not set(Base.metadata.tables) <= set(inspect(connection).get_table_names()):
            return False
        return _version_of(connection) == DATABASE_VERSION


def _version_of(connection: Connection) -> int:
    """The version of a database; an empty one is up to date, since its tables will be made as they are today."""
    if not inspect(connection).has_table("plans"):
        return DATABASE_VERSION
    value = connection.scalar(select(SettingRow.value).where(SettingRow.name == _VERSION))
    return int(value) if value else 1
