"""Passages' vectors in Chroma, written through llama-index's vector store, so that its users can read them; a leaf that returns our own ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from index.embedding import Vectors
from index.errors import StoreUnreachable
from index.records import Passage
from index.seal import Seal
from index.soundness import vector_seal

_COLLECTION = "passages"
T = TypeVar("T")
_BATCH = 500  # rows a write; Chroma's SQLite refuses very large ones
_PAGE = 10_000  # rows of metadata read at a time
_SERVER_TIMEOUT_S = 30.0  # a server that hangs is one that is away


class VectorIndex:
    """Dense search over passages. Build with `build_vectors`."""

    def __init__(self, client: Any, seal: Seal | None = None) -> None:
        self._client = client
        self._seal = seal
        self._collection, self._store = _open(client)

    def remove(self, plan_id: str) -> None:
        """Forgets a plan's vectors."""
        self._on_collection(lambda: self._collection.delete(where={"plan_id": plan_id}))

    def replace(self, plan_id: str, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Puts a plan's vectors in the place of those it had. Shape of `vectors`: (passages, dimension)."""
        from llama_index.core.schema import TextNode

        self.remove(plan_id)
        nodes = [
            TextNode(
                id_=passage.passage_id, text=passage.text, metadata={"plan_id": plan_id}, embedding=vector.tolist()
            )
            for passage, vector in zip(passages, vectors, strict=True)
        ]
        for start in range(0, len(nodes), _BATCH):
            self._store.add(nodes[start : start + _BATCH])

    def search(self, vector: Vectors, top_k: int, plan_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with cosine similarities, best first, within `plan_ids` where given."""
        return self._on_collection(lambda: self._search(vector, top_k, plan_ids))

    def _search(self, vector: Vectors, top_k: int, plan_ids: Sequence[str] | None) -> list[tuple[str, float]]:
        """Asks Chroma itself, for ids alone: llama-index's query reads every passage's text and metadata along, too."""
        if plan_ids is not None and not plan_ids:
            return []
        where = {"plan_id": {"$in": list(plan_ids)}} if plan_ids is not None else None
        found = self._collection.query(
            query_embeddings=[vector.tolist()], n_results=top_k, where=where, include=["distances"]
        )
        return [
            (passage_id, 1.0 - distance)
            for passage_id, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def _on_collection(self, work: Callable[[], T]) -> T:
        """Does `work`, once more on a fresh collection when another process made the index anew meanwhile."""
        from chromadb.errors import NotFoundError

        try:
            return work()
        except NotFoundError:
            self._collection, self._store = _open(self._client)
            return work()

    def close(self) -> None:
        """Lets go of the store's files and connections."""
        servers = (self._client._server, self._client._admin_client._server)
        self._client.close()
        for session in filter(None, (getattr(server, "_session", None) for server in servers)):
            session.close()  # of a client over HTTP, which `close` leaves open

    def check(self) -> None:
        """Raises what the client raises when the store can't be reached."""
        self._client.heartbeat()

    def flush(self) -> None:
        """Forces what was written to the disk, and seals it; a server sees to that itself."""
        if self._seal is not None:
            self._collection.count()  # Chroma takes rows over into its index when it is read
            self._seal.write()

    def counts(self) -> Counter[str]:
        """Plan id → how many vectors it has."""
        found: Counter[str] = Counter()
        while rows := self._collection.get(include=["metadatas"], limit=_PAGE, offset=found.total())["metadatas"]:
            found.update(str(metadata["plan_id"]) for metadata in rows)
        return found

    def samples(self, count: int) -> list[Sequence[float]]:
        """Vectors from the whole index, evenly taken."""
        step = max(1, self.count() // count)
        rows = [
            self._collection.get(include=["embeddings"], limit=1, offset=offset)["embeddings"]
            for offset in range(0, self.count(), step)
        ]
        return [row[0] for row in rows if row is not None and len(row)]

    def clear(self) -> None:
        """Forgets all vectors; a collection that another model filled can take vectors of any length afterwards."""
        self._client.delete_collection(_COLLECTION)
        self._collection, self._store = _open(self._client)

    def count(self) -> int:
        """How many passages are searchable."""
        return int(self._collection.count())


def build_vectors(folder: Path | None, url: str | None = None) -> VectorIndex:
    """Vectors in a Chroma folder, or on a Chroma server at `url`; in memory with neither (tests). Raises `StoreUnreachable`."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    client: Any
    if url:
        client = _connect(url, settings)
    elif folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        return VectorIndex(chromadb.PersistentClient(path=str(folder), settings=settings), vector_seal(folder))
    else:
        client = chromadb.EphemeralClient(settings=settings)
    return VectorIndex(client)


def _connect(url: str, settings: Any) -> Any:
    import chromadb

    host, _, port = url.split("//")[-1].rstrip("/").partition(":")
    try:
        client = chromadb.HttpClient(host=host, port=int(port or 8000), ssl=url.startswith("https"), settings=settings)
        client._server._session.timeout = _SERVER_TIMEOUT_S
        return client
    except ValueError as error:  # also what chromadb makes of a refused connection
        raise StoreUnreachable(
            f"Không kết nối được máy chủ Chroma {url}. Hãy kiểm tra máy chủ đó và KEHOACH_CHROMA_URL (http://máy:cổng)."
        ) from error


def _open(client: Any) -> tuple[Any, Any]:
    """Chroma's collection, and llama-index's store around it."""
    from llama_index.vector_stores.chroma import ChromaVectorStore

    collection = client.get_or_create_collection(_COLLECTION, metadata={"hnsw:space": "cosine"})
    return collection, ChromaVectorStore(chroma_collection=collection)
