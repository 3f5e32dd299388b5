"""/healthz: the server lives."""

from __future__ import annotations

from fastapi import APIRouter

from api.access.dependencies import PUBLIC
from api.deps import ServicesDep
from api.schemas import HealthBody

router = APIRouter(tags=["Vận hành"])


@router.get("/healthz", summary="Máy chủ còn sống", dependencies=[PUBLIC])
def healthz(services: ServicesDep) -> HealthBody:
    """Máy chủ trả lời được; kèm số văn bản và số đoạn trong chỉ mục."""
    snapshot = services.index.snapshot
    return HealthBody(plans=len(snapshot.plans), passages=len(snapshot.passages))
