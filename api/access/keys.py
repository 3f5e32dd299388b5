"""API keys: shown once when made, kept as a hash, checked in constant time.

A key is `kh_<id>_<secret>`. The secret has 256 random bits, so one round of SHA-256 is enough: there is nothing to guess, and a slow
hash would only slow down each request.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import DateTime, Engine, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from api import texts
from api.access.roles import Caller, Role
from index.database import Base
from index.errors import KehoachError

_PREFIX = "kh"
_SECRET_BYTES = 32
_MAX_NAME = 100
_NOBODYS = hashlib.sha256(b"").hexdigest()  # compared with when no key has the id, so that both cases take as long


class KeyNotFound(KehoachError):
    """No key has this id."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret. Times are UTC."""

    key_id: str
    name: str
    role: Role
    created_at: datetime
    revoked_at: datetime | None


class _KeyRow(Base):
    __tablename__ = "api_keys"

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(_MAX_NAME))
    role: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(DateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime)


class KeyStore:
    """The keys in a database that `migrate` has made ready."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, name: str, role: Role) -> tuple[ApiKey, str]:
        """A new key, and its text, which is kept nowhere. Raises `KehoachError` for a name that is empty or too long."""
        if not name.strip() or len(name) > _MAX_NAME:
            raise KehoachError(texts.KEY_NAME.format(limit=_MAX_NAME))
        key_id, secret = secrets.token_hex(4), secrets.token_urlsafe(_SECRET_BYTES)
        row = _KeyRow(
            key_id=key_id,
            name=name.strip(),
            role=role.value,
            digest=_digest(secret),
            created_at=_now(),
            revoked_at=None,
        )
        with Session(self._engine) as session, session.begin():
            session.add(row)
            session.flush()
            return _key_of(row), f"{_PREFIX}_{key_id}_{secret}"

    def all(self) -> list[ApiKey]:
        """All keys, also revoked ones, oldest first."""
        with Session(self._engine) as session:
            return [_key_of(row) for row in session.scalars(select(_KeyRow).order_by(_KeyRow.created_at))]

    def revoke(self, key_id: str) -> ApiKey:
        """Ends a key, at once and for good. Raises `KeyNotFound`."""
        with Session(self._engine) as session, session.begin():
            row = session.get(_KeyRow, key_id)
            if row is None:
                raise KeyNotFound(texts.NO_KEY.format(key_id=key_id))
            row.revoked_at = row.revoked_at or _now()
            session.flush()
            return _key_of(row)

    def has_active(self) -> bool:
        """Whether anybody could come in with a key."""
        with Session(self._engine) as session:
            return session.scalar(select(_KeyRow.key_id).where(_KeyRow.revoked_at.is_(None)).limit(1)) is not None

    def check(self, key: str) -> Caller | None:
        """Whose key this is; None for one that is unknown, wrong or revoked."""
        prefix, _, rest = key.partition("_")
        key_id, _, secret = rest.partition("_")
        with Session(self._engine) as session:
            row = session.get(_KeyRow, key_id) if key_id.isascii() and key_id.isalnum() else None
        same = hmac.compare_digest(row.digest if row else _NOBODYS, _digest(secret))
        if row is None or not same or prefix != _PREFIX or row.revoked_at:
            return None
        return Caller(row.key_id, row.name, Role(row.role))

    def holder(self, key_id: str) -> Caller | None:
        """Whose key has this id, while it is not revoked."""
        with Session(self._engine) as session:
            row = session.get(_KeyRow, key_id)
        return Caller(row.key_id, row.name, Role(row.role)) if row and not row.revoked_at else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _key_of(row: _KeyRow) -> ApiKey:
    return ApiKey(row.key_id, row.name, Role(row.role), row.created_at, row.revoked_at)
