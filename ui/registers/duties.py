"""The tab Ai làm gì: the responsibility matrix, and a unit's page."""

from __future__ import annotations

from typing import Any

from index.errors import KehoachError
from index.records import Plan, Role
from rag.registers.columns import assignment_register
from rag.registers.filters import Wanted, choose
from rag.registers.ordering import WorkOrder, order_work
from rag.registers.rows import AssignmentRow, assignment_rows, task_rows
from rag.registers.xlsx_file import write_xlsx
from ui import texts
from ui.backend import Backend
from ui.desk import Desk
from ui.downloads import EXCEL, Download, render_download
from ui.framework import gr
from ui.parts import QUIET, Update, hint, html_part, plain_html, stamped
from ui.registers import choices
from ui.registers.matrix import render_by_unit, render_matrix, render_unit
from ui.request import base_url

_BY_UNIT, _MATRIX = range(2)


class DutiesTab:
    """Filters, and what fits them as one of three drawings."""

    name = "ai-lam-gi"
    title = texts.DUTIES_TAB

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def draw(self) -> None:
        """Lays the components out."""
        plain_html(f"<h2>{texts.DUTIES_HEADING}</h2><p>{texts.DUTIES_INFO}</p>")
        with gr.Row(elem_classes=["kh-filters"]):
            self._plans = choices.plan_choice()
            self._unit = choices.unit_choice()
            self._role = gr.Dropdown(
                [(texts.ANY_ROLE, ""), *((role.value, role.value) for role in Role)],
                value="",
                label=texts.ROLE,
                min_width=140,
            )
            self._words = choices.word_choice(texts.WORDS, texts.WORDS_EXAMPLE)
            self._due = choices.day_choice(texts.DUE_BY)
        with gr.Row(elem_classes=["kh-filters", "kh-drawing"]):
            self._drawing = gr.Radio(
                [(texts.BY_UNIT, _BY_UNIT), (texts.MATRIX, _MATRIX)], value=_BY_UNIT, label=texts.DRAWING
            )
            self._excel = gr.Button(texts.EXCEL, elem_classes=["kh-file"], min_width=0)
        self._table = html_part("", "kh-duties", elem_classes=["registers"])

    @property
    def inputs(self) -> list[Any]:
        """What is chosen."""
        return [self._plans, self._unit, self._role, self._words, self._due, self._drawing]

    @property
    def links(self) -> list[gr.HTML]:
        """Whose clicks open places in plans."""
        return [self._table]

    @property
    def refreshed(self) -> list[Any]:
        """What `refresh` fills."""
        return [self._table, self._plans, self._unit]

    def wire(self, desk: gr.State, download: gr.HTML) -> None:
        """Connects events to what they do."""
        gr.on(
            [part.change for part in self.inputs],
            self._drawn,
            [desk, *self.inputs],
            [self._table],
            trigger_mode="always_last",
            **QUIET,
        )
        self._table.select(_unit_of, None, [self._unit], **QUIET)
        self._table.undo(lambda: "", None, [self._unit], **QUIET)
        self._excel.click(self._exported, [desk, *self.inputs], [download, self._table], **QUIET)

    def refresh(self, desk: Desk, request: gr.Request, *chosen: Any) -> list[Update]:
        """The rows there are now."""
        plans = self._backend.plans()
        return [self._drawn(desk, *chosen), choices.offer_plans(plans), choices.offer_units(list(plans.values()))]

    def _drawn(self, desk: Desk, *chosen: Any) -> str:
        try:
            return stamped(desk.moment(), self._render(*chosen))
        except KehoachError as error:
            return stamped(desk.moment(), hint(str(error)))

    def _render(self, plan_ids: list[str], unit: str, role: str, words: str, due: str, drawing: int) -> str:
        plans = self._backend.plans()
        wanted = _wanted(unit, role, words, due)
        chosen = choices.chosen_plans(plans, plan_ids)
        if drawing == _MATRIX:
            return render_matrix(choose(task_rows(chosen), wanted), plans)
        rows = _rows(chosen, wanted)
        if wanted.unit and len({(row.unit.name, row.unit.scope) for row in rows}) == 1:
            return render_unit(order_work(rows, WorkOrder.PLAN), plans)
        return render_by_unit(rows, plans)

    def _exported(self, desk: Desk, request: gr.Request, *chosen: Any) -> list[Update]:
        plan_ids, unit, role, words, due, _ = chosen
        try:
            rows = _rows(choices.chosen_plans(self._backend.plans(), plan_ids), _wanted(unit, role, words, due))
        except KehoachError as error:
            return [gr.skip(), stamped(desk.moment(), hint(str(error)))]
        content = write_xlsx(assignment_register(rows), base_url(request))
        return [render_download(desk.moment(), Download(texts.DUTIES_FILE, EXCEL, content)), gr.skip()]


def _wanted(unit: str | None, role: str, words: str, due: str) -> Wanted:
    return Wanted(unit or "", Role(role) if role else None, words or "", due_to=choices.read_day(due))


def _rows(plans: list[Plan], wanted: Wanted) -> list[AssignmentRow]:
    return order_work(choose(assignment_rows(plans), wanted), WorkOrder.UNIT)


def _unit_of(event: gr.EventData) -> str:
    return str(event.unit)
