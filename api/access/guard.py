"""Guards applications that are mounted beside the routes: the page at /ui, and any other with routes of its own."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.access import Access
from api.access.dependencies import admit, count
from api.access.roles import Caller, NotAllowed, Role
from api.errors import ApiError, error_response

SIGN_IN = "/sign-in"


class Guard:
    """Lets callers of `role` and above reach what is mounted at `path`; a browser without a session is sent to sign in.

    The caller is in `scope["state"]["caller"]`, for Starlette's `request.state.caller`.
    """

    def __init__(self, app: ASGIApp, path: str, access: Access, role: Role) -> None:
        self._app = app
        self._path = path
        self._access = access
        self._role = role

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        path = scope.get("path", "")
        if scope["type"] not in ("http", "websocket") or not (path == self._path or path.startswith(f"{self._path}/")):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            caller = await run_in_threadpool(self._admit, connection)
        except NotAllowed as error:
            await error_response(403, "role_required", str(error))(scope, receive, send)
            return
        except ApiError as error:
            await self._refusal(connection, error)(scope, receive, send)
            return
        scope.setdefault("state", {})["caller"] = caller
        await self._app(scope, receive, send)

    def _admit(self, connection: HTTPConnection) -> Caller:
        authorization = connection.headers.get("authorization", "")
        caller = admit(
            self._access.caller(authorization, connection.cookies, connection.client.host if connection.client else ""),
            self._role,
        )
        if (
            authorization
        ):  # a page that is opened sends dozens of requests with its cookie, and none of them is a question
            count(self._access, caller)
        return caller

    def _refusal(self, connection: HTTPConnection, error: ApiError) -> Response:
        browses = "text/html" in connection.headers.get("accept", "")
        if error.status == 401 and browses:
            target = connection.url.path + (f"?{connection.url.query}" if connection.url.query else "")
            return RedirectResponse(
                f"{SIGN_IN}?next={quote(target)}", 303
            )  # a link to a section leads there afterwards
        return error_response(error.status, error.code, error.message, error.detail, error.headers)
