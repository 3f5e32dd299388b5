"""What a route says about who may call it: each has exactly one of PUBLIC, READER, EDITOR and ADMIN among its dependencies.

    @router.get("/things", dependencies=[READER])

A test fails for a route that has none. A route that needs to know the caller takes a `CallerDep`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.requests import HTTPConnection
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api import texts
from api.access.access import Access
from api.access.roles import Caller, Role
from api.errors import ApiError

_bearer = HTTPBearer(auto_error=False, scheme_name="Khóa API", description=texts.KEY_SCHEME)


class Open:
    """Anybody may call the route, without a key."""

    role: Role | None = None

    def __call__(self) -> None:
        """Nothing to check."""


class Requires:
    """Callers of `role` and above may call the route."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(
        self, request: Request, _documented: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
    ) -> None:
        """Lets the caller in, and remembers who it is; else the answer is 401, 403 or 429."""
        access: Access = request.app.state.services.access
        caller = admit(
            access.caller(request.headers.get("authorization", ""), request.cookies, _address(request)), self.role
        )
        count(access, caller)
        request.state.caller = caller


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


def admit(caller: Caller | None, role: Role) -> Caller:
    """The caller, when it is known and has `role`. Raises `ApiError` and `NotAllowed`."""
    if caller is None:
        raise ApiError(401, "key_required", texts.KEY_REQUIRED, headers={"WWW-Authenticate": "Bearer"})
    caller.check(role)
    return caller


def count(access: Access, caller: Caller) -> None:
    """Counts a request of the caller's key. Raises `ApiError` when it makes too many."""
    wait_s = access.rates.wait_s(caller.key_id) if caller.key_id else 0
    if wait_s:
        raise ApiError(
            429, "rate_limited", texts.RATE_LIMITED.format(wait=wait_s), headers={"Retry-After": f"{wait_s}"}
        )


def _caller(request: Request) -> Caller:
    caller = request.state.caller
    assert isinstance(caller, Caller)
    return caller


PUBLIC = Depends(Open())
READER = Depends(Requires(Role.READER))
EDITOR = Depends(Requires(Role.EDITOR))
ADMIN = Depends(Requires(Role.ADMIN))
CallerDep = Annotated[Caller, Depends(_caller)]
