"""When keys are in force, and what a caller meets then."""

from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient

from api.access.access import build_access, check_exposure, keys_in_force
from api.access.roles import LOCAL, NotAllowed, Role
from api.access.sessions import COOKIE
from api.app import build_app
from api.changes import PageAccess
from api.deps import Services, build_services
from api.settings import Auth, Settings
from index.errors import KehoachError, QueueFull, UploadTooLarge


def with_settings(services: Services, **changes: object) -> Services:
    return build_services(services.settings.model_copy(update=changes), services.index, services.assistant)


@pytest.mark.parametrize(
    ("auth", "host", "in_force"),
    [
        (Auth.AUTO, "127.0.0.1", False),
        (Auth.AUTO, "127.0.0.2", False),
        (Auth.AUTO, "::1", False),
        (Auth.AUTO, "localhost", False),
        (Auth.AUTO, "0.0.0.0", True),
        (Auth.AUTO, "::", True),
        (Auth.AUTO, "10.0.0.8", True),
        (Auth.AUTO, "may-chu.tinh.gov.vn", True),
        (Auth.REQUIRED, "127.0.0.1", True),
        (Auth.OFF, "0.0.0.0", False),
    ],
)
def test_keys_are_in_force_where_others_can_reach_the_server(auth: Auth, host: str, in_force: bool) -> None:
    assert keys_in_force(Settings(auth=auth, host=host, _env_file=None)) == in_force


def test_a_server_that_others_can_reach_does_not_start_without_keys(services: Services) -> None:
    open_to_all = services.settings.model_copy(update={"host": "0.0.0.0"})
    access = build_access(open_to_all, services.index.engine)
    with pytest.raises(KehoachError, match=r"0\.0\.0\.0.*kehoach keys create.*KEHOACH_AUTH=off"):
        check_exposure(open_to_all, access)
    access.keys.create("a", Role.READER)
    check_exposure(open_to_all, access)
    check_exposure(services.settings, services.access)


def test_a_server_that_is_open_to_all_warns(services: Services, caplog: pytest.LogCaptureFixture) -> None:
    open_to_all = services.settings.model_copy(update={"host": "0.0.0.0", "auth": Auth.OFF})
    check_exposure(open_to_all, build_access(open_to_all, services.index.engine))
    assert "0.0.0.0" in caplog.text
    caplog.clear()
    check_exposure(services.settings, services.access)
    assert caplog.text == ""


def test_without_keys_in_force_a_strange_key_does_no_harm(empty_client: TestClient) -> None:
    response = empty_client.get("/v1/plans", headers={"Authorization": "Bearer khong-can"})
    assert response.status_code == 200


def test_a_key_that_calls_too_often_is_told_when_to_come_again(services: Services) -> None:
    limited = with_settings(services, auth=Auth.REQUIRED, rate_per_minute=3)
    _, key = limited.access.keys.create("a", Role.READER)
    client = TestClient(build_app(limited))
    statuses = [client.get("/v1/plans", headers={"Authorization": f"Bearer {key}"}) for _ in range(4)]
    assert [response.status_code for response in statuses] == [200, 200, 200, 429]
    assert statuses[-1].json()["code"] == "rate_limited"
    assert 1 <= int(statuses[-1].headers["retry-after"]) <= 20


