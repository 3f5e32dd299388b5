"""The page's sessions: a cookie that says which key signed in, signed, so that the key itself is kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from index.database import SettingRow

COOKIE = "kehoach_session"
LIFETIME_S = 12 * 3_600  # a working day
_SECRET = "session_secret"


class Sessions:
    """Makes and reads session cookies. All processes on the database share the secret that signs them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._secret = b""

    def cookie_for(self, key_id: str) -> str:
        """A cookie for whoever signed in with this key."""
        claim = f"{key_id}.{int(time.time()) + LIFETIME_S}"
        return f"{claim}.{self._sign(claim)}"

    def key_id_of(self, cookie: str) -> str | None:
        """The key that signed in; None for a cookie that is not ours, was changed, or is too old."""
        claim, _, signature = cookie.rpartition(".")
        key_id, _, expires = claim.partition(".")
        if not hmac.compare_digest(self._sign(claim).encode(), signature.encode()):
            return None
        return key_id if expires.isascii() and expires.isdigit() and int(expires) > time.time() else None

    def _sign(self, claim: str) -> str:
        self._secret = self._secret or _shared_secret(self._engine)
        return hmac.new(self._secret, claim.encode(), hashlib.sha256).hexdigest()


def _shared_secret(engine: Engine) -> bytes:
    """The secret in the database, made by whoever needs it first."""
    with Session(engine) as session:
        row = session.get(SettingRow, _SECRET)
        if row is not None:
            return bytes.fromhex(row.value)
        made = secrets.token_hex(32)
        session.add(SettingRow(name=_SECRET, value=made))
        try:
            session.commit()
        except IntegrityError:  # another process was faster
            return _shared_secret(engine)
        return bytes.fromhex(made)
