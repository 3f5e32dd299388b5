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


class Access:
    """Tells callers by their key, or by the session of the page. Where keys are not in force, everybody is `LOCAL`."""

    def __init__(self, keys: KeyStore, sessions: Sessions, rates: RateLimiter, in_force: bool) -> None:
        self.keys = keys
        self.sessions = sessions
        self.rates = rates
        self.in_force = in_force

    def caller(self, authorization: str, cookies: Mapping[str, str]) -> Caller | None:
        """Who sends this `Authorization` header and these cookies; None for a stranger."""
        scheme, _, key = authorization.partition(" ")
        known = self.keys.check(key.strip()) if scheme.lower() == "bearer" else self.signed_in(cookies)
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
