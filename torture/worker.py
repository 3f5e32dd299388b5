"""The processes that are killed: a server on real stores with a fast fake embedder, and a backup."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import chromadb
import numpy as np
import uvicorn
from chromadb.config import Settings as ChromaSettings
from fastapi import FastAPI

from api.access.dependencies import PUBLIC
from api.app import build_app
from api.deps import build_services
from api.settings import Settings
from api.slow_clients import PatientProtocol
from index.backup import write_backup
from index.embedding import BUNDLED, Vectors, build_embedder
from index.migrations import open_database
from index.store import PlanIndex, build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.fakes import FakeEmbedder

_PASSAGE_S = 0.002  # so that a kill falls into the embedding, too
_BATCH = 8
_SAME = 0.99


class SlowEmbedder(FakeEmbedder):
    """The tests' embedder, in batches that take a moment."""

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """One row for each text."""
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            time.sleep(_PASSAGE_S * len(batch))
            if advance:
                advance(len(batch))
        return super().embed_passages(texts)


def prepare(data: Path) -> None:
    """Makes the vector store such that Chroma writes files of its own every 40 vectors, not 1,000: kills fall into that, too."""
    client = chromadb.PersistentClient(str(data / "chroma"), settings=ChromaSettings(anonymized_telemetry=False))
    metadata = {"hnsw:space": "cosine", "hnsw:batch_size": 20, "hnsw:sync_threshold": 40}
    client.get_or_create_collection("passages", metadata=metadata)
    client.close()


def serve(data: Path, port: int, real_model: bool) -> None:
    """Serves the data directory until somebody kills it."""
    settings = Settings(data=data, shipped_plans=False, rate_per_minute=0, max_waiting_jobs=200, _env_file=None)
    index = build_index(data, (lambda: build_embedder(BUNDLED, data)) if real_model else SlowEmbedder)
    app = build_app(build_services(settings, index, Assistant(index, Conversations())))
    add_check(app, index)
    with index.serving():
        uvicorn.run(app, host="127.0.0.1", port=port, http=PatientProtocol, log_level="critical", access_log=False)


def add_check(app: FastAPI, index: PlanIndex) -> None:
    """A route that compares the stores with each other."""

    @app.get("/torture/check", dependencies=[PUBLIC])
    def check() -> list[str]:
        return disagreements(index)


def disagreements(index: PlanIndex) -> list[str]:
    """Where vectors, lexical index and catalog do not say the same."""
    index.refresh()
    passages = index.snapshot.passages
    found = [f"{plan_id}: {mark}" for plan_id, mark in index._derived.differing(passages.counts).items()]
    rows = index._derived.vectors._collection.get(include=["documents", "embeddings"])
    held = dict(zip(rows["ids"], zip(rows["documents"] or [], rows["embeddings"], strict=True), strict=True))
    found += [f"vector without passage: {passage_id}" for passage_id in held.keys() - passages.keys()]
    for passage_id, passage in passages.items():
        if passage_id not in held:
            found.append(f"passage without vector: {passage_id}")
            continue
        text, vector = held[passage_id]
        if text != passage.text:
            found.append(f"vector of another version: {passage_id}")
        nearest = index._derived.search_dense(np.asarray(vector, np.float32), 1, [passage.plan_id])
        if not nearest or nearest[0][1] < _SAME:
            found.append(f"vector that does not find itself: {passage_id}")
        if passage_id not in [i for i, _ in index.search_lexical(passage.text, 10, [passage.plan_id])]:
            found.append(f"passage that its own words do not find: {passage_id}")
    return found


def back_up(data: Path, target: Path) -> None:
    """Writes a backup beside the running server."""
    engine, _ = open_database(data, None)
    write_backup(engine, target, {"feedback.jsonl": data / "feedback.jsonl"})
