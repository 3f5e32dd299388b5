"""Every route × role × status, on a server where keys are in force."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from fastapi.testclient import TestClient

from api.access.dependencies import Open, Requires
from api.access.keys import KeyStore
from api.access.roles import Role
from api.app import build_app
from api.deps import Services, build_services
from api.settings import Auth, Settings
from index.ingest import Intake
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.api.access.route_roles import DESCRIPTIONS, PLAN, TABLE, RouteRole
from tests.fakes import FakeEmbedder
from tests.index.plans import document

CALLERS = ("no key", "unknown key", "revoked key", *(role.value for role in Role))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """A server's services where keys are in force, over one plan."""
    settings = Settings(data=tmp_path_factory.mktemp("guarded"), auth=Auth.REQUIRED, rate_per_minute=0, _env_file=None)
    index = build_index(settings.data, FakeEmbedder)
    with index.ingesting():
        intake = Intake(index)
        assert [r.plan_id for r in intake.take(f"{PLAN}.txt", document("I. MỤC TIÊU\n1. A.").encode())] == [PLAN]
        intake.finish()
    return build_services(settings, index, Assistant(index, Conversations()))


@pytest.fixture(scope="module")
def client(guarded: Services) -> Iterator[TestClient]:
    with TestClient(build_app(guarded), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def headers(guarded: Services) -> dict[str, dict[str, str]]:
    """Caller → the headers it sends."""
    keys = KeyStore(guarded.index.engine)
    texts = {role.value: keys.create(role.value, role)[1] for role in Role}
    revoked, text = keys.create("revoked", Role.ADMIN)
    keys.revoke(revoked.key_id)
    texts |= {"revoked key": text, "unknown key": "kh_00000000_" + "x" * 43}
    return {"no key": {}} | {caller: {"Authorization": f"Bearer {text}"} for caller, text in texts.items()}


def expected(route: RouteRole, caller: str) -> int:
    if route.role is None:
        return route.status
    if caller not in list(Role):
        return 401
    return route.status if Role(caller).includes(route.role) else 403


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("route", TABLE, ids=lambda route: f"{route.method} {route.path}")
def test_who_may_call_what(
    client: TestClient, headers: dict[str, dict[str, str]], route: RouteRole, caller: str
) -> None:
    client.cookies.clear()
    response = client.request(route.method, route.call or route.path, headers=headers[caller], **route.arguments)
    assert response.status_code == expected(route, caller), response.text
    if response.status_code in (401, 403) and route.role:
        assert response.json()["code"] == {401: "key_required", 403: "role_required"}[response.status_code]
        assert ("www-authenticate" in response.headers) == (response.status_code == 401)


def test_the_table_names_every_route(client: TestClient) -> None:
    assert set(declared(client)) == {(route.method, route.path) for route in TABLE}
    plain = {context.path for context in contexts(client) if not isinstance(context.original_route, APIRoute)}
    assert plain == DESCRIPTIONS


def test_every_route_declares_its_role_once(client: TestClient) -> None:
    assert declared(client) == {(route.method, route.path): [route.role] for route in TABLE}


def contexts(client: TestClient) -> list[RouteContext]:
    return list(iter_route_contexts(client.app.routes))  # type: ignore[attr-defined]


def declared(client: TestClient) -> dict[tuple[str, str], list[Role | None]]:
    """Each route's declarations of who may call it."""
    found = {}
    for context in contexts(client):
        if isinstance(context.original_route, APIRoute):
            checks = [dependency.dependency for dependency in context.dependencies]
            roles = [check.role for check in checks if isinstance(check, Open | Requires)]
            found |= {(method, str(context.path)): roles for method in context.methods or ()}
    return found
