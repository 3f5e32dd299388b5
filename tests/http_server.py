"""An application behind a real socket, for clients that are not test clients."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from api.slow_clients import PatientProtocol


@contextmanager
def serving_app(app: FastAPI) -> Iterator[str]:
    """Serves `app` on a free port of this machine; gives its address without a slash at the end."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, http=PatientProtocol, log_level="warning", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
