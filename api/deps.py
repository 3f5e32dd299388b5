"""What routes need, as named types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.access.access import Access, build_access
from api.access.audit import AuditLog
from api.settings import Settings
from index.jobs import JobQueue, UploadLimits
from index.store import PlanIndex
from rag.assistant import Assistant


@dataclass(frozen=True)
class Services:
    """What one server process works with; built once, at start."""

    settings: Settings
    index: PlanIndex
    assistant: Assistant
    jobs: JobQueue
    access: Access
    audit: AuditLog


def build_services(settings: Settings, index: PlanIndex, assistant: Assistant) -> Services:
    """What a server over this index works with."""
    engine = index.engine
    limits = UploadLimits(settings.max_waiting_jobs, settings.max_upload_files, settings.max_upload_bytes)
    jobs = JobQueue(engine, limits)
    return Services(settings, index, assistant, jobs, build_access(settings, engine), AuditLog(engine))


def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


ServicesDep = Annotated[Services, Depends(_services)]
