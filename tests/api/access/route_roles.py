"""Every route, who may call it, and a call that works. A route that is missing here fails the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from api.access.roles import Role

PLAN = "an-binh"  # there while the table is tried
_FILE = ("moi.txt", b"")  # accepted as an upload; the job will say that it is empty


@dataclass(frozen=True)
class RouteRole:
    """`role` None: anybody, without a key. `status` is what a caller who may gets for this call."""

    method: str
    path: str
    role: Role | None
    status: int
    call: str = ""  # the path with its parameters filled in, where it has some
    arguments: dict[str, Any] = field(default_factory=dict)


TABLE = (
    RouteRole("POST", "/v1/ask", Role.READER, 200, arguments={"json": {"question": "Ai ký?"}}),
    RouteRole("GET", "/v1/plans", Role.READER, 200),
    RouteRole("GET", "/v1/plans/{plan_id}", Role.READER, 200, f"/v1/plans/{PLAN}"),
    RouteRole("GET", "/v1/plans/{plan_id}/text", Role.READER, 200, f"/v1/plans/{PLAN}/text"),
    RouteRole("POST", "/v1/plans", Role.EDITOR, 202, arguments={"files": [("files", _FILE)]}),
    RouteRole("PUT", "/v1/plans/{plan_id}", Role.EDITOR, 202, f"/v1/plans/{PLAN}", {"files": [("file", _FILE)]}),
    RouteRole("DELETE", "/v1/plans/{plan_id}", Role.EDITOR, 404, "/v1/plans/khong-co"),
    RouteRole("GET", "/v1/jobs/{job_id}", Role.READER, 404, "/v1/jobs/khong-co"),
    RouteRole("GET", "/v1/audit", Role.ADMIN, 200),
    RouteRole("GET", "/healthz", None, 200),
    RouteRole("GET", "/", None, 307),
    RouteRole("GET", "/sign-in", None, 200),
    RouteRole("POST", "/sign-in", None, 401, arguments={"data": {"key": "sai"}}),
    RouteRole("GET", "/sign-out", None, 303),
)
# FastAPI's own, which describe the API and nothing else.
DESCRIPTIONS = {"/openapi.json", "/docs", "/docs/oauth2-redirect", "/redoc"}
