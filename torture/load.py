"""More than a server can do: too many questions, slow clients, a hundred uploads, and twenty thousand questions in a row."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from statistics import quantiles
from threading import Event

import httpx
import psutil

from index.ingest import ingest_files, plan_files, shipped_plans
from index.store import build_index
from tests.fakes import FakeEmbedder
from tests.servers import free_port
from torture.plans import make_version
from torture.report import Report
from torture.worker import serve

_CLIENTS = 200  # twice what is let in
_SLOW = 500  # half-open connections
_GROWTH_BYTES = 30_000_000  # between the middle and the end of the run
_UNITS = ("Sở Y tế", "Sở Tài chính", "Sở Nội vụ", "Công an tỉnh", "UBND huyện", "Sở Công Thương", "Báo Hà Tĩnh")
_PLACES = ("Hà Tĩnh", "Bắc Giang", "Lâm Đồng", "Hải Phòng", "")
_ASKED = (
    "{unit} {place} có nhiệm vụ gì?",
    "hạn của {unit} {place}",
    "ai phoi hop voi {unit} {place}",
    "chỉ tiêu {number} của {place}",
    "so sánh {unit} và {place} năm 20{number}",
    "{number} {unit} thế nào?",
)


def questions(seed: int) -> Iterator[str]:
    """Questions without end, few of them alike."""
    random = Random(seed)
    while True:
        yield random.choice(_ASKED).format(
            unit=random.choice(_UNITS), place=random.choice(_PLACES), number=random.randint(10, 99)
        )


@contextmanager
def serving_shipped(data: Path) -> Iterator[tuple[str, psutil.Process]]:
    """A server process over the shipped plans."""
    index = build_index(data, FakeEmbedder)
    ingest_files(index, plan_files([shipped_plans()]))
    index.close()
    port = free_port()
    process = multiprocessing.get_context("forkserver").Process(target=serve, args=(data, port, False), daemon=True)
    process.start()
    try:
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, trust_env=False) as client:
            for _ in range(1_200):
                with suppress(httpx.TransportError):
                    if client.get("/readyz").is_success:
                        break
                time.sleep(0.1)
        yield address, psutil.Process(process.pid)
    finally:
        process.kill()
        process.join()


def overload(report: Report, address: str, seconds: float, seed: int) -> None:
    """Twice as many clients as are let in, half-open connections beside them; who is let in is answered, all else goes on."""
    over, statuses, quiet, taken = Event(), Counter[int](), list[float](), list[float]()
    host, port = address.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(_SLOW)]
    for connection in slow:
        connection.sendall(b"POST /v1/ask HTTP/1.1\r\nHost: a\r\nX-Slow: ")

    def ask(number: int) -> None:
        with httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
            for question in questions(seed + number):
                if over.is_set():
                    return
                began = time.monotonic()
                response = client.post("/v1/ask", json={"question": question})
                statuses[response.status_code] += 1
                if response.status_code == 503:
                    report.check("retry-after" in response.headers, "a 503 without Retry-After")
                    time.sleep(0.2)
                else:
                    taken.append(time.monotonic() - began)

    with (
        ThreadPoolExecutor(_CLIENTS) as threads,
        httpx.Client(base_url=address, trust_env=False, timeout=120) as client,
    ):
        asking = [threads.submit(ask, number) for number in range(_CLIENTS)]
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            began = time.monotonic()
            report.check(client.get("/healthz").is_success, "/healthz fails under load")
            quiet.append(time.monotonic() - began)
            time.sleep(0.05)
        over.set()
        for done in asking:
            done.result()
    for connection in slow:
        connection.close()
    report.done["questions under overload"] += statuses.total()
    report.check(set(statuses) <= {200, 503}, f"statuses under load: {dict(statuses)}")
    report.check(statuses[503] > 0 and statuses[200] > 0, f"no overload: {dict(statuses)}")
    report.figures["answered, turned away (503)"] = f"{statuses[200]}, {statuses[503]}"
    report.figures["answered in, p50, p99"] = f"{_percentile(taken, 50):.2f} s, {_percentile(taken, 99):.2f} s"
    report.figures[f"/healthz beside {_CLIENTS} clients and {_SLOW} half-open connections, p50, p99"] = (
        f"{1_000 * _percentile(quiet, 50):.0f} ms, {1_000 * _percentile(quiet, 99):.0f} ms"
    )
    slowed = _percentile(quiet, 50) > _percentile(taken, 50) / 4
    report.check(not slowed, "the overload slows down what is no question")


def _percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100)[percent - 1] if len(values) > 1 else 0.0


def uploads_at_once(report: Report, address: str, seed: int) -> None:
    """A hundred uploads in the same moment: each is taken and done, or told to come again."""

    def send(number: int) -> httpx.Response:
        with httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
            return client.post("/v1/plans", files=[("files", make_version(f"ke-hoach-{number}", 1, seed).file)])

    with ThreadPoolExecutor(100) as threads:
        responses = list(threads.map(send, range(100)))
    statuses = Counter(response.status_code for response in responses)
    report.check(set(statuses) <= {202, 503}, f"statuses of uploads: {dict(statuses)}")
    with httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
        for response in responses:
            if response.status_code == 202:
                report.check(_ends_well(client, response.headers["location"]), "an upload that was taken is not done")
    report.done["uploads at once"] += len(responses)
    report.figures["uploads taken, told to come again"] = f"{statuses[202]}, {statuses[503]}"


def _ends_well(client: httpx.Client, where: str) -> bool:
    for _ in range(2_400):
        state = client.get(where).json()["state"]
        if state in ("done", "failed"):
            return bool(state == "done")
        time.sleep(0.05)
    return False


def memory(report: Report, address: str, process: psutil.Process, count: int, seed: int) -> None:
    """So many questions, each in a conversation of its own; between the middle and the end the server grows no more."""
    sizes: list[int] = []
    with httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
        for number, question in zip(range(count), questions(seed), strict=False):
            status = client.post("/v1/ask", json={"question": question}).status_code
            report.check(status == 200, f"question {number} got {status}")
            if (number + 1) % (count // 10) == 0:
                sizes.append(process.memory_info().rss)
    report.done["questions in a row"] += count
    report.figures["resident memory after each tenth"] = ", ".join(f"{size / 1e6:.0f}" for size in sizes) + " MB"
    growth = sizes[-1] - sizes[len(sizes) // 2]
    report.figures["growth over the second half"] = f"{growth / 1e6:.1f} MB"
    report.check(growth < _GROWTH_BYTES, f"memory grows: {growth / 1e6:.0f} MB over the second half")


def run(data: Path, count: int, seconds: float, seed: int) -> Report:
    """All of it on one server process."""
    report = Report(f"load (fake embedder, seed {seed})")
    with serving_shipped(data) as (address, process):
        memory(report, address, process, count, seed)
        overload(report, address, seconds, seed)
        uploads_at_once(report, address, seed)
        with httpx.Client(base_url=address, trust_env=False) as client:
            health = client.get("/healthz").json()
            report.check(health["status"] == "ok", f"afterwards: {health}")
        report.figures["open files afterwards"] = str(process.num_fds())
    return report
