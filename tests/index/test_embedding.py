"""The embedders: the bundled model as ONNX Runtime runs it, against the same weights in sentence-transformers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.bundled_model import export_bundled_model
from index.embedding import BUNDLED, BUNDLED_NAME, Embedder, build_embedder, load_sentence_transformer

TEXTS = [
    "Sở Y tế tỉnh Hà Tĩnh chủ trì, phối hợp với các sở, ngành.",
    "so cong thuong ha tinh lam gi",
    "95,15%",
    "",
    "Tỷ lệ người dân tham gia bảo hiểm y tế đạt 95,15% dân số. " * 60,  # longer than the model reads
]
LEAST_COSINE = 0.9995  # 8-bit activations against float32; .9998 was the lowest of 60 questions

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def embedder(model_data: Path) -> Embedder:
    return build_embedder(BUNDLED, model_data)


def test_vectors_are_those_of_the_same_weights_in_sentence_transformers(embedder: Embedder, model_data: Path) -> None:
    reference = load_sentence_transformer(str(export_bundled_model(model_data / "models" / BUNDLED_NAME)))
    passages = reference.encode_document(TEXTS, normalize_embeddings=True)
    questions = reference.encode_query(TEXTS, normalize_embeddings=True)
    assert (embedder.embed_passages(TEXTS) * passages).sum(axis=1).min() > LEAST_COSINE
    assert min(embedder.embed_question(t) @ q for t, q in zip(TEXTS, questions, strict=True)) > LEAST_COSINE


def test_a_question_is_not_embedded_as_a_passage(embedder: Embedder) -> None:
    assert embedder.embed_question(TEXTS[0]) @ embedder.embed_passages(TEXTS[:1])[0] < LEAST_COSINE


def test_vectors_are_unit_length_float32_in_the_order_of_the_texts(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0] * len(TEXTS), abs=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert np.array_equal(embedder.embed_passages([text])[0], vector)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)


def test_threads_at_the_same_time_get_the_same_vectors(embedder: Embedder) -> None:
    alone = [embedder.embed_question(text) for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(embedder.embed_question, TEXTS * 8))
    assert all(np.array_equal(vector, alone[i % len(TEXTS)]) for i, vector in enumerate(together))


def test_what_hears_of_the_progress_may_end_it(embedder: Embedder) -> None:
    class Stop(Exception):
        pass

    heard: list[int] = []

    def stop_at_third(more: int) -> None:
        heard.append(more)
        if sum(heard) == 3:
            raise Stop

    with pytest.raises(Stop):
        embedder.embed_passages(TEXTS[:3] * 100, stop_at_third)
    assert sum(heard) == 3


def test_another_model_is_read_by_sentence_transformers(model_data: Path) -> None:
    folder = str(export_bundled_model(model_data / "models" / BUNDLED_NAME))
    other = build_embedder(folder, model_data)
    assert other.name == folder
    assert other.embed_passages(TEXTS[:2]).shape == (2, 384)
    assert other.embed_passages([]).shape == (0, 384)
    assert other.embed_question(TEXTS[0]) @ other.embed_question(TEXTS[0]) == pytest.approx(1.0, abs=1e-5)
