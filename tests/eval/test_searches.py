"""The baselines' BM25, the remembering embedder, chunks, and the ranking of ours."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from eval.baselines import Chunk, _piece, baselines
from eval.bm25 import Bm25
from eval.caching import CachedEmbedder
from eval.retrieving import ablations, rank_hybrid, rank_ours
from eval.running import InProcess, Reply
from index.parsing import parse_plan
from tests.eval.fakes import FINANCE, PLAN, PLAN_ID, SyllableEmbedder, answered, open_assistant, question

SAMPLE = parse_plan(PLAN, f"{PLAN_ID}.txt")


def test_bm25_by_hand() -> None:
    index = Bm25(["sở y tế", "sở tài chính", "y tế y tế"])
    [(first, score), (second, _)] = index.search("y", 5)
    assert (first, second) == (2, 0)  # the word stands twice in the third document
    rarity = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    norm = 1.2 * (0.25 + 0.75 * 4 / (10 / 3))
    assert score == pytest.approx(rarity * 2 * 2.2 / (2 + norm))
    assert index.search("nông nghiệp", 5) == []
    assert Bm25([]).search("y", 5) == []


def test_texts_are_embedded_once_also_in_the_next_run(tmp_path: Path) -> None:
    inner = SyllableEmbedder()
    embedder = CachedEmbedder(inner, tmp_path)
    first = embedder.embed_passages(["một", "hai", "một"])
    embedder.embed_question("một")
    embedder.embed_question("một")
    embedder.save()
    assert (inner.embedded, inner.asked) == (["một", "hai"], ["một"])
    again = SyllableEmbedder()
    later = CachedEmbedder(again, tmp_path)
    assert np.array_equal(later.embed_passages(["hai", "một"]), first[[1, 0]])
    later.embed_question("một")
    assert (again.embedded, again.asked) == ([], [])
    assert later.embed_passages([]).shape == (0, 64)


def test_a_chunk_stands_for_sections_it_holds_half_of() -> None:
    start = SAMPLE.text.index("2. Sở Tài chính")
    piece = _piece(Chunk(SAMPLE, start - 10, len(SAMPLE.text)))
    assert ("II", "2") in piece.paths
    assert ("II", "1") not in piece.paths
    assert ("I", "1") not in piece.paths


def test_baselines_find_the_words_over_the_same_plans() -> None:
    ranks = baselines([SAMPLE], SyllableEmbedder())
    assert set(ranks) == {"llama_index", "bm25", "dense", "fused"}
    for rank in ranks.values():
        ranking = rank(question(), Reply("", "", "", answered("")))
        assert any("Sở Tài chính" in piece.text for piece in ranking)
        assert {piece.plan for piece in ranking} == {PLAN_ID}


def test_ours_ranks_the_passages_behind_the_citations_first(tmp_path: Path) -> None:
    (tmp_path / f"{PLAN_ID}.txt").write_text(PLAN, encoding="utf-8")
    index, _ = open_assistant(tmp_path / "data", [tmp_path / f"{PLAN_ID}.txt"])
    text = index.plan(PLAN_ID).text
    start = text.index(FINANCE)
    number = text.index("Số: 12")
    reply = Reply(
        "",
        "",
        "Sở Y tế chủ trì việc gì?",
        answered(""),
        spans=((PLAN_ID, number, number + 15), (PLAN_ID, start, start + 20)),
    )
    ranking = rank_ours(index)(question(), reply)
    assert ranking[0].text == text[number : number + 15]  # the letterhead is in no passage
    assert FINANCE in ranking[1].text
    assert len({piece.text for piece in ranking}) == len(ranking)
    assert FINANCE not in rank_hybrid(index)(question(), reply)[0].text


def test_an_ablation_is_ours_without_the_part(tmp_path: Path) -> None:
    (tmp_path / f"{PLAN_ID}.txt").write_text(PLAN, encoding="utf-8")
    index, assistant = open_assistant(tmp_path / "data", [tmp_path / f"{PLAN_ID}.txt"])
    bare = "Ke hoach 12/KH-UBND giao ai tham muu bo tri kinh phi?"
    built = {name: build() for name, build in ablations(index).items()}
    assert set(built) == {"no_bm25", "no_dense", "no_restoration"}
    assert "tham mưu" in InProcess(assistant, index.plan).ask(bare, None).standalone
    assert "tham muu" in built["no_restoration"][0].ask(bare, None).standalone
    dense = index.embedder.asked  # type: ignore[attr-defined]
    asked = len(dense)
    system, rank = built["no_dense"]
    assert rank(question(), system.ask("Kế hoạch 12/KH-UBND nói gì về bảo hiểm y tế?", None))
    assert len(dense) == asked
