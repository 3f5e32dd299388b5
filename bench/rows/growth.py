"""One index that grows: time of a question, disk, memory, and quality on the shipped questions, at each size."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from bench.records import Bar, Row
from bench.synthetic import synthetic_plans
from bench.timing import milliseconds, timed
from bench.workplace import Workplace
from eval.evaluation import OURS, Contender, evaluate
from eval.retrieving import rank_ours
from eval.running import InProcess
from eval.statistics import percentile
from index.embedding import Embedder, Vectors
from index.store import PlanIndex
from rag.assistant import Assistant
from rag.conversation import Conversations

_PLANS_AT_ONCE = 100
_QUALITY_STEP = 3  # every third question of the shipped set is scored at each size


class _Embedder:
    """The product's embedder; passages get random vectors once `random` is set, since embedding a million takes hours."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._draw = np.random.default_rng(7)
        self.name = embedder.name
        self.random = False

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """Vectors of unit length, one a text."""
        if not self.random:
            return self._embedder.embed_passages(texts, advance)
        drawn = self._draw.standard_normal((len(texts), len(self._embedder.embed_question("một"))), np.float32)
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)

    def embed_question(self, text: str) -> Vectors:
        """As the embedder inside."""
        return self._embedder.embed_question(text)


def growth(place: Workplace) -> Row:
    """The shipped plans among more and more synthetic ones. Times at each size are of the same questions in the same process."""
    embedder = _Embedder(place.embedder)
    index = place.open_index("grown", embedder)
    assistant, data = Assistant(index, Conversations()), place.folder / "grown"
    shipped = len(index.snapshot.passages)
    figures = _measured("shipped", place, index, assistant, data)
    plans = 0
    times: list[float] = []
    for size in place.scale.sizes:
        embedder.random = size > place.scale.embedded
        began = time.perf_counter()
        plans += _grow(place, index, plans, size)
        held = len(index.snapshot.passages)
        figures[f"{size}_filled_per_s"] = round((held - shipped) / (time.perf_counter() - began), 1)
        figures |= _measured(str(size), place, index, assistant, data)
        times.append(figures[f"{size}_p50_ms"])
        place.tell(f"growth: {held} passages, {times[-1]} ms")
    first, last = figures["shipped_resident_mb"], figures[f"{place.scale.sizes[-1]}_resident_mb"]
    figures["mb_per_100000_passages"] = round((last - first) / (held - shipped) * 100_000, 1)
    figures["quality_lost"] = round(figures["shipped_crag"] - figures[f"{place.scale.sizes[-1]}_crag"], 4)
    steps = [after / before for before, after in pairwise(times)]
    figures["slowest_step"] = round(max(steps, default=1.0), 2)
    bars = (Bar("slowest_step", 2.0), Bar("mb_per_100000_passages", 250.0), Bar("quality_lost", 0.03))
    return Row("growth", figures, bars, {"p50_ms": times}, [f"random vectors above {place.scale.embedded} passages"])


def _grow(place: Workplace, index: PlanIndex, plans: int, size: int) -> int:
    """Puts in synthetic plans from number `plans` on until there are `size` passages; returns how many."""
    passages, added = len(index.snapshot.passages), 0
    with index.ingesting():
        while passages < size:
            for plan, raw in synthetic_plans(plans + added, 1 if size - passages < 200 else _PLANS_AT_ONCE):
                passages += index.put(plan, raw)
                added += 1
                if passages >= size:
                    break
            if added % 500 == 0:
                place.tell(f"growth: {passages} of {size}")
    index.refresh()
    return added


def _measured(name: str, place: Workplace, index: PlanIndex, assistant: Assistant, data: Path) -> dict[str, float]:
    for question in place.questions:
        assistant.ask(question)
    by_round = [
        [timed(partial(assistant.ask, question)) for question in place.questions] for _ in range(place.scale.rounds)
    ]
    gold = place.gold[:: _QUALITY_STEP * max(1, 30 // place.scale.questions)]
    ours = Contender(OURS, InProcess(assistant, index.plan), rank_ours(index))
    (result,), _ = evaluate(gold, ours, [], lambda _what, _count: lambda _done: None)
    figures = {
        f"{name}_{label}_ms": milliseconds(median(percentile(times, share) for times in by_round))
        for label, share in (("p50", 0.5), ("p95", 0.95))
    }
    figures[f"{name}_crag"] = result.groups["all"]["crag"].value or 0.0
    figures[f"{name}_disk_kb_per_passage"] = round(_size(data) / 1e3 / max(1, len(index.snapshot.passages)), 2)
    with place.server(data) as server:
        client = server.client()
        for question in place.questions:
            client.ask(question)
        client.close()
        figures |= {f"{name}_resident_mb": round(server.resident_mb), f"{name}_start_s": round(server.started_s, 2)}
    return figures


def _size(folder: Path) -> int:
    """Bytes of the files in a folder, without the model."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and "models" not in file.parts)
