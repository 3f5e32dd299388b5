"""The search of others over the same plans with the same model: what each takes for a question, and what we take for a whole answer."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any

import numpy as np

from bench.records import Bar, Row
from bench.timing import in_turns, milliseconds
from bench.workplace import Workplace
from eval.baselines import baselines
from eval.questions import GoldQuestion
from eval.running import broken
from eval.statistics import percentile

_TOP_K = 10
Search = Callable[[str], object]


def peers(place: Workplace) -> Row:
    """Each system's time for a question, in turns; with each dense one, the ratio of ours to it."""
    texts = [f"{p.context}\n{p.text}" for p in place.index.snapshot.passages.values()]
    vectors = place.embedder.embed_passages(texts)
    searches: dict[str, Search] = {"ours_answer": place.assistant.ask, "ours_search": place.assistant.search}
    searches |= _of_eval(place)
    missing = []
    for package, build in {"haystack": _haystack, "txtai": _txtai, "nom": _nom}.items():
        if importlib.util.find_spec(package) is None:
            missing.append(package)
        else:
            searches |= {package: build(place, texts, vectors)}
    for search in searches.values():
        for question in place.questions:
            search(question)
    by_round = []
    for number in range(place.scale.rounds):
        seen: dict[str, list[float]] = {name: [] for name in searches}
        for question in place.questions:
            works = {name: partial(search, question) for name, search in searches.items()}
            for name, times in in_turns(works, 1).items():
                seen[name] += times
        by_round.append({name: percentile(times, 0.5) for name, times in seen.items()})
        place.tell(f"peers: {number + 1}/{place.scale.rounds}")
    figures = {f"{name}_p50_ms": milliseconds(median(r[name] for r in by_round)) for name in searches}
    rounds: dict[str, list[float]] = {}
    dense = [name for name in searches if name not in ("ours_answer", "ours_search", "bm25")]
    for name in dense:
        rounds[f"answer_to_{name}"] = [r["ours_answer"] / r[name] for r in by_round]
        rounds[f"search_to_{name}"] = [r["ours_search"] / r[name] for r in by_round]
    figures |= {name: round(median(ratios), 3) for name, ratios in rounds.items()}
    bars = [Bar(f"search_to_{name}", 1.0) for name in dense]
    return Row("peers", figures, bars, rounds, [f"not installed: {name}" for name in missing])


def _of_eval(place: Workplace) -> dict[str, Search]:
    """llama-index's default retrieval with the model as sentence-transformers runs it, and BM25 alone: the evaluation's baselines."""
    ranks = baselines(list(place.index.snapshot.plans.values()), _Reference(place))
    template = place.gold[0]

    def search(name: str) -> Search:
        return lambda question: ranks[name](_asking(template, question), broken(""))

    return {"llama_index": search("llama_index"), "bm25": search("bm25")}


def _asking(template: GoldQuestion, question: str) -> GoldQuestion:
    return replace(template, question=question, history=())


class _Reference:
    """The model as everybody runs it: sentence-transformers; the passages' vectors are the product's, which differ by less than .0002."""

    def __init__(self, place: Workplace) -> None:
        self._model = place.reference
        self._passages = place.embedder
        self.name = "sentence-transformers"

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Any:
        """Vectors of passages."""
        return self._passages.embed_passages(texts, advance)

    def embed_question(self, text: str) -> Any:
        """Vector of a question."""
        return np.asarray(self._model.encode_query(text, show_progress_bar=False), np.float32)


def _haystack(place: Workplace, texts: Sequence[str], vectors: Any) -> Search:
    """haystack-ai: its in-memory store and embedding retriever."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(
        [Document(content=text, embedding=vector.tolist()) for text, vector in zip(texts, vectors, strict=True)]
    )
    retriever, model = InMemoryEmbeddingRetriever(store, top_k=_TOP_K), _Reference(place)
    return lambda question: retriever.run(query_embedding=model.embed_question(question).tolist())


def _txtai(place: Workplace, texts: Sequence[str], vectors: Any) -> Search:
    """txtai: its embeddings database on faiss, content stored."""
    from txtai import Embeddings

    model, known = _Reference(place), dict(zip(texts, vectors, strict=True))

    def transform(asked: Sequence[str]) -> Any:
        return np.stack([known[text] if text in known else model.embed_question(text) for text in asked])

    database = Embeddings(method="external", transform=transform, content=True)
    database.index(list(enumerate(texts)))
    return lambda question: database.search(question, _TOP_K)


def _nom(place: Workplace, texts: Sequence[str], vectors: Any) -> Search:
    """nom-vn: its hybrid of BM25 and dense retrieval."""
    from nom.retrieve import BM25Retriever, DenseRetriever, hybrid_score

    model = _Reference(place)
    lexical, dense = BM25Retriever.fit(list(texts)), DenseRetriever(np.asarray(vectors, np.float32))
    return lambda question: hybrid_score(
        [lexical.search(question, top_k=_TOP_K), dense.search(model.embed_question(question), top_k=_TOP_K)],
        top_k=_TOP_K,
    )
