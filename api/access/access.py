"""Who is calling, and whether keys are in force."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Mapping

from sqlalchemy import Engine

from api import texts
from api.access.keys import KeyStore
from api.access.rates import RateLimiter
from api.access.roles import LOCAL, Caller
from api.access.sessions import COOKIE, Sessions
from api.settings import Auth, Settings
from index.errors import KehoachError

log = logging.getLogger(__name__)
_GUESSES_PER_MINUTE = 30  # wrong secrets for one key from one address
_KEY_ID_END = len("kh_1a2b3c4d")


class Access:
    """Tells callers by their key, or by the session of the page. Where keys are not in force, everybody is `LOCAL`."""

    def __init__(self, keys: KeyStore, sessions: Sessions, rates: RateLimiter, in_force: bool) -> None:
        self.keys = keys
        self.sessions = sessions
        self.rates = rates
        self.in_force = in_force
        self._guesses = RateLimiter(_GUESSES_PER_MINUTE)

    def check_key(self, key: str, address: str) -> Caller | None:
        """Whose key this is; None for a wrong one, and for any after too many wrong ones for the same key from this address."""
        guessed = f"{address} {key[:_KEY_ID_END]}"
        if self._guesses.is_used_up(guessed):
            return None
        known = self.keys.check(key)
        if known is None:
            self._guesses.wait_s(guessed)
        return known

    def caller(self, authorization: str, cookies: Mapping[str, str], address: str = "") -> Caller | None:
        """Who sends this `Authorization` header and these cookies from this address; None for a stranger."""
        scheme, _, key = authorization.partition(" ")
        known = self.check_key(key.strip(), address) if scheme.lower() == "bearer" else self.signed_in(cookies)
        return known or (None if self.in_force else LOCAL)

    def signed_in(self, cookies: Mapping[str, str]) -> Caller | None:
        """Who is signed in to the page with these cookies; a revoked key ends its sessions."""
        key_id = self.sessions.key_id_of(cookies.get(COOKIE, ""))
        return self.keys.holder(key_id) if key_id else None


def build_access(settings: Settings, engine: Engine) -> Access:
    """What the settings say, on the keys of a database."""
    return Access(KeyStore(engine), Sessions(engine), RateLimiter(settings.rate_per_minute), keys_in_force(settings))


def keys_in_force(settings: Settings) -> bool:
    """Whether callers need a key: by default only where others than this machine can reach the server."""
    if settings.auth is Auth.AUTO:
        return not is_loopback(settings.host)
    return settings.auth is Auth.REQUIRED


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server on `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check_exposure(settings: Settings, access: Access) -> None:
    """Raises `KehoachError` when keys are in force and there are none: nobody could come in, or, worse, somebody would switch them off.

    Warns when others can reach a server without keys.
    """
    if access.in_force and not access.keys.has_active():
        raise KehoachError(texts.NO_KEYS.format(host=settings.host))
    if not access.in_force and not is_loopback(settings.host):
        log.warning(texts.OPEN_TO_ALL, settings.host)
