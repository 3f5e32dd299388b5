"""What operators see: readiness, metrics, logs, settings; and how a server ends."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import build_app
from api.deps import Services, build_services
from api.logs import JsonLines, TextLines
from api.settings import Settings, effective_settings
from index.ingest import Intake
from index.store import build_index
from rag.answers import Answer
from rag.assistant import Assistant
from tests.api.test_uploads import FIRST, QUESTION, finished
from tests.fakes import FakeEmbedder
from tests.index.plans import document
from tests.servers import free_port

# --- readiness ----------------------------------------------------------------------------------------------------------


def test_a_server_is_ready_when_its_model_has_answered(services: Services) -> None:
    client = TestClient(build_app(services))  # its background work does not run: nothing warms the model
    response = client.get("/readyz")
    assert (response.status_code, response.json()["code"]) == (503, "not_ready")
    assert response.json()["detail"] == {"index": True, "model": False, "stores": True}
    services.index.warm_up()
    assert client.get("/readyz").json() == {"index": True, "model": True, "stores": True}


def test_a_running_server_becomes_ready_by_itself(empty_client: TestClient) -> None:
    for _ in range(100):
        if empty_client.get("/readyz").status_code == 200:
            return
        time.sleep(0.05)
    raise AssertionError("it does not become ready")


def test_without_its_database_a_server_is_not_ready_but_lives(services: Services) -> None:
    client = TestClient(build_app(services))
    services.index.warm_up()
    services.index.engine.dispose()
    (services.settings.data / "catalog.sqlite3").unlink()
    response = client.get("/readyz")
    assert (response.status_code, response.json()["detail"]["stores"]) == (503, False)
    assert client.get("/healthz").status_code == 200
    asked = client.get("/v1/jobs/1")
    assert (asked.status_code, asked.json()["code"]) == (503, "store_unreachable")
    assert asked.headers["retry-after"]


# --- metrics ------------------------------------------------------------------------------------------------------------


def test_answers_refusals_uploads_and_requests_are_counted(empty_client: TestClient) -> None:
    files = [("files", ("an-binh.txt", FIRST.encode())), ("files", ("rong.txt", b""))]
    finished(empty_client, empty_client.post("/v1/plans", files=files).headers["location"])
    empty_client.post("/v1/ask", json={"question": QUESTION})
    empty_client.post("/v1/ask", json={"question": "Thời tiết hôm nay thế nào?"})
    response = empty_client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    lines = response.text.splitlines()
    for line in (
        'kehoach_answers_total{kind="tasks",status="answered"} 1.0',
        'kehoach_answers_total{kind="out_of_scope",status="not_found"} 1.0',
        'kehoach_refusals_total{reason="out_of_scope"} 1.0',
        'kehoach_answer_step_seconds_count{kind="tasks",step="retrieve"} 1.0',
        'kehoach_files_total{outcome="added"} 1.0',
        'kehoach_files_total{outcome="failed"} 1.0',
        "kehoach_file_seconds_count 2.0",
        'kehoach_jobs{state="done"} 1.0',
        'kehoach_jobs{state="queued"} 0.0',
        "kehoach_plans 1.0",
        'kehoach_request_seconds_count{method="POST",route="/v1/ask",status="200"} 2.0',
    ):
        assert line in lines


def test_addresses_that_are_not_there_are_one_route(empty_client: TestClient) -> None:
    for number in range(5):
        empty_client.get(f"/khong-co/{number}")
    assert 'route="other",status="404"} 5.0' in empty_client.get("/metrics").text
    empty_client.get("/v1/plans/khong-co")
    assert (
        'kehoach_request_seconds_count{method="GET",route="/v1/plans/{plan_id}",status="404"} 1.0'
        in empty_client.get("/metrics").text
    )


# --- logs ---------------------------------------------------------------------------------------------------------------


def logged(caplog: pytest.LogCaptureFixture, name: str) -> list[dict[str, object]]:
    return [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == name]


def test_a_request_is_one_line_with_its_id_and_without_the_question(
    empty_client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        empty_client.post("/v1/ask", json={"question": "Sở Bí Mật làm gì?"}, headers={"X-Request-ID": "vong-7"})
        empty_client.get("/v1/search", params={"q": "Sở Bí Mật"})
    asked, searched = logged(caplog, "api.request_log")
    assert (asked["method"], asked["route"], asked["status"]) == ("POST", "/v1/ask", 200)
    assert asked["duration_ms"]
    assert (searched["route"], searched["status"]) == ("/v1/search", 200)
    (answered,) = logged(caplog, "api.background")
    assert answered["status"] == "not_found"
    ours = [record for record in caplog.records if record.name.split(".")[0] in ("api", "index", "rag", "ui")]
    assert not [record for record in ours if "bí mật" in JsonLines().format(record).lower()]


def test_what_is_mounted_is_neither_measured_nor_logged(services: Services, caplog: pytest.LogCaptureFixture) -> None:
    app = build_app(services)
    page = FastAPI()
    page.add_api_route("/tep/{name}", lambda: "tệp")
    app.mount("/ui", page)
    client = TestClient(app)
    with caplog.at_level(logging.INFO):
        assert client.get("/ui/tep/1").status_code == 200
        assert client.get("/ui/khong-co").status_code == 404
    assert [(line["route"], line["status"]) for line in logged(caplog, "api.request_log")] == [("/ui", 404)]
    assert "/ui" not in client.get("/metrics").text


def test_questions_are_logged_where_that_is_wanted(services: Services, caplog: pytest.LogCaptureFixture) -> None:
    telling = build_services(
        services.settings.model_copy(update={"log_questions": True}), services.index, services.assistant
    )
    with TestClient(build_app(telling)) as client, caplog.at_level(logging.INFO):
        client.post("/v1/ask", json={"question": "Sở Bí Mật làm gì?"})
    assert "Bí Mật" in str(logged(caplog, "api.background")[0]["question"])


def test_a_line_of_json_and_a_line_of_text() -> None:
    record = logging.makeLogRecord(
        {"name": "api.x", "msg": "đã xong %d", "args": (3,), "levelname": "INFO", "key_id": "1a2b"}
    )
    line = json.loads(JsonLines().format(record))
    assert (line["level"], line["logger"], line["message"], line["key_id"]) == ("info", "api.x", "đã xong 3", "1a2b")
    assert line["at"].endswith("+00:00")
    assert TextLines().format(record).endswith("info api.x đã xong 3 key_id=1a2b")


# --- settings -----------------------------------------------------------------------------------------------------------


def test_each_setting_says_where_it_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("KEHOACH_PORT=9000\nKEHOACH_HOST=10.0.0.1\n", encoding="utf-8")
    monkeypatch.setenv("KEHOACH_HOST", "127.0.0.1")
    monkeypatch.setenv("KEHOACH_LLM_KEY", "bi-mat")
    monkeypatch.setenv("KEHOACH_DATABASE_URL", "postgresql://kehoach:bi-mat@may/csdl")
    found = {setting.name: (setting.value, setting.source) for setting in effective_settings(Settings())}
    assert found["KEHOACH_PORT"] == ("9000", "tệp .env")
    assert found["KEHOACH_HOST"] == ("127.0.0.1", "biến môi trường")
    assert found["KEHOACH_RATE_PER_MINUTE"] == ("300", "mặc định")
    assert found["KEHOACH_DATABASE_URL"][0] == "postgresql://kehoach:***@may/csdl"
    assert "bi-mat" not in str(found)


# --- the end ------------------------------------------------------------------------------------------------------------


class SlowAssistant(Assistant):
    """Answers when it is let."""

    def __init__(self, services: Services) -> None:
        super().__init__(services.index, services.assistant._conversations)
        self.asked, self.go_on = threading.Event(), threading.Event()

    def ask(self, *arguments: Any, **more: Any) -> Answer:
        """See `Assistant`."""
        self.asked.set()
        self.go_on.wait(30)
        return super().ask(*arguments, **more)


@contextmanager
def serving(services: Services) -> Iterator[tuple[uvicorn.Server, httpx.Client]]:
    """A real server on a thread."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(build_app(services), port=port, log_config=None, timeout_graceful_shutdown=30)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
            yield server, client
    finally:
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive()


