from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.alqac import Article, LegalQuestion, load_alqac, measure_spans, quote, rank_figures
from eval.cli import build_eval_cli
from eval.errors import BadData
from index.vocabulary import build_vocabulary
from tests.eval.fakes import open_assistant

ARTICLES = [
    Article(
        "L#1",
        "Tội trộm cắp\n\n1. Người nào trộm cắp tài sản thì bị phạt tù 03 năm.\n\n2. Người tái phạm trộm cắp thì bị phạt tù 07 năm.",
    ),
    Article("L#2", "Tuổi chịu trách nhiệm\n\nNgười từ đủ 16 tuổi phải chịu trách nhiệm hình sự."),
]
QUESTIONS = [
    LegalQuestion("Người trộm cắp tài sản bị phạt tù bao nhiêu năm?", frozenset({"L#1"}), "03 năm"),
    LegalQuestion("Từ đủ bao nhiêu tuổi phải chịu trách nhiệm hình sự?", frozenset({"L#2"}), "16 tuổi"),
    LegalQuestion("Trộm cắp có phải là tội không?", frozenset({"L#1"}), "Đúng"),
]


def test_ranks_by_hand() -> None:
    figures = rank_figures([["L#1", "x"], ["x", "y", "L#2"], []], QUESTIONS)
    assert figures == {
        "r@1": pytest.approx(1 / 3),
        "r@5": pytest.approx(2 / 3),
        "r@10": pytest.approx(2 / 3),
        "mrr@10": pytest.approx((1 + 1 / 3) / 3),
    }


def test_the_clause_is_quoted_and_not_the_article() -> None:
    vocabulary = build_vocabulary(article.text for article in ARTICLES)
    pieces = quote("Người trộm cắp tài sản bị phạt tù bao nhiêu năm?", ARTICLES, vocabulary)
    assert pieces[0].startswith("1. Người nào trộm cắp tài sản")


def test_only_answers_that_the_article_says_word_for_word_are_counted() -> None:
    vocabulary = build_vocabulary(article.text for article in ARTICLES)
    found = measure_spans(ARTICLES, QUESTIONS, [["L#1"], ["L#1"], ["L#1"]], vocabulary)
    assert (found.found, found.total) == (1, 2)  # "Đúng" is in no article; the second question's article was not found


def test_the_command_measures_every_system_both_ways(tmp_path: Path) -> None:
    data = tmp_path / "alqac"
    data.mkdir()
    laws = [{"id": "L", "articles": [{"id": a.key.split("#")[1], "text": a.text} for a in ARTICLES]}]
    asked = [
        {
            "id": str(n),
            "text": q.text,
            "answer": q.answer,
            "relevant_articles": [{"law_id": "L", "article_id": key.split("#")[1]} for key in q.relevant],
        }
        for n, q in enumerate(QUESTIONS)
    ]
    (data / "law.json").write_text(json.dumps(laws), encoding="utf-8")
    (data / "question.json").write_text(json.dumps(asked), encoding="utf-8")
    gate = tmp_path / "gate.toml"
    gate.write_text('[alqac.ours.bare]\n"r@1" = 0.9\n[shipped.all]\ncrag = 1.0\n', encoding="utf-8")
    done = CliRunner().invoke(
        build_eval_cli(open_assistant),
        ["alqac", "--data", str(data), "--out", str(tmp_path / "o"), "--gate", str(gate)],
    )
    assert done.exit_code == 0, done.output
    figures = json.loads((tmp_path / "o" / "alqac.json").read_text(encoding="utf-8"))["figures"]
    assert set(figures) == {"bm25", "dense", "ours_lexical", "ours"}
    assert figures["ours"]["bare"]["r@1"] == 1.0  # restored from the articles' own words
    assert figures["bm25"]["bare"]["r@1"] < 1.0


def test_a_folder_that_is_not_the_benchmark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData):
        load_alqac(tmp_path)
