"""Every route, who may call it, and a call that works. A route that is missing here fails the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from api.access.roles import Role

PLAN = "an-binh"  # there while the table is tried
_CHAT = {"model": "kehoach", "messages": [{"role": "user", "content": "Ai ký?"}]}
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
    RouteRole("POST", "/v1/ask/stream", Role.READER, 200, arguments={"json": {"question": "Ai ký?"}}),
    RouteRole("GET", "/v1/search", Role.READER, 200, "/v1/search?q=y"),
    RouteRole("POST", "/v1/feedback", Role.READER, 201, arguments={"json": {"answer_id": "1", "verdict": "good"}}),
    RouteRole("POST", "/v1/chat/completions", Role.READER, 200, arguments={"json": _CHAT}),
    RouteRole("GET", "/v1/models", Role.READER, 200),
    RouteRole("GET", "/v1/models/{model}", Role.READER, 200, "/v1/models/kehoach"),
    RouteRole("GET", "/v1/assignments", Role.READER, 200),
    RouteRole("GET", "/v1/tasks", Role.READER, 200),
    RouteRole("GET", "/v1/deadlines", Role.READER, 200),
    RouteRole("GET", "/v1/indicators", Role.READER, 200),
    RouteRole("GET", "/v1/units", Role.READER, 200),
    RouteRole("GET", "/v1/plans", Role.READER, 200),
    RouteRole("GET", "/v1/plans/{plan_id}", Role.READER, 200, f"/v1/plans/{PLAN}"),
    RouteRole("GET", "/v1/plans/{plan_id}/text", Role.READER, 200, f"/v1/plans/{PLAN}/text"),
    RouteRole("GET", "/v1/plans/{plan_id}/sections/{path:path}", Role.READER, 200, f"/v1/plans/{PLAN}/sections/I"),
    RouteRole("POST", "/v1/plans", Role.EDITOR, 202, arguments={"files": [("files", _FILE)]}),
    RouteRole("PUT", "/v1/plans/{plan_id}", Role.EDITOR, 202, f"/v1/plans/{PLAN}", {"files": [("file", _FILE)]}),
    RouteRole("DELETE", "/v1/plans/{plan_id}", Role.EDITOR, 404, "/v1/plans/khong-co"),
    RouteRole("GET", "/v1/jobs/{job_id}", Role.READER, 404, "/v1/jobs/khong-co"),
    RouteRole("GET", "/v1/audit", Role.ADMIN, 200),
    RouteRole("GET", "/metrics", Role.READER, 200),
    RouteRole("GET", "/healthz", None, 200),
    RouteRole("GET", "/readyz", None, 200),
    RouteRole("GET", "/docs", None, 200),
    RouteRole("GET", "/", None, 307),
    RouteRole("GET", "/sign-in", None, 200),
    RouteRole("POST", "/sign-in", None, 401, arguments={"data": {"key": "sai"}}),
    RouteRole("GET", "/sign-out", None, 303),
)
# What describes the API and nothing else, and the tools of MCP, which are behind a guard of their own (tests/api/test_mcp.py).
DESCRIPTIONS = {"/openapi.json", "/docs/static", "/mcp"}
