"""/healthz: the server lives. /readyz: it can answer. /metrics: how it does."""

from __future__ import annotations

import logging
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from api import texts
from api.access.dependencies import PUBLIC, READER
from api.deps import Services, ServicesDep
from api.errors import ApiError, errors
from api.problems import problems
from api.schemas import HealthBody, ReadyBody

router = APIRouter(tags=["Vận hành"])
log = logging.getLogger(__name__)


@router.get("/healthz", summary="Máy chủ còn sống", dependencies=[PUBLIC])
async def healthz(services: ServicesDep) -> HealthBody:
    """Máy chủ trả lời được; kèm số văn bản, số đoạn trong chỉ mục, và điều cần xem lại nếu có."""
    snapshot, found = services.index.snapshot, problems(services)
    status: Literal["ok", "degraded"] = "degraded" if found else "ok"
    return HealthBody(status=status, problems=found, plans=len(snapshot.plans), passages=len(snapshot.passages))


@router.get("/readyz", summary="Máy chủ sẵn sàng", dependencies=[PUBLIC], responses=errors(503))
def readyz(services: ServicesDep) -> ReadyBody:
    """Chỉ mục đã nạp, mô hình đã chạy, cơ sở dữ liệu và kho vectơ truy cập được; chưa đủ thì 503, `detail` nói thiếu gì."""
    checks = ReadyBody(index=services.index.is_loaded, model=services.index.is_warm, stores=_stores_answer(services))
    if not all(checks.model_dump().values()):
        raise ApiError(503, "not_ready", texts.NOT_READY, checks.model_dump(), {"Retry-After": "5"})
    return checks


def _stores_answer(services: Services) -> bool:
    try:
        services.index.check_stores()
    except Exception:  # whatever the database's or the vector store's client raises
        log.warning("the database or the vector store can't be reached", exc_info=True)
        return False
    return True


@router.get(
    "/metrics",
    summary="Số đo cho Prometheus",
    dependencies=[READER],
    response_class=Response,  # of no media type of its own, which the errors would take over
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(services: ServicesDep) -> Response:
    """Thời gian trả lời theo bước và loại câu hỏi, số lần từ chối, hàng đợi, việc nạp văn bản; định dạng Prometheus."""
    return Response(services.metrics.text(), media_type=CONTENT_TYPE_LATEST)
