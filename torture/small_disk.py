"""A server on a disk of its own that fills up, turns read-only and gets well again: run by `torture.faults` in a namespace where it may mount."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import build_app
from api.deps import build_services
from api.settings import Settings
from index.errors import KehoachError
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.fakes import FakeEmbedder
from torture.plans import Version, make_version
from torture.report import Report

_SMALL, _LARGE = "38m", "400m"
_PATIENCE_S = 40
_ASK = {"question": "Sở Y tế An Bình có nhiệm vụ gì?"}
_MANY = 400  # plans; the small disk takes a few dozen
_WAITING = "chưa ghi được"  # what /healthz says while uploads wait for the disk


def mount(folder: Path, options: str) -> None:
    """Mounts a memory disk on `folder`, or changes it."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)


def until_done(client: TestClient, where: str) -> bool:
    """Whether a job ends well, sooner or later."""
    ends = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends:
        with suppress(KeyError):  # an error has no state
            state = client.get(where).json()["state"]
            if state in ("done", "failed"):
                return bool(state == "done")
        time.sleep(0.05)
    return False


def until_health(client: TestClient, status: str) -> str:
    """The first problem that `/healthz` names, when it is in this state; "never" when it does not get there."""
    ends = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends:
        health = client.get("/healthz").json()
        if health["status"] == status:
            return str(health["problems"][-1]) if health["problems"] else ""
        time.sleep(0.05)
    return "never"


def send(client: TestClient, version: Version) -> tuple[int, str]:
    """Status, and where the job is, or the error's code."""
    response = client.post("/v1/plans", files=[("files", version.file)])
    return response.status_code, response.headers.get("location", "") or response.json()["code"]


def fill(report: Report, client: TestClient, seed: int) -> dict[str, Version]:
    """Uploads until the disk is full: until one is told so, or those that were taken wait; what was acknowledged, by job."""
    taken: dict[str, Version] = {}
    for number in range(_MANY):
        version = make_version(f"ke-hoach-{number}", 1, seed)
        status, told = send(client, version)
        if status != 202:
            report.check((status, told) == (503, "storage_full"), f"a full disk answers {status} {told}")
            return taken
        taken[told] = version
        if _WAITING in str(client.get("/healthz").json()["problems"]):
            return taken
    report.check(False, "the disk does not fill up")
    return taken


def main() -> int:
    """Prints the report as JSON."""
    folder, seed = Path(tempfile.mkdtemp()), int(sys.argv[1])
    report = Report("disk")
    mount(folder, f"size={_SMALL}")
    settings = Settings(data=folder, shipped_plans=False, rate_per_minute=0, max_waiting_jobs=_MANY, _env_file=None)
    index = build_index(folder, FakeEmbedder)
    services = build_services(settings, index, Assistant(index, Conversations()))
    with TestClient(build_app(services), raise_server_exceptions=False) as client:
        taken = fill(report, client, seed)
        report.done["plans until the disk was full"] = len(taken)
        report.figures["full disk: /healthz says"] = until_health(client, "degraded")
        answer = client.post("/v1/ask", json=_ASK)
        report.check(answer.status_code == 200, f"a question on a full disk got {answer.status_code}")
        status, told = send(client, make_version("mot-ke-hoach-nua", 1, seed))
        report.figures["full disk: an upload is told"] = f"{status} {told}" if status != 202 else "202, and waits"
        if status == 202:
            taken[told] = make_version("mot-ke-hoach-nua", 1, seed)
        mount(folder, f"remount,size={_LARGE}")
        for where, version in taken.items():
            report.check(until_done(client, where), f"{version.plan_id} was acknowledged, and is not done")
        report.figures["with room again: /healthz says"] = until_health(client, "ok") or "ok"
        report.check(index._derived.differing(index.snapshot.passages.counts) == {}, "the stores disagree")
        there = {plan.plan_id for plan in index.snapshot.plans.values()}
        report.check(
            {version.plan_id for version in taken.values()} <= there, "plans that were acknowledged are not there"
        )
    index.close()
    mount(folder, f"remount,ro,size={_LARGE}")
    report.figures["read-only: a start says"] = start_fails(report, folder)
    mount(folder, f"remount,rw,size={_LARGE}")
    again = build_index(folder, FakeEmbedder)
    report.check({plan.plan_id for plan in again.snapshot.plans.values()} == there, "writable again: plans are missing")
    report.check(again._derived.differing(again.snapshot.passages.counts) == {}, "the stores disagree after a start")
    again.close()
    print(json.dumps({"done": report.done, "figures": report.figures, "violations": report.violations}))
    return 0


def start_fails(report: Report, folder: Path) -> str:
    """What an operator reads who starts on a read-only directory; reading alone may work."""
    try:
        build_index(folder, FakeEmbedder).close()
    except (KehoachError, OSError) as error:  # the command line prints both as one line
        return str(error)[:150]
    except Exception as error:
        report.check(False, f"a start on a read-only directory breaks: {error!r}")
        return "a traceback"
    return "nothing: it reads"


if __name__ == "__main__":
    sys.exit(main())
