"""The product as its users run it: `kehoach serve` in a process of its own, spoken to over HTTP."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

_START_S = 900.0
_STEP_S = 0.02


class Client:
    """A connection that is kept open; the plainest there is, since its own time is measured along."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, question: str) -> dict[str, Any]:
        """The answer of `/v1/ask`. Raises `RuntimeError` for anything but 200."""
        body = json.dumps({"question": question}).encode()
        try:
            response = self._post(body)
        except ConnectionError:  # the server ends connections that were idle for seconds
            self._connection.close()
            response = self._post(body)
        answer = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"HTTP {response.status}: {answer[:200]!r}")
        loaded: dict[str, Any] = json.loads(answer)
        return loaded

    def _post(self, body: bytes) -> http.client.HTTPResponse:
        self._connection.request("POST", "/v1/ask", body, {"content-type": "application/json"})
        return self._connection.getresponse()

    def is_ready(self) -> bool:
        """Whether `/readyz` says so."""
        try:
            self._connection.request("GET", "/readyz")
            response = self._connection.getresponse()
            response.read()
        except OSError:
            self._connection.close()
            return False
        return response.status == http.client.OK

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()


@dataclass(frozen=True)
class Server:
    """A server that is ready."""

    port: int
    process: subprocess.Popen[bytes]
    started_s: float  # from the command to the first "ready"

    @property
    def resident_mb(self) -> float:
        """Its resident memory in millions of bytes."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6

    def client(self) -> Client:
        """A new connection."""
        return Client(self.port)


@contextmanager
def run_server(data: Path, log: Path) -> Iterator[Server]:
    """Starts the server, waits until it is ready, and ends it. Raises `RuntimeError` when it does not get there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["env", f"KEHOACH_DATA={data}", sys.executable, "-m", "kehoach", "serve", "--port", str(port)]
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            client = Client(port)
            while not client.is_ready():
                if process.poll() is not None or time.perf_counter() - began > _START_S:
                    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')[-2_000:]}")
                time.sleep(_STEP_S)
            started_s = time.perf_counter() - began
            client.close()
            yield Server(port, process, started_s)
        finally:
            process.terminate()
            process.wait(timeout=60)
