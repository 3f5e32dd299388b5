"""Stand-ins that behave: deterministic, small enough to check by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np

from index.embedding import Vectors
from index.vietnamese import fold, syllables


class FakeEmbedder:
    """An `Embedder` that counts syllables into `dimension` bins: texts with common syllables are near each other."""

    def __init__(self, name: str = "fake", dimension: int = 64) -> None:
        self._name = name
        self.dimension = dimension
        self.passages_embedded = 0

    @property
    def name(self) -> str:
        """Which model."""
        return self._name

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """One row for each text."""
        self.passages_embedded += len(texts)
        if advance:
            advance(len(texts))
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question."""
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, np.float32)
        for syllable in syllables(text):
            vector[crc32(fold(syllable).encode()) % self.dimension] += 1.0
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector
