"""Everybody can use the page: axe-core, with the rules of WCAG 2.1 A and AA, finds nothing serious in any part of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from tests.ui.conftest import OpenPage, ask, marked, served
from tests.ui.fakes import FakeAssistant
from ui import texts
from ui.app import build_ui, mount_ui

pytestmark = pytest.mark.browser
_AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}))
  .violations.filter(v => ['serious', 'critical'].includes(v.impact))
  .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`)"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is served."""
    with served(mount_ui(FastAPI(), build_ui(FakeAssistant().backend()))) as address:
        yield address


def _chat(page: Page) -> None:
    ask(page, "Ở Lâm Đồng, Sở Tài chính phải làm gì?").locator(".chip").first.click()
    marked(page)
    page.locator("#kh-scope button").first.click()
    page.locator(".complaint summary").click()


def _refusal(page: Page) -> None:
    ask(page, "Số tiền dự toán mỗi năm?")
    ask(page, "Xem bảng")
    ask(page, "bận")


def _open(title: str, filled: str) -> Callable[[Page], None]:
    def opened(page: Page) -> None:
        page.get_by_role("button", name=title, exact=True).click()
        expect(page.locator(filled).first).to_be_visible()

    return opened


def _matrix(page: Page) -> None:
    _open(texts.DUTIES_TAB, "#kh-duties table")(page)
    page.get_by_label(texts.MATRIX).check()
    page.locator("#kh-duties .matrix .link").first.click()
    marked(page)


def _understood(page: Page) -> None:
    _open(texts.PLANS_TAB, ".card")(page)
    page.get_by_role("button", name=f"{texts.CHECK_PLAN}: Kế hoạch 572/KH-UBND").click()
    expect(page.locator(".understood-plan")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    "go",
    [
        pytest.param(lambda page: None, id="start"),
        pytest.param(_chat, id="chat"),
        pytest.param(_refusal, id="refusal"),
        pytest.param(_open(texts.DUTIES_TAB, "#kh-duties table"), id="duties"),
        pytest.param(_matrix, id="matrix"),
        pytest.param(_open(texts.FIGURES_TAB, "#kh-chart .vega-embed svg"), id="figures"),
        pytest.param(_open(texts.DEADLINES_TAB, ".timeline"), id="deadlines"),
        pytest.param(_open(texts.PLANS_TAB, ".card"), id="plans"),
        pytest.param(_understood, id="understood"),
    ],
)
def test_nothing_serious_stands_in_anybody_s_way(open_page: OpenPage, go: Callable[[Page], None], width: int) -> None:
    if not _AXE.exists():
        assert os.environ.get("CI") != "true", "axe-core is missing; get it with: make browser"
        pytest.skip("axe-core is missing; get it with: make browser")
    page = open_page(width, 800)
    go(page)
    page.add_script_tag(content=_AXE.read_text(encoding="utf-8"))
    assert page.evaluate(_RUN) == []
