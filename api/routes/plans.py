"""/v1/plans: the list, one plan, its text."""

from __future__ import annotations

from fastapi import APIRouter

from api.access.dependencies import READER
from api.deps import ServicesDep
from api.schemas import ErrorBody, PlanBody, PlanSummary, PlanText

router = APIRouter(prefix="/v1/plans", tags=["Văn bản"])


@router.get("", summary="Danh sách văn bản", dependencies=[READER])
def list_plans(services: ServicesDep) -> list[PlanSummary]:
    """Các văn bản đã nạp với thông tin của từng văn bản."""
    return [PlanSummary.of(plan) for plan in services.index.snapshot.plans.values()]


@router.get("/{plan_id}", summary="Một văn bản", dependencies=[READER], responses={404: {"model": ErrorBody}})
def get_plan(plan_id: str, services: ServicesDep) -> PlanBody:
    """Thông tin và đề cương của một văn bản."""
    return PlanBody.of(services.index.plan(plan_id))


@router.get("/{plan_id}/text", summary="Toàn văn", dependencies=[READER], responses={404: {"model": ErrorBody}})
def get_text(plan_id: str, services: ServicesDep) -> PlanText:
    """Toàn văn đã chuẩn hóa (Unicode NFC); vị trí của trích dẫn tính theo văn bản này."""
    return PlanText(id=plan_id, text=services.index.plan(plan_id).text)
