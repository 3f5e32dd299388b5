"""POST /v1/ask/stream over a real socket: what comes in which order, and what happens when the reader leaves."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.deps import Services
from rag.answers import Answer, Composer, Kind, Status
from rag.assistant import Assistant
from rag.generation.writing import Heard
from tests.http_server import serving_app

QUESTION = "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?"
_WAIT_S = 20  # for what comes at once; only a failure takes so long


def events(lines: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The events of a stream as they come: name and data."""
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def streamed(client: TestClient, question: str) -> list[tuple[str, Any]]:
    response = client.post("/v1/ask/stream", json={"question": question})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-accel-buffering"] == "no"
    return list(events(response.text.split("\n")))


@pytest.mark.parametrize("question", [QUESTION, "so cong thuong ha tinh lam gi", "Thời tiết hôm nay thế nào?"])
def test_the_pieces_make_up_the_answer(client: TestClient, question: str) -> None:
    found = streamed(client, question)
    assert found[:2] == [("status", {"step": "searching"}), ("status", {"step": "composing"})]
    assert found[-1][0] == "done"
    done = found[-1][1]
    assert "".join(data["delta"] for name, data in found if name == "text") == done["answer"]
    assert [data for name, data in found if name == "citation"] == done["citations"]
    order = [name for name, _ in found[2:-1]]
    assert order == sorted(order, reverse=True)  # text before citations
    whole = client.post("/v1/ask", json={"question": question}).json()
    assert (done["answer"], done["citations"], done["refusal"]) == (
        whole["answer"],
        whole["citations"],
        whole["refusal"],
    )


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"question": "  "}, 422, "empty_question"),
        ({"question": "a" * 2_001}, 422, "question_too_long"),
        ({"question": "Ai ký?", "plan_ids": ["khong-co"]}, 404, "plan_not_found"),
        ({"question": "Ai ký?", "mode": "generative"}, 422, "generation_off"),
        ({}, 422, "invalid_request"),
    ],
)
def test_what_can_not_be_asked_is_refused_before_the_stream_begins(
    client: TestClient, body: dict[str, object], status: int, code: str
) -> None:
    response = client.post("/v1/ask/stream", json=body)
    assert (response.status_code, response.json()["code"]) == (status, code)


# --- an assistant that does as the test says ----------------------------------------------------------------------------


@dataclass
class ScriptedAssistant:
    """Composes its answer as a script says."""

    compose: Callable[[Heard], str]
    ended: Event = field(default_factory=Event)
    can_generate: bool = True

    def ask(self, question: str, _id: object, _plans: object, _mode: object, heard: Heard) -> Answer:
        """An answer without citations."""
        try:
            text = self.compose(heard)
        finally:
            self.ended.set()
        return Answer("1", "2", Status.ANSWERED, Kind.CONTENT, question, text, composed_by=Composer.GENERATIVE)


@contextmanager
def opened(address: str) -> Iterator[Iterator[tuple[str, Any]]]:
    """The events of a question as they come; the connection is cut in the end."""
    with httpx.stream("POST", f"{address}/v1/ask/stream", json={"question": "Ai ký?"}, timeout=_WAIT_S) as response:
        yield events(response.iter_lines())


def _app(services: Services, assistant: ScriptedAssistant) -> Any:
    return build_app(replace(services, assistant=assistant))  # type: ignore[arg-type]


def test_the_first_event_comes_before_the_answer_is_composed(services: Services) -> None:
    may_end = Event()

    def compose(_heard: Heard) -> str:
        assert may_end.wait(_WAIT_S)
        return "Xong."

    with serving_app(_app(services, ScriptedAssistant(compose))) as address, opened(address) as coming:
        assert next(coming) == ("status", {"step": "searching"})
        may_end.set()
        assert [name for name, _ in coming] == ["status", "text", "done"]


def test_sentences_come_while_a_model_writes(services: Services) -> None:
    may_go_on = Event()

    def compose(heard: Heard) -> str:
        heard("Câu một.")
        assert may_go_on.wait(_WAIT_S)
        heard("Câu hai.")
        return "Câu một.\nCâu hai."

    with serving_app(_app(services, ScriptedAssistant(compose))) as address, opened(address) as coming:
        assert [next(coming)[0], next(coming)[0]] == ["status", "status"]
        assert next(coming) == ("text", {"delta": "Câu một.", "restart": False})
        may_go_on.set()
        assert next(coming) == ("text", {"delta": "\nCâu hai.", "restart": False})
        assert next(coming)[0] == "done"


def test_what_a_model_said_is_taken_back_when_the_answer_is_another(services: Services) -> None:
    def compose(heard: Heard) -> str:
        heard("Câu bị bỏ.")
        return "Dòng một\nDòng hai"

    with TestClient(_app(services, ScriptedAssistant(compose))) as client:
        found = streamed(client, "Ai ký?")
    assert [data for name, data in found if name == "text"] == [
        {"delta": "Câu bị bỏ.", "restart": False},
        {"delta": "Dòng một\n", "restart": True},
        {"delta": "Dòng hai", "restart": False},
    ]


def test_the_work_ends_when_the_reader_leaves(services: Services) -> None:
    def compose(heard: Heard) -> str:
        while True:  # until `heard` says that nobody listens
            heard("Một câu nữa.")
            time.sleep(0.005)

    assistant = ScriptedAssistant(compose)
    with serving_app(_app(services, assistant)) as address:
        with opened(address) as coming:
            assert [next(coming)[0] for _ in range(3)] == ["status", "status", "text"]  # the work has begun
        assert assistant.ended.wait(_WAIT_S)


def test_an_error_after_the_beginning_is_the_last_event(services: Services) -> None:
    def compose(heard: Heard) -> str:
        heard("Câu một.")
        raise RuntimeError("mật khẩu trong thông báo")

    with TestClient(_app(services, ScriptedAssistant(compose))) as client:
        found = streamed(client, "Ai ký?")
    name, error = found[-1]
    assert (name, error["code"]) == ("error", "internal_error")
    assert "mật khẩu" not in json.dumps(found, ensure_ascii=False)


def test_a_conversation_goes_on_through_the_stream(client: TestClient, assistant: Assistant) -> None:
    first = streamed(client, "Sở Tài chính Hà Tĩnh có nhiệm vụ gì?")[-1][1]
    response = client.post(
        "/v1/ask/stream", json={"question": "Còn Lâm Đồng?", "conversation_id": first["conversation_id"]}
    )
    done = list(events(response.text.split("\n")))[-1][1]
    assert "Lâm Đồng" in done["standalone_question"]
    assert "Sở Tài chính" in done["answer"]
