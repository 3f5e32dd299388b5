"""Works off the queue of uploads: one job at a time, of all threads and processes; stops at a safe point when told to."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from threading import Event

from index.errors import IndexLocked, UnreadableFile
from index.ingest import FileResult, Intake, Outcome, Phase
from index.jobs import Job, JobQueue, JobState
from index.outages import outage_of
from index.store import PlanIndex

log = logging.getLogger(__name__)
Done = Callable[[Job, FileResult, float], None]  # hears what became of a file, and in how many seconds


class _Stopped(Exception):
    """The process is ending; the job goes on in another, or at the next start."""


class JobRunner:
    """Brings queued files into the index. A file may take `max_file_s` seconds; `done` hears of each."""

    def __init__(self, index: PlanIndex, queue: JobQueue, max_file_s: float, done: Done) -> None:
        self._index = index
        self._queue = queue
        self._max_file_s = max_file_s
        self._done = done
        self._stop = Event()

    def stop(self) -> None:
        """Lets the work end between two files or two batches of passages; what is not written by then is done later."""
        self._stop.set()

    def run_waiting(self) -> None:
        """Works off what waits, then what was found damaged; does nothing while somebody else ingests, who will see to it.

        Raises what the stores' clients raise when a disk is full or a store is away; the job in work then waits for the next run.
        """
        if self._queue.next() is None and not self._index.ailing:
            return
        try:
            with self._index.ingesting():
                self._index.mend()
                while not self._stop.is_set():
                    if (job_id := self._queue.next()) is not None:
                        self._run(self._queue.get(job_id))
                    elif not self._index.mend_found(self._go_on):
                        break
        except IndexLocked:
            return
        except _Stopped:
            log.info("ingest stopped at a safe point; the job goes on at the next start")

    def _go_on(self, _done: int, _total: int) -> None:
        if self._stop.is_set():
            raise _Stopped

    def _run(self, job: Job) -> None:
        self._queue.start(job.job_id)
        results: list[FileResult] = []
        try:
            for result in self._take(job):
                results.append(result)
                self._queue.note_results(job.job_id, results)
        except _Stopped:
            self._queue.note(job.job_id, JobState.QUEUED)
            raise
        except Exception as error:
            if outage_of(error) is not None:
                raise
            log.exception("job %s failed", job.job_id)
            self._queue.finish(job.job_id, _BROKEN.format(job_id=job.job_id))
            return
        failed = bool(results) and all(result.outcome is Outcome.FAILED for result in results)
        reason = results[0].message if len(results) == 1 else _NONE
        self._queue.finish(job.job_id, reason if failed else "")

    def _take(self, job: Job) -> Iterator[FileResult]:
        deadline = 0.0

        def watch(phase: Phase, done: int, total: int) -> None:
            if self._stop.is_set():
                raise _Stopped
            if time.monotonic() > deadline:
                raise UnreadableFile(_SLOW.format(limit=round(self._max_file_s)))
            self._queue.note(job.job_id, JobState(phase.value), done, total)

        intake = Intake(self._index, watch)
        try:
            for upload in self._queue.uploads(job.job_id):
                if self._stop.is_set():
                    raise _Stopped
                began = time.monotonic()
                deadline = began + self._max_file_s
                for result in intake.take(upload.name, upload.data, job.replaces):
                    self._done(job, result, time.monotonic() - began)
                    began = time.monotonic()
                    deadline = began + self._max_file_s
                    yield result
        finally:
            intake.finish()


_BROKEN = "Hệ thống gặp lỗi khi nạp. Hãy gửi lại; nếu còn lỗi, gửi mã {job_id} cho quản trị viên."
_NONE = "Không tệp nào nạp được; xem lý do của từng tệp trong “results”."
_SLOW = "Tệp cần hơn {limit} giây để xử lý, quá mức cho phép. Hãy tách văn bản rồi nạp lại."
