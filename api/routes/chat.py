"""POST /v1/chat/completions and GET /v1/models: OpenAI's shapes, so that its clients work unchanged."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse

from api import texts
from api.access.dependencies import READER
from api.answer_bodies import AnswerBody
from api.chat_bodies import (
    AssistantMessage,
    ChatBody,
    ChatChunk,
    ChatCompletion,
    Choice,
    ChunkChoice,
    Delta,
    Model,
    ModelList,
    Usage,
)
from api.deps import QUESTION, Services, ServicesDep, known_plan_ids
from api.errors import ApiError, error_json, errors
from api.routes.ask import checked_question
from api.streaming import EVENT, HEADERS, compose, event
from index.records import Plan
from rag.answers import Answer, Citation, Mode
from rag.drafting import name_plan
from rag.generation.writing import Heard

router = APIRouter(prefix="/v1", tags=["Tương thích OpenAI"])

_MODELS = {"kehoach": Mode.AUTO, "kehoach-extractive": Mode.EXTRACTIVE, "kehoach-generative": Mode.GENERATIVE}
_EARLIER = 8  # questions before the last that are answered again: a follow-up rests on the answers before it
_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": EVENT}}}}


@dataclass(frozen=True)
class _Chat:
    """A conversation that is checked: what to ask, after which questions, of which plans, and how."""

    services: Services
    model: str
    question: str
    earlier: list[str]
    plan_ids: list[str] | None

    def answer(self, _heard: Heard | None = None) -> Answer:
        """The answer to the last question. Without sentences heard early: OpenAI's protocol can't take a piece back."""
        assistant = self.services.assistant
        with assistant.after(self.earlier, self.plan_ids) as conversation_id:
            answer = assistant.ask(self.question, conversation_id, self.plan_ids, _MODELS[self.model])
        self.services.feedback.remember(answer)
        return answer

    def content(self, answer: Answer) -> str:
        """The answer as a message: its text, then its sources, or what may be near where it is a refusal."""
        plans = self.services.index.snapshot.plans
        if answer.refusal is not None:
            nearest = "; ".join(_place(citation, plans) for citation in answer.refusal.nearest)
            return f"{answer.answer}\n\n{texts.NEAREST.format(places=nearest)}" if nearest else answer.answer
        sources = [
            texts.SOURCE.format(marker=c.marker, place=_place(c, plans), source=c.source) for c in answer.citations
        ]
        note = f"\n\n({answer.note})" if answer.note else ""
        return "\n".join([f"{answer.answer}{note}", "", texts.SOURCES, *sources])


def _place(citation: Citation, plans: Mapping[str, Plan]) -> str:
    plan = plans.get(citation.plan_id)  # removed meanwhile: its title must do
    return f"{citation.place}, {name_plan(plan) if plan else citation.plan_title}"


@router.post(
    "/chat/completions",
    summary="Trò chuyện theo chuẩn OpenAI",
    dependencies=[READER, QUESTION],
    response_model=ChatCompletion,
    responses={**_STREAM, **errors(404, 503)},
)
def chat_completions(body: ChatBody, services: ServicesDep) -> Response | ChatCompletion:
    """Trả lời tin nhắn cuối của người dùng, hiểu theo các tin nhắn trước. Với `stream`, các phần kiểu chat.completion.chunk rồi [DONE].

    Trích dẫn: `[n]` trong câu trả lời, danh sách nguồn ở cuối, và dạng có cấu trúc trong trường `kehoach`.
    """
    chat = _checked(body, services)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        return EventSourceResponse(_chunks(chat, usage), headers=HEADERS)
    answer = chat.answer()
    return ChatCompletion(
        id=f"chatcmpl-{answer.id}",
        created=int(time.time()),
        model=chat.model,
        choices=[Choice(message=AssistantMessage(content=chat.content(answer)))],
        kehoach=AnswerBody.of(answer),
    )


def _checked(body: ChatBody, services: Services) -> _Chat:
    """The conversation. Raises `ApiError` for what can't be answered."""
    if body.model not in _MODELS:
        raise ApiError(404, "model_not_found", texts.UNKNOWN_MODEL.format(model=body.model))
    if body.n not in (None, 1):
        raise ApiError(422, "one_choice_only", texts.ONE_CHOICE)
    questions = [text for m in body.messages if m.role == "user" and (text := m.text).strip()]
    if not questions:
        raise ApiError(422, "no_user_message", texts.NO_USER_MESSAGE)
    question = checked_question(questions[-1], _MODELS[body.model], services)
    plan_ids = known_plan_ids(services, body.plan_ids)
    return _Chat(services, body.model, question, questions[-1 - _EARLIER : -1], plan_ids)


async def _chunks(chat: _Chat, with_usage: bool) -> AsyncIterator[bytes]:
    """The first chunk at once, the message line by line when it is there, then the end with the whole answer."""
    chat_id, created = f"chatcmpl-{uuid.uuid4().hex}", int(time.time())

    def chunk(delta: Delta | None, usage: Usage | None = None, whole: AnswerBody | None = None) -> bytes:
        choices = [] if delta is None else [ChunkChoice(delta=delta, finish_reason="stop" if whole else None)]
        body = ChatChunk(id=chat_id, created=created, model=chat.model, choices=choices, usage=usage, kehoach=whole)
        return event(None, body.model_dump_json(exclude=None if whole else {"kehoach"}))

    yield chunk(Delta())
    try:
        async with aclosing(compose(chat.answer)) as pieces:
            async for piece in pieces:
                if piece is None:
                    yield KEEPALIVE_COMMENT
                elif isinstance(piece, Answer):
                    for line in chat.content(piece).splitlines(keepends=True):
                        yield chunk(Delta(content=line))
                    yield chunk(Delta(), whole=AnswerBody.of(piece))
        if with_usage:
            yield chunk(None, usage=Usage())
    except Exception as error:  # the response has begun: what went wrong can only be its last event
        yield event(None, f'{{"error":{error_json(error)}}}')
    yield event(None, "[DONE]")


@router.get("/models", summary="Các mô hình", dependencies=[READER])
def list_models(services: ServicesDep) -> ModelList:
    """Các cách soạn câu trả lời, dưới dạng mô hình của OpenAI; kehoach-generative chỉ có khi máy chủ có mô hình ngôn ngữ."""
    return ModelList(data=[Model(id=name) for name in _offered(services)])


@router.get("/models/{model}", summary="Một mô hình", dependencies=[READER], responses=errors(404))
def get_model(
    model: Annotated[str, Path(description="Tên mô hình.", max_length=100, examples=["kehoach"])], services: ServicesDep
) -> Model:
    """Một mô hình trong danh sách."""
    if model not in _offered(services):
        raise ApiError(404, "model_not_found", texts.UNKNOWN_MODEL.format(model=model))
    return Model(id=model)


def _offered(services: Services) -> list[str]:
    return [name for name, mode in _MODELS.items() if mode is not Mode.GENERATIVE or services.assistant.can_generate]
