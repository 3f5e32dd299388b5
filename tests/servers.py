"""Programs that several processes share, started for the tests: a Chroma server and PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

_PATIENCE_S = 400.0  # a start loads a model; a busy machine takes minutes
_OWNER = "postgres"  # the system user of Debian's packages; PostgreSQL refuses to run as root


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """A Chroma server's URL."""
    port = free_port()
    command = [
        str(Path(sys.executable).parent / "chroma"),
        "run",
        "--path",
        str(folder),
        "--host",
        "127.0.0.1",
        "--port",
    ]
    with running([*command, str(port)], folder / "chroma.log") as process:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(f"{url}/api/v2/heartbeat"), process, folder / "chroma.log")
        yield url


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a database of a new PostgreSQL server. Skips where PostgreSQL is not installed."""
    programs = _postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="kehoach-postgres-"))  # pytest's folders are closed to other users
    as_owner: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam(_OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", _OWNER, "--"]
    port, cluster, log = free_port(), str(folder / "data"), folder / "postgres.log"
    log.touch()
    initialise = [
        "initdb",
        "-D",
        cluster,
        "-U",
        "kehoach",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    serve = [
        "postgres",
        "-D",
        cluster,
        "-p",
        str(port),
        "-k",
        str(folder),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "fsync=off",
    ]
    try:
        made = subprocess.run(
            [*as_owner, str(programs / initialise[0]), *initialise[1:]], capture_output=True, text=True, cwd="/"
        )
        assert made.returncode == 0, made.stderr
        with running([*as_owner, str(programs / serve[0]), *serve[1:]], log) as process:
            url = f"postgresql://kehoach@127.0.0.1:{port}/postgres"
            wait_until(lambda: accepts(url), process, log)
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(command: Sequence[str], log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program, ended afterwards; what it prints is in `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **environment}, cwd=log.parent
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns when `ready` says so; fails when the process ends before."""
    until = time.monotonic() + _PATIENCE_S
    while not ready():
        waits = process.poll() is None and time.monotonic() < until
        assert waits, log.read_text(encoding="utf-8", errors="replace")[-3_000:]
        time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether a server answers at `url`, and well."""
    try:
        return httpx.get(url, trust_env=False, timeout=10).is_success
    except httpx.TransportError:
        return False


def accepts(url: str) -> bool:
    """Whether a database can be worked with."""
    engine = create_engine(url.replace("postgresql:", "postgresql+pg8000:"))
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(text("SELECT 1")) == 1)
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        pytest.skip("PostgreSQL is not installed (scripts/install-postgres.sh)")
    return found[-1].parent if found else Path(str(on_path)).parent