def test_a_page_that_is_opened_does_not_use_up_the_rate_of_its_key(services: Services) -> None:
    limited = with_settings(services, auth=Auth.REQUIRED, rate_per_minute=3)
    made, key = limited.access.keys.create("a", Role.READER)
    app = build_app(limited, {"/ui": Role.READER})
    app.add_api_route("/ui/{rest:path}", lambda: "trang")
    cookies = {COOKIE: limited.access.sessions.cookie_for(made.key_id)}
    browser = TestClient(app, cookies=cookies)
    assert {browser.get(f"/ui/{number}").status_code for number in range(10)} == {200}
    program = TestClient(app, headers={"Authorization": f"Bearer {key}"})
    assert [program.get("/ui/").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(services: Services) -> None:
    client = TestClient(build_app(with_settings(services, max_body_bytes=1_000, max_request_bytes=3_000)))
    for response in (
        client.post("/v1/ask", json={"question": "a" * 1_000}),
        client.post(
            "/v1/ask",
            content=iter([b'{"question": "', b"a" * 1_000, b'"}']),
            headers={"content-type": "application/json"},
        ),
        client.post("/v1/plans", files=[("files", ("a.txt", b"a" * 3_000))]),
    ):
        assert (response.status_code, response.json()["code"]) == (413, "body_too_large")
    assert client.post("/v1/plans", files=[("files", ("a.txt", b"a" * 2_000))]).status_code == 202


def test_pages_of_other_sites_may_not_call(empty_client: TestClient) -> None:
    strange = {"Origin": "https://xau.example"}
    response = empty_client.post("/v1/plans", files=[("files", ("a.txt", b"a"))], headers=strange)
    assert (response.status_code, response.json()["code"]) == (403, "cross_origin")
    assert "access-control-allow-origin" not in empty_client.get("/v1/plans", headers=strange).headers
    for host in ("localhost:8000", "127.0.0.1", "[::1]:8000"):
        own = {"Origin": f"http://{host}", "Host": host}
        assert empty_client.post("/v1/ask", json={"question": "Ai ký?"}, headers=own).status_code == 200


def test_a_strange_name_that_leads_here_is_not_our_own(empty_client: TestClient, services: Services) -> None:
    renamed = {"Origin": "http://xau.example:8000", "Host": "xau.example:8000"}
    assert empty_client.post("/v1/ask", json={"question": "Ai ký?"}, headers=renamed).status_code == 403
    served = TestClient(build_app(with_settings(services, host="0.0.0.0", auth=Auth.OFF)))  # its names are not known
    assert served.post("/v1/ask", json={"question": "Ai ký?"}, headers=renamed).status_code == 200


def test_sites_that_are_allowed_may_call(services: Services) -> None:
    site = "https://tinh.gov.vn"
    client = TestClient(build_app(with_settings(services, cors_origins=[site])))
    response = client.post("/v1/ask", json={"question": "Ai ký?"}, headers={"Origin": site})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (200, site)
    asked = {"Origin": site, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    assert client.options("/v1/ask", headers=asked).status_code == 200


@pytest.mark.parametrize("path", ["/v1/plans", "/khong-co", "/healthz", "/sign-in"])
def test_every_response_has_an_id_and_the_security_headers(empty_client: TestClient, path: str) -> None:
    headers = empty_client.get(path, headers={"X-Request-ID": "vong 1\t"}).headers
    assert headers["x-request-id"].isalnum()  # the caller's was not fit for a log line
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"


# --- the page -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def guarded(services: Services) -> Services:
    return with_settings(services, auth=Auth.REQUIRED)


@pytest.fixture
def browser(guarded: Services) -> TestClient:
    app = build_app(guarded, {"/ui": Role.READER})

    @app.get("/ui/{rest:path}")
    def page(rest: str) -> str:
        return f"trang {rest}"

    return TestClient(app, follow_redirects=False, headers={"Accept": "text/html"})


def test_a_link_to_a_section_is_kept_over_the_sign_in(browser: TestClient, guarded: Services) -> None:
    _, key = guarded.access.keys.create("An", Role.READER)
    form = browser.get(browser.get("/ui/?plan=a&muc=IV/3").headers["location"])
    assert 'value="/ui/?plan=a&amp;muc=IV/3"' in form.text
    right = browser.post("/sign-in", data={"key": key, "next": "/ui/?plan=a&muc=IV/3"})
    assert right.headers["location"] == "/ui/?plan=a&muc=IV/3"


def test_the_page_asks_for_a_key_and_then_remembers_it(browser: TestClient, guarded: Services) -> None:
    made, key = guarded.access.keys.create("An", Role.READER)
    away = browser.get("/ui/van-ban")
    assert (away.status_code, away.headers["location"]) == (303, "/sign-in?next=/ui/van-ban")
    form = browser.get(away.headers["location"])
    assert 'type="password"' in form.text
    assert 'value="/ui/van-ban"' in form.text
    wrong = browser.post("/sign-in", data={"key": key + "x", "next": "/ui/van-ban"})
    assert wrong.status_code == 401
    assert "Khóa không đúng" in wrong.text
    right = browser.post("/sign-in", data={"key": f" {key} ", "next": "/ui/van-ban"})
    assert (right.status_code, right.headers["location"]) == (303, "/ui/van-ban")
    assert "httponly" in right.headers["set-cookie"].lower()
    assert "samesite=strict" in right.headers["set-cookie"].lower()
    assert key not in right.headers["set-cookie"]
    assert "trang van-ban" in browser.get("/ui/van-ban").text
    assert browser.get("/v1/plans").status_code == 200  # the session is the key's, on every route
    guarded.access.keys.revoke(made.key_id)
    assert browser.get("/ui/van-ban").status_code == 303


def test_signing_out_ends_the_session(browser: TestClient, guarded: Services) -> None:
    _, key = guarded.access.keys.create("An", Role.READER)
    browser.post("/sign-in", data={"key": key})
    assert browser.get("/ui/").status_code == 200
    browser.get("/sign-out")
    assert browser.get("/ui/").status_code == 303


def test_what_is_no_browser_gets_an_error_of_ours(browser: TestClient) -> None:
    response = browser.get("/ui/gradio_api/info", headers={"Accept": "*/*"})
    assert (response.status_code, response.json()["code"]) == (401, "key_required")
    assert response.headers["x-request-id"]


@pytest.mark.parametrize("target", ["https://xau.example/", "//xau.example/", "/\\xau.example", "javascript:alert(1)"])
def test_the_sign_in_leads_nowhere_else(browser: TestClient, guarded: Services, target: str) -> None:
    _, key = guarded.access.keys.create("An", Role.READER)
    assert browser.post("/sign-in", data={"key": key, "next": target}).headers["location"] == "/ui/"
    assert "xau.example" not in browser.get("/sign-in", params={"next": target}).text


def test_the_page_lets_editors_change_plans_and_readers_not(guarded: Services) -> None:
    page = PageAccess(guarded)
    cookies = {}
    for role in (Role.READER, Role.EDITOR):
        made, _ = guarded.access.keys.create(role, role)
        cookies[role] = {COOKIE: guarded.access.sessions.cookie_for(made.key_id)}
    assert page.signs_in
    assert [page.may_edit(cookies.get(who, {})) for who in ("nobody", Role.READER, Role.EDITOR)] == [False, False, True]
    assert [page.name(cookies.get(who, {})) for who in ("nobody", Role.READER)] == ["", "reader"]
    for nobody in ({}, cookies[Role.READER]):
        with pytest.raises(NotAllowed):
            page.upload(nobody, [("a.txt", b"a")])
        with pytest.raises(NotAllowed):
            page.remove(nobody, "a")
    job = page.job(page.upload(cookies[Role.EDITOR], [("a.txt", b"a")]))
    assert (job.files, job.submitted_by.split(" ")[0]) == (("a.txt",), "editor")
    with pytest.raises(UploadTooLarge, match=r"lon\.txt"):
        page.upload(cookies[Role.EDITOR], [("lon.txt", b"a" * 100_001)])
    with pytest.raises(QueueFull):
        for _ in range(guarded.settings.max_waiting_jobs):
            page.upload(cookies[Role.EDITOR], [("a.txt", b"a")])


def test_without_keys_in_force_everybody_may_edit_on_the_page(services: Services) -> None:
    page = PageAccess(services)
    assert (page.signs_in, page.may_edit({}), page.name({})) == (False, True, "")
    assert page.job(page.upload({}, [("a.txt", b"a")])).submitted_by == LOCAL.name


def test_keys_are_not_in_the_logs(browser: TestClient, guarded: Services, caplog: pytest.LogCaptureFixture) -> None:
    _, key = guarded.access.keys.create("An", Role.READER)
    with caplog.at_level(logging.DEBUG):
        browser.get("/v1/plans", headers={"Authorization": f"Bearer {key}"})
        browser.get("/v1/plans", headers={"Authorization": f"Bearer {key}x"})
        browser.post("/sign-in", data={"key": key})
    assert key.split("_", 2)[2] not in caplog.text
