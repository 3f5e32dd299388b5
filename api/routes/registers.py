"""/v1/assignments, /v1/tasks, /v1/deadlines, /v1/indicators, /v1/units: what the plans say as data, in JSON or as files."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.access.dependencies import READER
from api.deps import PlansDep
from api.errors import errors
from api.paging import PAGED, PagingDep, WidePagingDep
from api.register_bodies import AssignmentBody, IndicatorBody, TaskBody, UnitBody
from api.register_queries import CalendarFormat, FigureQueryDep, Format, WordsQuery, WorkQueryDep
from rag.registers.calendar_file import write_calendar
from rag.registers.columns import (
    Register,
    RowT,
    assignment_register,
    deadline_register,
    indicator_register,
    task_register,
)
from rag.registers.csv_file import write_csv
from rag.registers.filters import word_test
from rag.registers.rows import assignment_rows, deadline_rows, indicator_rows, task_rows
from rag.registers.units import unit_rows
from rag.registers.xlsx_file import write_xlsx

router = APIRouter(prefix="/v1", tags=["Dữ liệu kế hoạch"])

_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ICS = "text/calendar"


def _also(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The responses of a register, for OpenAPI: files beside JSON, 304, errors."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in media_types}
    return {**PAGED, 200: {**PAGED[200], "content": content}, **errors(404)}


@router.get(
    "/assignments",
    summary="Ai làm gì: từ đơn vị đến nhiệm vụ",
    dependencies=[READER],
    response_model=list[AssignmentBody],
    responses=_also(_CSV, _XLSX),
)
def list_assignments(
    request: Request, plans: PlansDep, query: WorkQueryDep, paging: PagingDep, format: Format = "json"
) -> Response:
    """Ma trận trách nhiệm theo đơn vị: mỗi dòng là một đơn vị với một nhiệm vụ, vai trò, thời hạn, trích dẫn."""
    rows = query.of(assignment_rows(plans))
    if format == "json":
        return paging.respond(rows, AssignmentBody.of)
    return _file(request, assignment_register(rows), format, "phan-cong-theo-don-vi")


@router.get(
    "/tasks",
    summary="Ai làm gì: từ nhiệm vụ đến đơn vị",
    dependencies=[READER],
    response_model=list[TaskBody],
    responses=_also(_CSV, _XLSX),
)
def list_tasks(
    request: Request, plans: PlansDep, query: WorkQueryDep, paging: PagingDep, format: Format = "json"
) -> Response:
    """Ma trận trách nhiệm theo nhiệm vụ: mỗi dòng là một nhiệm vụ với mọi đơn vị chủ trì, phối hợp, thời hạn, trích dẫn."""
    rows = query.of(task_rows(plans))
    if format == "json":
        return paging.respond(rows, TaskBody.of)
    return _file(request, task_register(rows), format, "phan-cong-nhiem-vu")


@router.get(
    "/deadlines",
    summary="Thời hạn",
    dependencies=[READER],
    response_model=list[TaskBody],
    responses=_also(_CSV, _XLSX, _ICS),
)
def list_deadlines(
    request: Request, plans: PlansDep, query: WorkQueryDep, paging: PagingDep, format: CalendarFormat = "json"
) -> Response:
    """Các nhiệm vụ có thời hạn. Tệp ics gồm những nhiệm vụ có ngày cuối xác định, mỗi nhiệm vụ một sự kiện cả ngày."""
    rows = query.of(deadline_rows(plans))
    if format == "json":
        return paging.respond(rows, TaskBody.of)
    if format == "ics":
        return _attachment(write_calendar(rows, _base_url(request)), _ICS, "thoi-han.ics")
    return _file(request, deadline_register(rows), format, "thoi-han")


@router.get(
    "/indicators",
    summary="Chỉ tiêu",
    dependencies=[READER],
    response_model=list[IndicatorBody],
    responses=_also(_CSV, _XLSX),
)
def list_indicators(
    request: Request, plans: PlansDep, query: FigureQueryDep, paging: PagingDep, format: Format = "json"
) -> Response:
    """Các chỉ tiêu: mỗi dòng là một giá trị với thời điểm, đơn vị tính, trích dẫn."""
    rows = query.of(indicator_rows(plans))
    if format == "json":
        return paging.respond(rows, IndicatorBody.of)
    return _file(request, indicator_register(rows), format, "chi-tieu")


@router.get(
    "/units",
    summary="Các đơn vị được giao việc",
    dependencies=[READER],
    response_model=list[UnitBody],
    responses=_also(),
)
def list_units(plans: PlansDep, paging: WidePagingDep, name: WordsQuery = "") -> Response:
    """Các đơn vị mà văn bản giao việc, theo thứ tự chữ cái tiếng Việt, với số nhiệm vụ của từng đơn vị."""
    says = word_test(name)
    rows = [row for row in unit_rows(plans) if says(f"{row.name} . {row.scope}")]
    return paging.respond(rows, UnitBody.of)


def _file(request: Request, register: Register[RowT], format: str, name: str) -> Response:
    """The register as a file whose links lead back to this server."""
    if format == "csv":
        return _attachment(write_csv(register, _base_url(request)), _CSV, f"{name}.csv")
    return _attachment(write_xlsx(register, _base_url(request)), _XLSX, f"{name}.xlsx")


def _attachment(data: bytes, media_type: str, name: str) -> Response:
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _base_url(request: Request) -> str:
    return str(request.base_url).rstrip("/")
