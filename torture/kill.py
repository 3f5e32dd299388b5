"""`kill -9` at random moments of ingest, replace, delete and backup, and under load; then a new start, and everything must be there."""

from __future__ import annotations

import json
import multiprocessing
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from threading import Event, Thread

import httpx

from index.parsing import parse_plan
from tests.servers import free_port
from torture.plans import Version, make_version
from torture.report import Report
from torture.worker import back_up, prepare, serve

SCENES = ("ingest", "replace", "delete", "backup", "load")
PLANS = 6  # at a time
_LONGEST_S = 0.8  # from the first request to the kill
_START_S = 120.0
_ASKING = 3  # threads that ask while plans change
_QUESTIONS = (
    "Sở Y tế An Bình có nhiệm vụ gì?",
    "Ai bố trí kinh phí?",
    "bao gio phai hoan thanh ra soat",
    "Ai ký kế hoạch?",
)


@dataclass
class Expected:
    """What must be there of one plan: the last acknowledged version (None: deleted), or what was asked for when the server died."""

    acknowledged: Version | None = None
    unknown: list[Version | None] = field(default_factory=list)
    sent: list[Version] = field(default_factory=list)

    def settled(self, version: Version | None) -> None:
        """Something was acknowledged."""
        self.acknowledged, self.unknown = version, []


