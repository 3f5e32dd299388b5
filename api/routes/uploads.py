"""Plans in: upload, replace, delete, and the jobs that do the work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, File, Path, Response, UploadFile

from api import changes
from api.access.dependencies import EDITOR, READER, CallerDep
from api.deps import UPLOAD, Services, ServicesDep
from api.errors import errors
from api.routes.plans import PlanId
from api.upload_schemas import JobBody
from index.jobs import Job, Upload

router = APIRouter(prefix="/v1", tags=["Nạp văn bản"])
_KINDS = ".txt, .md, .docx, .doc, .rtf, .odt, .pdf, bản quét, trang web đã lưu"


@router.post(
    "/plans",
    summary="Nạp văn bản",
    status_code=202,
    dependencies=[EDITOR, UPLOAD],
    responses=errors(503),
)
def add_plans(
    services: ServicesDep,
    caller: CallerDep,
    response: Response,
    files: Annotated[list[UploadFile], File(description=f"Một hoặc nhiều tệp: {_KINDS}, hoặc .zip chứa các tệp đó")],
) -> JobBody:
    """Nhận một hoặc nhiều tệp và nạp ở phía sau; xem kết quả từng tệp tại `GET /v1/jobs/{id}` (địa chỉ ở tiêu đề `Location`).

    Tệp cùng tên với tệp đã nạp thay bản cũ; tệp có nội dung trùng với văn bản đã có được bỏ qua; tệp lỗi được báo riêng, các tệp khác vẫn được nạp.
    """
    return _accepted(changes.upload_plans(services, caller, _read_all(services, files)), response)


@router.put(
    "/plans/{plan_id}",
    summary="Thay văn bản",
    status_code=202,
    dependencies=[EDITOR, UPLOAD],
    responses=errors(404, 503),
)
def replace_plan(
    plan_id: PlanId,
    services: ServicesDep,
    caller: CallerDep,
    response: Response,
    file: Annotated[UploadFile, File(description=f"Tệp thay văn bản này, tên bất kỳ: {_KINDS}")],
) -> JobBody:
    """Thay nội dung một văn bản bằng tệp mới và giữ nguyên mã văn bản; bản cũ còn nguyên nếu tệp mới lỗi."""
    services.index.plan(plan_id)
    return _accepted(changes.upload_plans(services, caller, _read_all(services, [file]), plan_id), response)


@router.delete(
    "/plans/{plan_id}",
    summary="Xóa văn bản",
    status_code=204,
    dependencies=[EDITOR],
    responses=errors(404, 409),
)
def remove_plan(plan_id: PlanId, services: ServicesDep, caller: CallerDep) -> None:
    """Xóa một văn bản khỏi chỉ mục."""
    changes.remove_plan(services, caller, plan_id)


@router.get("/jobs/{job_id}", summary="Một lượt nạp", dependencies=[READER], responses=errors(404))
def get_job(
    job_id: Annotated[
        str, Path(description="Mã lượt nạp.", max_length=100, examples=["0b9c1f0e6f4e4f6f9d6c1f1f7a0c2b11"])
    ],
    services: ServicesDep,
) -> JobBody:
    """Lượt nạp đã đến đâu và kết quả từng tệp; giữ 30 ngày."""
    return JobBody.of(services.jobs.get(job_id))


def _read_all(services: Services, files: Sequence[UploadFile]) -> list[Upload]:
    """The files' last names, and their bytes, of one that is too large only a little more than the limit."""
    limit = services.jobs.limits.file_bytes
    return [Upload(_name_of(file.filename or ""), file.file.read(limit + 1)) for file in files]


def _name_of(path: str) -> str:
    name = "".join(c for c in PurePosixPath(path.replace("\\", "/")).name if c.isprintable())
    return name[-_MAX_NAME:] or "van-ban.txt"


_MAX_NAME = 200  # characters


def _accepted(job: Job, response: Response) -> JobBody:
    response.headers["Location"] = f"/v1/jobs/{job.job_id}"
    return JobBody.of(job)
