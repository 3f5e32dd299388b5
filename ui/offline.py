"""The page needs no other host: references to outside are cut from its HTML, and the browser is told to refuse any."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# <meta property="og:image" content="https://raw.githubusercontent.com/…" />  <link rel="manifest" href="/manifest.json" />
_OUTSIDE = re.compile(rb"<meta\s[^>]*(?:og:|twitter:)[^>]*>|<link\s[^>]*rel=\"(?:manifest|preconnect)\"[^>]*>")
# What Gradio shows developers as an example of a file: "path":"https://github.com/gradio-app/…/sample_file.pdf"
_EXAMPLE = re.compile(rb'(?<=")https://github\.com/gradio-app/[^"]*(?=")')
_HEAD = b"<head>"
# Inline, or the browser asks for /favicon.ico.
_ICON = (
    b'<link rel="icon" href="data:image/svg+xml,'
    b"%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%230b4a7f'/%3E"
    b"%3Cpath d='M4 4h8v2H4zm0 3h8v2H4zm0 3h5v2H4z' fill='%23fff'/%3E%3C/svg%3E\">"
)
_LANGUAGE = re.compile(rb'(<html\s[^>]*?lang=)"en"')
# Gradio needs inline scripts and builds functions from templates; it needs no other host.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'"
)


def localise(page: bytes) -> bytes:
    """The page's HTML without references to outside, its language Vietnamese, with an icon."""
    return _LANGUAGE.sub(rb'\1"vi"', _EXAMPLE.sub(b"", _OUTSIDE.sub(b"", page))).replace(_HEAD, _HEAD + _ICON, 1)


class OfflinePage:
    """ASGI middleware for what is mounted at `path`; everything else passes untouched."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        is_page = scope["type"] == "http" and scope["path"].rstrip("/") == self._path
        if not is_page:
            await self._app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": headers}, receive, _Localised(send))


class _Localised:
    """Holds an HTML response back until it is whole."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and "text/html" in Headers(raw=message["headers"]).get(
            "content-type", ""
        ):
            self._start = message
            return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        body = localise(self._body)
        headers = MutableHeaders(raw=list(self._start["headers"]))
        headers["content-length"] = str(len(body))
        headers["content-security-policy"] = _POLICY
        await self._send({**self._start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})