def test_an_answer_in_work_is_finished_when_the_server_ends(services: Services) -> None:
    assistant = SlowAssistant(services)
    slow = build_services(services.settings, services.index, assistant)
    responses: list[httpx.Response] = []
    with serving(slow) as (server, client):
        asking = threading.Thread(target=lambda: responses.append(client.post("/v1/ask", json={"question": "Ai ký?"})))
        asking.start()
        assert assistant.asked.wait(30)
        server.should_exit = True
        time.sleep(0.3)
        assistant.go_on.set()
        asking.join(60)
    assert [response.status_code for response in responses] == [200]


def test_an_upload_in_work_loses_nothing_when_the_server_ends(services: Services) -> None:
    many = [("files", (f"{n}.txt", document(f"I. MỤC TIÊU\n1. Việc thứ {n}.").encode())) for n in range(40)]
    with TestClient(build_app(services)) as client:
        where = client.post("/v1/plans", files=many).headers["location"]
    with TestClient(build_app(services)) as client:  # the next start
        job = finished(client, where)
        assert {result["outcome"] for result in job["results"]} <= {"added", "unchanged"}
        assert client.get("/healthz").json()["plans"] == 40


def test_a_plan_that_another_process_brings_in_is_seen(empty_client: TestClient, services: Services) -> None:
    other = build_index(services.settings.data, FakeEmbedder)
    with other.ingesting():
        intake = Intake(other)
        list(intake.take("an-binh.txt", FIRST.encode()))
        intake.finish()
    for _ in range(100):
        if empty_client.get("/healthz").json()["plans"]:
            return
        time.sleep(0.05)
    raise AssertionError("it is not seen")
