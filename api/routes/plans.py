"""/v1/plans: the list, one plan, its text; upload and removal."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, UploadFile

from api import texts
from api.deps import ServicesDep
from api.errors import ApiError
from api.schemas import ErrorBody, FileResultBody, PlanBody, PlanSummary, PlanText
from index.ingest import ingest_files, writing

router = APIRouter(prefix="/v1/plans", tags=["Văn bản"])


@router.get("", summary="Danh sách văn bản")
def list_plans(services: ServicesDep) -> list[PlanSummary]:
    """Các văn bản đã nạp với thông tin của từng văn bản."""
    return [PlanSummary.of(plan) for plan in services.index.snapshot.plans.values()]


@router.get("/{plan_id}", summary="Một văn bản", responses={404: {"model": ErrorBody}})
def get_plan(plan_id: str, services: ServicesDep) -> PlanBody:
    """Thông tin và đề cương của một văn bản."""
    return PlanBody.of(services.index.plan(plan_id))


@router.get("/{plan_id}/text", summary="Toàn văn", responses={404: {"model": ErrorBody}})
def get_text(plan_id: str, services: ServicesDep) -> PlanText:
    """Toàn văn đã chuẩn hóa (Unicode NFC); vị trí của trích dẫn tính theo văn bản này."""
    return PlanText(id=plan_id, text=services.index.plan(plan_id).text)


@router.post(
    "", summary="Nạp văn bản", status_code=201, responses={422: {"model": ErrorBody}, 409: {"model": ErrorBody}}
)
def add_plans(
    services: ServicesDep,
    files: Annotated[
        list[UploadFile],
        File(
            description="Một hoặc nhiều tệp: .txt, .md, .docx, .doc, .pdf, bản quét, trang web đã lưu, hoặc .zip chứa các tệp đó"
        ),
    ],
) -> list[FileResultBody]:
    """Nạp một hoặc nhiều tệp; tệp cùng tên với tệp đã nạp thay bản cũ; tệp lỗi được báo riêng, các tệp khác vẫn được nạp."""
    limit = services.settings.max_upload_bytes
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, file in enumerate(files):
            name = Path((file.filename or "").replace("\\", "/")).name or "van-ban.txt"
            data = file.file.read(limit + 1)
            if len(data) > limit:
                raise ApiError(413, "file_too_large", texts.LARGE_FILE.format(name=name, limit=limit))
            paths.append(Path(folder) / str(number) / name)  # apart: two folders may hold a file of one name
            paths[-1].parent.mkdir()
            paths[-1].write_bytes(data)
        with writing(services.settings.data):
            results = ingest_files(services.index, paths)
    return [FileResultBody.model_validate(result) for result in results]


@router.delete(
    "/{plan_id}",
    summary="Xóa văn bản",
    status_code=204,
    responses={404: {"model": ErrorBody}, 409: {"model": ErrorBody}},
)
def remove_plan(plan_id: str, services: ServicesDep) -> None:
    """Xóa một văn bản khỏi chỉ mục."""
    with writing(services.settings.data):
        services.index.remove(plan_id)
