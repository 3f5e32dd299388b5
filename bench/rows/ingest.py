"""Bringing plans in, against the model alone on the same passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from bench.records import Bar, Row
from bench.timing import in_turns, timed
from bench.workplace import Workplace
from index.embedding import Vectors
from index.ingest import ingest_files
from index.store import build_index

_BATCHES = (4, 8, 16, 32)
_SAMPLE = 48  # passages, for finding the model's best batch and number of threads


def ingest(place: Workplace) -> Row:
    """Each round another part of the plans: read, parsed, embedded and stored; and their passages embedded by sentence-transformers in bf16."""
    import torch

    files = place.plan_files
    parts = [files[start :: place.scale.rounds] for start in range(min(place.scale.rounds, len(files)))]
    ours: list[float] = []
    theirs: list[float] = []
    counts: list[int] = []
    best: tuple[int, int] | None = None
    for number, part in enumerate(parts):
        texts = _passages(place, part, number)
        best = best or _best(place, texts)
        torch.set_num_threads(best[0])
        work = {
            "ours": partial(_ingest, place, part, f"ingest-{number}"),
            "model": partial(_encode, place, texts, best[1]),
        }
        times = in_turns(dict(reversed(work.items())) if number % 2 else work, 1)
        ours += times["ours"]
        theirs += times["model"]
        counts.append(len(texts))
        place.tell(f"ingest: {number + 1}/{len(parts)}")
    assert best is not None
    figures = {
        "throughput": round(median(b / a for a, b in zip(ours, theirs, strict=True)), 3),
        "passages": float(sum(counts)),
        "ours_per_s": round(sum(counts) / sum(ours), 2),
        "model_per_s": round(sum(counts) / sum(theirs), 2),
    }
    notes = (f"sentence-transformers: bf16, batch {best[1]}, {best[0]} thread(s)",)
    return Row("ingest", figures, (Bar("throughput", 0.9, at_most=False),), {"ours_s": ours, "model_s": theirs}, notes)


def _passages(place: Workplace, files: Sequence[Path], number: int) -> list[str]:
    """What is embedded of `files`, read by an ingest that is not measured; shortest first, as the model likes it best."""
    index = build_index(place.folder / f"read-{number}", lambda: _Nothing(place))
    ingest_files(index, files)
    texts = [f"{p.context}\n{p.text}" for p in index.snapshot.passages.values()]
    index.close()
    return sorted(texts, key=len)


class _Nothing:
    """An embedder that costs nothing."""

    name = "nothing"

    def __init__(self, place: Workplace) -> None:
        self._dimension = len(place.embedder.embed_question("một"))

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """Rows of ones."""
        return np.ones((len(texts), self._dimension), np.float32)

    def embed_question(self, text: str) -> Vectors:
        """A row of ones."""
        return np.ones(self._dimension, np.float32)


def _ingest(place: Workplace, files: Sequence[Path], name: str) -> None:
    index = build_index(place.folder / name, lambda: place.embedder)
    ingest_files(index, files)
    index.close()


def _encode(place: Workplace, texts: Sequence[str], batch: int) -> None:
    import torch

    with torch.autocast("cpu", dtype=torch.bfloat16):
        place.reference.encode_document(texts, batch_size=batch, show_progress_bar=False)


def _best(place: Workplace, texts: Sequence[str]) -> tuple[int, int]:
    """The number of threads and the batch with which the model is fastest on a sample."""
    import torch

    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    _encode(place, sample[:2], 2)
    times: dict[tuple[int, int], float] = {}
    for threads in (1, torch.get_num_threads()):
        torch.set_num_threads(threads)
        for batch in _BATCHES:
            times[threads, batch] = timed(partial(_encode, place, sample, batch))
    return min(times, key=lambda key: times[key])
