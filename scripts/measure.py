"""Figures of one run on this machine: ingest against the model alone, time of `/v1/ask` by step, resident memory.

    .venv/bin/python scripts/measure.py

Ratios compare two measurements of the same run; absolute times depend on the machine and what else it does.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import torch
import uvicorn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from api.app import build_app
from api.deps import build_services
from api.settings import Settings
from index.embedding import SentenceTransformerEmbedder, build_embedder
from index.ingest import ingest_files, plan_files, shipped_plans
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations

QUESTIONS = (
    "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?",
    "so cong thuong ha tinh lam gi",
    "Phòng Tổ chức - Hành chính của Sở Y tế Bắc Giang có nhiệm vụ gì?",
    "Hạn trình kế hoạch phát triển giường bệnh của Bắc Giang?",
    "Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ của Hà Tĩnh đến 2025?",
    "Kế hoạch 1750/KH-SYT do ai ký?",
    "Kinh phí thực hiện kế hoạch y tế cơ sở của Hà Tĩnh lấy từ đâu?",
    "Sở Xây dựng Bắc Giang có nhiệm vụ gì?",
)
ROUNDS = 6  # of all questions; the first warms up and is not counted
REPEATS = 3  # of ingest and of the model alone; medians are compared
BATCHES = (4, 8, 16, 32)  # tried for the model alone; the best counts
PORT = 8917


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        embedder = build_embedder("bundled", Settings().data)
        ingest, passages = _time_ingest(data, embedder)
        model = _time_model(embedder, passages)
        print(f"passages: {len(passages)}")
        print(f"ingest: {len(passages) / ingest:.1f} passages/s (reading, parsing, embedding, all stores)")
        print(
            f"model alone, same texts, bf16, best batch: {len(passages) / model:.1f} passages/s; ratio {model / ingest:.2f}"
        )
        _time_questions(data, embedder)


def _time_ingest(data: Path, embedder: SentenceTransformerEmbedder) -> tuple[float, list[str]]:
    times: list[float] = []
    texts: list[str] = []
    for number in range(REPEATS):
        index = build_index(data / f"index{number}", lambda: embedder)
        began = time.perf_counter()
        ingest_files(index, plan_files([shipped_plans()]))
        times.append(time.perf_counter() - began)
        texts = [f"{p.context}\n{p.text}" for p in index.snapshot.passages.values()]
    return statistics.median(times), texts


def _time_model(embedder: SentenceTransformerEmbedder, texts: list[str]) -> float:
    ordered = sorted(texts, key=len)
    best = []
    for batch in BATCHES:
        began = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            embedder.model.encode_document(ordered, batch_size=batch, show_progress_bar=False)
        best.append(time.perf_counter() - began)
    return min(best)


def _time_questions(data: Path, embedder: SentenceTransformerEmbedder) -> None:
    index = build_index(data / "index0", lambda: embedder)
    app = build_app(build_services(Settings(), index, Assistant(index, Conversations())))
    total: list[float] = []
    steps: dict[str, list[float]] = {}
    with _served(app), httpx.Client(base_url=f"http://127.0.0.1:{PORT}", trust_env=False) as client:
        for turn in range(ROUNDS):
            for question in QUESTIONS:
                began = time.perf_counter()
                answer = client.post("/v1/ask", json={"question": question}).raise_for_status().json()
                if turn:
                    total.append(1_000 * (time.perf_counter() - began))
                    for step, elapsed in answer["timings_ms"].items():
                        steps.setdefault(step, []).append(elapsed)
    by_step = ", ".join(f"{step} {statistics.median(values):.1f}" for step, values in steps.items())
    print(
        f"/v1/ask over HTTP, {len(total)} answers: p50 {statistics.median(total):.1f} ms ({by_step}), p95 {sorted(total)[int(0.95 * len(total))]:.1f} ms"
    )
    searched = [t for t in steps.get("retrieve", []) if t > 0]
    if searched:
        print(
            f"answers that needed a search: {len(searched)} of {len(total)}; their search p50 {statistics.median(searched):.1f} ms"
        )
    print(f"resident memory: {psutil.Process().memory_info().rss / 1e6:.0f} MB")


@contextmanager
def _served(app: object) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="warning"))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    main()
