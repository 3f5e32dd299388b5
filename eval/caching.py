"""An embedder that remembers, in memory and on disk: the same texts are asked of several systems, and of several runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.embedding import Embedder, Vectors


class CachedEmbedder:
    """An `Embedder` around another; texts are remembered by their hash, in `folder` where one is given."""

    def __init__(self, embedder: Embedder, folder: Path | None = None) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self._file = folder / f"vectors-{_digest(embedder.name)[:12]}.npz" if folder else None
        if self._file and self._file.exists():
            with np.load(self._file) as stored:
                self._known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))

    @property
    def name(self) -> str:
        """The name of the embedder inside."""
        return self._embedder.name

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """One row for each text; only those not seen before are embedded."""
        keys = [_digest(f"passage: {text}") for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if advance:
            advance(len(texts) - len(new))
        if new:
            self._known.update(zip(new, self._embedder.embed_passages(list(new.values()), advance), strict=True))
            self.save()
        return np.stack([self._known[key] for key in keys]) if keys else self._embedder.embed_passages([])

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question."""
        key = _digest(f"question: {text}")
        if key not in self._known:
            self._known[key] = self._embedder.embed_question(text)
        return self._known[key]

    def save(self) -> None:
        """Writes what is known to the folder, if there is one; new passages are written at once, questions by this call."""
        if self._file:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._file.with_suffix(".tmp.npz")
            np.savez(unfinished, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
            unfinished.replace(self._file)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
