"""The FastAPI application over the services it is given: the one place where routers, protocols and middleware come together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api import texts
from api.access.access import is_loopback
from api.access.dependencies import PUBLIC
from api.access.guard import Guard
from api.access.roles import Role
from api.background import Background
from api.deps import Services
from api.documentation import add_documentation
from api.errors import add_error_handlers, errors
from api.mcp_tools import build_mcp
from api.middleware import REQUEST_ID, BodyLimits, RequestIds, SameOrigin
from api.request_log import RequestLog
from api.routes import ask, audit, chat, feedback, health, plans, registers, sign_in, uploads
from api.slow_clients import SlowClients

ROUTES = (ask, feedback, plans, registers, chat, uploads, audit, health, sign_in)
MCP = "/mcp"


def build_app(services: Services, guarded: Mapping[str, Role] = MappingProxyType({})) -> FastAPI:
    """The API. The composition root mounts the page onto it; `guarded` names such mounts' paths, and who may reach them."""
    tools = build_mcp(services)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        background = Background(services)
        background.start()
        try:
            async with tools.session_manager.run():
                yield
        finally:
            await run_in_threadpool(background.stop)

    app = FastAPI(
        title=texts.TITLE,
        description=texts.DESCRIPTION,
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        responses=errors(400, 401, 403, 413, 422, 429),
    )
    app.state.services = services
    add_error_handlers(app)
    for path, role in {**guarded, MCP: Role.READER}.items():
        app.add_middleware(Guard, path=path, access=services.access, role=role)
    _add_middleware(app, services)
    for module in ROUTES:
        app.include_router(module.router)
    add_documentation(app)
    # Without sessions, any process can answer any request. On a loopback host it refuses other sites' names (DNS rebinding).
    tools_app = tools.streamable_http_app(streamable_http_path=MCP, stateless_http=True, host=services.settings.host)
    app.router.routes.extend(tools_app.routes)

    @app.get("/", include_in_schema=False, dependencies=[PUBLIC])
    def to_page() -> RedirectResponse:
        return RedirectResponse("/ui/")

    return app


def _add_middleware(app: FastAPI, services: Services) -> None:
    """From the inside out: what was added last sees a request first."""
    settings = services.settings
    app.add_middleware(SlowClients)
    app.add_middleware(BodyLimits, json=settings.max_body_bytes, upload=settings.max_request_bytes)
    only_local = not services.access.in_force and is_loopback(settings.host)
    app.add_middleware(SameOrigin, allowed=settings.cors_origins, only_local=only_local)
    if settings.cors_origins:
        headers = ["authorization", "content-type", REQUEST_ID]
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=headers,
            expose_headers=[REQUEST_ID, "location", "retry-after", "etag"],
        )
    app.add_middleware(RequestLog, note=services.metrics.note_request)
    app.add_middleware(RequestIds)
