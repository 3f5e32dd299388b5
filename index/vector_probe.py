"""Tries a Chroma folder in a process of its own, which a damaged index may kill: `python -m index.vector_probe FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from index.vectors import VectorIndex, build_vectors

_SAMPLES = 50
_SAME = 0.99  # a vector's similarity to itself


def finds_its_own(vectors: VectorIndex) -> bool:
    """Whether vectors taken from the whole index are found by themselves."""
    for vector in vectors.samples(_SAMPLES):
        found = vectors.search(np.asarray(vector, np.float32), 1)
        if not found or found[0][1] < _SAME:
            return False
    return True


def main() -> int:
    """0 when the folder can be used."""
    vectors = build_vectors(Path(sys.argv[1]))
    return 0 if finds_its_own(vectors) else 1


if __name__ == "__main__":
    sys.exit(main())
