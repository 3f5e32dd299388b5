"""POST /v1/ask, the same as a stream, and GET /v1/search."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse

from api import texts
from api.access.dependencies import READER
from api.answer_bodies import AnswerBody, AskBody, CitationBody, StatusEvent, TextEvent
from api.deps import QUESTION, PlanIdsDep, Services, ServicesDep, known_plan_ids
from api.errors import ApiError, error_json, errors
from api.streaming import EVENT, HEADERS, compose, event
from rag.answers import Answer, Mode
from rag.drafting import make_citation
from rag.generation.writing import Heard

router = APIRouter(prefix="/v1", tags=["Hỏi đáp"])

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Sự kiện SSE: `status`, `text` (nhiều lần), `citation` (mỗi trích dẫn một lần), `done` (toàn bộ câu trả lời, "
        "như POST /v1/ask); khi lỗi giữa chừng: `error` (như mọi lỗi).",
        "content": {
            "text/event-stream": {
                "schema": EVENT,
                "example": 'event: status\ndata: {"step":"searching"}\n\nevent: text\ndata: {"delta":"Theo Kế hoạch …","restart":false}\n\n',
            }
        },
    }
}


def checked_question(question: str, mode: Mode, services: Services) -> str:
    """`question`. Raises `ApiError` when it is empty or too long, or needs a language model that isn't there."""
    if not question.strip():
        raise ApiError(422, "empty_question", texts.EMPTY_QUESTION)
    limit = services.settings.max_question_chars
    if len(question) > limit:
        raise ApiError(422, "question_too_long", texts.LONG_QUESTION.format(length=len(question), limit=limit))
    if mode is Mode.GENERATIVE and not services.assistant.can_generate:
        raise ApiError(422, "generation_off", texts.GENERATIVE_OFF)
    return question


Ask = Callable[[Heard | None], Answer]


def _asking(body: AskBody, services: ServicesDep) -> Ask:
    """How the question of a request is asked, once it is checked."""
    question = checked_question(body.question, body.mode, services)
    plan_ids = known_plan_ids(services, body.plan_ids)

    def ask(heard: Heard | None) -> Answer:
        answer = services.assistant.ask(question, body.conversation_id, plan_ids, body.mode, heard)
        services.feedback.remember(answer)
        return answer

    return ask


AskDep = Annotated[Ask, Depends(_asking)]


@router.post("/ask", summary="Hỏi một câu", dependencies=[READER, QUESTION], responses=errors(404, 503))
def ask(asking: AskDep) -> AnswerBody:
    """Trả lời một câu hỏi về các kế hoạch, kèm trích dẫn đến từng mục; không có thông tin thì từ chối và nói rõ lý do."""
    return AnswerBody.of(asking(None))


@router.post(
    "/ask/stream",
    summary="Hỏi một câu, nhận trả lời dần dần",
    dependencies=[READER, QUESTION],
    response_class=StreamingResponse,
    responses={**_STREAM, **errors(404, 503)},
)
async def ask_stream(asking: AskDep) -> EventSourceResponse:
    """Như `POST /v1/ask`, câu trả lời đến dần theo SSE. Ngắt kết nối là dừng việc soạn trả lời."""
    return EventSourceResponse(_events(asking), headers=HEADERS)


async def _events(asking: Ask) -> AsyncIterator[bytes]:
    yield event("status", StatusEvent(step="searching"))
    is_composing = False
    try:
        async with aclosing(compose(asking)) as pieces:
            async for piece in pieces:
                if piece is None:
                    yield KEEPALIVE_COMMENT
                elif isinstance(piece, Answer):
                    for citation in piece.citations:
                        yield event("citation", CitationBody.of(citation))
                    yield event("done", AnswerBody.of(piece))
                else:
                    if not is_composing:
                        yield event("status", StatusEvent(step="composing"))
                        is_composing = True
                    yield event("text", TextEvent(delta=piece.text, restart=piece.restart))
    except Exception as error:  # the response has begun: what went wrong can only be its last event
        yield event("error", error_json(error))


@router.get("/search", summary="Tìm đoạn văn bản", dependencies=[READER, QUESTION], responses=errors(404, 503))
def search(
    services: ServicesDep,
    plan_ids: PlanIdsDep,
    q: Annotated[
        str, Query(max_length=2_000, description="Nội dung cần tìm.", examples=["nguồn vốn đầu tư y tế cơ sở"])
    ],
    limit: Annotated[int, Query(ge=1, le=50, description="Số đoạn tối đa.", examples=[5])] = 10,
) -> list[CitationBody]:
    """Các đoạn gần nhất với nội dung cần tìm, khớp nhất đứng trước, mỗi đoạn với địa chỉ và liên kết. Không phải câu trả lời."""
    question = checked_question(q, Mode.EXTRACTIVE, services)
    return find_passages(services, question, plan_ids, limit)


def find_passages(services: Services, words: str, plan_ids: list[str] | None, limit: int) -> list[CitationBody]:
    """The passages that fit best, as citations numbered by rank."""
    plans = services.index.snapshot.plans
    passages = [scored.passage for scored in services.assistant.search(words, plan_ids)]
    found = [p for p in passages if p.plan_id in plans][:limit]  # a plan may have been removed meanwhile
    return [
        CitationBody.of(make_citation(plans[p.plan_id], p.start, p.end, rank)) for rank, p in enumerate(found, start=1)
    ]
