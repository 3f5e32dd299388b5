"""POST /v1/ask."""

from __future__ import annotations

from fastapi import APIRouter

from api import texts
from api.access.dependencies import READER
from api.deps import ServicesDep
from api.errors import ApiError
from api.schemas import AnswerBody, AskBody, ErrorBody
from rag.answers import Mode

router = APIRouter(prefix="/v1", tags=["Hỏi đáp"])


@router.post(
    "/ask",
    summary="Hỏi một câu",
    dependencies=[READER],
    responses={422: {"model": ErrorBody}, 404: {"model": ErrorBody}},
)
def ask(body: AskBody, services: ServicesDep) -> AnswerBody:
    """Trả lời một câu hỏi về các kế hoạch, kèm trích dẫn đến từng mục; không có thông tin thì từ chối và nói rõ lý do."""
    if not body.question.strip():
        raise ApiError(422, "empty_question", texts.EMPTY_QUESTION)
    limit = services.settings.max_question_chars
    if len(body.question) > limit:
        raise ApiError(422, "question_too_long", texts.LONG_QUESTION.format(length=len(body.question), limit=limit))
    if body.mode is Mode.GENERATIVE and not services.assistant.can_generate:
        raise ApiError(422, "generation_off", texts.GENERATIVE_OFF)
    unknown = [plan_id for plan_id in body.plan_ids or [] if plan_id not in services.index.snapshot.plans]
    if unknown:
        raise ApiError(404, "plan_not_found", texts.UNKNOWN_PLANS.format(ids=", ".join(unknown[:5])))
    return AnswerBody.of(services.assistant.ask(body.question, body.conversation_id, body.plan_ids or None, body.mode))
