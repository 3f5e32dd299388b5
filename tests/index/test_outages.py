"""Disk, database or vector store are away for a while: uploads wait, and go on when they are back."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import OperationalError

import index.jobs
from index.errors import IndexLocked, KehoachError, StorageFull, StorageReadOnly, StoreUnreachable, UnreadableFile
from index.job_runner import JobRunner
from index.jobs import JobQueue, JobState, Upload, UploadLimits
from index.outages import outage_of
from index.store import PlanIndex, build_index
from tests.fakes import FakeEmbedder
from tests.index.plans import document

A = Upload("a.txt", document("I. MỤC ĐÍCH\n\n1. Nội dung cũ").encode())
B = Upload("a.txt", document("I. MỤC ĐÍCH\n\n1. Nội dung mới").encode())


@pytest.fixture
def plans(tmp_path: Path) -> Iterator[PlanIndex]:
    made = build_index(tmp_path, FakeEmbedder)
    yield made
    made.close()


@pytest.fixture
def queue(plans: PlanIndex) -> JobQueue:
    return JobQueue(plans.engine, UploadLimits(10, 10, 100_000))


def sqlite_says(words: str) -> OperationalError:
    return OperationalError("INSERT", {}, sqlite3.OperationalError(words))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), StorageFull),
        (OSError(errno.EFBIG, os.strerror(errno.EFBIG)), StorageFull),
        (sqlite_says("database or disk is full"), StorageFull),
        (ValueError("Failed to open file for write: No space left on device (os error 28)"), StorageFull),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), StorageReadOnly),
        (PermissionError(errno.EACCES, "Permission denied"), StorageReadOnly),
        (sqlite_says("attempt to write a readonly database"), StorageReadOnly),
        (sqlite_says("disk I/O error"), StoreUnreachable),
        (httpx.ConnectError("refused"), StoreUnreachable),
        (httpx.ReadTimeout("hangs"), StoreUnreachable),
    ],
)
def test_what_is_missing_outside_is_told_apart(error: Exception, kind: type[KehoachError]) -> None:
    assert type(outage_of(error)) is kind


@pytest.mark.parametrize(
    "error", [ValueError("a bug"), UnreadableFile("Tệp no space left.txt hỏng"), IndexLocked("đang ghi"), KeyError("x")]
)
def test_a_bug_or_a_bad_file_is_no_outage(error: Exception) -> None:
    assert outage_of(error) is None


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        OSError(errno.ENOSPC, "full"),
        sqlite_says("database or disk is full"),
        StorageFull("đầy"),
    ],
)
def test_an_upload_waits_until_the_store_is_back(
    plans: PlanIndex, queue: JobQueue, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    job = queue.submit([A], "An")
    runner = JobRunner(plans, queue, 60, lambda *_: None)

    def away(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(plans._derived.vectors, "replace", away)
        with pytest.raises(type(error)):
            runner.run_waiting()
        assert queue.get(job.job_id).state not in (JobState.DONE, JobState.FAILED)
    runner.run_waiting()
    assert queue.get(job.job_id).state is JobState.DONE
    assert plans.search_dense("nội dung", 1) and plans.search_lexical("nội dung", 1)


def test_a_lexical_write_that_was_cut_off_does_not_stop_the_next(
    plans: PlanIndex, queue: JobQueue, tmp_path: Path
) -> None:
    queue.submit([A], "An")
    runner = JobRunner(plans, queue, 60, lambda *_: None)
    runner.run_waiting()
    segment = next((tmp_path / "lexical").glob("*.store")).stem
    for number in range(20):  # the next write would name its file like one of these
        (tmp_path / "lexical" / f"{segment}.{number}.del").write_bytes(b"")
    queue.submit([B], "An")
    runner.run_waiting()
    assert "mới" in plans.plan("a").text
    assert plans.search_lexical("nội dung mới", 1)


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_jumps_changes_neither_order_nor_outcome(
    plans: PlanIndex, queue: JobQueue, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    first = queue.submit([A], "An")
    monkeypatch.setattr(index.jobs, "_now", lambda: datetime.now(UTC).replace(tzinfo=None) + jump)
    second = queue.submit([B], "An")
    JobRunner(plans, queue, 60, lambda *_: None).run_waiting()
    assert "mới" in plans.plan("a").text
    assert [queue.get(job.job_id).state for job in (first, second)] == [JobState.DONE, JobState.DONE]


def test_a_server_owns_its_data_directory(plans: PlanIndex, tmp_path: Path) -> None:
    other = build_index(tmp_path, FakeEmbedder)
    with plans.serving():
        for held in (other.serving(), other.ingesting()):
            with pytest.raises(IndexLocked, match="/v1/plans"), held:
                pass
        with plans.ingesting():  # itself it may write
            pass
        assert build_index(tmp_path, FakeEmbedder).snapshot.plans == {}  # and others may read
    with other.ingesting():
        pass
