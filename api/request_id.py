"""The id of the request that is being answered, in its response and in every log line that it causes."""

from __future__ import annotations

import re
import uuid
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")
# What a caller may choose: "7f3c-2024/11:ab". Nothing that could break a log line.
_ACCEPTED = re.compile(r"[A-Za-z0-9._:/-]{1,64}")


def current_request_id() -> str:
    """The id of the request in work; "" outside of one."""
    return _current.get()


def begin_request(proposed: str) -> str:
    """Takes the caller's id where it is harmless, else makes one; it is the current one from now on."""
    request_id = proposed if _ACCEPTED.fullmatch(proposed) else uuid.uuid4().hex[:12]
    _current.set(request_id)
    return request_id
