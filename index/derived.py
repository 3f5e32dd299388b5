"""Vectors and lexical index together: what is derived from the catalog, written plan by plan, compared with it, and made anew from it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from index.embedding import Vectors
from index.errors import SearchUnavailable
from index.lexical import LexicalIndex, build_lexical
from index.outages import check_room
from index.records import Passage, Plan
from index.snapshot import passages_of
from index.soundness import clear_damaged_lexical, clear_damaged_vectors
from index.vectors import VectorIndex, build_vectors

log = logging.getLogger(__name__)
DIRTY = (
    "dirty:"  # setting of a plan whose derived indexes are being written, or are to be made anew; its value says which
)


class Part(StrEnum):
    """A derived index, as marks, `/readyz` and answers name it."""

    VECTORS = "vectors"
    LEXICAL = "lexical"


BOTH = f"{Part.VECTORS}+{Part.LEXICAL}"
# Marks of what was found damaged: work that may take long, and goes on beside answering. Any other is of a write that was interrupted.
FOUND = frozenset({Part.VECTORS.value, Part.LEXICAL.value, BOTH})
Found = list[tuple[str, float]]


class DerivedIndexes:
    """The two derived indexes. Build with `build_derived`."""

    def __init__(self, vectors: VectorIndex, lexical: LexicalIndex, folder: Path | None = None) -> None:
        self.vectors = vectors
        self.lexical = lexical
        self._folder = folder  # where a store is on this machine's disk

    def check_room(self, size_bytes: int) -> None:
        """Raises `StorageFull` before a write that the disk may not have room for."""
        if self._folder is not None:
            check_room(self._folder, size_bytes)

    def write(self, plan_id: str, passages: Sequence[Passage], vectors: Vectors | None, lexical: bool = True) -> None:
        """Puts a plan's passages in the place of those it had, on the disk when this returns; without `vectors`, those stay."""
        if vectors is not None:
            self.vectors.replace(plan_id, passages, vectors)
        if lexical and not self.lexical.in_memory:  # one in memory is each process's own, and only follows the catalog
            self.lexical.replace({plan_id: passages})
        self.flush()

    def remove(self, plan_id: str) -> None:
        """Forgets a plan."""
        self.vectors.remove(plan_id)
        if not self.lexical.in_memory:
            self.lexical.replace({plan_id: []})
        self.flush()

    def flush(self) -> None:
        """Forces both to the disk, and seals them."""
        self.vectors.flush()
        self.lexical.flush()

    def search_dense(self, vector: Vectors, top_k: int, plan_ids: Sequence[str] | None) -> Found:
        """Passage ids by similarity. Raises `SearchUnavailable`."""
        with _unavailable():
            return self.vectors.search(vector, top_k, plan_ids)

    def search_lexical(self, question: str, top_k: int, plan_ids: Sequence[str] | None) -> Found:
        """Passage ids by BM25. Raises `SearchUnavailable`."""
        with _unavailable():
            return self.lexical.search(question, top_k, plan_ids)

    def follow(self, gone: Collection[str], changed: Mapping[str, Plan]) -> None:
        """Takes over what changed: from the folder, or, into an index in memory, from the plans themselves."""
        if not self.lexical.in_memory:
            self.lexical.reload()
        elif gone or changed:
            self.lexical.replace({i: [] for i in gone} | {i: passages_of(plan) for i, plan in changed.items()})

    def differing(self, counts: Mapping[str, int]) -> dict[str, str]:
        """Plan id → the mark it needs, where an index holds another number of passages than the catalog's `counts`; plans that are gone are removed at once."""
        wanted = Counter(counts)
        stray = set(wanted) if not self.lexical.in_memory and not self._lexical_agrees(wanted) else set()
        off = self._unlike_vectors(wanted)
        for plan_id in off - wanted.keys():
            self.vectors.remove(plan_id)
        if stray:
            self.lexical.clear()
        return {
            plan_id: BOTH if plan_id in stray & off else Part.LEXICAL if plan_id in stray else Part.VECTORS
            for plan_id in sorted(stray | off & wanted.keys())
        }

    def _lexical_agrees(self, wanted: Counter[str]) -> bool:
        if self.lexical.count() != wanted.total():
            return False
        try:
            self.lexical.search("y tế", 1)
        except ValueError:  # what tantivy makes of a file that it can't read
            log.exception("the lexical index can't be searched")
            return False
        return True

    def _unlike_vectors(self, wanted: Counter[str]) -> set[str]:
        if self.vectors.count() == wanted.total():
            return set()
        held = self.vectors.counts()
        return {plan_id for plan_id in wanted | held if held[plan_id] != wanted[plan_id]}


def build_derived(
    data: Path, chroma_url: str | None, lexical_on_disk: bool, check: bool, interrupted: bool
) -> DerivedIndexes:
    """The derived indexes of the data directory, or of a Chroma server. With `check`, what is damaged on the disk is emptied first."""
    if check and not chroma_url:
        clear_damaged_vectors(data / "chroma", interrupted)
    if check and lexical_on_disk:
        clear_damaged_lexical(data / "lexical", interrupted)
    lexical = build_lexical(data / "lexical" if lexical_on_disk else None)
    return DerivedIndexes(build_vectors(data / "chroma", chroma_url), lexical, None if chroma_url else data)


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # whatever the store's client raises: the other search may still answer
        raise SearchUnavailable("Một phần chỉ mục tìm kiếm đang không dùng được. Hãy thử lại sau ít phút.") from error
