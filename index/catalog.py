"""The catalog: every plan with its records, in SQL. It is the truth; vectors and lexical index are made from it.

One row a plan; the plan itself as JSON of its dataclasses, so that what was parsed comes back exactly.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import DateTime, Engine, Integer, LargeBinary, String, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from index.database import Base, SettingRow
from index.errors import PlanNotFound
from index.records import Plan
from index.vietnamese import fingerprint

SCHEMA_VERSION = 6  # raise it when records or parsing change: plans stored under another are read anew from their files
_GENERATION = "generation"  # setting that every change of the plans changes


class PlanRow(Base):
    """A plan: its record as JSON, and its file as received."""

    __tablename__ = "plans"

    plan_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    schema: Mapped[int] = mapped_column(Integer)
    passages: Mapped[int] = mapped_column(Integer)
    indexed_at: Mapped[datetime] = mapped_column(DateTime)
    record: Mapped[str] = mapped_column(Text)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(64), default="", server_default="")


@dataclass(frozen=True, slots=True)
class Received:
    """The file that a plan was read from: its name, the SHA-256 of its bytes, and the fingerprint of its words."""

    source: str
    sha256: str
    fingerprint: str


class Catalog:
    """The plans in a database that `migrate` has made ready."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def put(self, plan: Plan, passages: int, raw: bytes, at: datetime, clear: str) -> None:
        """Stores `plan`, in place of an earlier one with its id, and drops the setting `clear` in the same transaction."""
        row = PlanRow(
            plan_id=plan.plan_id,
            source=plan.source,
            sha256=plan.sha256,
            schema=SCHEMA_VERSION,
            passages=passages,
            indexed_at=at,
            record=json.dumps(asdict(plan), ensure_ascii=False, default=_encode),
            raw=raw,
            fingerprint=fingerprint(plan.text),
        )
        with Session(self.engine) as session, session.begin():
            session.merge(row)
            session.merge(SettingRow(**new_generation()))
            session.execute(delete(SettingRow).where(SettingRow.name == clear))

    def remove(self, plan_id: str, mark: str) -> None:
        """Forgets a plan, and sets the setting `mark` in the same transaction. Raises `PlanNotFound`."""
        with Session(self.engine) as session, session.begin():
            if session.get(PlanRow, plan_id) is None:
                raise PlanNotFound(f"Không có văn bản “{plan_id}”. Xem danh sách bằng lệnh: kehoach plans list.")
            session.execute(delete(PlanRow).where(PlanRow.plan_id == plan_id))
            session.merge(SettingRow(name=mark, value="remove"))
            session.merge(SettingRow(**new_generation()))

    def has(self, plan_id: str) -> bool:
        """Whether there is a plan with this id."""
        with Session(self.engine) as session:
            return session.scalar(select(PlanRow.plan_id).where(PlanRow.plan_id == plan_id)) is not None

    def received(self) -> dict[str, Received]:
        """Plan id → the file it was read from, for plans of the current schema."""
        columns = select(PlanRow.plan_id, PlanRow.source, PlanRow.sha256, PlanRow.fingerprint)
        with Session(self.engine) as session:
            rows = session.execute(columns.where(PlanRow.schema == SCHEMA_VERSION))
            return {row.plan_id: Received(row.source, row.sha256, row.fingerprint) for row in rows}

    def generation(self) -> str:
        """A mark that is another one after every change of the plans, whoever made it."""
        return self.setting(_GENERATION) or ""

    def stamps(self) -> dict[str, tuple[str, datetime]]:
        """Plan id → what changes when the plan does."""
        with Session(self.engine) as session:
            rows = session.execute(
                select(PlanRow.plan_id, PlanRow.sha256, PlanRow.indexed_at).where(PlanRow.schema == SCHEMA_VERSION)
            )
            return {row.plan_id: (row.sha256, row.indexed_at) for row in rows}

    def count_outdated(self) -> int:
        """How many plans were stored under another schema than today's."""
        with Session(self.engine) as session:
            return len(session.scalars(select(PlanRow.plan_id).where(PlanRow.schema != SCHEMA_VERSION)).all())

    def raw_files(self) -> Iterator[tuple[str, str, bytes]]:
        """Id, source name and bytes of every plan's file, as received."""
        with Session(self.engine) as session:
            yield from session.execute(select(PlanRow.plan_id, PlanRow.source, PlanRow.raw).order_by(PlanRow.plan_id))

    def plans(self, plan_ids: Collection[str] | None = None) -> list[Plan]:
        """The plans with these ids, or all, ordered by id."""
        wanted = select(PlanRow.record).where(PlanRow.schema == SCHEMA_VERSION)
        if plan_ids is not None:
            wanted = wanted.where(PlanRow.plan_id.in_(plan_ids))
        with Session(self.engine) as session:
            plans = [_decode_plan(json.loads(record)) for record in session.scalars(wanted)]
        return sorted(plans, key=lambda plan: plan.plan_id)  # by code points; a database sorts as its locale does

    def setting(self, name: str) -> str | None:
        """A remembered fact about the index (which model made it)."""
        with Session(self.engine) as session:
            row = session.get(SettingRow, name)
            return row.value if row else None

    def settings(self, prefix: str) -> dict[str, str]:
        """The settings whose names start with `prefix`, by what follows it, in order."""
        wanted = select(SettingRow).where(SettingRow.name.startswith(prefix, autoescape=True)).order_by(SettingRow.name)
        with Session(self.engine) as session:
            return {row.name.removeprefix(prefix): row.value for row in session.scalars(wanted)}

    def forget(self, name: str) -> None:
        """Drops a setting."""
        with Session(self.engine) as session, session.begin():
            session.execute(delete(SettingRow).where(SettingRow.name == name))

    def remember(self, name: str, value: str) -> None:
        """Stores a fact about the index."""
        self.remember_all({name: value})

    def remember_all(self, settings: Mapping[str, str]) -> None:
        """Stores facts about the index, all or none."""
        with Session(self.engine) as session, session.begin():
            for name, value in settings.items():
                session.merge(SettingRow(name=name, value=value))


def new_generation() -> dict[str, str]:
    """The setting that tells every process to look for changes."""
    return {"name": _GENERATION, "value": uuid.uuid4().hex}


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
