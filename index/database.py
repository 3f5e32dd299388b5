"""The database that the catalog, the queue of uploads, the keys and the audit log share: SQLite, or PostgreSQL for several processes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, String, Text, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from index.errors import StoreUnreachable

_ANSWER_S = 15  # a server that says nothing for so long is away
_CONNECTIONS = 20  # kept open, and as many more at a rush: a server answers on 40 threads


_WRONG_ADDRESS = "KEHOACH_DATABASE_URL không phải địa chỉ cơ sở dữ liệu. Cần dạng: postgresql://người-dùng:mật-khẩu@máy:cổng/cơ-sở-dữ-liệu."


class Base(DeclarativeBase):
    """Base of all tables. `migrate` makes those of the modules that are imported by then."""


class SettingRow(Base):
    """A remembered fact about the database: its version, which model made the index."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(300), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


def open_engine(url: str) -> Engine:
    """A database engine for `url`; SQLite gets write-ahead logging and waits for a lock instead of failing.

    Raises `StoreUnreachable` for an address that is none.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreUnreachable(_WRONG_ADDRESS) from error
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+pg8000")
    is_server = address.get_backend_name() == "postgresql"
    if is_server and not address.username:
        raise StoreUnreachable(_WRONG_ADDRESS)
    engine = create_engine(
        address,
        connect_args={"timeout": _ANSWER_S} if is_server else {},
        pool_pre_ping=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        hide_parameters=True,  # of an error's message: they hold keys' hashes, plans and file names
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()
