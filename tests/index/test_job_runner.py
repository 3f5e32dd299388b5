"""The queue of uploads, and who works it off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.embedding import Vectors
from index.ingest import FileResult, Outcome
from index.job_runner import JobRunner
from index.jobs import Job, JobQueue, JobState, Upload, UploadLimits
from index.store import PlanIndex, build_index
from tests.fakes import FakeEmbedder
from tests.index.plans import document

A = Upload("a.txt", document("I. MỤC ĐÍCH\n\n1. Nội dung a").encode())
B = Upload("b.txt", document("I. MỤC ĐÍCH\n\n1. Nội dung b").encode())
LIMITS = UploadLimits(waiting_jobs=10, files=10, file_bytes=100_000)


class WatchedEmbedder(FakeEmbedder):
    """Calls `then` for each batch."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self.then = then

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """One row for each text."""
        self.then()
        return super().embed_passages(texts, advance)


class Heard(list[tuple[str, Outcome]]):
    """What a runner told."""

    def __call__(self, _job: Job, result: FileResult, seconds: float) -> None:
        assert seconds >= 0
        self.append((result.source, result.outcome))


@pytest.fixture
def embedder() -> WatchedEmbedder:
    return WatchedEmbedder(lambda: None)


@pytest.fixture
def index(tmp_path: Path, embedder: WatchedEmbedder) -> PlanIndex:
    return build_index(tmp_path, lambda: embedder)


@pytest.fixture
def queue(index: PlanIndex) -> JobQueue:
    return JobQueue(index.engine, LIMITS)


def test_jobs_are_worked_off_in_order_and_told(index: PlanIndex, queue: JobQueue) -> None:
    first, second = queue.submit([A, B], "An"), queue.submit([Upload("a.txt", B.data)], "An")
    heard = Heard()
    JobRunner(index, queue, 60, heard).run_waiting()
    assert heard == [("a.txt", Outcome.ADDED), ("b.txt", Outcome.ADDED), ("a.txt", Outcome.DUPLICATE)]
    assert {queue.get(job.job_id).state for job in (first, second)} == {JobState.DONE}
    assert set(index.snapshot.plans) == {"a", "b"}
    assert queue.next() is None
    assert [upload.data for upload in queue.uploads(first.job_id)] == [b"", b""]  # in the catalog by now


def test_a_job_says_how_far_it_is(index: PlanIndex, queue: JobQueue, embedder: WatchedEmbedder) -> None:
    seen: list[tuple[JobState, int, int]] = []

    def look() -> None:
        now = queue.get(job.job_id)
        seen.append((now.state, now.passages_done, len(now.results)))

    job = queue.submit([A, B], "An")
    embedder.then = look
    JobRunner(index, queue, 60, lambda *_: look()).run_waiting()
    assert seen[0] == (JobState.READING, 0, 0)
    assert seen[1][0] is JobState.EMBEDDING
    assert seen[1][1] > 0
    assert seen[2] == (JobState.READING, 0, 1)


def test_a_stopped_job_loses_nothing_and_goes_on_at_the_next_start(
    index: PlanIndex, queue: JobQueue, embedder: WatchedEmbedder
) -> None:
    job = queue.submit([A, B], "An")
    runner = JobRunner(index, queue, 60, lambda *_: runner.stop())  # after the first file
    runner.run_waiting()
    assert (queue.get(job.job_id).state, set(index.snapshot.plans)) == (JobState.QUEUED, {"a"})

    interrupted = JobRunner(index, queue, 60, Heard())
    embedder.then = interrupted.stop  # while the second is embedded
    interrupted.run_waiting()
    assert (queue.get(job.job_id).state, set(index.snapshot.plans)) == (JobState.QUEUED, {"a"})

    embedder.then = lambda: None
    heard = Heard()
    JobRunner(index, queue, 60, heard).run_waiting()
    assert heard == [("a.txt", Outcome.UNCHANGED), ("b.txt", Outcome.ADDED)]
    assert (queue.get(job.job_id).state, set(index.snapshot.plans)) == (JobState.DONE, {"a", "b"})


def test_a_job_that_a_dead_process_left_behind_is_taken_over(index: PlanIndex, queue: JobQueue) -> None:
    job = queue.submit([A], "An")
    queue.start(job.job_id)
    queue.note(job.job_id, JobState.EMBEDDING, 3, 9)
    JobRunner(index, queue, 60, Heard()).run_waiting()
    assert queue.get(job.job_id).state is JobState.DONE


def test_while_somebody_else_ingests_a_job_waits(index: PlanIndex, queue: JobQueue, tmp_path: Path) -> None:
    job = queue.submit([A], "An")
    with build_index(tmp_path, FakeEmbedder).ingesting():
        JobRunner(index, queue, 60, Heard()).run_waiting()
        assert queue.get(job.job_id).state is JobState.QUEUED
    JobRunner(index, queue, 60, Heard()).run_waiting()
    assert queue.get(job.job_id).state is JobState.DONE


def test_a_bug_fails_its_job_and_the_next_one_is_done(
    index: PlanIndex, queue: JobQueue, embedder: WatchedEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    broken, good = queue.submit([A], "An"), queue.submit([B], "An")
    failures = iter([True])

    def fail_once() -> None:
        if next(failures, False):
            raise RuntimeError("bug")

    embedder.then = fail_once
    JobRunner(index, queue, 60, Heard()).run_waiting()
    assert queue.get(broken.job_id).state is JobState.FAILED
    assert broken.job_id in queue.get(broken.job_id).reason
    assert queue.get(good.job_id).state is JobState.DONE
    assert "bug" in caplog.text


def test_the_states_are_counted(index: PlanIndex, queue: JobQueue) -> None:
    queue.submit([A], "An")
    queue.submit([Upload("rong.txt", b"")], "An")
    assert queue.counts()[JobState.QUEUED] == 2
    JobRunner(index, queue, 60, Heard()).run_waiting()
    assert {state: count for state, count in queue.counts().items() if count} == {JobState.DONE: 1, JobState.FAILED: 1}


def test_names_that_differ_in_little_are_three_plans(index: PlanIndex, queue: JobQueue) -> None:
    names = ["Kế hoạch.txt", "ke hoach.txt", "KE-HOACH.txt", "Kế hoạch.txt"]
    files = [Upload(name, document(f"I. MỤC ĐÍCH\n\n1. Việc {n % 3}").encode()) for n, name in enumerate(names)]
    job = queue.submit(files, "An")
    JobRunner(index, queue, 60, Heard()).run_waiting()
    assert [result.outcome for result in queue.get(job.job_id).results] == [Outcome.ADDED] * 3 + [Outcome.UNCHANGED]
    assert {plan.source for plan in index.snapshot.plans.values()} == set(names)
