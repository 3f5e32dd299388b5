"""The index as its users see it: plans, passages, and two searches over them; writing goes through `ingest`."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

from index.catalog import Catalog, Received
from index.embedding import Embedder, Vectors
from index.errors import IndexLocked, ModelMismatch, PlanNotFound, UnreadableFile
from index.lexical import LexicalIndex, build_lexical
from index.locks import Locks, Purpose
from index.migrations import open_database
from index.parsing import parse_file
from index.passages import make_passages
from index.reading import read_bytes
from index.records import Passage, Plan
from index.vectors import VectorIndex, build_vectors
from index.vocabulary import Vocabulary, build_vocabulary

log = logging.getLogger(__name__)
_MODEL = "embedding_model"
_SHIPPED = "shipped_plans"
DIRTY = "dirty:"  # setting of a plan whose derived indexes are being written
_WRITE_WAIT_S = 30.0  # writing one plan takes moments


@dataclass(frozen=True)
class Snapshot:
    """All plans and passages at one moment; a question is answered from one snapshot, whatever is ingested meanwhile."""

    plans: dict[str, Plan] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=lambda: build_vocabulary([]))


class PlanIndex:
    """Catalog, vectors and lexical index together. Build with `build_index`."""

    def __init__(
        self,
        catalog: Catalog,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        embedder: Callable[[], Embedder],
        locks: Locks,
    ) -> None:
        self._catalog = catalog
        self._vectors = vectors
        self._lexical = lexical
        self._load_embedder = embedder
        self._embedder: Embedder | None = None
        self._loading = Lock()
        self._locks = locks
        self._refreshing = Lock()
        self._stamps: dict[str, tuple[str, datetime]] = {}
        self._generation = ""
        self.is_loaded = False  # whether the catalog has been read
        self.is_warm = False  # whether the embedder has answered
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
        self._vectors.close()
        self.engine.dispose()

    def check_stores(self) -> None:
        """Raises what their clients raise when the database or the vector store can't be reached."""
        self._catalog.generation()
        self._vectors.check()

    @property
    def engine(self) -> Engine:
        """The database, for others who keep tables of their own in it."""
        return self._catalog.engine

    def received(self) -> dict[str, Received]:
        """Plan id → the file it was read from."""
        return self._catalog.received()

    def search_dense(self, question: str, top_k: int, plan_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids by cosine similarity to the question."""
        return self._vectors.search(self.embedder.embed_question(question), top_k, plan_ids)

    def search_lexical(
        self, question: str, top_k: int, plan_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids by BM25."""
        return self._lexical.search(question, top_k, plan_ids)

    def ingesting(self, wait_s: float = 0.0) -> AbstractContextManager[None]:
        """Held by whoever brings in plans: one at a time, of all threads and processes. Raises `IndexLocked` on entering."""
        return self._locks.hold(Purpose.INGEST, wait_s)

    def put(self, plan: Plan, raw: bytes, advance: Callable[[int, int], None] | None = None) -> int:
        """Stores `plan` in place of an earlier one with its id; returns how many passages it has.

        `advance` hears how many passages are embedded, of how many; what it raises ends the work, with nothing changed. The catalog
        changes last and at once; until then a mark says that the plan's derived indexes may be half written, and `mend` rebuilds them.
        """
        passages = make_passages(plan)
        vectors = self._embed(passages, advance)
        with self._locks.hold(Purpose.WRITE, _WRITE_WAIT_S):
            self._check_model()
            self._catalog.remember(DIRTY + plan.plan_id, "put")
            self._vectors.replace(plan.plan_id, passages, vectors)
            self._write_lexical(plan.plan_id, passages)
            self._catalog.put(
                plan, len(passages), raw, datetime.now(UTC).replace(tzinfo=None), clear=DIRTY + plan.plan_id
            )
        return len(passages)

    def remove(self, plan_id: str) -> None:
        """Forgets a plan. Raises `PlanNotFound`."""
        with self._locks.hold(Purpose.WRITE, _WRITE_WAIT_S):
            self._catalog.remove(plan_id)
            self._catalog.remember(DIRTY + plan_id, "remove")
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
            passages = {i: passage for i, passage in old.passages.items() if passage.plan_id in kept}
            passages |= {p.passage_id: p for plan in new.values() for p in make_passages(plan)}
            self._follow_lexical(
                {i: [] for i in old.plans.keys() - plans.keys()} | {i: make_passages(new[i]) for i in new}
            )
            vocabulary = build_vocabulary([plan.text for plan in plans.values()], _unit_names(plans.values()))
            self._stamps, self._generation = stamps, generation
            self.snapshot = Snapshot(plans, passages, vocabulary)
            self.is_loaded = True

    def refresh_if_changed(self) -> bool:
        """Refreshes when anybody has changed a plan since the last time; whether it did."""
        if self._catalog.generation() == self._generation:
            return False
        self.refresh()
        return True

    def mend(self) -> None:
        """Rebuilds from the catalog what an interrupted write left half done. Only while `ingesting`: else it may be somebody's write of now."""
        marked = [name.removeprefix(DIRTY) for name in self._catalog.settings(DIRTY)]
        stored = {plan.plan_id: plan for plan in self._catalog.plans(marked)} if marked else {}
        for plan_id in marked:
            with self._locks.hold(Purpose.WRITE, _WRITE_WAIT_S):
                if plan_id not in stored:
                    self._clear(plan_id)
                    continue
                passages = make_passages(stored[plan_id])
                self._vectors.replace(plan_id, passages, self._embed(passages))
                self._write_lexical(plan_id, passages)
                self._catalog.forget(DIRTY + plan_id)

    def _embed(self, passages: Sequence[Passage], advance: Callable[[int, int], None] | None = None) -> Vectors:
        done = 0

        def count(more: int) -> None:
            nonlocal done
            done += more
            if advance:
                advance(done, len(passages))

        return self.embedder.embed_passages([f"{p.context}\n{p.text}" for p in passages], count)

    def _write_lexical(self, plan_id: str, passages: Sequence[Passage]) -> None:
        """One in memory is each process's own, and only follows the catalog."""
        if not self._lexical.in_memory:
            self._lexical.replace({plan_id: passages})

    def _follow_lexical(self, changed: dict[str, list[Passage]]) -> None:
        if not self._lexical.in_memory:
            self._lexical.reload()
        elif changed:
            self._lexical.replace(changed)

    def _clear(self, plan_id: str) -> None:
        self._vectors.remove(plan_id)
        self._write_lexical(plan_id, [])
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
        self._vectors.clear()
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
        self._vectors.clear()
        self.mend()
        self.refresh()

    def raw_files(self) -> list[tuple[str, str, bytes]]:
        """Every plan's id and its file as received: name and bytes."""
        return list(self._catalog.raw_files())


def _unit_names(plans: Iterable[Plan]) -> list[str]:
    """The units that the plans assign work to, as often as they do: questions name them more than texts do."""
    return [assignment.unit for plan in plans for assignment in plan.assignments]


def build_index(
    data: Path, embedder: Callable[[], Embedder], chroma_url: str | None = None, database_url: str | None = None
) -> PlanIndex:
    """The index in the data directory `data`, empty at first; `embedder` is called when a vector is first needed.

    With a Chroma server and a database server any number of processes share it, each with a lexical index of its own in memory.
    """
    engine, locks = open_database(data, database_url)
    vectors = build_vectors(data / "chroma", chroma_url)
    index = PlanIndex(
        Catalog(engine),
        vectors,
        build_lexical(None if chroma_url or database_url else data / "lexical"),
        embedder,
        locks,
    )
    try:
        with index.ingesting():
            index.mend()
    except IndexLocked:
        log.info("somebody is ingesting; what an interrupted write left is theirs to mend")
    index.refresh()
    return index
