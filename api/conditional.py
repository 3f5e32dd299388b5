"""Answers with an `ETag`: who has the same already gets 304 and no body (RFC 9110, 13.1.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Không đổi so với bản có ETag đã gửi trong If-None-Match."}
}


def tagged(request: Request, content: str, headers: Mapping[str, str] | None = None) -> Response:
    """The JSON `content` with its ETag, or 304 when the request's `If-None-Match` names it."""
    data = content.encode()
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    sent = {**(headers or {}), "ETag": tag, "Cache-Control": "no-cache"}
    if _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=sent)
    return Response(data, media_type="application/json", headers=sent)


def _matches(wanted: str, tag: str) -> bool:
    named = [part.strip().removeprefix("W/") for part in wanted.split(",")]
    return tag in named or named == ["*"]
