from pathlib import Path

import pytest

from index.records import Passage
from index.vectors import VectorIndex, build_vectors
from tests.fakes import FakeEmbedder

EMBEDDER = FakeEmbedder()


def passages(plan_id: str, *texts: str) -> list[Passage]:
    return [Passage(f"{plan_id}#{n}", plan_id, (), "", "", "", text, 0, len(text)) for n, text in enumerate(texts)]


def put(vectors: VectorIndex, plan_id: str, *texts: str) -> None:
    vectors.replace(plan_id, passages(plan_id, *texts), EMBEDDER.embed_passages(texts))


@pytest.fixture
def vectors(tmp_path: Path) -> VectorIndex:
    index = build_vectors(tmp_path)
    put(index, "a", "trạm y tế xã", "ngân sách nhà nước")
    put(index, "b", "trường học", "trạm y tế phường")
    return index


def test_the_nearest_passage_comes_first_with_its_cosine(vectors: VectorIndex) -> None:
    (best, similarity), *_ = vectors.search(EMBEDDER.embed_question("ngân sách nhà nước"), 2)
    assert best == "a#1"
    assert similarity == pytest.approx(1.0, abs=1e-3)


def test_search_stays_within_the_named_plans(vectors: VectorIndex) -> None:
    question = EMBEDDER.embed_question("trạm y tế")
    assert next(passage_id for passage_id, _ in vectors.search(question, 5, ["b"])) == "b#1"
    assert vectors.search(question, 5, []) == []
    assert vectors.search(question, 5, ["khong-co"]) == []


def test_replacing_and_removing_a_plan(vectors: VectorIndex) -> None:
    put(vectors, "a", "công an")
    assert vectors.count() == 3
    vectors.remove("a")
    assert set(vectors.counts()) == {"b"}
    put(vectors, "b")
    assert vectors.count() == 0
    assert vectors.search(EMBEDDER.embed_question("y tế"), 3) == []


def test_the_index_outlives_its_object(tmp_path: Path, vectors: VectorIndex) -> None:
    assert build_vectors(tmp_path).count() == vectors.count()
