"""Clients that send or read so slowly that they would hold a connection for ever, by accident or on purpose (slowloris)."""

from __future__ import annotations

import asyncio
import time

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S = 15.0  # from the connection, or a request's first byte, to the end of its headers
MAX_HEAD_BYTES = 65_536
BODY_S = 60.0  # for a body, and a second more for each _BYTES_A_SECOND of it
_BYTES_A_SECOND = 20_000
READ_S = 60.0  # for the client to take what fills the connection


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which would wait for a request's headers for ever, and take any amount of them."""

    _timer: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection: a request must come."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection's end."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes, of headers not without end."""
        if self._timer is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._timer is not None and self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
            self.transport.close()

    def on_message_begin(self) -> None:
        """A request's first byte."""
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        """The application's turn."""
        self._stop_waiting()
        self._head_bytes = 0
        super().on_headers_complete()

    def _wait(self) -> None:
        self._stop_waiting()
        self._timer = asyncio.get_running_loop().call_later(HEAD_S, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class SlowClients:
    """Ends requests whose body does not come in time (408), and responses that nobody takes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ends, is_whole = time.monotonic() + BODY_S, False

        async def receive_in_time() -> Message:
            nonlocal ends, is_whole
            if is_whole:  # what comes now is the end of the connection, whenever
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, ends - time.monotonic()))
            except TimeoutError:
                raise HTTPException(408) from None
            ends += len(message.get("body", b"")) / _BYTES_A_SECOND
            is_whole = not message.get("more_body", False)
            return message

        async def send_in_time(message: Message) -> None:
            await asyncio.wait_for(send(message), READ_S)

        await self._app(scope, receive_in_time, send_in_time)
