import logging
import re

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.deps import Services, build_services
from index.errors import BundledModelMissing, ModelMismatch
from tests.shipped import ALL


def test_healthz_says_what_is_indexed(client: TestClient) -> None:
    body = client.get("/healthz").json()
    assert body["status"] == "ok"
    assert body["plans"] == len(ALL)
    assert body["passages"] > 200


def test_the_root_leads_to_the_page(client: TestClient) -> None:
    response = client.get("/", follow_redirects=False)
    assert response.is_redirect
    assert response.headers["location"] == "/ui/"


def test_the_api_describes_itself(client: TestClient) -> None:
    assert client.get("/docs").status_code == 200
    paths = client.get("/openapi.json").json()["paths"]
    described = {path: set(methods) for path, methods in paths.items()}
    assert described == described | {
        "/v1/ask": {"post"},
        "/v1/plans": {"get", "post"},
        "/v1/plans/{plan_id}": {"get", "put", "delete"},
        "/v1/plans/{plan_id}/text": {"get"},
        "/v1/jobs/{job_id}": {"get"},
        "/v1/audit": {"get"},
        "/healthz": {"get"},
    }


def test_every_route_is_described(client: TestClient) -> None:
    for methods in client.get("/openapi.json").json()["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/khong-co", 404, "not_found"),
        ("GET", "/v1", 404, "not_found"),
        ("GET", "/v1/ask", 405, "method_not_allowed"),
        ("PATCH", "/v1/plans", 405, "method_not_allowed"),
        ("DELETE", "/v1/plans", 405, "method_not_allowed"),
        ("POST", "/healthz", 405, "method_not_allowed"),
    ],
)
def test_a_wrong_address_or_method(client: TestClient, method: str, path: str, status: int, code: str) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    error = response.json()
    assert set(error) == {"code", "message", "detail"}
    assert error["code"] == code


class BrokenAssistant:
    """Raises what it was given."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def ask(self, *_: object) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ModelMismatch("Hãy lập lại chỉ mục."), 409, "model_mismatch"),
        (BundledModelMissing("Chưa cài mô hình."), 503, "model_missing"),
        (RuntimeError("mật khẩu trong thông báo"), 500, "internal_error"),
    ],
)
def test_an_error_inside_has_a_code_and_no_details_of_ours(
    services: Services, caplog: pytest.LogCaptureFixture, error: Exception, status: int, code: str
) -> None:
    app = build_app(build_services(services.settings, services.index, BrokenAssistant(error)))  # type: ignore[arg-type]
    with TestClient(app, raise_server_exceptions=False) as client, caplog.at_level(logging.ERROR):
        response = client.post("/v1/ask", json={"question": "Ai ký?"})
    assert response.status_code == status
    body = response.json()
    assert (set(body), body["code"]) == ({"code", "message", "detail"}, code)
    assert "mật khẩu" not in response.text
    if status == 500:
        request_id = body["message"].split("gửi mã ")[1].split(" ")[0]
        assert request_id in caplog.text


@pytest.mark.parametrize(
    ("path", "allowed"), [("/v1/plans", "GET, POST"), ("/v1/plans/x", "DELETE, GET, PUT"), ("/v1/ask", "POST")]
)
def test_a_wrong_method_is_told_which_are_right(client: TestClient, path: str, allowed: str) -> None:
    assert client.patch(path).headers["allow"] == allowed


def test_a_body_that_is_no_text_is_refused_in_the_one_shape(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b"\xff{", headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (400, "unreadable_body")


def test_the_documentation_needs_nothing_from_other_servers(client: TestClient) -> None:
    page = client.get("/docs").text
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert addresses
    for address in addresses:
        assert address.startswith("/docs/static/")
        assert client.get(address).is_success
