"""The page in a real browser: one Chromium a session, one server a module, one person a context."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from ui import texts
from ui.app import PATH

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
TIMEOUT_MS = 15_000


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Where the page of `app` is served, while the context lasts."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{PATH}/"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is missing; install it with: apt-get install -y chromium")
        pytest.skip("chromium is missing; install it with: apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS.split())
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Opens the page as one more person; fails the test on script errors and on requests to other hosts.

    `address` comes from the test's module. `link` is what follows the page's address: "?plan=…", "#van-ban".
    """
    contexts = []
    errors: list[str] = []
    host = address.removesuffix(f"{PATH}/")

    def opened(width: int = 1280, height: int = 800, link: str = "") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((host, "data:", "blob:")) else errors.append(r.url))
        page.goto(address + link)
        expect(page.locator("#kh-panes[data-tab] .kh-tab[data-shown]")).to_be_visible(timeout=TIMEOUT_MS)
        expect(page.locator("#kh-log [data-moment]")).to_be_attached(timeout=TIMEOUT_MS)  # the server has filled it in
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def type_question(page: Page, question: str) -> None:
    """Types a question and sends it."""
    page.get_by_label(texts.QUESTION_LABEL).fill(question)
    page.get_by_role("button", name=texts.SEND, exact=True).click()


def ask(page: Page, question: str) -> Locator:
    """Asks, waits for what comes of it, returns the newest turn."""
    before = page.locator("#kh-log .turn").count()
    type_question(page, question)
    turn = page.locator("#kh-log .turn").nth(before)
    expect(turn.locator(".answer, .refusal, .failure")).to_be_visible(timeout=TIMEOUT_MS)
    return turn


def marked(page: Page) -> str:
    """All marked text in the opened plan."""
    expect(page.locator(".text mark").first).to_be_visible(timeout=TIMEOUT_MS)
    return "".join(page.locator(".text mark").evaluate_all("marks => marks.map(m => m.textContent)"))


def is_in_sight(page: Page) -> bool:
    """Whether the first mark comes to stand inside the visible part of its box and of the window."""
    page.wait_for_timeout(1_000)  # smooth scrolling
    return bool(
        page.evaluate(
            """() => {
              const mark = document.querySelector(".text mark").getClientRects()[0];
              const box = document.querySelector(".text").getBoundingClientRect();
              return mark.top >= Math.max(0, box.top) && mark.bottom <= Math.min(innerHeight, box.bottom);
            }"""
        )
    )
