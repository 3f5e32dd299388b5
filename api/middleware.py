"""What holds for every request: its id, its size, where it comes from, and the headers of its response."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import texts
from api.access.access import is_loopback
from api.errors import error_response
from api.request_id import begin_request

REQUEST_ID = "x-request-id"
_SECURITY = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class RequestIds:
    """Gives each request an id, and its response that id and the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = begin_request(Headers(scope=scope).get(REQUEST_ID, ""))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID] = request_id
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BodyLimits:
    """Refuses bodies that are too large before they are read: `json` bytes, or `upload` bytes where files are sent."""

    def __init__(self, app: ASGIApp, json: int, upload: int) -> None:
        self._app = app
        self._json = json
        self._upload = upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sends_files = headers.get("content-type", "").lower().startswith("multipart/")
        limit = self._upload if sends_files else self._json
        declared = headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > limit:
            refused = error_response(413, "body_too_large", texts.LARGE_BODY.format(limit=limit))
            await refused(scope, receive, send)
            return
        read = 0

        async def receive_within_limit() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:  # a body may come without its length
                raise HTTPException(413, str(limit))
            return message

        await self._app(scope, receive_within_limit, send)


class SameOrigin:
    """Refuses what a page of another site makes a browser send: such a request carries that site as its Origin.

    Without keys the server trusts whoever reaches it, and a browser on the same machine reaches it for any page that it shows.
    With `only_local`, this server's own name must be one of this machine, too: a page can have its name lead here (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str], only_local: bool) -> None:
        self._app = app
        self._allowed = frozenset(allowed)
        self._only_local = only_local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] == "http" and scope["method"] in _UNSAFE:
            headers = Headers(scope=scope)
            origin = headers.get("origin", "")
            if origin and origin not in self._allowed and not self._is_own(origin, headers.get("host", "")):
                refused = error_response(403, "cross_origin", texts.CROSS_ORIGIN.format(origin=origin[:100]))
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_own(self, origin: str, host: str) -> bool:
        here = urlsplit(origin)
        return here.netloc == host and (not self._only_local or is_loopback(here.hostname or ""))
