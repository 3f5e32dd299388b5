"""Requests that nobody would write: Schemathesis over the API's description, then bodies, addresses and headers torn and mixed at random."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import httpx

from scripts.conformance import conform, serving_shipped
from torture.report import Report

_LEAST = 10_000  # requests in all
_PATHS = (
    "/v1/ask",
    "/v1/ask/stream",
    "/v1/chat/completions",
    "/v1/feedback",
    "/v1/plans",
    "/v1/search",
    "/v1/deadlines",
    "/v1/assignments",
    "/v1/jobs/x",
    "/mcp",
    "/sign-in",
    "/metrics",
)
_BODIES: tuple[dict[str, Any], ...] = (
    {"question": "Sở Công Thương Hà Tĩnh làm gì?", "plan_ids": None, "mode": "auto", "conversation_id": "a"},
    {"model": "kehoach", "messages": [{"role": "user", "content": "Ai ký?"}], "stream": False},
    {"answer_id": "a", "verdict": "good", "wrong_citation": 1, "comment": "x"},
    {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": {"question": "Ai ký?"}}},
)
_ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**70,
    1e308,
    "",
    "\x00",
    "\ud7ff",
    "a" * 5_000,
    [],
    {},
    [[]] * 50,
    {"a": {"b": {}}},
    "../../etc/passwd",
    "{{7*7}}",
    "'; DROP TABLE plans; --",
    "‮đảo",
    "y tế " * 900,
)
_TYPES = (
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-16",
    "",
)


_METHODS = ("POST", "POST", "GET", "PUT", "PATCH", "OPTIONS")
_STREAMS = ("POST", "PUT", "PATCH", "OPTIONS")  # a GET there opens a stream without end


def requests(seed: int) -> Iterator[dict[str, Any]]:
    """Requests without end, as arguments of a client."""
    random = Random(seed)
    while True:
        body = json.dumps(_mutated(random.choice(_BODIES), random), ensure_ascii=random.random() < 0.5).encode(
            "utf-8", "surrogatepass"
        )
        if random.random() < 0.3:  # torn
            place = random.randint(0, len(body))
            body = body[:place] + random.randbytes(random.randint(0, 8)) + body[place + random.randint(0, 3) :]
        path = random.choice(_PATHS) + random.choice(("", "", "", "/%00", "/../..", "/" + "a" * 300, "/%F0%9F"))
        query = {
            random.choice(("limit", "offset", "q", "plan_id", "due_before", "format", "unit")): str(
                random.choice(_ODD)
            )[:500]
            for _ in range(random.randint(0, 2))
        }
        headers = {
            "content-type": random.choice(_TYPES),
            "accept": random.choice(("*/*", "text/html", "application/json, text/event-stream")),
        }
        yield {
            "method": random.choice(_STREAMS if path.startswith("/mcp") else _METHODS),
            "url": path,
            "content": body,
            "params": query,
            "headers": headers,
        }


def _mutated(body: dict[str, Any], random: Random) -> Any:
    changed = dict(body)
    for name in random.sample(sorted(body), random.randint(0, len(body))):
        kind = random.random()
        if kind < 0.2:
            del changed[name]
        elif kind < 0.3:
            changed[name + "x"] = changed.pop(name)
        else:
            changed[name] = random.choice(_ODD)
    return changed if random.random() < 0.95 else random.choice(_ODD)


def tear(report: Report, address: str, key: str, count: int, seed: int) -> None:
    """So many torn requests; each gets an answer of ours, none a 5xx, and afterwards all is as before."""
    statuses: Counter[int] = Counter()
    with httpx.Client(
        base_url=address, trust_env=False, timeout=60, headers={"Authorization": f"Bearer {key}"}
    ) as client:
        for number, arguments in zip(range(count), requests(seed), strict=False):
            response = client.request(**arguments)
            statuses[response.status_code] += 1
            report.check(
                response.status_code < 500,
                f"request {number} got {response.status_code}: {arguments['method']} {arguments['url'][:60]}",
            )
            leaks = "Traceback" in response.text or "sqlalchemy" in response.text
            report.check(not leaks, f"request {number} shows the inside")
        report.check(client.get("/healthz").json()["plans"] >= 1, "the plans are gone")
    report.done["torn requests"] += count
    report.figures["statuses of torn requests"] = ", ".join(
        f"{status}: {number}" for status, number in sorted(statuses.items())
    )


def run(folder: Path, seed: int, examples: int, torn: int) -> Report:
    """Both, over one server."""
    report = Report(f"fuzz (fake embedder, seed {seed})")
    folder.mkdir(parents=True, exist_ok=True)
    with serving_shipped(folder / "data") as (address, key):
        tear(report, address, key, torn, seed)
        if examples:
            made, found = conform(address, key, examples, folder)
            report.done["generated requests"] += made
            for violation in found:
                report.check(False, violation)
            report.check(report.done.total() >= _LEAST, f"only {report.done.total()} requests")
    return report
