"""The tab Thời hạn: what is due when, as seen from a chosen day; as a calendar file and for Excel."""

from __future__ import annotations

from datetime import date
from typing import Any

from index.errors import KehoachError
from rag.registers.calendar_file import write_calendar
from rag.registers.columns import deadline_register
from rag.registers.filters import Wanted, choose
from rag.registers.ordering import WorkOrder, order_work
from rag.registers.rows import TaskRow, deadline_rows
from rag.registers.xlsx_file import write_xlsx
from ui import texts
from ui.backend import Backend
from ui.desk import Desk
from ui.downloads import CALENDAR, EXCEL, Download, render_download
from ui.framework import gr
from ui.parts import QUIET, Update, hint, html_part, plain_html, stamped
from ui.registers import choices
from ui.registers.timeline import render_timeline
from ui.request import base_url


class DeadlinesTab:
    """Filters, the day it is seen from, and the timeline."""

    name = "thoi-han"
    title = texts.DEADLINES_TAB

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def draw(self) -> None:
        """Lays the components out."""
        plain_html(f"<h2>{texts.DEADLINES_HEADING}</h2><p>{texts.DEADLINES_INFO}</p>")
        with gr.Row(elem_classes=["kh-filters"]):
            self._today = choices.day_choice(texts.AS_OF)
            self._plans = choices.plan_choice()
            self._unit = choices.unit_choice()
            self._words = choices.word_choice(texts.WORDS, texts.WORDS_EXAMPLE)
        with gr.Row(elem_classes=["kh-filters", "kh-drawing"]):
            self._calendar = gr.Button(texts.ICS, elem_classes=["kh-file"], min_width=0)
            self._excel = gr.Button(texts.EXCEL, elem_classes=["kh-file"], min_width=0)
        self._timeline = html_part("", "kh-timeline", elem_classes=["registers"])

    @property
    def inputs(self) -> list[Any]:
        """What is chosen."""
        return [self._today, self._plans, self._unit, self._words]

    @property
    def links(self) -> list[gr.HTML]:
        """Whose clicks open places in plans."""
        return [self._timeline]

    @property
    def refreshed(self) -> list[Any]:
        """What `refresh` fills."""
        return [self._timeline, self._today, self._plans, self._unit]

    def wire(self, desk: gr.State, download: gr.HTML) -> None:
        """Connects events to what they do."""
        gr.on(
            [part.change for part in self.inputs],
            self._drawn,
            [desk, *self.inputs],
            [self._timeline],
            trigger_mode="always_last",
            **QUIET,
        )
        self._calendar.click(self._as_calendar, [desk, *self.inputs], [download], **QUIET)
        self._excel.click(self._as_excel, [desk, *self.inputs], [download], **QUIET)

    def refresh(self, desk: Desk, request: gr.Request, *chosen: Any) -> list[Update]:
        """The deadlines there are now, as seen from today where no day is chosen."""
        plans = self._backend.plans()
        today, *others = chosen
        today = today or f"{date.today():%d/%m/%Y}"
        units = choices.offer_units(list(plans.values()))
        return [self._drawn(desk, today, *others), today, choices.offer_plans(plans), units]

    def _drawn(self, desk: Desk, today: str, *chosen: Any) -> str:
        try:
            day = choices.read_day(today) or date.today()
        except KehoachError as error:
            return stamped(desk.moment(), hint(str(error)))
        return stamped(desk.moment(), render_timeline(self._rows(*chosen), day, self._backend.plans()))

    def _rows(self, plan_ids: list[str] | None, unit: str | None, words: str) -> list[TaskRow]:
        plans = choices.chosen_plans(self._backend.plans(), plan_ids)
        return order_work(choose(deadline_rows(plans), Wanted(unit or "", None, words or "")), WorkOrder.DUE)

    def _as_calendar(self, desk: Desk, request: gr.Request, today: str, *chosen: Any) -> Update:
        content = write_calendar(self._rows(*chosen), base_url(request))
        return render_download(desk.moment(), Download(texts.ICS_FILE, CALENDAR, content))

    def _as_excel(self, desk: Desk, request: gr.Request, today: str, *chosen: Any) -> Update:
        content = write_xlsx(deadline_register(self._rows(*chosen)), base_url(request))
        return render_download(desk.moment(), Download(texts.DEADLINES_FILE, EXCEL, content))
