"""The whole page: its parts side by side, one shown at a time, and the source pane that they share."""

from __future__ import annotations

from typing import Any, Protocol

from ui import texts
from ui.backend import Backend
from ui.chat.tab import ChatTab
from ui.desk import Desk
from ui.escaping import escape
from ui.framework import gr
from ui.pane import SourcePane
from ui.parts import QUIET, Update, html_part, plain_html, stamped
from ui.plans.tab import PlansTab
from ui.registers.deadlines import DeadlinesTab
from ui.registers.duties import DutiesTab
from ui.registers.figures import FiguresTab

SIGN_OUT = "/sign-out"  # of the API


class Tab(Protocol):
    """One part of the page, opened by its own button."""

    name: str  # in the page's address, after "#"
    title: str

    @property
    def refreshed(self) -> list[Any]:
        """What `refresh` fills."""

    @property
    def inputs(self) -> list[Any]:
        """Whose values `refresh` gets: what is chosen in the tab."""

    @property
    def links(self) -> list[gr.HTML]:
        """Whose clicks open places in plans."""

    def draw(self) -> None:
        """Lays the components out, inside an open `gr.Blocks`."""

    def wire(self, desk: gr.State, download: gr.HTML) -> None:
        """Connects events to what they do."""

    def refresh(self, desk: Desk, request: gr.Request, *chosen: Any) -> list[Update]:
        """The tab as it is now; called when a person opens it."""


class Page:
    """The page's parts and how they are put together. All that belongs to one person is in a `gr.State`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._pane = SourcePane(backend)
        self._tabs: list[Tab] = [
            ChatTab(backend, self._pane),
            DutiesTab(backend),
            FiguresTab(backend),
            DeadlinesTab(backend),
            PlansTab(backend, self._pane),
        ]

    def draw(self) -> None:
        """Lays the parts out, inside an open `gr.Blocks`. Which one is shown is up to the browser (page.js)."""
        self._desk = gr.State(Desk())
        with gr.Row(elem_id="kh-top"):
            plain_html(_render_header(), "kh-header")
            self._person = html_part("", "kh-person")
        with gr.Row(elem_id="kh-nav"):
            self._openers = [gr.Button(tab.title, elem_id=f"kh-open-{tab.name}", min_width=0) for tab in self._tabs]
        with gr.Row(elem_id="kh-panes"):
            for tab in self._tabs:
                with gr.Column(elem_id=f"kh-{tab.name}", elem_classes=["kh-tab"], min_width=0):
                    tab.draw()
            with gr.Column(elem_id="kh-sources", min_width=0):
                self._pane.draw()
        self._download = html_part("", "kh-download")

    def wire(self, blocks: gr.Blocks) -> None:
        """Connects events to what they do."""
        for tab, opener in zip(self._tabs, self._openers, strict=True):
            tab.wire(self._desk, self._download)
            opener.click(tab.refresh, [self._desk, *tab.inputs], tab.refreshed, **QUIET)
        self._pane.wire(self._desk, [part for tab in self._tabs for part in tab.links])
        first = self._tabs[0]
        blocks.load(first.refresh, [self._desk, *first.inputs], first.refreshed, **QUIET)
        blocks.load(self._opened, [self._desk], [self._pane.reader, self._person], **QUIET)

    def _opened(self, desk: Desk, request: gr.Request) -> list[Update]:
        """What the page's address points to, and who has signed in."""
        linked = self._pane.open_link(desk, dict(request.query_params)) or gr.skip()
        access = self._backend.access
        person = _render_person(access.name(request.cookies)) if access.signs_in else ""
        return [linked, stamped(desk.moment(), person)]


def _render_header() -> str:
    """The heading, and the words that the page's scripts say."""
    words = {
        "navigation": texts.NAVIGATION,
        "unchoose": texts.UNCHOOSE,
        "chart": texts.CHART,
        "copied": texts.COPIED,
        "copy-failed": texts.COPY_FAILED,
        "failed-title": texts.CONNECTION_LOST,
        "failed-text": texts.CONNECTION_INFO,
    }
    data = " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())
    return f'<header {data}><h1>{texts.TITLE}</h1><p>{texts.SUBTITLE}</p><i data-announcer role="status"></i></header>'


def _render_person(name: str) -> str:
    """Who has signed in, and the way out."""
    return f'<form action="{SIGN_OUT}"><span>{escape(name)}</span> <button class="plain">{escape(texts.SIGN_OUT)}</button></form>'
