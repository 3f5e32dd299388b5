"""Files and folders become plans in the index: unchanged ones are skipped, changed ones replace their plan, bad ones are reported."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexLocked, KehoachError, UnreadableFile
from index.parsing import parse_file, plan_id_of
from index.reading import SUPPORTED_SUFFIXES, expand_archive, is_archive, load_bytes, read_bytes
from index.store import PlanIndex

_LOCK_FILE = "write.lock"
NOT_PLANS = frozenset({"SOURCES.md", "README.md"})  # a folder's own notes


class Outcome(StrEnum):
    """What became of a file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file; `message` says why it failed."""

    source: str
    outcome: Outcome
    plan_id: str = ""
    passages: int = 0
    message: str = ""


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Holds the data directory's write lock. Raises `IndexLocked` when another process has it."""
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / _LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexLocked(
            f"Thư mục dữ liệu {data} đang được một tiến trình khác ghi. Hãy chờ tiến trình đó xong rồi thử lại, hoặc nạp qua máy chủ đang chạy (POST /v1/plans)."
        ) from error
    try:
        yield
    finally:
        lock.release()


def shipped_plans() -> Path:
    """The folder of the plans that ship with the product."""
    return Path(str(resources.files("index") / "plans"))


def plan_files(paths: Iterable[Path]) -> list[Path]:
    """The files that `paths` name; of a folder, the plans in it, sorted. A path that isn't there stays, to be reported."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(
                f
                for f in path.rglob("*")
                if f.is_file() and f.suffix.lower() in SUPPORTED_SUFFIXES and not _is_note(f.name)
            )
        else:
            files.append(path)
    return files


def _is_note(name: str) -> bool:
    """Whether a file in a folder is the folder's own note, or one that an editor keeps beside an open document."""
    return name in NOT_PLANS or name.startswith((".", "~$"))


def ingest_files(
    index: PlanIndex, files: Iterable[Path], done: Callable[[FileResult], None] | None = None
) -> list[FileResult]:
    """Indexes `files`, each whole or not at all; one that fails leaves the index as it was and the rest go on.

    A zip archive gives a result for each document in it. `done` hears of each result.
    """
    intake = _Intake(index)
    results: list[FileResult] = []
    for path in files:
        for result in intake.take(path):
            results.append(result)
            if done:
                done(result)
    if any(r.outcome in (Outcome.ADDED, Outcome.REPLACED) for r in results):
        index.refresh()
    return results


class _Intake:
    """One run: what the index holds, and which plans this run has written."""

    def __init__(self, index: PlanIndex) -> None:
        self._index = index
        self._digests = index.digests()
        self._sources = index.sources()
        self._taken: dict[str, str] = {}  # plan id → digest, of this run

    def take(self, path: Path) -> Iterator[FileResult]:
        """Indexes the document in the file at `path`, or those in the archive there."""
        try:
            data = load_bytes(path)
            members = expand_archive(data, path.name) if is_archive(data, path.name) else None
        except KehoachError as error:
            yield FileResult(path.name, Outcome.FAILED, message=str(error))
            return
        if members is None:
            yield self._index_document(path.name, data)
            return
        for member in members:
            if member.error:
                yield FileResult(member.name, Outcome.FAILED, message=member.error)
            else:
                yield self._index_document(member.name, member.data)

    def _index_document(self, name: str, data: bytes) -> FileResult:
        digest = hashlib.sha256(data).hexdigest()
        plan_id = self._id_of(name)
        try:
            if self._taken.setdefault(plan_id, digest) != digest:
                raise UnreadableFile(
                    f"Tệp {name} trùng tên với một tệp khác trong cùng lần nạp nhưng nội dung khác. Hãy đổi tên tệp rồi nạp lại."
                )
            if self._digests.get(plan_id) == digest:
                return FileResult(name, Outcome.UNCHANGED, plan_id)
            passages = self._index.put(parse_file(read_bytes(data, name), name, digest, plan_id), data)
        except KehoachError as error:
            return FileResult(name, Outcome.FAILED, message=str(error))
        outcome = Outcome.REPLACED if plan_id in self._digests else Outcome.ADDED
        self._digests[plan_id], self._sources[plan_id] = digest, name
        return FileResult(name, outcome, plan_id, passages)

    def _id_of(self, name: str) -> str:
        """The plan's id; "ke-hoach-pdf" for ke-hoach.pdf where ke-hoach.docx is another plan."""
        plan_id = plan_id_of(name)
        if self._sources.get(plan_id, name) == name:
            return plan_id
        return plan_id_of(f"{Path(name).stem}-{Path(name).suffix.lstrip('.')}")
