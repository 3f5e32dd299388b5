"""The FastAPI application over the services it is given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.access.dependencies import PUBLIC
from api.access.guard import Guard
from api.access.roles import Role
from api.background import Background
from api.deps import Services
from api.errors import add_error_handlers
from api.middleware import REQUEST_ID, BodyLimits, RequestIds, SameOrigin
from api.routes import ask, audit, health, plans, sign_in, uploads
from api.schemas import ErrorBody
from api.settings import Settings

DESCRIPTION = "Hỏi đáp về kế hoạch của cơ quan nhà nước, câu trả lời có trích dẫn đến từng mục. Lỗi có dạng {code, message, detail}."

_COMMON_RESPONSES: dict[int | str, dict[str, object]] = {
    401: {"model": ErrorBody, "description": "Cần khóa API"},
    403: {"model": ErrorBody, "description": "Khóa không đủ quyền"},
    413: {"model": ErrorBody, "description": "Nội dung gửi lên quá lớn"},
    429: {"model": ErrorBody, "description": "Quá nhiều yêu cầu; thử lại sau số giây ở tiêu đề Retry-After"},
}


def build_app(services: Services, guarded: Mapping[str, Role] = MappingProxyType({})) -> FastAPI:
    """The API. The composition root mounts the page onto it; `guarded` names such mounts' paths, and who may reach them."""
    app = FastAPI(
        title="Trợ lý kế hoạch", description=DESCRIPTION, version="1", lifespan=_lifespan, responses=_COMMON_RESPONSES
    )
    app.state.services = services
    add_error_handlers(app)
    for path, role in guarded.items():
        app.add_middleware(Guard, path=path, access=services.access, role=role)
    _add_middleware(app, services.settings)
    for module in (ask, plans, uploads, audit, health, sign_in):
        app.include_router(module.router)

    @app.get("/", include_in_schema=False, dependencies=[PUBLIC])
    def to_page() -> RedirectResponse:
        return RedirectResponse("/ui/")

    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    background = Background(app.state.services)
    background.start()
    try:
        yield
    finally:
        await run_in_threadpool(background.stop)


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """From the inside out: what was added last sees a request first."""
    app.add_middleware(BodyLimits, json=settings.max_body_bytes, upload=settings.max_request_bytes)
    app.add_middleware(SameOrigin, allowed=settings.cors_origins)
    if settings.cors_origins:
        headers = ["authorization", "content-type", REQUEST_ID]
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=headers,
            expose_headers=[REQUEST_ID, "location", "retry-after", "etag"],
        )
    app.add_middleware(RequestIds)