class Killing:
    """A data directory, what must be in it, and the processes that are killed over it."""

    def __init__(self, data: Path, seed: int, report: Report, real_model: bool = False) -> None:
        self._data = data
        self._seed = seed
        self._random = Random(seed)
        self._report = report
        self._real_model = real_model
        self._plans = {f"ke-hoach-{number}": Expected() for number in range(PLANS)}
        self._feedback: set[str] = set()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["torture.worker"])
        self._starts_s: list[float] = []
        self._round = 0
        data.mkdir(parents=True, exist_ok=True)
        prepare(data)

    def run(self, rounds: int) -> None:
        """Kills so many times; then once more a start, and a last look."""
        for number in range(rounds):
            self._round = number
            scene = SCENES[number % len(SCENES)]
            with self._server() as (process, client):
                self._look(client)
                self._play(scene, process, client)
            self._report.done[f"kills during {scene}"] += 1
        with self._server() as (process, client):
            self._look(client)
            process.kill()
        self._report.figures["restart, median"] = f"{sorted(self._starts_s)[len(self._starts_s) // 2]:.2f} s"

    @contextmanager
    def _server(self) -> Iterator[tuple[ForkServerProcess, httpx.Client]]:
        port = free_port()
        process = self._context.Process(target=serve, args=(self._data, port, self._real_model), daemon=True)
        began = time.monotonic()
        process.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
                self._await(process, client)
                self._starts_s.append(time.monotonic() - began)
                yield process, client
        finally:
            process.kill()
            process.join()

    def _await(self, process: ForkServerProcess, client: httpx.Client) -> None:
        until = time.monotonic() + _START_S
        while time.monotonic() < until:
            if not process.is_alive():
                raise AssertionError(f"round {self._round}: the server does not start")
            with suppress(httpx.TransportError):
                if client.get("/readyz").is_success:
                    return
            time.sleep(0.02)
        raise AssertionError(f"round {self._round}: the server does not become ready")

    # --- what must hold after a start -----------------------------------------------------------------------------------

    def _look(self, client: httpx.Client) -> None:
        """Whole in the old or the new version at once; and when what was acknowledged is worked off, exactly as it should be."""
        self._compare(client, settled=False)
        self._drain(client)
        self._compare(client, settled=True)
        check = self._report.check
        for found in client.get("/torture/check").raise_for_status().json():
            check(False, f"round {self._round}: {found}")
        health = client.get("/healthz").json()
        check(health["status"] == "ok", f"round {self._round}: {health['problems']}")
        lines = self._feedback_lines()
        check(self._feedback <= lines, f"round {self._round}: feedback that was acknowledged is lost")

    def _compare(self, client: httpx.Client, settled: bool) -> None:
        there = {plan["id"] for plan in client.get("/v1/plans", params={"limit": 100}).raise_for_status().json()}
        for plan_id, expected in self._plans.items():
            text = (
                client.get(f"/v1/plans/{plan_id}/text").raise_for_status().json()["text"] if plan_id in there else None
            )
            version = next((v for v in reversed(expected.sent) if text == _parsed(v)), None)
            where = f"round {self._round}: {plan_id}"
            self._report.check(text is None or version is not None, f"{where} is no version that was ever sent")
            if settled:
                right = version in [expected.acknowledged, *expected.unknown]
                self._report.check(
                    right, f"{where} is {_name(version)}, acknowledged was {_name(expected.acknowledged)}"
                )
                expected.settled(version)

    def _drain(self, client: httpx.Client) -> None:
        until = time.monotonic() + _START_S
        while time.monotonic() < until:
            waiting = [line for line in client.get("/metrics").text.splitlines() if line.startswith("kehoach_jobs{")]
            if not any(
                float(line.split()[-1])
                for line in waiting
                if 'state="done"' not in line and 'state="failed"' not in line
            ):
                return
            time.sleep(0.02)
        self._report.check(False, f"round {self._round}: uploads are not worked off")

    def _feedback_lines(self) -> set[str]:
        found = set()
        path = self._data / "feedback.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
            with suppress(ValueError):
                found.add(json.loads(line)["id"])
        return found

    # --- what is done until the kill ------------------------------------------------------------------------------------

    def _play(self, scene: str, process: ForkServerProcess, client: httpx.Client) -> None:
        if scene == "backup":
            self._backup()
            return
        over = Event()
        threads = [
            Thread(target=self._change, args=(client, plan_id, scene, Random(self._random.random()), over))
            for plan_id in self._chosen(scene)
        ]
        if scene == "load":
            threads += [
                Thread(target=self._ask, args=(client, Random(self._random.random()), over)) for _ in range(_ASKING)
            ]
        wait_s = self._random.uniform(0, _LONGEST_S)
        for thread in threads:
            thread.start()
        time.sleep(wait_s)
        process.kill()
        over.set()
        for thread in threads:
            thread.join()

    def _chosen(self, scene: str) -> list[str]:
        return self._random.sample(sorted(self._plans), 2 if scene != "load" else 3)

    def _change(self, client: httpx.Client, plan_id: str, scene: str, random: Random, over: Event) -> None:
        """Brings in, replaces or deletes one plan, again and again, each time when the last is done."""
        expected = self._plans[plan_id]
        with suppress(httpx.TransportError):
            while not over.is_set():
                if expected.acknowledged and (scene == "delete" or (scene == "load" and random.random() < 0.3)):
                    expected.unknown.append(None)
                    if client.delete(f"/v1/plans/{plan_id}").status_code == 204:
                        expected.settled(None)
                        self._report.done["deletions acknowledged"] += 1
                else:
                    self._upload(client, plan_id, expected)

    def _upload(self, client: httpx.Client, plan_id: str, expected: Expected) -> None:
        version = make_version(plan_id, len(expected.sent), self._seed)
        expected.sent.append(version)
        expected.unknown.append(version)
        response = client.post("/v1/plans", files=[("files", version.file)])
        if response.status_code != 202:
            return
        expected.settled(version)  # from here on it must come, whatever happens
        self._report.done["uploads acknowledged"] += 1
        while client.get(response.headers["location"]).json()["state"] not in ("done", "failed"):
            time.sleep(0.005)

    def _ask(self, client: httpx.Client, random: Random, over: Event) -> None:
        with suppress(httpx.TransportError):
            while not over.is_set():
                answer = client.post("/v1/ask", json={"question": random.choice(_QUESTIONS)})
                self._report.check(
                    answer.status_code < 500, f"round {self._round}: a question got {answer.status_code}"
                )
                self._report.done["questions"] += 1
                body = {"answer_id": answer.json()["id"], "verdict": "good"}
                said = client.post("/v1/feedback", json=body)
                if said.is_success:
                    self._feedback.add(said.json()["id"])

    def _backup(self) -> None:
        """A backup beside the running server is killed: it is whole or not there; and one that is let is whole."""
        target = self._data.parent / f"backup-{self._round}.zip"
        process = self._context.Process(target=back_up, args=(self._data, target))
        process.start()
        process.join(self._random.uniform(0, _LONGEST_S) / 2)
        process.kill()
        process.join()
        if target.exists():
            self._report.done["backups that were finished"] += 1
            with zipfile.ZipFile(target) as archive:
                self._report.check(archive.testzip() is None, f"round {self._round}: a damaged backup")
            target.unlink()


def _parsed(version: Version) -> str:
    if version not in _TEXTS:
        _TEXTS[version] = parse_plan(version.text, version.file[0]).text
    return _TEXTS[version]


_TEXTS: dict[Version, str] = {}


def _name(version: Version | None) -> str:
    return f"version {version.number}" if version else "not there"


def run(data: Path, rounds: int, seed: int, real_model: bool = False) -> Report:
    """So many kills over a data directory that is empty at first."""
    report = Report(f"kill ({'real model' if real_model else 'fake embedder'}, seed {seed})", Counter())
    Killing(data, seed, report, real_model).run(rounds)
    return report
