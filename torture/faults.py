"""What a machine does to a server: full and read-only disks, stores that hang, a language model that says nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import make_url

from api.app import build_app
from api.deps import build_services
from api.settings import Settings
from index.ingest import ingest_files, plan_files, shipped_plans
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.generation.language_model import build_language_model
from rag.generation.resting import FAILURES, RestingModel
from rag.generation.writing import Writer
from rag.shared_questions import SharedQuestions
from tests.cable import Cable, laid_cable
from tests.fakes import FakeEmbedder
from tests.language_server import serving, silent
from tests.servers import chroma_server, postgres
from torture.plans import make_version
from torture.report import Report
from torture.small_disk import until_done, until_health

_SEARCHED = {"question": "bố trí kinh phí theo mãkehoachax1x1 ra sao?"}
_LLM_S = 1.0
_ASKED = 12


def disk(report: Report, seed: int) -> None:
    """In a namespace of its own, where an ordinary user may mount a memory disk of a few megabytes."""
    unshare = shutil.which("unshare")
    if unshare is None:
        report.figures["disk"] = "not tried: there is no `unshare` here"
        return
    command = [unshare, "--mount", "--map-root-user", sys.executable, "-m", "torture.small_disk", str(seed)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    if ended.returncode:
        report.check(False, f"disk: {ended.stderr[-500:]}")
        return
    found = json.loads(ended.stdout.splitlines()[-1])
    report.done.update(found["done"])
    report.figures.update(found["figures"])
    for violation in found["violations"]:
        report.check(False, f"disk: {violation}")


@contextmanager
def shared_server(folder: Path) -> Iterator[tuple[TestClient, Cable, Cable]]:
    """A server on a Chroma server and PostgreSQL, and the cables to them."""
    (folder / "chroma").mkdir(parents=True)
    with chroma_server(folder / "chroma") as chroma_url, postgres() as database_url:
        address = make_url(database_url)
        with laid_cable(int(chroma_url.rpartition(":")[2])) as chroma, laid_cable(address.port or 0) as database:
            urls = f"http://127.0.0.1:{chroma.port}", address.set(port=database.port).render_as_string(False)
            settings = Settings(
                data=folder, chroma_url=urls[0], database_url=urls[1], rate_per_minute=0, _env_file=None
            )
            index = build_index(folder, FakeEmbedder, *urls)
            assistant = Assistant(index, Conversations(shared=SharedQuestions(index.engine)))
            app = build_app(build_services(settings, index, assistant))
            with TestClient(app, raise_server_exceptions=False) as client:
                yield client, chroma, database
                chroma.mend()
                database.mend()
            index.close()


def hanging_stores(report: Report, folder: Path, seed: int) -> None:
    """A store that hangs is away after a while: a bounded wait, an answer from what is left, nothing lost."""
    with shared_server(folder) as (client, chroma, database):
        where = client.post("/v1/plans", files=[("files", make_version("ke-hoach-a", 1, seed).file)]).headers[
            "location"
        ]
        report.check(until_done(client, where), "an upload to shared stores is not done")
        for name, cable in (("Chroma", chroma), ("PostgreSQL", database)):
            cable.block()
            began = time.monotonic()
            answer = client.post("/v1/ask", json=_SEARCHED)
            took = time.monotonic() - began
            report.check(
                answer.status_code == 200, f"{name} hangs: a question got {answer.status_code} {answer.text[:200]}"
            )
            report.figures[f"{name} hangs: a question is answered in"] = (
                f"{took:.0f} s; note: {answer.json().get('note', '')}"
            )
            ready = client.get("/readyz").status_code
            report.check(ready == 503, f"{name} hangs: /readyz is {ready}")
            cable.cut()
            cable.mend()
            where = _uploaded(report, client, name, seed)
            report.check(until_done(client, where), f"{name} is back: an upload is not done")
            report.check(until_health(client, "ok") == "", f"{name} is back: /healthz is not ok")
            report.done["stores that hung and came back"] += 1


def _uploaded(report: Report, client: TestClient, name: str, seed: int) -> str:
    for _ in range(60):
        response = client.post("/v1/plans", files=[("files", make_version(f"ke-hoach-{name.lower()}", 1, seed).file)])
        if response.status_code == 202:
            return response.headers["location"]
        time.sleep(1)
    report.check(False, f"{name} is back: an upload got {response.status_code}")
    return "/v1/jobs/none"


def silent_model(report: Report, folder: Path) -> None:
    """A language model that takes requests and never says a word: a few wait for it, then it is left alone."""
    index = build_index(folder, FakeEmbedder)
    ingest_files(index, plan_files([shipped_plans()]))
    with serving() as endpoint:
        endpoint.script = silent
        writer = Writer(RestingModel(build_language_model(endpoint.url, "thử", timeout_s=_LLM_S)))
        settings = Settings(data=folder, llm_url=endpoint.url, llm_model="thử", _env_file=None)
        app = build_app(build_services(settings, index, Assistant(index, Conversations(), writer)))
        times = []
        with TestClient(app) as client:
            for _ in range(_ASKED):
                began = time.monotonic()
                body = client.post("/v1/ask", json={"question": "Sở Công Thương Hà Tĩnh làm gì?"}).json()
                times.append(time.monotonic() - began)
                report.check(
                    body["status"] == "answered" and bool(body["note"]),
                    f"a silent model: {body['status']}, note {body['note']!r}",
                )
    index.close()
    report.done["questions to a silent language model"] += _ASKED
    waited, others = times[:FAILURES], times[FAILURES:]
    report.figures["silent model (limit 1 s): the first questions, the others"] = (
        f"{max(waited):.1f} s, {max(others):.2f} s at most"
    )
    report.check(max(others) < min(waited), "a silent model holds up every question")


def run(folder: Path, seed: int) -> Report:
    """All faults, one after the other."""
    report = Report(f"faults (seed {seed})")
    disk(report, seed)
    silent_model(report, folder / "model")
    hanging_stores(report, folder / "shared", seed)
    return report
