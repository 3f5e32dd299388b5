"""ALQAC 2022 (legal questions, articles as documents): our lexical and dense search outside the field of plans.

`question.json`: [{id, text, answer, relevant_articles: [{law_id, article_id}]}]; `law.json`: [{id, articles: [{id, text}]}].
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval import texts
from eval.bm25 import Bm25
from eval.errors import BadData
from eval.matching import holds
from eval.questions import fold_as_typed
from eval.statistics import percentile
from index.embedding import Embedder
from index.lexical import build_lexical
from index.records import Passage
from index.vocabulary import Vocabulary, build_vocabulary
from rag.kinds.content import score
from rag.retrieval.fusion import WEIGHTS, fuse
from rag.understanding.diacritics import build_restorer
from rag.understanding.terms import bag_of, terms_of

_DEPTH = 40  # of each search, as in rag.retrieval.search
CUTS = (1, 5, 10)
ACCENTED, UNACCENTED = "accented", "bare"
_ARTICLES_READ = 3  # best articles out of which words are quoted
_QUOTED, _NEAR = 3, 0.8  # as in rag.kinds.content: so many pieces, each nearly as good as the best


@dataclass(frozen=True)
class Article:
    """An article of law; `key` is "law#article"."""

    key: str
    text: str


@dataclass(frozen=True)
class LegalQuestion:
    """A question, the keys of the articles that answer it, and the short answer."""

    text: str
    relevant: frozenset[str]
    answer: str


@dataclass(frozen=True)
class SpanResult:
    """Of the questions whose short answer stands word for word in a relevant article: how many quotes held it; the quotes' median length."""

    found: int
    total: int
    length: float


@dataclass(frozen=True)
class AlqacResult:
    """Figures by system and way of typing, and what our quotes held."""

    questions: int
    articles: int
    figures: dict[str, dict[str, dict[str, float]]]  # system → accented or bare → figure → value
    span: SpanResult


def load_alqac(folder: Path) -> tuple[list[Article], list[LegalQuestion]]:
    """The benchmark in `folder`. Raises `BadData` when it isn't there or isn't it."""
    try:
        laws = json.loads((folder / "law.json").read_text(encoding="utf-8"))
        asked = json.loads((folder / "question.json").read_text(encoding="utf-8"))
        articles = [
            Article(f"{law['id']}#{article['id']}", article["text"]) for law in laws for article in law["articles"]
        ]
        questions = [
            LegalQuestion(
                q["text"],
                frozenset(f"{a['law_id']}#{a['article_id']}" for a in q["relevant_articles"]),
                str(q.get("answer") or ""),
            )
            for q in asked
        ]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BadData(texts.BAD_BENCH.format(path=folder)) from error
    return articles, questions


def rank_figures(rankings: Sequence[Sequence[str]], questions: Sequence[LegalQuestion]) -> dict[str, float]:
    """R@k (share of the relevant articles among the first k, averaged) and MRR@10."""
    figures = {
        f"r@{k}": sum(
            len(q.relevant & set(ranking[:k])) / len(q.relevant) for ranking, q in zip(rankings, questions, strict=True)
        )
        / len(questions)
        for k in CUTS
    }
    ranks = [
        next((rank for rank, key in enumerate(ranking[:10], start=1) if key in q.relevant), 0)
        for ranking, q in zip(rankings, questions, strict=True)
    ]
    return {**figures, "mrr@10": sum(1 / rank for rank in ranks if rank) / len(questions)}


def evaluate_alqac(
    articles: Sequence[Article],
    questions: Sequence[LegalQuestion],
    embedder: Embedder,
    work: Path,
    advance: Callable[[int], None] | None = None,
) -> AlqacResult:
    """Runs every system over the benchmark; `work` is an empty folder for the lexical index."""
    vocabulary = build_vocabulary(article.text for article in articles)
    searches = _searches(articles, vocabulary, embedder, work, advance)
    asked = {ACCENTED: [q.text for q in questions], UNACCENTED: [fold_as_typed(q.text) for q in questions]}
    rankings = {
        name: {typing: [search(text) for text in typed] for typing, typed in asked.items()}
        for name, search in searches.items()
    }
    figures = {
        name: {typing: rank_figures(r, questions) for typing, r in by_typing.items()}
        for name, by_typing in rankings.items()
    }
    return AlqacResult(
        len(questions),
        len(articles),
        figures,
        measure_spans(articles, questions, rankings["ours"][ACCENTED], vocabulary),
    )


Searches = dict[str, Callable[[str], list[str]]]


def _searches(
    articles: Sequence[Article],
    vocabulary: Vocabulary,
    embedder: Embedder,
    work: Path,
    advance: Callable[[int], None] | None,
) -> Searches:
    """BM25, dense, and ours: restored, searched in both of our ways, fused as in the product."""
    bm25 = Bm25([article.text for article in articles])
    vectors = embedder.embed_passages([article.text for article in articles], advance)
    lexical = build_lexical(work)
    lexical.replace({"alqac": [Passage(a.key, "alqac", (), "", "", "", a.text, 0, len(a.text)) for a in articles]})
    restorer = build_restorer(vocabulary)

    def dense(text: str) -> list[str]:
        return [articles[i].key for i in np.argsort(-(vectors @ embedder.embed_question(text)), kind="stable")[:_DEPTH]]

    def ours(text: str) -> list[str]:
        restored = restorer.restore(text)
        rankings = {"lexical": [key for key, _ in lexical.search(restored, _DEPTH)], "dense": dense(restored)}
        return [key for key, _ in fuse(rankings, WEIGHTS)]

    return {
        "bm25": lambda text: [articles[i].key for i, _ in bm25.search(text, _DEPTH)],
        "dense": dense,
        "ours_lexical": lambda text: [key for key, _ in lexical.search(restorer.restore(text), _DEPTH)],
        "ours": ours,
    }


def measure_spans(
    articles: Sequence[Article],
    questions: Sequence[LegalQuestion],
    rankings: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
) -> SpanResult:
    """Whether the short answer stands in what we would quote out of the best articles. Whole articles are not quoted: clauses are."""
    by_key = {article.key: article for article in articles}
    found, lengths = 0, []
    for question, ranking in zip(questions, rankings, strict=True):
        if not any(holds(by_key[key].text, question.answer) for key in question.relevant if key in by_key):
            continue
        pieces = quote(question.text, [by_key[key] for key in ranking[:_ARTICLES_READ]], vocabulary)
        found += any(holds(piece, question.answer) for piece in pieces)
        lengths.append(float(sum(len(piece) for piece in pieces)))
    return SpanResult(found, len(lengths), percentile(lengths, 0.5) if lengths else 0.0)


def quote(question: str, articles: Sequence[Article], vocabulary: Vocabulary) -> list[str]:
    """The clauses that cover the question best, their article's title counted with each, as content answers choose passages."""
    terms = terms_of(question, vocabulary)
    scored: list[tuple[float, str]] = []
    for rank, article in enumerate(articles):
        title, *clauses = [part for part in article.text.split("\n\n") if part.strip()] or [""]
        scored += [
            (score(terms.coverage(bag_of(f"{title} . {clause}")), rank), clause) for clause in clauses or [title]
        ]
    scored.sort(key=lambda item: -item[0])
    return [clause for value, clause in scored[:_QUOTED] if value >= _NEAR * scored[0][0]]
