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

from index.errors import IndexLocked, KehoachError
from index.parsing import parse_plan, plan_id_of
from index.reading import TEXT_SUFFIXES, read_text
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
                if f.is_file() and f.suffix.lower() in TEXT_SUFFIXES and f.name not in NOT_PLANS
            )
        else:
            files.append(path)
    return files


def ingest_files(
    index: PlanIndex, files: Iterable[Path], done: Callable[[FileResult], None] | None = None
) -> list[FileResult]:
    """Indexes `files`, each whole or not at all; one that fails leaves the index as it was and the rest go on."""
    known = index.digests()
    results: list[FileResult] = []
    for path in files:
        result = _ingest_file(index, path, known)
        results.append(result)
        if done:
            done(result)
    if any(r.outcome in (Outcome.ADDED, Outcome.REPLACED) for r in results):
        index.refresh()
    return results


def _ingest_file(index: PlanIndex, path: Path, known: dict[str, str]) -> FileResult:
    try:
        raw, data = read_text(path)
        plan_id = plan_id_of(path.name)
        digest = hashlib.sha256(data).hexdigest()
        if known.get(plan_id) == digest:
            return FileResult(path.name, Outcome.UNCHANGED, plan_id)
        passages = index.put(parse_plan(raw, path.name, digest), data)
    except KehoachError as error:
        return FileResult(path.name, Outcome.FAILED, message=str(error))
    outcome = Outcome.REPLACED if plan_id in known else Outcome.ADDED
    known[plan_id] = digest
    return FileResult(path.name, outcome, plan_id, passages)
