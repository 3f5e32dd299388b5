"""The Chroma server or PostgreSQL is gone for a while: what can be answered is, nothing is lost, and it goes on when they are back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from api.app import build_app
from api.deps import build_services
from api.settings import Settings
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.shared_questions import SharedQuestions
from tests.api.test_uploads import FIRST, QUESTION, SECOND, finished
from tests.cable import Cable, laid_cable
from tests.fakes import FakeEmbedder
from tests.servers import chroma_server, postgres


@dataclass(frozen=True)
class Shared:
    """A server on two stores, and the cables to them."""

    client: TestClient
    chroma: Cable
    database: Cable


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture
def shared(tmp_path: Path, chroma_url: str, database_url: str) -> Iterator[Shared]:
    address = make_url(database_url)
    with laid_cable(int(chroma_url.rpartition(":")[2])) as chroma, laid_cable(address.port or 0) as database:
        urls = f"http://127.0.0.1:{chroma.port}", address.set(port=database.port).render_as_string(False)
        settings = Settings(data=tmp_path, chroma_url=urls[0], database_url=urls[1], _env_file=None)
        index = build_index(tmp_path, FakeEmbedder, *urls)
        for plan_id in list(index.received()):
            index.remove(plan_id)
        assistant = Assistant(index, Conversations(shared=SharedQuestions(index.engine)))
        with TestClient(build_app(build_services(settings, index, assistant)), raise_server_exceptions=False) as client:
            where = client.post("/v1/plans", files=[("files", ("an-binh.txt", FIRST.encode()))]).headers["location"]
            assert finished(client, where)["state"] == "done"
            yield Shared(client, chroma, database)
            chroma.mend()
            database.mend()
        index.close()


def upload(client: TestClient) -> str:
    response = client.put("/v1/plans/an-binh", files={"file": ("an-binh.txt", SECOND.encode())})
    assert response.status_code == 202, response.text
    return response.headers["location"]


def health_until(client: TestClient, status: str) -> list[str]:
    for _ in range(600):
        health = client.get("/healthz").json()
        if health["status"] == status:
            problems: list[str] = health["problems"]
            return problems
        sleep(0.1)
    raise AssertionError(health)


def test_without_the_vector_store_questions_are_answered_and_uploads_wait(shared: Shared) -> None:
    shared.chroma.cut()
    searched = shared.client.post("/v1/ask", json={"question": "bác sĩ ở trạm y tế An Bình thế nào?"}).json()
    assert "chỉ mục" in searched["note"]
    assert shared.client.post("/v1/ask", json={"question": QUESTION}).json()["status"] == "answered"
    assert shared.client.get("/readyz").status_code == 503
    where = upload(shared.client)
    assert "kho vectơ" in health_until(shared.client, "degraded")[0]
    assert shared.client.get(where).json()["state"] not in ("done", "failed")
    assert "tuyển dụng" in shared.client.get("/v1/plans/an-binh/text").json()["text"]  # the old version, whole
    shared.chroma.mend()
    assert finished(shared.client, where)["state"] == "done"
    assert health_until(shared.client, "ok") == []
    assert "thăng hạng" in str(shared.client.post("/v1/ask", json={"question": QUESTION}).json()["answer"])


def test_without_the_database_questions_are_answered_and_uploads_are_told_to_come_again(shared: Shared) -> None:
    shared.database.cut()
    asked = shared.client.post("/v1/ask", json={"question": QUESTION})
    assert (asked.status_code, asked.json()["status"]) == (200, "answered")
    refused = shared.client.put("/v1/plans/an-binh", files={"file": ("an-binh.txt", SECOND.encode())})
    assert (refused.status_code, refused.json()["code"]) == (503, "store_unreachable")
    assert int(refused.headers["retry-after"]) > 0
    assert shared.client.delete("/v1/plans/an-binh").status_code == 503
    assert shared.client.get("/readyz").status_code == 503
    shared.database.mend()
    assert finished(shared.client, upload(shared.client))["state"] == "done"
    assert shared.client.get("/readyz").status_code == 200


def test_a_database_that_goes_while_an_upload_waits_loses_nothing(shared: Shared) -> None:
    shared.chroma.cut()
    where = upload(shared.client)
    shared.database.cut()
    assert shared.client.get(where).status_code == 503
    shared.database.mend()
    shared.chroma.mend()
    assert finished(shared.client, where)["state"] == "done"
