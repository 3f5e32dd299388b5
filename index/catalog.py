"""The catalog: every plan with its records, in SQL. It is the truth; vectors and lexical index are made from it.

One row a plan; the plan itself as JSON of its dataclasses, so that what was parsed comes back exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import DateTime, Engine, Integer, LargeBinary, String, Text, create_engine, delete, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from index.errors import PlanNotFound
from index.records import Plan

SCHEMA_VERSION = 3  # raise it when records or parsing change: plans stored under another are read anew from their files


class _Base(DeclarativeBase):
    pass


class _PlanRow(_Base):
    __tablename__ = "plans"

    plan_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    schema: Mapped[int] = mapped_column(Integer)
    passages: Mapped[int] = mapped_column(Integer)
    indexed_at: Mapped[datetime] = mapped_column(DateTime)
    record: Mapped[str] = mapped_column(Text)
    raw: Mapped[bytes] = mapped_column(LargeBinary)


class _SettingRow(_Base):
    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


def open_engine(url: str) -> Engine:
    """A database engine for `url`; SQLite gets write-ahead logging and waits for a lock instead of failing."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


class Catalog:
    """The plans in a database. Build with `build_catalog`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, plan: Plan, passages: int, raw: bytes, at: datetime, clear: str) -> None:
        """Stores `plan`, in place of an earlier one with its id, and drops the setting `clear` in the same transaction."""
        row = _PlanRow(
            plan_id=plan.plan_id,
            source=plan.source,
            sha256=plan.sha256,
            schema=SCHEMA_VERSION,
            passages=passages,
            indexed_at=at,
            record=json.dumps(asdict(plan), ensure_ascii=False, default=_encode),
            raw=raw,
        )
        with Session(self._engine) as session, session.begin():
            session.merge(row)
            session.execute(delete(_SettingRow).where(_SettingRow.name == clear))

    def remove(self, plan_id: str) -> None:
        """Forgets a plan. Raises `PlanNotFound`."""
        with Session(self._engine) as session, session.begin():
            if session.get(_PlanRow, plan_id) is None:
                raise PlanNotFound(f"Không có văn bản “{plan_id}”. Xem danh sách bằng lệnh: kehoach plans list.")
            session.execute(delete(_PlanRow).where(_PlanRow.plan_id == plan_id))

    def digests(self) -> dict[str, str]:
        """Plan id → SHA-256 of the file it was read from, for plans of the current schema."""
        with Session(self._engine) as session:
            rows = session.execute(select(_PlanRow.plan_id, _PlanRow.sha256).where(_PlanRow.schema == SCHEMA_VERSION))
            return {row.plan_id: row.sha256 for row in rows}

    def count_outdated(self) -> int:
        """How many plans were stored under another schema than today's."""
        with Session(self._engine) as session:
            return len(session.scalars(select(_PlanRow.plan_id).where(_PlanRow.schema != SCHEMA_VERSION)).all())

    def sources(self) -> dict[str, str]:
        """Plan id → the name of the file it was read from."""
        with Session(self._engine) as session:
            return {row.plan_id: row.source for row in session.execute(select(_PlanRow.plan_id, _PlanRow.source))}

    def raw_files(self) -> Iterator[tuple[str, str, bytes]]:
        """Id, source name and bytes of every plan's file, as received."""
        with Session(self._engine) as session:
            yield from session.execute(
                select(_PlanRow.plan_id, _PlanRow.source, _PlanRow.raw).order_by(_PlanRow.plan_id)
            )

    def plans(self) -> list[Plan]:
        """All plans, ordered by id."""
        with Session(self._engine) as session:
            rows = session.scalars(
                select(_PlanRow.record).where(_PlanRow.schema == SCHEMA_VERSION).order_by(_PlanRow.plan_id)
            )
            return [_decode_plan(json.loads(record)) for record in rows]

    def setting(self, name: str) -> str | None:
        """A remembered fact about the index (which model made it)."""
        with Session(self._engine) as session:
            row = session.get(_SettingRow, name)
            return row.value if row else None

    def settings(self, prefix: str) -> list[str]:
        """Names of the settings that start with `prefix`."""
        with Session(self._engine) as session:
            return list(
                session.scalars(select(_SettingRow.name).where(_SettingRow.name.startswith(prefix, autoescape=True)))
            )

    def forget(self, name: str) -> None:
        """Drops a setting."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(_SettingRow).where(_SettingRow.name == name))

    def remember(self, name: str, value: str) -> None:
        """Stores a fact about the index."""
        with Session(self._engine) as session, session.begin():
            session.merge(_SettingRow(name=name, value=value))


def build_catalog(url: str) -> Catalog:
    """A catalog on the database at `url`, tables made if missing."""
    engine = open_engine(url)
    _Base.metadata.create_all(engine)
    return Catalog(engine)


def _encode(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot store {type(value).__name__}")


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


def _decode_plan(record: dict[str, Any]) -> Plan:
    plan = _decode(Plan, record)
    assert isinstance(plan, Plan)
    return plan


def _decode(wanted: Any, value: Any) -> Any:
    """`value`, read from JSON, as the type `wanted`: dataclasses, tuples, enums, dates and optional ones."""
    origin = get_origin(wanted)
    if origin in (Union, UnionType):
        inner = next(arg for arg in get_args(wanted) if arg is not type(None))
        return None if value is None else _decode(inner, value)
    if origin is tuple:
        return tuple(_decode(get_args(wanted)[0], item) for item in value)
    if isinstance(wanted, type) and is_dataclass(wanted):
        types = _hints(wanted)
        return wanted(**{f.name: _decode(types[f.name], value[f.name]) for f in fields(wanted)})
    if wanted is date:
        return date.fromisoformat(value)
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return wanted(value)
    return value
