"""Times of the page as a person sees them, in Chromium: from the click on "Gửi" to the answer's first text, from the click on `[n]` to the marked quote.

    .venv/bin/python scripts/measure_page.py

Measured inside the browser, over a local connection, on the real product (shipped plans, bundled model); absolute times depend on the machine.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from api.deps import build_services
from api.settings import Settings
from index.embedding import build_embedder
from index.ingest import ingest_files, plan_files, shipped_plans
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from wiring import build_server

QUESTIONS = (
    "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?",
    "so cong thuong ha tinh lam gi",
    "Phòng Tổ chức - Hành chính của Sở Y tế Bắc Giang có nhiệm vụ gì?",
    "Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ của Hà Tĩnh đến 2025?",
    "Kế hoạch 1750/KH-SYT do ai ký?",
    "Kinh phí thực hiện kế hoạch y tế cơ sở của Hà Tĩnh lấy từ đâu?",
)
ROUNDS = 6  # of all questions; the first warms up and is not counted
PORT = 8918
FLAGS = ("--no-sandbox", "--disable-gpu")

# Clicks, and resolves with the milliseconds until `seen` is in the page and drawn.
TIMED = """([button, seen, before]) => new Promise((resolve) => {
  const clicked = performance.now();
  const observer = new MutationObserver(() => {
    if (document.querySelectorAll(seen).length <= before) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - clicked)));
  });
  observer.observe(document.body, { childList: true, subtree: true });
  [...document.querySelectorAll(button)].at(-1).click();
})"""


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        index = build_index(data, lambda: build_embedder("bundled", Settings().data))
        ingest_files(index, plan_files([shipped_plans()]))
        index.embedder.embed_question("khởi động")
        services = build_services(Settings(data=data), index, Assistant(index, Conversations()))
        with _served(build_server(services)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            loaded = time.perf_counter()
            page.goto(address)
            page.locator(".suggestion").first.wait_for()
            print(f"page opened, ready to type: {1_000 * (time.perf_counter() - loaded):.0f} ms")
            _measure(page)
            browser.close()


def _measure(page: Page) -> None:
    answers: list[float] = []
    citations: list[float] = []
    for turn in range(ROUNDS):
        page.locator("#kh-new").click()
        page.locator(".welcome").wait_for()
        for number, question in enumerate(QUESTIONS):
            page.locator("#kh-question textarea").fill(question)
            page.wait_for_timeout(100)
            answer_ms = page.evaluate(TIMED, ["#kh-send", "#kh-log .turn :is(.answer, .refusal)", number])
            page.wait_for_timeout(300)
            citation_ms = page.evaluate(TIMED, ["#kh-log .turn:last-of-type .chip", "#kh-reader mark", 0])
            page.wait_for_timeout(300)
            page.locator('#kh-reader [data-open="close:"]').click()
            page.locator("#kh-reader .reader").wait_for(state="detached")
            if turn:
                answers.append(answer_ms)
                citations.append(citation_ms)
    for name, times in (
        ("click on Gửi to the answer's first text", answers),
        ("click on [n] to the marked quote", citations),
    ):
        p95 = sorted(times)[int(0.95 * len(times))]
        print(f"{name}, {len(times)} times: p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms")


@contextmanager
def _served(app: object) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="warning"))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{PORT}/ui/"
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    main()
