"""The page, mounted at /ui: `build_ui` makes it, `mount_ui` puts it into the FastAPI application."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from fastapi import FastAPI

from ui import texts
from ui.backend import Backend
from ui.framework import gr
from ui.offline import OfflinePage
from ui.page import Page

PATH = "/ui"
_STYLES = ("style.css", "reading.css", "tables.css", "print.css")
_SCRIPTS = ("page.js", "tabs.js", "reveal.js", "actions.js", "history.js")
_DELETE = (3_600, 3_600)  # every so many seconds, uploaded files that many seconds old; the index keeps its own copy
_HERE = Path(__file__).parent
_CONCURRENCY = 32  # questions and clicks at once; Gradio's own default is 1, and it runs 40 threads
_FONTS = ["Segoe UI", "Noto Sans", "Liberation Sans", "Arial", "sans-serif"]  # what Windows and Debian PCs have
_GROUND, _INK = "#f2f4f7", "#1b2631"  # as in style.css
T = TypeVar("T")


def build_ui(backend: Backend) -> gr.Blocks:
    """The page over what answers, lists and takes in plans."""
    return _with_event_loop(lambda: _build(Page(backend)))


def _build(page: Page) -> gr.Blocks:
    with gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True, delete_cache=_DELETE) as blocks:
        with gr.Column(elem_id="kh-page", min_width=0):
            page.draw()
        page.wire(blocks)
    return blocks


def mount_ui(app: FastAPI, blocks: gr.Blocks) -> FastAPI:
    """Mounts the page at `PATH`; call it after all other routes are there, before the application starts."""
    _with_event_loop(lambda: _mount(app, blocks))
    app.add_middleware(OfflinePage, path=PATH)
    return app


def _mount(app: FastAPI, blocks: gr.Blocks) -> None:
    blocks.queue(default_concurrency_limit=_CONCURRENCY, api_open=False)
    gr.mount_gradio_app(
        app,
        blocks,
        path=PATH,
        theme=_theme(),
        css_paths=[_HERE / name for name in _STYLES],
        head=f"<script>{''.join((_HERE / name).read_text(encoding='utf-8') for name in _SCRIPTS)}</script>",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        show_error=False,
    )


def _with_event_loop(make: Callable[[], T]) -> T:
    """Calls `make` while an event loop runs: without one Gradio opens a new loop for each of its locks and closes none."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:

        async def made() -> T:
            return make()

        return asyncio.run(made())
    return make()


def _theme() -> gr.themes.Base:
    """Fonts that PCs have, and one set of colours: the contrast is checked for light, so dark mode shows the same."""
    theme = gr.themes.Base(font=_FONTS, font_mono=["Consolas", "monospace"], primary_hue="blue", neutral_hue="slate")
    for name in [name for name in vars(theme) if name.endswith("_dark")]:
        setattr(theme, name, None)  # the same as light
    theme.set(body_background_fill_dark=_GROUND, body_text_color_dark=_INK)  # these two Gradio wants to be there
    return theme
