"""What Prometheus reads at /metrics: answers by kind and step, refusals, requests, the queue, ingest."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from index.ingest import Outcome
from index.jobs import JobQueue
from index.store import PlanIndex
from rag.answers import Answer

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_FILE_SECONDS = (0.1, 0.5, 1, 5, 15, 60, 300, 1_800)


class Metrics:
    """One server's counters; gauges are read when they are asked for."""

    def __init__(self, index: PlanIndex, jobs: JobQueue) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "kehoach_request_seconds",
            "Time of a request, by route.",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._steps = Histogram(
            "kehoach_answer_step_seconds",
            "Time of a step of an answer, by kind of question.",
            ["step", "kind"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter(
            "kehoach_answers", "Answers, by kind and status.", ["kind", "status"], registry=self._registry
        )
        self._refusals = Counter("kehoach_refusals", "Refusals, by reason.", ["reason"], registry=self._registry)
        self._files = Counter("kehoach_files", "Files brought in, by outcome.", ["outcome"], registry=self._registry)
        self._file_seconds = Histogram(
            "kehoach_file_seconds",
            "Time of reading and indexing a file.",
            buckets=_FILE_SECONDS,
            registry=self._registry,
        )
        self._registry.register(_Gauges(index, jobs))

    def note_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request. `route` is a path as declared, not as called: there are few of them."""
        self._requests.labels(method, route, status).observe(seconds)

    def note_answer(self, answer: Answer) -> None:
        """Counts an answer or a refusal, whoever asked."""
        self._answers.labels(answer.kind.value, answer.status.value).inc()
        if answer.refusal:
            self._refusals.labels(answer.refusal.reason.value).inc()
        for step, ms in answer.timings_ms.items():
            self._steps.labels(step, answer.kind.value).observe(ms / 1_000)

    def note_file(self, outcome: Outcome, seconds: float) -> None:
        """Counts a file that was brought in, or was not."""
        self._files.labels(outcome.value).inc()
        self._file_seconds.observe(seconds)

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)


class _Gauges(Collector):
    def __init__(self, index: PlanIndex, jobs: JobQueue) -> None:
        self._index = index
        self._jobs = jobs

    def collect(self) -> Iterator[GaugeMetricFamily]:
        snapshot = self._index.snapshot
        yield GaugeMetricFamily("kehoach_plans", "Plans in the index.", len(snapshot.plans))
        yield GaugeMetricFamily("kehoach_passages", "Passages in the index.", len(snapshot.passages))
        yield GaugeMetricFamily(
            "kehoach_model_warm", "Whether the embedding model has answered.", int(self._index.is_warm)
        )
        jobs = GaugeMetricFamily("kehoach_jobs", "Uploads of the last 30 days, by state.", labels=["state"])
        for state, count in self._jobs.counts().items():
            jobs.add_metric([state.value], count)
        yield jobs
