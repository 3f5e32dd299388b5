"""/v1/plans: the list, one plan, its text, its sections."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api import texts
from api.access.dependencies import READER
from api.conditional import NOT_MODIFIED, tagged
from api.deps import ServicesDep
from api.errors import ApiError, errors
from api.paging import PAGED, WidePagingDep
from api.register_queries import WordsQuery
from api.schemas import PlanBody, PlanSummary, PlanText, SectionText
from index.records import Plan, Section
from rag.registers.filters import word_test

router = APIRouter(prefix="/v1/plans", tags=["Văn bản"])


PlanId = Annotated[str, Path(description="Mã văn bản.", max_length=300, examples=["ubnd-ha-tinh-2024-y-te-co-so"])]


@router.get(
    "",
    summary="Danh sách văn bản",
    dependencies=[READER],
    response_model=list[PlanSummary],
    responses=PAGED,
)
def list_plans(services: ServicesDep, paging: WidePagingDep, words: WordsQuery = "") -> Response:
    """Các văn bản đã nạp với thông tin của từng văn bản; `words` tìm trong tên, số, ký hiệu, cơ quan ban hành, địa danh."""
    says = word_test(words)
    plans = [plan for plan in services.index.snapshot.plans.values() if says(_described(plan))]
    return paging.respond(plans, PlanSummary.of)


def _described(plan: Plan) -> str:
    metadata = plan.metadata
    facts = (metadata.title, metadata.number, metadata.issuer, metadata.signer)
    return " . ".join([plan.source, metadata.kind, metadata.place or "", *(fact.value for fact in facts if fact)])


@router.get(
    "/{plan_id}",
    summary="Một văn bản",
    dependencies=[READER],
    response_model=PlanBody,
    responses={**NOT_MODIFIED, **errors(404)},
)
def get_plan(request: Request, plan_id: PlanId, services: ServicesDep) -> Response:
    """Thông tin và đề cương của một văn bản."""
    return tagged(request, PlanBody.of(services.index.plan(plan_id)).model_dump_json())


@router.get(
    "/{plan_id}/text",
    summary="Toàn văn",
    dependencies=[READER],
    response_model=PlanText,
    responses={**NOT_MODIFIED, **errors(404)},
)
def get_text(request: Request, plan_id: PlanId, services: ServicesDep) -> Response:
    """Toàn văn đã chuẩn hóa (Unicode NFC); vị trí của trích dẫn tính theo văn bản này."""
    return tagged(request, PlanText(id=plan_id, text=services.index.plan(plan_id).text).model_dump_json())


@router.get(
    "/{plan_id}/sections/{path:path}",
    summary="Một mục",
    dependencies=[READER],
    response_model=SectionText,
    responses={**NOT_MODIFIED, **errors(404)},
)
def get_section(
    request: Request,
    plan_id: PlanId,
    path: Annotated[str, Path(description="Đường dẫn của mục (trường path, nối bằng dấu “/”).", examples=["V/2.8"])],
    services: ServicesDep,
) -> Response:
    """Nguyên văn một mục với địa chỉ, vị trí, và các mục con ngay bên dưới."""
    plan = services.index.plan(plan_id)
    return tagged(request, SectionText.within(plan, section_of(plan, path)).model_dump_json())


def section_of(plan: Plan, path: str) -> Section:
    """The section whose path, joined by "/", is `path`, else the one whose address it is ("Mục V, 2.8"). Raises `ApiError`."""
    wanted = tuple(part.strip() for part in path.strip("/").split("/"))
    for section in plan.sections:
        if section.path == wanted or section.address == path.strip():
            return section
    raise ApiError(404, "section_not_found", texts.NO_SECTION.format(plan_id=plan.plan_id, path=path))
