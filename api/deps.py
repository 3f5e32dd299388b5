"""What routes need, as named types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request

from api import texts
from api.access.access import Access, build_access
from api.access.audit import AuditLog
from api.errors import ApiError
from api.metrics import Metrics
from api.settings import Settings
from index.jobs import JobQueue, UploadLimits
from index.records import Plan
from index.store import PlanIndex
from rag.assistant import Assistant
from rag.feedback import FeedbackBook


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


def build_services(settings: Settings, index: PlanIndex, assistant: Assistant) -> Services:
    """What a server over this index works with."""
    engine = index.engine
    limits = UploadLimits(settings.max_waiting_jobs, settings.max_upload_files, settings.max_upload_bytes)
    jobs = JobQueue(engine, limits)
    feedback, metrics = FeedbackBook(settings.feedback_file), Metrics(index, jobs)
    access, audit = build_access(settings, engine), AuditLog(engine)
    return Services(settings, index, assistant, jobs, access, audit, feedback, metrics)


def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


ServicesDep = Annotated[Services, Depends(_services)]


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
