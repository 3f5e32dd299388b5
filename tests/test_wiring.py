"""What the composition root gives to the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.deps import build_services
from api.settings import Settings
from index.store import PlanIndex
from rag.assistant import Assistant
from rag.conversation import Conversations
from ui.backend import Feedback
from wiring import page_backend


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (Feedback("", is_good=True), "good"),
        (Feedback("", is_good=False, comment="Thiếu."), "bad"),
        (Feedback("", is_good=False, wrong_citations=(1, 2)), "wrong_citation"),
    ],
)
def test_what_is_said_of_an_answer_on_the_page_is_kept_with_it(
    shipped_index: PlanIndex, tmp_path: Path, given: Feedback, verdict: str
) -> None:
    settings = Settings(data=tmp_path, _env_file=None)
    backend = page_backend(build_services(settings, shipped_index, Assistant(shipped_index, Conversations())))
    answer = backend.ask("Sở Công Thương Hà Tĩnh làm gì?", None, None, None)
    backend.give_feedback(Feedback(answer.id, given.is_good, given.wrong_citations, given.comment))
    line = json.loads(settings.feedback_file.read_text(encoding="utf-8"))
    assert (line["verdict"], line["wrong_citations"]) == (verdict, list(given.wrong_citations))
    assert (line["answer"], line["comment"]) == (answer.answer, given.comment)
