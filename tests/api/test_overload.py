"""More than a server can do at a time, and clients that take for ever: some are told to come again, the others notice nothing."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

import api.slow_clients
from api.admission import Admission, Overloaded
from api.app import build_app
from api.deps import Services, build_services
from api.slow_clients import SlowClients
from rag.answers import Answer
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.api.test_uploads import FIRST, finished
from tests.http_server import serving_app
from tests.index.plans import document

ASK = {"question": "Ai ký kế hoạch?"}
LIMIT = 3
PATIENCE_S = 60


class HeldAssistant(Assistant):
    """Answers when it is let."""

    def __init__(self, services: Services) -> None:
        super().__init__(services.index, Conversations())
        self.asked = threading.Semaphore(0)
        self.go_on = threading.Event()

    def ask(self, *arguments: Any, **more: Any) -> Answer:
        """See `Assistant`."""
        self.asked.release()
        assert self.go_on.wait(PATIENCE_S)
        return super().ask(*arguments, **more)


@pytest.fixture
def held(services: Services) -> HeldAssistant:
    return HeldAssistant(services)


def served(services: Services, assistant: Assistant, **settings: object) -> Services:
    return build_services(services.settings.model_copy(update=settings), services.index, assistant)


@pytest.fixture
def address(services: Services, held: HeldAssistant) -> Iterator[str]:
    """A real server that takes in three questions at a time."""
    with serving_app(build_app(served(services, held, max_questions=LIMIT))) as url:
        yield url
        held.go_on.set()


def client_of(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE_S)


def ask(address: str) -> int:
    with client_of(address) as client:
        return client.post("/v1/ask", json=ASK).status_code


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/ask", ASK),
        ("/v1/ask/stream", ASK),
        ("/v1/chat/completions", {"model": "kehoach", "messages": [{"role": "user", "content": "Ai ký?"}]}),
    ],
)
def test_one_question_too_many_is_told_to_come_again_and_the_others_are_answered(
    address: str, held: HeldAssistant, path: str, body: dict[str, Any]
) -> None:
    with client_of(address) as client, ThreadPoolExecutor(LIMIT) as threads:
        waiting = [threads.submit(client.post, "/v1/ask", json=ASK) for _ in range(LIMIT)]
        for _ in waiting:
            assert held.asked.acquire(timeout=PATIENCE_S)
        refused = client.post(path, json=body)
        assert (refused.status_code, refused.json()["code"]) == (503, "overloaded")
        assert int(refused.headers["retry-after"]) > 0
        assert client.get("/v1/search", params={"q": "y tế"}).status_code == 503
        assert client.get("/healthz").status_code == client.get("/v1/plans").status_code == 200  # all else goes on
        held.go_on.set()
        assert [asking.result().status_code for asking in waiting] == [200] * LIMIT
        assert client.post(path, json=body).status_code == 200  # there is room again


def test_more_questions_than_threads_wait_and_leave_room_for_all_else(services: Services, held: HeldAssistant) -> None:
    with (
        serving_app(build_app(served(services, held))) as address,
        client_of(address) as client,
        ThreadPoolExecutor(60) as threads,
    ):
        waiting = [threads.submit(ask, address) for _ in range(60)]
        for _ in range(services.settings.questions_at_once):
            assert held.asked.acquire(timeout=PATIENCE_S)
        assert client.get("/healthz").status_code == client.get("/v1/plans").status_code == 200
        held.go_on.set()
        assert {asking.result() for asking in waiting} == {200}


def test_what_has_a_thread_already_is_counted_with_the_others() -> None:
    admission = Admission(at_once=1, in_all=2)

    async def full() -> None:
        async with admission.enter():
            with admission.count(), pytest.raises(Overloaded):
                async with admission.enter():
                    pass

    asyncio.run(full())
    assert admission.inside == 0


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream", "/v1/chat/completions"])
def test_a_question_of_10000_characters_is_refused_before_it_is_understood(
    address: str, held: HeldAssistant, path: str
) -> None:
    long = "y tế " * 2_000
    body = {"question": long, "messages": [{"role": "user", "content": long}], "model": "kehoach"}
    with client_of(address) as client:
        response = client.post(path, json=body)
        assert (response.status_code, response.json()["code"]) == (422, "question_too_long")
        assert client.get("/v1/search", params={"q": long}).status_code == 422
    assert not held.asked.acquire(blocking=False)


def test_a_hundred_uploads_at_once_are_done_or_told_to_come_again(services: Services) -> None:
    with serving_app(build_app(services)) as address, client_of(address) as client:

        def send(number: int) -> httpx.Response:
            text = document(f"I. MỤC TIÊU\n1. Việc thứ {number}.")
            with client_of(address) as own:
                return own.post("/v1/plans", files=[("files", (f"{number}.txt", text.encode()))])

        with ThreadPoolExecutor(100) as threads:
            responses = list(threads.map(send, range(100)))
        taken = [response for response in responses if response.status_code == 202]
        refused = [response for response in responses if response.status_code != 202]
        assert {(response.status_code, response.json()["code"]) for response in refused} <= {(503, "queue_full")}
        assert all(int(response.headers["retry-after"]) > 0 for response in refused)
        assert len(taken) >= services.settings.max_waiting_jobs
        for response in taken:
            assert finished(client, response.headers["location"])["state"] == "done"  # type: ignore[arg-type]
        assert client.get("/healthz").json()["plans"] == len(taken)


# --- slow clients -------------------------------------------------------------------------------------------------------


def connect(address: str) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE_S)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[str]:
    """A server that loses its patience soon."""
    monkeypatch.setattr(api.slow_clients, "HEAD_S", 0.5)
    monkeypatch.setattr(api.slow_clients, "BODY_S", 0.5)
    with serving_app(build_app(services)) as address:
        yield address


@pytest.mark.parametrize("sent", [b"", b"POST /v1/ask HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_half_open_connections_are_ended_and_the_others_are_served(hasty: str, sent: bytes) -> None:
    slow = [connect(hasty) for _ in range(200)]
    for connection in slow:
        connection.sendall(sent)
    with client_of(hasty) as client:
        assert client.post("/v1/ask", json=ASK).status_code == 200
    for connection in slow:
        with connection:
            assert _rest(connection) == b""  # the server hangs up


def _rest(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1_000)
    except ConnectionResetError:
        return b""


def test_headers_without_end_are_refused(hasty: str) -> None:
    with connect(hasty) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + b"X-More: " + b"a" * 70_000)
        assert connection.recv(1_000).startswith(b"HTTP/1.1 431")


def test_a_body_that_does_not_come_is_told_so(hasty: str) -> None:
    head = b"POST /v1/ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    with connect(hasty) as connection:
        connection.sendall(head + b'{"question": ')
        answer = connection.recv(10_000)
        while b"}" not in answer:
            answer += connection.recv(10_000)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"slow_body" in answer


def test_a_reader_that_takes_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.slow_clients, "READ_S", 0.05)

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.body", "body": b"x"})

    async def never_taken(_message: Message) -> None:
        await asyncio.Event().wait()

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    with pytest.raises(TimeoutError):
        asyncio.run(SlowClients(app)({"type": "http"}, nothing, never_taken))


def test_an_upload_is_taken_while_others_are_slow(hasty: str) -> None:
    slow = [connect(hasty) for _ in range(50)]
    with client_of(hasty) as client:
        response = client.post("/v1/plans", files=[("files", ("a.txt", FIRST.encode()))])
        assert finished(client, response.headers["location"])["state"] == "done"  # type: ignore[arg-type]
    for connection in slow:
        connection.close()
