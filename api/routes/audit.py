"""/v1/audit: who changed what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.access.dependencies import ADMIN
from api.deps import ServicesDep
from api.upload_schemas import AuditEntryBody

router = APIRouter(prefix="/v1", tags=["Vận hành"])


@router.get("/audit", summary="Nhật ký thay đổi", dependencies=[ADMIN])
def list_changes(
    services: ServicesDep,
    limit: Annotated[int, Query(ge=1, le=1_000, description="Số dòng tối đa.")] = 100,
    before: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="Chỉ các dòng cũ hơn dòng có số này; để xem trang sau.")
    ] = None,
) -> list[AuditEntryBody]:
    """Ai đã nạp, thay, xóa văn bản, cấp, thu hồi khóa; mới nhất trước."""
    return [AuditEntryBody.model_validate(entry) for entry in services.audit.entries(limit, before)]
