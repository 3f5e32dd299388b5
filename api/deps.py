"""What routes need, as named types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.settings import Settings
from index.store import PlanIndex
from rag.assistant import Assistant


@dataclass(frozen=True)
class Services:
    """What one server process works with; built once, at start."""

    settings: Settings
    index: PlanIndex
    assistant: Assistant


def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


ServicesDep = Annotated[Services, Depends(_services)]
