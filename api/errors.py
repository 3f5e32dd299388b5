"""Every error leaves as {"code", "message", "detail"}: messages Vietnamese, codes stable English."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import httpx
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api import texts
from api.access.roles import NotAllowed
from api.admission import Overloaded
from api.request_id import current_request_id
from api.schemas import ErrorBody
from index.errors import (
    BundledModelMissing,
    IndexLocked,
    JobNotFound,
    KehoachError,
    ModelMismatch,
    PlanNotFound,
    QueueFull,
    SearchUnavailable,
    StorageFull,
    StorageReadOnly,
    StoreUnreachable,
    UnreadableFile,
    UploadTooLarge,
)
from index.outages import outage_of

log = logging.getLogger(__name__)

_STATUS: dict[type[KehoachError], tuple[int, str]] = {
    PlanNotFound: (404, "plan_not_found"),
    UnreadableFile: (422, "unreadable_file"),
    IndexLocked: (409, "index_locked"),
    ModelMismatch: (409, "model_mismatch"),
    BundledModelMissing: (503, "model_missing"),
    JobNotFound: (404, "job_not_found"),
    QueueFull: (503, "queue_full"),
    StoreUnreachable: (503, "store_unreachable"),
    StorageFull: (503, "storage_full"),
    StorageReadOnly: (503, "storage_read_only"),
    SearchUnavailable: (503, "search_unavailable"),
    Overloaded: (503, "overloaded"),
    UploadTooLarge: (413, "upload_too_large"),
    NotAllowed: (403, "role_required"),
}
_RETRY_AFTER_S = {
    "overloaded": 2,
    "index_locked": 5,
    "queue_full": 60,
    "store_unreachable": 10,
    "storage_full": 60,
    "storage_read_only": 60,
    "search_unavailable": 30,
}


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


def error_code(error: Exception) -> str:
    """The code of one of our errors."""
    if isinstance(error, ApiError):
        return error.code
    return next((code for kind, (_, code) in _STATUS.items() if isinstance(error, kind)), "internal_error")


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Error responses of a route, for OpenAPI."""
    return {status: {"model": ErrorBody, "description": texts.STATUSES[status]} for status in statuses}


def error_response(
    status: int, code: str, message: str, detail: object = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The one shape of errors."""
    return JSONResponse({"code": code, "message": message, "detail": detail}, status_code=status, headers=headers)


def response_of(error: Exception) -> JSONResponse:
    """The response to an error. What is none of ours is a bug: it is logged, and the caller gets the request's id alone."""
    if isinstance(error, ApiError):
        return error_response(error.status, error.code, error.message, error.detail, error.headers)
    outage = outage_of(error)
    if outage is not None and outage is not error:
        log.error("a disk is full, or the database or the vector store does not answer", exc_info=error)
        return response_of(outage)
    found = next((found for kind, found in _STATUS.items() if isinstance(error, kind)), (500, "internal_error"))
    if isinstance(error, KehoachError):
        headers = {"Retry-After": f"{_RETRY_AFTER_S[found[1]]}"} if found[1] in _RETRY_AFTER_S else None
        return error_response(*found, str(error), headers=headers)
    request_id = current_request_id()
    log.error("request %s failed", request_id, exc_info=error)
    headers = {"X-Request-ID": request_id}  # such a response leaves outside of the middleware that sets it elsewhere
    return error_response(500, "internal_error", texts.INTERNAL.format(request_id=request_id), headers=headers)


def error_json(error: Exception) -> str:
    """The one shape of an error as JSON, for a stream that has begun."""
    return bytes(response_of(error).body).decode()


def _allowed(request: Request) -> str:
    """The methods of every route at the request's path; Starlette names those of the first one alone."""
    methods: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if compile_path(str(route.path))[0].fullmatch(request.url.path):
            methods |= set(route.methods or ())
    return ", ".join(sorted(methods))


def add_error_handlers(app: FastAPI) -> None:
    """Maps our errors and the framework's to the one shape."""

    @app.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        problems = [{"field": ".".join(str(part) for part in e["loc"]), "problem": e["msg"]} for e in error.errors()]
        fields = ", ".join(problem["field"] for problem in problems)
        return error_response(422, "invalid_request", texts.BAD_REQUEST.format(problems=fields), problems)

    @app.exception_handler(HTTPException)
    async def on_http_error(request: Request, error: HTTPException) -> JSONResponse:
        messages = {
            400: ("unreadable_body", texts.UNREADABLE_BODY),
            404: ("not_found", texts.NO_ROUTE),
            405: ("method_not_allowed", texts.WRONG_METHOD.format(method=request.method)),
            408: ("slow_body", texts.SLOW_BODY),
            413: ("body_too_large", texts.LARGE_BODY.format(limit=error.detail)),
        }
        code, message = messages.get(error.status_code, ("http_error", str(error.detail)))
        headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
        return error_response(error.status_code, code, message, headers=headers)

    @app.exception_handler(Exception)
    @app.exception_handler(DBAPIError)
    @app.exception_handler(OSError)
    @app.exception_handler(httpx.TransportError)
    @app.exception_handler(KehoachError)
    @app.exception_handler(ApiError)
    async def on_error(_request: Request, error: Exception) -> JSONResponse:
        return response_of(error)
