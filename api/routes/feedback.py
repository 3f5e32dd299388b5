"""POST /v1/feedback."""

from __future__ import annotations

from fastapi import APIRouter

from api.access.dependencies import READER
from api.answer_bodies import FeedbackBody, FeedbackReceipt
from api.deps import ServicesDep
from rag.feedback import Feedback

router = APIRouter(prefix="/v1", tags=["Hỏi đáp"])


@router.post("/feedback", summary="Đánh giá một câu trả lời", dependencies=[READER], status_code=201)
def give_feedback(body: FeedbackBody, services: ServicesDep) -> FeedbackReceipt:
    """Lưu đánh giá vào tệp `feedback.jsonl` trong thư mục dữ liệu, kèm câu hỏi và câu trả lời khi máy chủ còn giữ."""
    wrong = () if body.wrong_citation is None else (body.wrong_citation,)
    feedback = Feedback(body.answer_id, body.verdict, wrong, body.comment)
    known = services.feedback.knows(body.answer_id)
    return FeedbackReceipt(id=services.feedback.write(feedback), known_answer=known)
