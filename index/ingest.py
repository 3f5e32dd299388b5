"""Files and folders become plans in the index: unchanged ones and duplicates are skipped, changed ones replace their plan, bad ones are reported."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from itertools import chain, count
from pathlib import Path

from index.catalog import Received
from index.errors import KehoachError, UnreadableFile
from index.outages import outage_of
from index.parsing import parse_file, plan_id_of
from index.reading import SUPPORTED_SUFFIXES, expand_archive, is_archive, load_bytes, read_bytes
from index.store import PlanIndex
from index.vietnamese import fingerprint

NOT_PLANS = frozenset({"SOURCES.md", "README.md"})  # a folder's own notes


class Outcome(StrEnum):
    """What became of a file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"  # another plan has the same words
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file; `message` says why it failed, or of which plan it is a duplicate."""

    source: str
    outcome: Outcome
    plan_id: str = ""
    passages: int = 0
    message: str = ""


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
    index: PlanIndex, files: Iterable[Path], done: Callable[[FileResult], None] | None = None, wait_s: float = 0.0
) -> list[FileResult]:
    """Indexes `files`, each whole or not at all; one that fails leaves the index as it was and the rest go on.

    A zip archive gives a result for each document in it. `done` hears of each result. Raises `IndexLocked` when somebody else
    still ingests after `wait_s` seconds.
    """
    with index.ingesting(wait_s):
        while index.mend_found():
            pass
        intake = Intake(index)
        results: list[FileResult] = []
        for path in files:
            for result in intake.take_file(path):
                results.append(result)
                if done:
                    done(result)
        intake.finish()
    return results


class Phase(StrEnum):
    """What is being done to a file."""

    READING = "reading"
    EMBEDDING = "embedding"


# Hears the phase, and in EMBEDDING how many passages are done, of how many. What it raises ends the file, with nothing changed.
Watch = Callable[[Phase, int, int], None]


def _watch_nothing(_phase: Phase, _done: int, _total: int) -> None:
    pass


class Intake:
    """One run of bringing files in, while `index.ingesting()`: it knows what the index holds and what this run has written."""

    def __init__(self, index: PlanIndex, watch: Watch = _watch_nothing) -> None:
        self._index = index
        self._watch = watch
        self._received = index.received()
        self._taken: dict[str, str] = {}  # plan id → digest, of this run
        self._changed = False

    def take_file(self, path: Path) -> Iterator[FileResult]:
        """Indexes the document in the file at `path`, or those in the archive there."""
        try:
            data = load_bytes(path)
        except KehoachError as error:
            yield FileResult(path.name, Outcome.FAILED, message=str(error))
        else:
            yield from self.take(path.name, data)

    def take(self, name: str, data: bytes, plan_id: str = "") -> Iterator[FileResult]:
        """Indexes the document `data` from a file called `name`, or those in that archive; as the plan `plan_id`, where given."""
        try:
            members = expand_archive(data, name) if is_archive(data, name) else None
        except KehoachError as error:
            yield FileResult(name, Outcome.FAILED, message=str(error))
            return
        if members is None:
            yield self._index_document(name, data, plan_id or self._id_of(name))
        elif plan_id:
            yield FileResult(name, Outcome.FAILED, plan_id, message=_NO_ARCHIVE.format(name=name))
        else:
            for member in members:
                if member.error:
                    yield FileResult(member.name, Outcome.FAILED, message=member.error)
                else:
                    yield self._index_document(member.name, member.data, self._id_of(member.name))

    def finish(self) -> None:
        """Lets the index take over what this run wrote."""
        if self._changed:
            self._index.refresh()

    def _index_document(self, name: str, data: bytes, plan_id: str) -> FileResult:
        digest = hashlib.sha256(data).hexdigest()
        held = self._received.get(plan_id)
        try:
            if self._taken.setdefault(plan_id, digest) != digest:
                raise UnreadableFile(
                    f"Tệp {name} trùng tên với một tệp khác trong cùng lần nạp nhưng nội dung khác. Hãy đổi tên tệp rồi nạp lại."
                )
            if held and held.sha256 == digest:
                return FileResult(name, Outcome.UNCHANGED, plan_id)
            self._watch(Phase.READING, 0, 0)
            plan = parse_file(read_bytes(data, name), name, digest, plan_id)
            words = fingerprint(plan.text)
            twin = self._twin_of(plan_id, digest, words)
            if twin:
                message = _DUPLICATE.format(name=name, twin=twin, source=self._received[twin].source)
                return FileResult(name, Outcome.DUPLICATE, twin, message=message)
            passages = self._index.put(plan, data, lambda done, total: self._watch(Phase.EMBEDDING, done, total))
        except KehoachError as error:
            if outage_of(error) is not None:  # not the file's fault
                raise
            return FileResult(name, Outcome.FAILED, message=str(error))
        self._received[plan_id] = Received(name, digest, words)
        self._changed = True
        return FileResult(name, Outcome.REPLACED if held else Outcome.ADDED, plan_id, passages)

    def _twin_of(self, plan_id: str, digest: str, words: str) -> str:
        """Another plan with the same bytes or the same words, or ""."""
        twins = (i for i, held in self._received.items() if digest == held.sha256 or words == held.fingerprint)
        return next((twin for twin in twins if twin != plan_id), "")

    def _id_of(self, name: str) -> str:
        """The plan's id; "ke-hoach-pdf" for ke-hoach.pdf where ke-hoach.docx is another plan, "ke-hoach-pdf-2" where that is taken, too."""
        plan_id = plan_id_of(name)
        typed = f"{plan_id}-{plan_id_of(Path(name).suffix.lstrip('.'))}"
        for candidate in chain((plan_id, typed), (f"{typed}-{number}" for number in count(2))):
            held = self._received.get(candidate)
            if held is None or held.source == name:
                return candidate
        raise AssertionError("numbers don't end")


_DUPLICATE = "Tệp {name} có nội dung trùng với văn bản đã nạp “{twin}” (tệp {source}), nên không nạp lại."
_NO_ARCHIVE = "Tệp nén {name} không thể thay một văn bản. Hãy gửi chính tệp văn bản."
