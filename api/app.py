"""The FastAPI application over the services it is given."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from api.deps import Services
from api.errors import add_error_handlers
from api.routes import ask, health, plans

DESCRIPTION = "Hỏi đáp về kế hoạch của cơ quan nhà nước, câu trả lời có trích dẫn đến từng mục. Lỗi có dạng {code, message, detail}."


def build_app(services: Services) -> FastAPI:
    """The API; the page is mounted onto it by the composition root."""
    app = FastAPI(title="Trợ lý kế hoạch", description=DESCRIPTION, version="1")
    app.state.services = services
    add_error_handlers(app)
    for router in (ask.router, plans.router, health.router):
        app.include_router(router)

    @app.get("/", include_in_schema=False)
    def to_page() -> RedirectResponse:
        return RedirectResponse("/ui/")

    return app
