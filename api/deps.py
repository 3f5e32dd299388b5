"""What routes need, as named types."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request

from api import texts
from api.access.access import Access, build_access
from api.access.audit import AuditLog
from api.admission import Admission
from api.errors import ApiError
from api.metrics import Metrics
from api.settings import Settings
from index.jobs import JobQueue, UploadLimits
from index.records import Plan
from index.store import PlanIndex
from rag.assistant import Assistant
from rag.feedback import FeedbackBook

_UPLOADS_AT_ONCE = 2  # each may be in memory with all of its files
_UPLOADS = 200


@dataclass(frozen=True)
class Services:
    """What one server process works with; built once, at start."""

    settings: Settings
    index: PlanIndex
    assistant: Assistant
    jobs: JobQueue
    access: Access
    audit: AuditLog
    feedback: FeedbackBook
    metrics: Metrics
    questions: Admission
    uploads: Admission


def build_services(settings: Settings, index: PlanIndex, assistant: Assistant) -> Services:
    """What a server over this index works with."""
    engine = index.engine
    limits = UploadLimits(settings.max_waiting_jobs, settings.max_upload_files, settings.max_upload_bytes)
    jobs = JobQueue(engine, limits)
    feedback, metrics = FeedbackBook(settings.feedback_file), Metrics(index, jobs)
    access, audit = build_access(settings, engine), AuditLog(engine)
    questions = Admission(settings.questions_at_once, settings.max_questions)
    uploads = Admission(_UPLOADS_AT_ONCE, _UPLOADS)
    return Services(settings, index, assistant, jobs, access, audit, feedback, metrics, questions, uploads)


def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


ServicesDep = Annotated[Services, Depends(_services)]


async def _question(services: ServicesDep) -> AsyncIterator[None]:
    async with services.questions.enter():
        yield


async def _upload(services: ServicesDep) -> AsyncIterator[None]:
    async with services.uploads.enter():
        yield


# What a route that answers a question, or takes in files, has among its dependencies, after who may call it; until the response is sent.
QUESTION = Depends(_question)
UPLOAD = Depends(_upload)


def known_plan_ids(services: Services, plan_ids: list[str] | None) -> list[str] | None:
    """`plan_ids`, None for none. Raises `ApiError` when one is of no plan."""
    unknown = [plan_id for plan_id in plan_ids or [] if plan_id not in services.index.snapshot.plans]
    if unknown:
        raise ApiError(404, "plan_not_found", texts.UNKNOWN_PLANS.format(ids=", ".join(unknown[:5])))
    return plan_ids or None


def _plan_ids(
    services: ServicesDep,
    plan_id: Annotated[
        list[str] | None,
        Query(
            max_length=100,
            description="Chỉ các văn bản này (lặp lại được); để trống là mọi văn bản.",
            examples=[["ubnd-ha-tinh-2024-y-te-co-so"]],
        ),
    ] = None,
) -> list[str] | None:
    return known_plan_ids(services, plan_id)


PlanIdsDep = Annotated[list[str] | None, Depends(_plan_ids)]


def _plans(services: ServicesDep, plan_ids: PlanIdsDep) -> list[Plan]:
    plans = services.index.snapshot.plans
    return list(plans.values()) if plan_ids is None else [plans[plan_id] for plan_id in dict.fromkeys(plan_ids)]


PlansDep = Annotated[list[Plan], Depends(_plans)]
