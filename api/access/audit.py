"""The audit log: who changed what, when. Entries are only ever added."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Engine, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from api.request_id import current_request_id
from index.database import Base

log = logging.getLogger(__name__)


class Action(StrEnum):
    """What was done."""

    PLANS_UPLOADED = "plans.uploaded"
    PLAN_ADDED = "plan.added"
    PLAN_REPLACED = "plan.replaced"
    PLAN_FAILED = "plan.failed"
    PLAN_DELETED = "plan.deleted"
    KEY_CREATED = "key.created"
    KEY_REVOKED = "key.revoked"
    BACKUP = "backup"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change. `at` is UTC; `request_id` is empty for what the command line did."""

    entry_id: int
    at: datetime
    actor: str
    action: Action
    target: str
    detail: str
    request_id: str


class _AuditRow(Base):
    __tablename__ = "audit"

    entry_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    actor: Mapped[str] = mapped_column(String(300))
    action: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    request_id: Mapped[str] = mapped_column(String(64))


class AuditLog:
    """The log in a database that `migrate` has made ready."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, actor: str, action: Action, target: str, detail: str = "") -> None:
        """Notes that `actor` did `action` to `target`."""
        row = _AuditRow(
            at=datetime.now(UTC).replace(tzinfo=None),
            actor=actor,
            action=action.value,
            target=target,
            detail=detail,
            request_id=current_request_id(),
        )
        with Session(self._engine) as session, session.begin():
            session.add(row)
        log.info("%s", action.value, extra={"actor": actor, "target": target})

    def entries(self, limit: int, before: int | None = None) -> list[AuditEntry]:
        """The newest entries first, at most `limit`; those older than the entry `before`, where given."""
        wanted = select(_AuditRow).order_by(_AuditRow.entry_id.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(_AuditRow.entry_id < before)
        with Session(self._engine) as session:
            return [
                AuditEntry(row.entry_id, row.at, row.actor, Action(row.action), row.target, row.detail, row.request_id)
                for row in session.scalars(wanted)
            ]
