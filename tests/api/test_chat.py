"""The OpenAI-compatible routes, asked by OpenAI's own client over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openai
import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.deps import Services, build_services
from api.settings import Settings
from index.store import PlanIndex
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.feedback import FeedbackBook
from rag.generation.language_model import build_language_model
from rag.generation.writing import Writer
from tests.http_server import serving_app
from tests.language_server import saying, serving
from tests.shipped import HA_TINH, LAM_DONG

QUESTION = "Sở Công Thương Hà Tĩnh làm gì?"


@pytest.fixture(scope="module")
def shipped(shipped_index: PlanIndex, tmp_path_factory: pytest.TempPathFactory) -> Services:
    settings = Settings(data=tmp_path_factory.mktemp("chat"), _env_file=None)
    return build_services(settings, shipped_index, Assistant(shipped_index, Conversations()))


@pytest.fixture(scope="module")
def chat(shipped: Services) -> Iterator[openai.OpenAI]:
    """OpenAI's client, unchanged but for the address."""
    with (
        serving_app(build_app(shipped)) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="-", max_retries=0) as client,
    ):
        yield client


def said(chat: openai.OpenAI, *messages: tuple[str, Any], **more: Any) -> Any:
    return chat.chat.completions.create(
        model=more.pop("model", "kehoach"),
        messages=[{"role": role, "content": content} for role, content in messages],  # type: ignore[misc]
        **more,
    )


def test_an_answer_with_its_sources(chat: openai.OpenAI) -> None:
    completion = said(chat, ("user", QUESTION))
    (choice,) = completion.choices
    assert choice.finish_reason == "stop"
    content = choice.message.content
    assert "an toàn thực phẩm" in content
    assert content.endswith(f"\n\nNguồn:\n[1] Mục V, 2.8, Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh ({HA_TINH}.txt)")
    whole = completion.model_extra["kehoach"]
    assert whole["citations"][0]["address"] == "Mục V, 2.8"
    assert content.startswith(whole["answer"])


def test_a_refusal_has_no_sources(chat: openai.OpenAI) -> None:
    completion = said(chat, ("user", "Sở Xây dựng Bắc Giang có nhiệm vụ gì?"))
    content = completion.choices[0].message.content
    assert "không giao nhiệm vụ cho Sở Xây dựng" in content
    assert "Nguồn:" not in content
    assert completion.model_extra["kehoach"]["refusal"]["reason"] == "not_stated"


def test_a_stream_makes_up_the_same_message(chat: openai.OpenAI) -> None:
    whole = said(chat, ("user", QUESTION))
    chunks = list(said(chat, ("user", QUESTION), stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == whole.choices[0].message.content
    assert (chunks[0].choices[0].delta.role, chunks[0].choices[0].delta.content) == ("assistant", "")
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-2:] == [None, "stop"]
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[-2].model_extra["kehoach"]["citations"] == whole.model_extra["kehoach"]["citations"]
    assert (chunks[-1].choices, chunks[-1].usage.total_tokens) == ([], 0)


def test_the_clients_own_stream_helper_works(chat: openai.OpenAI) -> None:
    with chat.chat.completions.stream(model="kehoach", messages=[{"role": "user", "content": QUESTION}]) as stream:
        stream.until_done()
        completion = stream.get_final_completion()
    assert "an toàn thực phẩm" in (completion.choices[0].message.content or "")


def test_a_follow_up_is_understood_from_the_messages(chat: openai.OpenAI) -> None:
    completion = said(
        chat,
        ("system", "Trả lời bằng tiếng Anh."),
        ("user", "Sở Tài chính Hà Tĩnh có nhiệm vụ gì?"),
        ("assistant", "…"),
        ("user", "Còn Lâm Đồng?"),
    )
    whole = completion.model_extra["kehoach"]
    assert {citation["plan_id"] for citation in whole["citations"]} == {LAM_DONG}
    assert "Sở Tài chính" in whole["standalone_question"]


def test_conversations_of_messages_leave_nothing_behind(shipped: Services) -> None:
    conversations = Conversations()
    services = replace(shipped, assistant=Assistant(shipped.index, conversations))
    with TestClient(build_app(services)) as client:
        messages = [{"role": "user", "content": text} for text in (QUESTION, "Còn Lâm Đồng?")]
        assert client.post("/v1/chat/completions", json={"model": "kehoach", "messages": messages}).is_success
    assert len(conversations) == 0


def test_content_in_parts_and_plans_of_choice(chat: openai.OpenAI) -> None:
    parts = [
        {"type": "text", "text": "Sở Tài chính"},
        {"type": "image_url", "image_url": {"url": "data:,"}},
        {"type": "text", "text": "có nhiệm vụ gì?"},
    ]
    completion = said(chat, ("user", parts), extra_body={"plan_ids": [LAM_DONG]}, temperature=0.7, seed=1)
    assert {c["plan_id"] for c in completion.model_extra["kehoach"]["citations"]} == {LAM_DONG}


def test_the_models(chat: openai.OpenAI) -> None:
    assert [model.id for model in chat.models.list()] == ["kehoach", "kehoach-extractive"]
    assert chat.models.retrieve("kehoach").owned_by == "kehoach"


@pytest.mark.parametrize(
    ("messages", "more", "error", "code"),
    [
        ([("user", "Ai ký?")], {"model": "gpt-5"}, openai.NotFoundError, "model_not_found"),
        ([("user", "Ai ký?")], {"model": "kehoach-generative"}, openai.UnprocessableEntityError, "generation_off"),
        ([("system", "Ai ký?")], {}, openai.UnprocessableEntityError, "no_user_message"),
        ([("user", " ")], {}, openai.UnprocessableEntityError, "no_user_message"),
        ([], {}, openai.UnprocessableEntityError, "invalid_request"),
        ([("user", "a" * 2_001)], {"stream": True}, openai.UnprocessableEntityError, "question_too_long"),
        ([("user", "Ai ký?")], {"n": 2}, openai.UnprocessableEntityError, "one_choice_only"),
        ([("user", "Ai ký?")], {"extra_body": {"plan_ids": ["khong-co"]}}, openai.NotFoundError, "plan_not_found"),
    ],
)
def test_errors_are_the_clients_own_with_our_code(
    chat: openai.OpenAI,
    messages: list[tuple[str, str]],
    more: dict[str, Any],
    error: type[openai.APIStatusError],
    code: str,
) -> None:
    with pytest.raises(error) as raised:
        said(chat, *messages, **more)
    assert raised.value.code == code
    assert isinstance(raised.value.body, dict)
    assert raised.value.body["message"]


def test_a_retrieved_model_that_is_not_there(chat: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        chat.models.retrieve("kehoach-generative")


def test_with_a_language_model_its_words_are_streamed_once_they_are_proved(shipped: Services, tmp_path: Path) -> None:
    question = "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?"
    text = "Sở Kế hoạch và Đầu tư phối hợp với Sở Y tế tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở [1]."
    with serving() as server:
        server.script = saying(text)
        assistant = Assistant(shipped.index, Conversations(), Writer(build_language_model(server.url, "thử")))
        services = replace(shipped, assistant=assistant, feedback=FeedbackBook(tmp_path / "feedback.jsonl"))
        with (
            serving_app(build_app(services)) as address,
            openai.OpenAI(base_url=f"{address}/v1", api_key="-", max_retries=0) as client,
        ):
            assert "kehoach-generative" in [model.id for model in client.models.list()]
            chunks = list(said(client, ("user", question), stream=True, model="kehoach-generative"))
    content = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert content.startswith(text)
    assert chunks[-1].model_extra["kehoach"]["composed_by"] == "generative"
