"""A short form of `make torture`."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import islice
from pathlib import Path

from index.store import PlanIndex
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.feedback import FeedbackBook
from torture import kill
from torture.load import questions


def test_killed_at_random_moments_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    report = kill.run(tmp_path / "data", rounds=10, seed=7)
    assert report.violations == []
    assert report.done["uploads acknowledged"] > 0
    assert sum(count for what, count in report.done.items() if what.startswith("kills")) == 10


def test_questions_asked_again_leave_nothing_more_behind(shipped_index: PlanIndex, tmp_path: Path) -> None:
    assistant = Assistant(shipped_index, Conversations(capacity=10))
    book = FeedbackBook(tmp_path / "feedback.jsonl", remembered=10)
    asked = list(islice(questions(seed=3), 30))

    def ask_all() -> int:
        for question in asked:
            book.remember(assistant.ask(question))  # each in a conversation of its own
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        ask_all()  # what may be remembered of these questions is, by now
        before = ask_all()
        assert ask_all() - before < 300_000  # bytes
    finally:
        tracemalloc.stop()
