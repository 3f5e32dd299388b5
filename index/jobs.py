"""The queue of uploads in the database: any process takes files in, whichever ingests works them off, and all can say how far it is."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import DateTime, Engine, Integer, LargeBinary, String, Text, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from index.database import Base
from index.errors import JobNotFound, QueueFull, UploadTooLarge
from index.ingest import FileResult, Outcome
from index.readers.limits import number

_KEPT = timedelta(days=30)  # how long a finished job can be asked for


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How much is taken in."""

    waiting_jobs: int
    files: int  # of one upload
    file_bytes: int


class JobState(StrEnum):
    """How far a job is. READING and EMBEDDING are of the file in work."""

    QUEUED = "queued"
    READING = "reading"
    EMBEDDING = "embedding"
    DONE = "done"
    FAILED = "failed"


FINISHED = (JobState.DONE, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """One upload of one or more files. Times are UTC."""

    job_id: str
    state: JobState
    files: tuple[str, ...]
    results: tuple[FileResult, ...]  # so far; an archive has one for each document in it
    passages_done: int  # of the file in work
    passages: int
    reason: str  # why it failed
    replaces: str  # the plan that its one file replaces, or ""
    submitted_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class _JobRow(Base):
    __tablename__ = "jobs"

    job_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    results: Mapped[str] = mapped_column(Text, default="[]")
    passages_done: Mapped[int] = mapped_column(Integer, default=0)
    passages: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    replaces: Mapped[str] = mapped_column(String(200), default="")
    submitted_by: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(DateTime)
    started_at: Mapped[datetime | None] = mapped_column(DateTime)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime)


class _JobFileRow(Base):
    __tablename__ = "job_files"

    job_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    data: Mapped[bytes] = mapped_column(LargeBinary)  # emptied when the job is finished


class JobQueue:
    """The jobs of a database that `migrate` has made ready."""

    def __init__(self, engine: Engine, limits: UploadLimits) -> None:
        self._engine = engine
        self.limits = limits

    def submit(self, uploads: Sequence[Upload], submitted_by: str, replaces: str = "") -> Job:
        """A new job for these files, in the order given. Raises `UploadTooLarge` and `QueueFull`, with nothing taken in."""
        self._check_size(uploads)
        job_id = uuid.uuid4().hex
        with Session(self._engine) as session, session.begin():
            waiting = session.scalar(
                select(func.count()).select_from(_JobRow).where(_JobRow.state == JobState.QUEUED.value)
            )
            if (waiting or 0) >= self.limits.waiting_jobs:
                raise QueueFull(f"Đang có {waiting} lượt nạp văn bản chờ xử lý, mức tối đa. Hãy thử lại sau ít phút.")
            old = select(_JobRow.job_id).where(_JobRow.finished_at < _now() - _KEPT)
            session.execute(delete(_JobFileRow).where(_JobFileRow.job_id.in_(old)))
            session.execute(delete(_JobRow).where(_JobRow.finished_at < _now() - _KEPT))
            session.add(
                _JobRow(
                    job_id=job_id,
                    state=JobState.QUEUED.value,
                    replaces=replaces,
                    submitted_by=submitted_by,
                    created_at=_after_all(session),
                )
            )
            for position, upload in enumerate(uploads):
                session.add(_JobFileRow(job_id=job_id, position=position, name=upload.name, data=upload.data))
        return self.get(job_id)

    def _check_size(self, uploads: Sequence[Upload]) -> None:
        files, size = self.limits.files, self.limits.file_bytes
        if len(uploads) > files:
            raise UploadTooLarge(
                f"Lượt tải lên có {len(uploads)} tệp, quá mức {files}. Hãy chia thành nhiều lượt, hoặc nén thành một tệp .zip."
            )
        for upload in uploads:
            if len(upload.data) > size:
                raise UploadTooLarge(
                    f"Tệp {upload.name} lớn hơn mức cho phép ({number(size)} byte). Hãy tách văn bản rồi gửi lại."
                )

    def get(self, job_id: str) -> Job:
        """The job with this id. Raises `JobNotFound`."""
        with Session(self._engine) as session:
            row = session.get(_JobRow, job_id)
            if row is None:
                raise JobNotFound(f"Không có lượt nạp “{job_id}”. Mã lượt nạp nằm trong trả lời của POST /v1/plans.")
            names = select(_JobFileRow.name).where(_JobFileRow.job_id == job_id).order_by(_JobFileRow.position)
            return _job_of(row, tuple(session.scalars(names)))

    def next(self) -> str | None:
        """The id of the oldest unfinished job. To whoever ingests, one in READING or EMBEDDING is one that a process left behind."""
        waiting = [state.value for state in JobState if state not in FINISHED]
        with Session(self._engine) as session:
            return session.scalar(
                select(_JobRow.job_id)
                .where(_JobRow.state.in_(waiting))
                .order_by(_JobRow.created_at, _JobRow.job_id)
                .limit(1)
            )

    def uploads(self, job_id: str) -> Iterator[Upload]:
        """The job's files, one at a time."""
        for position in range(len(self.get(job_id).files)):
            with Session(self._engine) as session:
                row = session.get_one(_JobFileRow, (job_id, position))
                upload = Upload(row.name, row.data)
            yield upload

    def note(self, job_id: str, state: JobState, passages_done: int = 0, passages: int = 0) -> None:
        """Says how far an unfinished job is."""
        self._set(job_id, state=state.value, passages_done=passages_done, passages=passages)

    def start(self, job_id: str) -> None:
        """Begins a job, or begins one anew that was left behind: files that are in by now will be found unchanged."""
        self._set(job_id, state=JobState.READING.value, started_at=_now(), results="[]")

    def note_results(self, job_id: str, results: Sequence[FileResult]) -> None:
        """Says what became of the files so far."""
        self._set(job_id, results=json.dumps([asdict(result) for result in results], ensure_ascii=False))

    def finish(self, job_id: str, reason: str = "") -> None:
        """Ends a job, as failed where there is a reason, and forgets the files' bytes."""
        state = JobState.FAILED if reason else JobState.DONE
        with Session(self._engine) as session, session.begin():
            session.execute(update(_JobFileRow).where(_JobFileRow.job_id == job_id).values(data=b""))
        self._set(job_id, state=state.value, reason=reason, finished_at=_now(), passages_done=0, passages=0)

    def counts(self) -> dict[JobState, int]:
        """How many jobs are in each state."""
        with Session(self._engine) as session:
            rows = session.execute(select(_JobRow.state, func.count()).group_by(_JobRow.state)).all()
        return dict.fromkeys(JobState, 0) | {JobState(state): count for state, count in rows}

    def _set(self, job_id: str, **values: object) -> None:
        with Session(self._engine) as session, session.begin():
            session.execute(update(_JobRow).where(_JobRow.job_id == job_id).values(**values))


def _after_all(session: Session) -> datetime:
    """Now, but later than every job that is there: a clock that was put back must not let an older upload win over a newer one."""
    newest = session.scalar(select(func.max(_JobRow.created_at)))
    return max(_now(), newest + timedelta(microseconds=1)) if newest else _now()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _job_of(row: _JobRow, names: tuple[str, ...]) -> Job:
    results = (FileResult(**{**result, "outcome": Outcome(result["outcome"])}) for result in json.loads(row.results))
    return Job(
        job_id=row.job_id,
        state=JobState(row.state),
        files=names,
        results=tuple(results),
        passages_done=row.passages_done,
        passages=row.passages,
        reason=row.reason,
        replaces=row.replaces,
        submitted_by=row.submitted_by,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
