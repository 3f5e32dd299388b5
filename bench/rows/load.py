"""Many clients at once against one client, on the same server, in turns."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from bench.records import Bar, Row
from bench.server import Server
from bench.timing import milliseconds
from bench.workplace import Workplace
from eval.statistics import percentile


def load(place: Workplace) -> Row:
    """Answers a second, errors and waiting times; every round one client, then many, for the same time."""
    scale = place.scale
    for_s = scale.load_s / scale.rounds
    alone: list[float] = []
    together: list[float] = []
    waits: list[float] = []
    errors = 0
    with place.server(place.copy("loaded")) as server:
        _ask_for(server, place.questions, 1, for_s)
        for number in range(scale.rounds):
            times, failed, took_s = _ask_for(server, place.questions, 1, for_s)
            alone.append(len(times) / took_s)
            errors += failed
            times, failed, took_s = _ask_for(server, place.questions, scale.clients, for_s)
            together.append(len(times) / took_s)
            errors += failed
            waits += times
            place.tell(f"load: {number + 1}/{scale.rounds}")
    p50, p99 = percentile(waits, 0.5), percentile(waits, 0.99)
    figures = {
        "throughput": round(median(b / a for a, b in zip(alone, together, strict=True)), 3),
        "alone_per_s": round(median(alone), 1),
        "together_per_s": round(median(together), 1),
        "p50_ms": milliseconds(p50),
        "p99_ms": milliseconds(p99),
        "p99_to_p50": round(p99 / p50, 2),
        "errors": float(errors),
        "answers": float(len(waits)),
    }
    bars = (Bar("throughput", 1.7, at_most=False), Bar("errors", 0.0), Bar("p99_to_p50", 16.0))
    return Row("load", figures, bars, {"alone_per_s": alone, "together_per_s": together})


def _ask_for(server: Server, questions: Sequence[str], clients: int, for_s: float) -> tuple[list[float], int, float]:
    """Each answer's time, the number of errors, and the time that it all took."""
    began = time.perf_counter()

    def ask(first: int) -> tuple[list[float], int]:
        client, times, errors = server.client(), [], 0
        for question in itertools.islice(itertools.cycle(questions), first, None):
            asked = time.perf_counter()
            if asked - began > for_s:
                break
            try:
                client.ask(question)
                times.append(time.perf_counter() - asked)
            except (OSError, RuntimeError):
                errors += 1
        client.close()
        return times, errors

    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(ask, range(0, clients * 7, 7)))
    took_s = time.perf_counter() - began
    return [t for times, _ in found for t in times], sum(errors for _, errors in found), took_s
