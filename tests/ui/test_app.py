"""The served page: mounted, in Vietnamese, without any reference to another host."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.ui.fakes import FakeAssistant
from ui.app import PATH, build_ui, mount_ui
from ui.offline import localise


@pytest.fixture(scope="module")
def client() -> TestClient:
    assistant = FakeAssistant()
    app = FastAPI()

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return TestClient(mount_ui(app, build_ui(assistant.backend())))


@pytest.mark.parametrize("path", [PATH, PATH + "/"])
def test_the_page_names_no_other_host(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"accept-encoding": "br, gzip"})
    assert response.status_code == 200
    hosts = set(re.findall(r"(?:https?:)?//([\w.-]+\.\w+)", response.text)) - {"www.w3.org"}  # an XML namespace
    assert hosts == set()
    assert '<html\n\tlang="vi"' in response.text
    assert "connect-src 'self'" in response.headers["content-security-policy"]


def test_the_styles_name_no_other_host(client: TestClient) -> None:
    styles = client.get(PATH + "/theme.css").text
    assert "http" not in styles.replace("http://www.w3.org", "")


def test_other_routes_pass_untouched(client: TestClient) -> None:
    response = client.get("/healthz")
    assert response.json() == "ok"
    assert "content-security-policy" not in response.headers


def test_localise_keeps_what_is_ours() -> None:
    page = b'<html lang="en"><head><meta property="og:image" content="https://x.y/z.png"/><title>K</title></head>'
    localised = localise(page)
    assert b"https://" not in localised
    assert b"<title>K</title>" in localised
    assert b'lang="vi"' in localised


def test_no_telemetry() -> None:
    blocks = build_ui(FakeAssistant().backend())
    assert blocks.analytics_enabled is False


def test_many_people_are_served_at_once() -> None:
    assistant = FakeAssistant()
    blocks = build_ui(assistant.backend())
    mount_ui(FastAPI(), blocks)
    assert blocks._queue.default_concurrency_limit > 8


def test_listeners_are_no_public_api(client: TestClient) -> None:
    info = client.get(PATH + "/gradio_api/info").json()
    assert info["named_endpoints"] == {}
