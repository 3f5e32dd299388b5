"""Two real servers on one Chroma server and one PostgreSQL database, with the real model."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen
from typing import Any

import httpx
import pytest

from index.bundled_model import export_bundled_model
from index.embedding import BUNDLED_NAME
from tests.index.plans import document
from tests.servers import answers, chroma_server, free_port, postgres, running, wait_until

pytestmark = pytest.mark.model

PLAN = document(
    "I. MỤC TIÊU\n1. Mọi trạm y tế có bác sĩ.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ: Chủ trì tuyển dụng bác sĩ.\n2. Sở Y tế: Báo cáo."
)
QUESTION = "Sở Nội vụ An Bình có nhiệm vụ gì?"
KEHOACH = str(Path(sys.executable).parent / "kehoach")
Server = tuple[httpx.Client, "Popen[bytes]"]


def until(found: Callable[[], Any], seconds: float = 30.0) -> Any:
    """What `found` gives, when it gives something."""
    deadline = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return result


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, model_data: Path) -> Iterator[list[Server]]:
    """Two servers that start together, each with a data directory of its own."""
    model = export_bundled_model(model_data / "models" / BUNDLED_NAME)
    with ExitStack() as stack:
        shared = {
            "KEHOACH_CHROMA_URL": stack.enter_context(chroma_server(tmp_path_factory.mktemp("chroma"))),
            "KEHOACH_DATABASE_URL": stack.enter_context(postgres()),
            "KEHOACH_EMBEDDING_MODEL": str(model),
            "KEHOACH_SHIPPED_PLANS": "false",
        }
        started = []
        for name in ("một", "hai"):
            folder, port = tmp_path_factory.mktemp(name), free_port()
            command = [KEHOACH, "serve", "--port", str(port)]
            environment = shared | {"KEHOACH_DATA": str(folder / "data")}
            process = stack.enter_context(running(command, folder / "log", **environment))
            url = f"http://127.0.0.1:{port}"
            client = stack.enter_context(httpx.Client(base_url=url, trust_env=False, timeout=60))
            started.append((client, process, folder / "log"))
        for client, process, log in started:
            wait_until(lambda client=client: answers(f"{client.base_url}/healthz"), process, log)  # type: ignore[misc]
        yield [(client, process) for client, process, _ in started]


def test_a_plan_uploaded_to_one_is_answered_with_its_citation_by_the_other(servers: list[Server]) -> None:
    (one, _), (two, _) = servers
    response = one.post("/v1/plans", files=[("files", ("an-binh.txt", PLAN.encode()))])
    assert response.status_code == 202
    where = response.headers["location"]
    job = until(
        lambda: (job := two.get(where).json())["state"] in ("done", "failed") and job
    )  # asked of the other, too
    assert [result["outcome"] for result in job["results"]] == ["added"]

    def answered() -> dict[str, Any] | None:
        body: dict[str, Any] = two.post("/v1/ask", json={"question": QUESTION}).json()
        return body if body["status"] == "answered" else None

    answer = until(answered, seconds=5)
    (citation,) = answer["citations"]
    assert (citation["plan_id"], citation["address"]) == ("an-binh", "Mục II, khoản 1")
    text = two.get("/v1/plans/an-binh/text").json()["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    same = until(lambda: (body := one.post("/v1/ask", json={"question": QUESTION}).json())["citations"] and body)
    assert {key: same[key] for key in ("answer", "citations", "kind")} == {
        key: answer[key] for key in ("answer", "citations", "kind")
    }


def test_a_follow_up_may_go_to_the_other(servers: list[Server]) -> None:
    (one, _), (two, _) = servers
    until(lambda: [plan for client in (one, two) for plan in plans_of(client)][1:])
    asked = one.post("/v1/ask", json={"question": QUESTION}).json()
    follow = {"question": "Còn Sở Y tế?", "conversation_id": asked["conversation_id"]}
    followed = two.post("/v1/ask", json=follow).json()
    assert followed["standalone_question"].casefold() == "sở y tế an bình có nhiệm vụ gì?"
    assert "Báo cáo" in followed["answer"]


def test_uploads_to_both_at_once_are_all_in(servers: list[Server]) -> None:
    places = []
    for number in range(6):
        client, _ = servers[number % 2]
        files = [("files", (f"dong-{number}.txt", PLAN.replace("bác sĩ", f"bác sĩ khóa {number}").encode()))]
        places.append(client.post("/v1/plans", files=files).headers["location"])
    (one, _), (two, _) = servers
    for place in places:
        assert until(lambda place=place: (job := one.get(place).json())["finished_at"] and job)["state"] == "done"  # type: ignore[misc]
    wanted = {f"dong-{number}" for number in range(6)}
    for client in (one, two):
        until(lambda client=client: wanted <= {plan["id"] for plan in plans_of(client)})  # type: ignore[misc]


def plans_of(client: httpx.Client) -> list[dict[str, Any]]:
    body = client.get("/v1/plans", params={"limit": 100}).json()
    plans: list[dict[str, Any]] = body if isinstance(body, list) else body["items"]
    return plans


def test_a_server_that_is_told_to_end_finishes_what_it_answers(servers: list[Server]) -> None:
    client, process = servers[1]
    assert client.get("/healthz").status_code == 200
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(60) in (0, -signal.SIGTERM)
    assert servers[0][0].get("/healthz").status_code == 200
