"""/sign-in: a key opens the page for a working day. Without keys in force nobody needs it."""

from __future__ import annotations

from html import escape
from string import Template
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import texts
from api.access.dependencies import PUBLIC
from api.access.guard import SIGN_IN
from api.access.sessions import COOKIE, LIFETIME_S
from api.deps import ServicesDep

router = APIRouter(include_in_schema=False)
_HOME = "/ui/"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
_PAGE = Template("""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>$title</title>
<style>
body { font: 16px/1.5 "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; background: #f2f4f7; color: #1b2631; margin: 0 }
form { max-width: 24rem; margin: 15vh auto 0; padding: 2rem; background: #fff; border: 1px solid #d5dbe1; border-radius: 8px }
h1 { font-size: 1.25rem; margin: 0 0 .5rem }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
input, button { padding: .6rem; margin-top: .35rem; border: 1px solid #7b8794; border-radius: 6px }
button { margin-top: 1rem; background: #1d4ed8; border-color: #1d4ed8; color: #fff; cursor: pointer }
[role=alert] { color: #b42318 }
</style></head><body><form method="post" action="$action"><h1>$title</h1><p>$lead</p>$problem
<input type="hidden" name="next" value="$next">
<label>$label<input type="password" name="key" required autofocus autocomplete="current-password"></label>
<button>$button</button></form></body></html>
""")


@router.get(SIGN_IN, summary="Trang đăng nhập", dependencies=[PUBLIC])
def show(services: ServicesDep, next: Annotated[str, Query(max_length=500)] = _HOME) -> Response:
    """Trang nhập khóa."""
    if not services.access.in_force:
        return RedirectResponse(_safe(next), 303)
    return _page(next)


@router.post(SIGN_IN, summary="Đăng nhập", dependencies=[PUBLIC])
def sign_in(
    request: Request,
    services: ServicesDep,
    key: Annotated[str, Form(max_length=200)],
    next: Annotated[str, Form(max_length=500)] = _HOME,
) -> Response:
    """Đổi khóa lấy phiên làm việc của trình duyệt."""
    caller = services.access.check_key(key.strip(), request.client.host if request.client else "")
    if caller is None:
        return _page(next, texts.SIGN_IN_WRONG, 401)
    response = RedirectResponse(_safe(next), 303)
    response.set_cookie(
        COOKIE, services.access.sessions.cookie_for(caller.key_id), max_age=LIFETIME_S, httponly=True, samesite="strict"
    )
    return response


@router.get("/sign-out", summary="Đăng xuất", dependencies=[PUBLIC])
def sign_out() -> Response:
    """Kết thúc phiên làm việc của trình duyệt."""
    response = RedirectResponse(SIGN_IN, 303)
    response.delete_cookie(COOKIE)
    return response


def _safe(target: str) -> str:
    """`target` where it is a path of this server; a link must not lead elsewhere after the sign-in."""
    return target if target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable() else _HOME


def _page(target: str, problem: str = "", status: int = 200) -> HTMLResponse:
    text = _PAGE.substitute(
        title=texts.SIGN_IN_TITLE,
        action=SIGN_IN,
        lead=texts.SIGN_IN_LEAD,
        label=texts.SIGN_IN_LABEL,
        button=texts.SIGN_IN_BUTTON,
        next=escape(_safe(target), quote=True),
        problem=f"<p role=alert>{problem}</p>" if problem else "",
    )
    return HTMLResponse(text, status, headers=_HEADERS)
