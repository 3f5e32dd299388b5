import time

import pytest

from rag.generation.language_model import LanguageModelError, Prompt, build_language_model
from tests.language_server import Script, cut_off, endless, failing, saying, sending, serving, silent

PROMPT = Prompt("Quy tắc.", "Câu hỏi?")


def heard(script: Script, timeout_s: float = 5.0, max_tokens: int = 100) -> tuple[list[str], int]:
    """The pieces that come, and how often the server was asked."""
    with serving() as server:
        server.script = script
        pieces = list(build_language_model(server.url, "thử", "bi-mat", timeout_s, max_tokens).stream(PROMPT))
        return pieces, len(server.requests)


def test_pieces_come_as_they_are_said() -> None:
    assert heard(saying("Sở ", "Y tế", " [1].")) == (["Sở ", "Y tế", " [1]."], 1)


def test_the_request_is_the_protocols() -> None:
    with serving() as server:
        server.script = saying("Được.")
        list(build_language_model(server.url, "qwen", "bi-mat", 5.0, 77).stream(PROMPT))
        (asked,) = server.requests
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == "Bearer bi-mat"
    assert asked.body["model"] == "qwen"
    assert (asked.body["max_tokens"], asked.body["stream"], asked.body["temperature"]) == (77, True, 0.0)
    assert [(m["role"], m["content"]) for m in asked.body["messages"]] == [("system", "Quy tắc."), ("user", "Câu hỏi?")]


def test_the_environment_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    monkeypatch.setenv("OPENAI_API_BASE", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with serving() as server:
        server.script = saying("Được.")
        assert list(build_language_model(server.url, "thử").stream(PROMPT)) == ["Được."]
        assert "sk-other" not in server.requests[0].headers["Authorization"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_passing_error_is_tried_again(status: int) -> None:
    assert heard(failing(status, 1, saying("Được."))) == (["Được."], 2)


def test_attempts_are_bounded() -> None:
    with serving() as server:
        server.script = failing(500, 99, saying())
        with pytest.raises(LanguageModelError):
            list(build_language_model(server.url, "thử", timeout_s=5.0).stream(PROMPT))
        assert len(server.requests) == 3


def test_a_lasting_error_is_not_tried_again() -> None:
    with serving() as server:
        server.script = failing(401, 99, saying())
        with pytest.raises(LanguageModelError):
            list(build_language_model(server.url, "thử", timeout_s=5.0).stream(PROMPT))
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(silent, id="silence"),
        pytest.param(endless(""), id="an open line without words"),
        pytest.param(endless("à "), id="endless words"),
        pytest.param(endless("à " * 1_000, 0.0), id="endless words, fast"),
        pytest.param(saying(), id="nothing"),
        pytest.param(cut_off("Sở Y tế"), id="half an answer"),
        pytest.param(sending("data: {\n\n"), id="no JSON"),
        pytest.param(sending('data: {"choices": null}\n\n'), id="another shape"),
        pytest.param(sending('data: {"choices": [{}]}\n\n'), id="a choice of nothing"),
        pytest.param(sending('data: {"error": {"message": "hết bộ nhớ"}}\n\n'), id="an error in the stream"),
        pytest.param(sending("<html>Đăng nhập</html>"), id="a web page"),
    ],
)
def test_whatever_the_endpoint_does_is_one_error_in_time(script: Script) -> None:
    began = time.monotonic()
    with pytest.raises(LanguageModelError):
        heard(script, timeout_s=0.6)
    assert time.monotonic() - began < 4


def test_no_server_is_an_error() -> None:
    with pytest.raises(LanguageModelError):
        list(build_language_model("http://127.0.0.1:9/v1", "thử", timeout_s=1.0).stream(PROMPT))
