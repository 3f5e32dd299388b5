"""Long lists in pages, as GitHub does it: a JSON array, with the total and the next page's address in headers (RFC 8288)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from api.conditional import NOT_MODIFIED, tagged

MAX_LIMIT = 1_000
_ROWS = 100
T = TypeVar("T")
Responses = dict[int | str, dict[str, Any]]

PAGED: Responses = {
    200: {
        "headers": {
            "X-Total-Count": {"description": "Tổng số dòng khớp với yêu cầu.", "schema": {"type": "integer"}},
            "Link": {
                "description": 'Địa chỉ trang sau, dạng `<…>; rel="next"`; không có khi đã hết.',
                "schema": {"type": "string"},
            },
        }
    },
    **NOT_MODIFIED,
}


@dataclass(frozen=True)
class Paging:
    """Which page is asked for, and of what address."""

    limit: int
    offset: int
    request: Request

    def respond(self, rows: Sequence[T], body: Callable[[T], BaseModel]) -> Response:
        """The page of `rows`, each made a body, with its ETag."""
        after = self.offset + self.limit
        headers = {"X-Total-Count": str(len(rows))}
        if after < len(rows):
            headers["Link"] = f'<{self.request.url.include_query_params(offset=after, limit=self.limit)}>; rel="next"'
        items = ",".join(body(row).model_dump_json() for row in rows[self.offset : after])
        return tagged(self.request, f"[{items}]", headers)


def _offset(
    offset: Annotated[int, Query(ge=0, le=10**9, description="Số dòng bỏ qua.", examples=[0])] = 0,
) -> int:
    return offset


def _paging(
    request: Request,
    offset: Annotated[int, Depends(_offset)],
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Số dòng tối đa trả về.", examples=[20])] = _ROWS,
) -> Paging:
    return Paging(limit, offset, request)


def _wide_paging(
    request: Request,
    offset: Annotated[int, Depends(_offset)],
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Số dòng tối đa trả về.", examples=[20])] = MAX_LIMIT,
) -> Paging:
    return Paging(limit, offset, request)


PagingDep = Annotated[Paging, Depends(_paging)]
WidePagingDep = Annotated[Paging, Depends(_wide_paging)]  # for lists of short rows, which most want whole
