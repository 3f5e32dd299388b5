"""How the page stands on small screens and with large letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from tests.ui.conftest import OpenPage, ask, is_in_sight, marked, served
from tests.ui.fakes import FakeAssistant
from ui.app import build_ui, mount_ui

pytestmark = pytest.mark.browser
_ANSWERED = "Ở Lâm Đồng, Sở Tài chính phải làm gì?"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is served."""
    with served(mount_ui(FastAPI(), build_ui(FakeAssistant().backend()))) as address:
        yield address


@pytest.mark.parametrize(("width", "height"), [(360, 740), (640, 400), (1366, 625)])
def test_narrow_and_low_screens_need_no_sideways_scrolling(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page(width, height)
    overflow = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(overflow) <= 0
    ask(page, _ANSWERED).locator(".chip").first.click()
    marked(page)
    assert is_in_sight(page)
    assert page.evaluate(overflow) <= 0
    ask(page, "Xem bảng").locator(".chip").first.click()
    marked(page)
    assert page.evaluate(overflow) <= 0


def test_small_print_is_at_least_16_pixels(open_page: OpenPage) -> None:
    page = open_page(360, 740)
    ask(page, "Số tiền dự toán mỗi năm?")
    ask(page, _ANSWERED).locator(".chip").first.click()
    marked(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("#kh-page *")]
          .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}))
          .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


_FILLED = {
    "ai-lam-gi": "#kh-duties table",
    "chi-tieu": "#kh-chart .vega-embed svg",
    "thoi-han": ".timeline",
    "van-ban": ".card",
}
_SMALL = """() => [...document.querySelectorAll("#kh-page *")]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.outerHTML.slice(0, 120))"""


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "height"), [(360, 740), (640, 400)])
@pytest.mark.parametrize("tab", _FILLED)
def test_every_part_fits_small_screens_with_letters_of_16_pixels(
    open_page: OpenPage, tab: str, width: int, height: int
) -> None:
    page = open_page(width, height, link=f"#{tab}")
    expect(page.locator(_FILLED[tab]).first).to_be_visible()
    assert fits(page)
    assert page.evaluate(_SMALL) == []
    page.locator(".kh-tab[data-shown] [data-open]").first.click()
    expect(page.locator(".reader")).to_be_visible()
    assert fits(page)
