"""A small HTTP server that speaks the OpenAI chat protocol, streaming, and misbehaves on demand. A real socket, a real thread."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Script = Callable[["Call"], None]


class Call(BaseHTTPRequestHandler):
    """One request, and what a script can do with it."""

    protocol_version = "HTTP/1.0"
    state: Served

    def do_POST(self) -> None:  # the name that http.server looks for
        """Notes the request and lets the server's script answer."""
        body = self.rfile.read(int(self.headers["content-length"]))
        self.state.requests.append(Asked(self.path, json.loads(body), dict(self.headers)))
        try:
            self.state.script(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def open(self, status: int = 200) -> None:
        """The head of a stream."""
        self.send_response(status)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()

    def say(self, text: str, finish: str | None = None) -> None:
        """One chunk of the answer."""
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "thử", "choices": [choice]}
        self.send_raw(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n")

    def send_raw(self, text: str) -> None:
        """Bytes as they are."""
        self.wfile.write(text.encode())
        self.wfile.flush()


@dataclass(frozen=True)
class Asked:
    """A request as the server got it."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]


@dataclass
class Served:
    """A running server: where it is, what it was asked, and how it answers."""

    url: str = ""
    script: Script = lambda call: call.open()
    requests: list[Asked] = field(default_factory=list)
    closing: Event = field(default_factory=Event)


def saying(*pieces: str) -> Script:
    """Answers with these pieces, properly."""

    def script(call: Call) -> None:
        call.open()
        for piece in pieces:
            call.say(piece)
        call.say("", "stop")
        call.send_raw("data: [DONE]\n\n")

    return script


def failing(status: int, times: int, then: Script) -> Script:
    """Answers with an error `times` times, then as `then` does."""

    def script(call: Call) -> None:
        if len(call.state.requests) > times:
            then(call)
            return
        call.send_response(status)
        call.send_header("content-type", "application/json")
        call.end_headers()
        call.send_raw('{"error": {"message": "hỏng", "type": "server_error"}}')

    return script


def silent(call: Call) -> None:
    """Takes the request and never says a word."""
    call.state.closing.wait(10)


def endless(what: str, pause_s: float = 0.02) -> Script:
    """Goes on saying the same for ever; with an empty `what`, comments that only keep the connection open."""

    def script(call: Call) -> None:
        call.open()
        while not call.state.closing.is_set():
            if what:
                call.say(what)
            else:
                call.send_raw(": còn đây\n\n")
            time.sleep(pause_s)

    return script


def cut_off(*pieces: str) -> Script:
    """Says these pieces, then breaks the connection in the middle of a chunk."""

    def script(call: Call) -> None:
        call.send_response(200)
        call.send_header("content-type", "text/event-stream")
        call.send_header("content-length", "1000000")
        call.end_headers()
        for piece in pieces:
            call.say(piece)
        call.send_raw('data: {"id": "1", "cho')

    return script


def sending(raw: str) -> Script:
    """Answers with these bytes."""

    def script(call: Call) -> None:
        call.open()
        call.send_raw(raw)

    return script


@contextmanager
def serving() -> Iterator[Served]:
    """A server on a free port of this machine, for as long as the block lasts."""
    state = Served()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("BoundCall", (Call,), {"state": state}))
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
