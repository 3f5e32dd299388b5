"""A log line and a measurement for each request."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)
Note = Callable[[str, str, int, float], None]  # method, route, status, seconds
_UNKNOWN = "other"  # an address that is not there


class RequestLog:
    """Logs each request by its route as declared, so that neither questions nor keys in an address are written down.

    What is mounted, the page, has its files and its open streams as requests: they are only for debugging, and not measured.
    """

    def __init__(self, app: ASGIApp, note: Note) -> None:
        self._app = app
        self._note = note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting_status)
        finally:
            self._write(scope, status, time.perf_counter() - began)

    def _write(self, scope: Scope, status: int, seconds: float) -> None:
        mounted = bool(scope.get("root_path"))
        route = scope["root_path"] if mounted else _route_of(scope)
        if not mounted:
            self._note(scope["method"], route, status, seconds)
        caller = scope.get("state", {}).get("caller")
        extra = {
            "method": scope["method"],
            "route": route,
            "status": status,
            "duration_ms": round(1_000 * seconds, 1),
            "key_id": caller.key_id if caller else "",
            "client": (scope.get("client") or ("",))[0],
        }
        level = logging.DEBUG if mounted and status < 400 else logging.INFO
        log.log(level, "%s %s %d %.0f ms", scope["method"], route, status, 1_000 * seconds, extra=extra)


def _route_of(scope: Scope) -> str:
    """The declared path: "/v1/plans/{plan_id}"."""
    return getattr(scope.get("route"), "path", "") or _UNKNOWN
