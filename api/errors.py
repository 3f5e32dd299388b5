"""Every error leaves as {"code", "message", "detail"}: messages Vietnamese, codes stable English."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api import texts
from api.access.roles import NotAllowed
from api.request_id import current_request_id
from index.errors import (
    BundledModelMissing,
    IndexLocked,
    JobNotFound,
    KehoachError,
    ModelMismatch,
    PlanNotFound,
    QueueFull,
    UnreadableFile,
    UploadTooLarge,
)

log = logging.getLogger(__name__)

_STATUS: dict[type[KehoachError], tuple[int, str]] = {
    PlanNotFound: (404, "plan_not_found"),
    UnreadableFile: (422, "unreadable_file"),
    IndexLocked: (409, "index_locked"),
    ModelMismatch: (409, "model_mismatch"),
    BundledModelMissing: (503, "model_missing"),
    JobNotFound: (404, "job_not_found"),
    QueueFull: (503, "queue_full"),
    UploadTooLarge: (413, "upload_too_large"),
    NotAllowed: (403, "role_required"),
}
_RETRY_AFTER_S = {"index_locked": 5, "queue_full": 60}


class ApiError(Exception):
    """An error with its HTTP status, its code and a Vietnamese message."""

    def __init__(
        self, status: int, code: str, message: str, detail: object = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail
        self.headers = headers


def error_response(
    status: int, code: str, message: str, detail: object = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The one shape of errors."""
    return JSONResponse({"code": code, "message": message, "detail": detail}, status_code=status, headers=headers)


def add_error_handlers(app: FastAPI) -> None:
    """Maps our errors and the framework's to the one shape."""

    @app.exception_handler(ApiError)
    async def on_api_error(_request: Request, error: ApiError) -> JSONResponse:
        return error_response(error.status, error.code, error.message, error.detail, error.headers)

    @app.exception_handler(KehoachError)
    async def on_domain_error(_request: Request, error: KehoachError) -> JSONResponse:
        status, code = next(
            (found for kind, found in _STATUS.items() if isinstance(error, kind)), (500, "internal_error")
        )
        headers = {"Retry-After": f"{_RETRY_AFTER_S[code]}"} if code in _RETRY_AFTER_S else None
        return error_response(status, code, str(error), headers=headers)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        problems = [{"field": ".".join(str(part) for part in e["loc"]), "problem": e["msg"]} for e in error.errors()]
        fields = ", ".join(problem["field"] for problem in problems)
        return error_response(422, "invalid_request", texts.BAD_REQUEST.format(problems=fields), problems)

    @app.exception_handler(HTTPException)
    async def on_http_error(request: Request, error: HTTPException) -> JSONResponse:
        messages = {
            404: ("not_found", texts.NO_ROUTE),
            405: ("method_not_allowed", texts.WRONG_METHOD.format(method=request.method)),
            413: ("body_too_large", texts.LARGE_BODY.format(limit=error.detail)),
        }
        code, message = messages.get(error.status_code, ("http_error", str(error.detail)))
        return error_response(error.status_code, code, message)

    @app.exception_handler(Exception)
    async def on_bug(_request: Request, error: Exception) -> JSONResponse:
        request_id = current_request_id()
        log.error("request %s failed", request_id, exc_info=error)
        return error_response(500, "internal_error", texts.INTERNAL.format(request_id=request_id))
