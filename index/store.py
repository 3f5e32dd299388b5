"""The index as its users see it: plans, passages, and two searches over them; writing goes through `ingest`."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

from index.catalog import Catalog, Received
from index.derived import BOTH, DIRTY, FOUND, DerivedIndexes, Part, build_derived
from index.embedding import Embedder, Vectors
from index.errors import IndexLocked, KehoachError, ModelMismatch, PlanNotFound, UnreadableFile
from index.locks import FileLocks, Locks, Purpose
from index.migrations import open_database
from index.parsing import parse_file
from index.passages import make_passages
from index.reading import read_bytes
from index.records import Passage, Plan
from index.snapshot import PlanPassages, vocabulary_of
from index.snapshot import Snapshot as Snapshot

log = logging.getLogger(__name__)
_MODEL = "embedding_model"
_SHIPPED = "shipped_plans"
_DERIVED_SHARE = 10  # a plan's records and indexes are about so many times as large as a text file
_WRITE_WAIT_S = 30.0  # writing one plan takes moments


class PlanIndex:
    """Catalog, vectors and lexical index together. Build with `build_index`."""

    def __init__(
        self,
        catalog: Catalog,
        derived: DerivedIndexes,
        embedder: Callable[[], Embedder],
        locks: Locks,
    ) -> None:
        self._catalog = catalog
        self._derived = derived
        self._load_embedder = embedder
        self._embedder: Embedder | None = None
        self._loading = Lock()
        self._locks = locks
        self._refreshing = Lock()
        self._stamps: dict[str, tuple[str, datetime]] = {}
        self._generation = ""
        self.is_loaded = False  # whether the catalog has been read
        self.is_warm = False  # whether the embedder has answered
        self.ailing: frozenset[Part] = frozenset()  # what was found damaged and is not whole again yet
        self.outage: KehoachError | None = None  # what keeps waiting uploads from being worked off
        self.snapshot = Snapshot()

    @property
    def embedder(self) -> Embedder:
        """The embedding model, loaded on first use."""
        with self._loading:
            if self._embedder is None:
                self._embedder = self._load_embedder()
            return self._embedder

    def warm_up(self) -> None:
        """Loads the embedder and has it answer once; the first answer is the slowest."""
        self.embedder.embed_question("khởi động")
        self.is_warm = True

    def plan(self, plan_id: str) -> Plan:
        """The plan with this id. Raises `PlanNotFound`."""
        plan = self.snapshot.plans.get(plan_id)
        if plan is None:
            raise PlanNotFound(f"Không có văn bản “{plan_id}”. Xem danh sách văn bản để chọn đúng mã.")
        return plan

    def close(self) -> None:
        """Lets go of the database and the vector store."""
        self._derived.vectors.close()
        self.engine.dispose()

    def check_room(self, size_bytes: int) -> None:
        """Raises `StorageFull` where the stores are on this machine's disk, and it has no room for so many bytes."""
        self._derived.check_room(size_bytes)

    def check_stores(self) -> None:
        """Raises what their clients raise when the database or the vector store can't be reached."""
        self._catalog.generation()
        self._derived.vectors.check()

    @property
    def engine(self) -> Engine:
        """The database, for others who keep tables of their own in it."""
        return self._catalog.engine

    def received(self) -> dict[str, Received]:
        """Plan id → the file it was read from."""
        return self._catalog.received()

    def search_dense(self, question: str, top_k: int, plan_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids by cosine similarity to the question. Raises `SearchUnavailable`."""
        return self._derived.search_dense(self.embedder.embed_question(question), top_k, plan_ids)

    def search_lexical(
        self, question: str, top_k: int, plan_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids by BM25. Raises `SearchUnavailable`."""
        return self._derived.search_lexical(question, top_k, plan_ids)

    def ingesting(self, wait_s: float = 0.0) -> AbstractContextManager[None]:
        """Held by whoever brings in plans: one at a time, of all threads and processes. Raises `IndexLocked` on entering."""
        return self._locks.hold(Purpose.INGEST, wait_s)

    def serving(self) -> AbstractContextManager[None]:
        """Held by a server while it runs. With stores in the data directory no other process may write there; raises `IndexLocked` on entering.

        Chroma's own files are for one process: what another one wrote would be missing here, or be overwritten.
        """
        return self._locks.hold(Purpose.SERVE) if isinstance(self._locks, FileLocks) else nullcontext()

    def put(self, plan: Plan, raw: bytes, advance: Callable[[int, int], None] | None = None) -> int:
        """Stores `plan` in place of an earlier one with its id; returns how many passages it has.

        `advance` hears how many passages are embedded, of how many; what it raises ends the work, with nothing changed. The catalog
        changes last and at once; until then a mark says that the plan's derived indexes may be half written, and `mend` rebuilds them.
        """
        passages = make_passages(plan)
        self._derived.check_room(_DERIVED_SHARE * len(raw))
        vectors = self._embed(passages, advance)
        with self._locks.hold(Purpose.WRITE, _WRITE_WAIT_S):
            self._check_model()
            self._catalog.remember(DIRTY + plan.plan_id, "put")
            self._derived.write(plan.plan_id, passages, vectors)
            self._catalog.put(
                plan, len(passages), raw, datetime.now(UTC).replace(tzinfo=None), clear=DIRTY + plan.plan_id
            )
        return len(passages)

    def remove(self, plan_id: str) -> None:
        """Forgets a plan. Raises `PlanNotFound`."""
        with self._locks.hold(Purpose.WRITE, _WRITE_WAIT_S):
            self._derived.check_room(0)
            self._catalog.remove(plan_id, mark=DIRTY + plan_id)
            self._clear(plan_id)
        self.refresh()

    def refresh(self) -> None:
        """Takes over what changed in the catalog, here or in another process."""
        with self._refreshing:
            generation = (
                self._catalog.generation()
            )  # before the plans: one that changes meanwhile is seen the next time
            stamps = self._catalog.stamps()
            old = self.snapshot
            kept = {i: plan for i, plan in old.plans.items() if i in stamps and self._stamps.get(i) == stamps[i]}
            new = {plan.plan_id: plan for plan in self._catalog.plans(stamps.keys() - kept.keys())}
            plans = dict(sorted((kept | new).items()))
            counts = {i: old.passages.counts[i] if i in kept else len(make_passages(new[i])) for i in plans}
            self._derived.follow(old.plans.keys() - plans.keys(), new)
            only_added = old.plans.keys() == kept.keys()
            vocabulary = vocabulary_of(new.values(), old.vocabulary) if only_added else vocabulary_of(plans.values())
            self._stamps, self._generation = stamps, generation
            self.snapshot = Snapshot(plans, PlanPassages(plans, counts), vocabulary)
            self.is_loaded = True

    def refresh_if_changed(self) -> bool:
        """Refreshes when anybody has changed a plan since the last time; whether it did."""
        if self._catalog.generation() == self._generation:
            return False
        self.refresh()
        return True

    def mend(self) -> None:
        """Makes anew, from the catalog, what an interrupted write left half done. Only while `ingesting`: else it may be somebody's write of now."""
        try:
            for plan_id, mark in self._catalog.settings(DIRTY).items():
                if mark not in FOUND:
                    self._mend_plan(plan_id, BOTH)
        except ModelMismatch:
            log.warning("interrupted writes wait until the index is made anew with the other model")

    def mend_found(self, advance: Callable[[int, int], None] | None = None) -> bool:
        """Makes one plan's part of a damaged index anew, only while `ingesting`; whether there was one. `advance` as for `put`."""
        marks = {plan_id: mark for plan_id, mark in self._catalog.settings(DIRTY).items() if mark in FOUND}
        for plan_id, mark in marks.items():
            self._mend_plan(plan_id, mark, advance)
            break
        self._look_for_marks()
        return bool(marks)

    def find_damage(self) -> None:
        """Compares the derived indexes with the catalog, and marks what differs, for `mend_found`. Only while `ingesting`."""
        marks = {} if self.is_outdated() else self._derived.differing(self.snapshot.passages.counts)
        if marks:
            log.error(
                "vectors or lexical index of %d plans are not what the catalog says; they are made anew", len(marks)
            )
            self._catalog.remember_all({DIRTY + plan_id: mark for plan_id, mark in marks.items()})
        self._derived.flush()
        self._look_for_marks()

    def _look_for_marks(self) -> None:
        found = set(self._catalog.settings(DIRTY).values()) & FOUND
        self.ailing = frozenset(part for part in Part if any(part.value in mark for mark in found))

    def _mend_plan(self, plan_id: str, mark: str, advance: Callable[[int, int], None] | None = None) -> None:
        """Writes a plan's derived indexes, or what `mark` names of them, from the catalog; of a plan that is not there, away."""
        found = self._catalog.plans([plan_id])
        passages = make_passages(found[0]) if found else []
        vectors = self._embed(passages, advance) if found and Part.VECTORS.value in mark else None
        self._derived.check_room(0)
        with self._locks.hold(Purpose.WRITE, _WRITE_WAIT_S):
            if found and self._catalog.has(plan_id):  # somebody may have removed it meanwhile
                self._check_model()
                self._derived.write(plan_id, passages, vectors, lexical=Part.LEXICAL.value in mark)
                self._catalog.forget(DIRTY + plan_id)
            else:
                self._clear(plan_id)

    def _embed(self, passages: Sequence[Passage], advance: Callable[[int, int], None] | None = None) -> Vectors:
        done = 0

        def count(more: int) -> None:
            nonlocal done
            done += more
            if advance:
                advance(done, len(passages))

        return self.embedder.embed_passages([f"{p.context}\n{p.text}" for p in passages], count)

    def _clear(self, plan_id: str) -> None:
        self._derived.remove(plan_id)
        self._catalog.forget(DIRTY + plan_id)

    def _check_model(self) -> None:
        """Raises `ModelMismatch` when another model made the vectors that are there."""
        made_by = self._catalog.setting(_MODEL)
        if made_by is None:
            self._catalog.remember(_MODEL, self.embedder.name)
        elif made_by != self.embedder.name:
            raise ModelMismatch(
                f"Chỉ mục được tạo bằng mô hình “{made_by}”, nhưng cấu hình đang dùng “{self.embedder.name}”. "
                "Hãy đặt lại KEHOACH_EMBEDDING_MODEL, hoặc lập lại chỉ mục bằng lệnh: kehoach reindex."
            )

    def check_model(self) -> None:
        """Raises `ModelMismatch` when another model made the index."""
        if self._catalog.setting(_MODEL) is not None:
            self._check_model()

    def has_shipped_plans(self) -> bool:
        """Whether the shipped plans were all indexed here once; one that a user removed afterwards stays away."""
        return self._catalog.setting(_SHIPPED) is not None

    def remember_shipped_plans(self) -> None:
        """Notes that the shipped plans were all indexed."""
        self._catalog.remember(_SHIPPED, "yes")

    def is_outdated(self) -> bool:
        """Whether plans are stored that an earlier version of the readers parsed."""
        return self._catalog.count_outdated() > 0

    def rebuild(self, advance: Callable[[int, int], None] | None = None) -> int:
        """Reads every stored file anew and makes all indexes again, with the embedder there is now; returns how many plans."""
        files = list(self._catalog.raw_files())
        self._catalog.remember(_MODEL, self.embedder.name)
        self._derived.vectors.clear()
        for done, (plan_id, source, raw) in enumerate(files, start=1):
            try:
                plan = parse_file(read_bytes(raw, source), source, hashlib.sha256(raw).hexdigest(), plan_id)
            except UnreadableFile as error:  # its bytes stay; the next start tries again
                log.warning("%s", error)
            else:
                self.put(plan, raw)
            if advance:
                advance(done, len(files))
        self.refresh()
        return len(files)

    def rebuild_derived(self) -> None:
        """Makes vectors and lexical index anew from the catalog, in which every plan is marked: after a restore. Only while `ingesting`."""
        self._catalog.remember(_MODEL, self.embedder.name)
        self._derived.vectors.clear()
        self.mend()
        self.refresh()


def build_index(
    data: Path, embedder: Callable[[], Embedder], chroma_url: str | None = None, database_url: str | None = None
) -> PlanIndex:
    """The index in the data directory `data`, empty at first; `embedder` is called when a vector is first needed.

    With a Chroma server and a database server any number of processes share it, each with a lexical index of its own in memory.
    """
    engine, locks = open_database(data, database_url)
    catalog = Catalog(engine)

    def opened(check: bool) -> PlanIndex:
        interrupted = bool(catalog.settings(DIRTY))
        on_disk = not chroma_url and not database_url
        return PlanIndex(catalog, build_derived(data, chroma_url, on_disk, check, interrupted), embedder, locks)

    try:
        with locks.hold(Purpose.INGEST):
            index = opened(check=True)
            index.mend()
            index.refresh()
            index.find_damage()
    except IndexLocked:
        log.info("somebody is ingesting; what an interrupted write left is theirs to mend")
        index = opened(check=False)
        index.refresh()
    return index
