"""What others do, over the same plans and the same model: 512-token chunks, dense, BM25, both fused. They retrieve; they don't answer.

llama-index is used as its documentation shows, with nothing of ours but the embedding model; no `Settings`, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.bm25 import Bm25
from eval.metrics import Retrieved
from eval.questions import GoldQuestion
from eval.retrieving import DEPTH
from eval.running import Rank, Ranking, Reply
from index.embedding import Embedder
from index.records import Plan
from rag.retrieval.fusion import fuse

CHUNK_TOKENS = 512
_FUSED_DEPTH = 40  # as deep as our own fusion looks


@dataclass(frozen=True)
class Chunk:
    """A piece of a plan's text, cut without regard to its structure."""

    plan: Plan
    start: int
    end: int

    @property
    def text(self) -> str:
        """The chunk's words."""
        return self.plan.text[self.start : self.end]


def baselines(plans: Sequence[Plan], embedder: Embedder) -> dict[str, Rank]:
    """The baselines' rankings, by name."""
    nodes = _nodes(plans)
    by_id = {plan.plan_id: plan for plan in plans}
    chunks = [Chunk(by_id[node.ref_doc_id], node.start_char_idx, node.end_char_idx) for node in nodes]
    pieces = [_piece(chunk) for chunk in chunks]
    bm25 = Bm25([chunk.text for chunk in chunks])
    vectors = embedder.embed_passages([chunk.text for chunk in chunks])

    def lexical(question: str) -> list[int]:
        return [number for number, _ in bm25.search(question, _FUSED_DEPTH)]

    def dense(question: str) -> list[int]:
        return list(np.argsort(-(vectors @ embedder.embed_question(question)), kind="stable")[:_FUSED_DEPTH])

    def fused(question: str) -> list[int]:
        rankings = {"lexical": [str(n) for n in lexical(question)], "dense": [str(n) for n in dense(question)]}
        return [int(number) for number, _ in fuse(rankings, {"lexical": 1.0, "dense": 1.0})]

    by_llama_index = _llama_index(nodes, embedder)
    searches: dict[str, Callable[[str], list[int]]] = {
        "llama_index": by_llama_index,
        "bm25": lexical,
        "dense": dense,
        "fused": fused,
    }
    return {name: _rank(search, pieces) for name, search in searches.items()}


def _rank(search: Callable[[str], list[int]], pieces: Sequence[Retrieved]) -> Rank:
    """A search as a ranking of gold questions: a follow-up is searched together with its earlier turns, as chat engines do."""

    def rank(gold: GoldQuestion, _reply: Reply) -> Ranking:
        return tuple(pieces[number] for number in search(" ".join((*gold.history, gold.question)))[:DEPTH])

    return rank


def _nodes(plans: Iterable[Plan]) -> list[Any]:
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter

    documents = [Document(text=plan.text, id_=plan.plan_id, metadata={"file_name": plan.source}) for plan in plans]
    return list(SentenceSplitter(chunk_size=CHUNK_TOKENS).get_nodes_from_documents(documents))


def _llama_index(nodes: list[Any], embedder: Embedder) -> Callable[[str], list[int]]:
    """llama-index's VectorStoreIndex over the nodes, as a search for their numbers."""
    from llama_index.core import VectorStoreIndex

    retriever = VectorStoreIndex(nodes, embed_model=_adapter(embedder)).as_retriever(similarity_top_k=DEPTH)
    numbers = {node.node_id: number for number, node in enumerate(nodes)}
    return lambda question: [numbers[found.node.node_id] for found in retriever.retrieve(question)]


def _adapter(embedder: Embedder) -> Any:
    """Our embedder as llama-index takes one."""
    from llama_index.core.embeddings import BaseEmbedding

    class Adapter(BaseEmbedding):  # type: ignore[misc]  # llama-index is not followed by mypy
        def _get_query_embedding(self, query: str) -> list[float]:
            return embedder.embed_question(query).tolist()  # type: ignore[no-any-return]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return embedder.embed_passages(texts).tolist()  # type: ignore[no-any-return]

    return Adapter(model_name=embedder.name, embed_batch_size=64)


def _piece(chunk: Chunk) -> Retrieved:
    """A chunk, standing for every section of which it holds half, or which holds half of it: generous, since chunks have no address."""
    paths = [
        s.path
        for s in chunk.plan.sections
        if 2 * _shared(chunk, s.start, s.end) >= min(s.end - s.start, chunk.end - chunk.start)
    ]
    return Retrieved(chunk.plan.plan_id, tuple(paths), chunk.text)


def _shared(chunk: Chunk, start: int, end: int) -> int:
    return max(0, min(chunk.end, end) - max(chunk.start, start))
