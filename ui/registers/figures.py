"""The tab Chỉ tiêu: indicators as a table, chosen ones compared as a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rag.registers.columns import indicator_register
from rag.registers.filters import WantedFigures, choose_figures
from rag.registers.rows import IndicatorRow, indicator_rows
from rag.registers.xlsx_file import write_xlsx
from ui import texts
from ui.backend import Backend
from ui.desk import Desk
from ui.downloads import EXCEL, Download, render_download
from ui.escaping import escape
from ui.framework import gr
from ui.parts import QUIET, Update, html_part, plain_html, stamped
from ui.plan_names import Plans, plan_label, shorten
from ui.registers import choices
from ui.registers.chart import draw_chart
from ui.registers.tables import MOST_ROWS, count_line, opener, table
from ui.request import base_url

_MOST_COMPARED = 6  # charts one below the other
_MAX_CHOICE = 100  # characters of an indicator's name in the list


class FiguresTab:
    """Filters, the table, and the chart of what is chosen for comparison."""

    name = "chi-tieu"
    title = texts.FIGURES_TAB

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def draw(self) -> None:
        """Lays the components out."""
        plain_html(f"<h2>{texts.FIGURES_HEADING}</h2><p>{texts.FIGURES_INFO}</p>")
        with gr.Row(elem_classes=["kh-filters"]):
            self._plans = choices.plan_choice()
            self._name = choices.word_choice(texts.FIGURE_WORDS, texts.FIGURE_EXAMPLE)
            self._year = gr.Dropdown([(texts.ANY_YEAR, 0)], value=0, label=texts.SCOPE_YEAR, min_width=120)
            self._targets = gr.Checkbox(label=texts.TARGETS_ONLY, min_width=160)
        self._compared = gr.Dropdown(
            [], label=texts.COMPARED, info=texts.COMPARED_INFO, multiselect=True, max_choices=_MOST_COMPARED
        )
        self._chart = gr.Plot(show_label=False, elem_id="kh-chart", visible=False)
        self._excel = gr.Button(texts.EXCEL, elem_classes=["kh-file"], min_width=0)
        self._table = html_part("", "kh-figures", elem_classes=["registers"])

    @property
    def inputs(self) -> list[Any]:
        """What is chosen."""
        return [self._plans, self._name, self._year, self._targets, self._compared]

    @property
    def links(self) -> list[gr.HTML]:
        """Whose clicks open places in plans."""
        return [self._table]

    @property
    def refreshed(self) -> list[Any]:
        """What `refresh` fills."""
        return [self._table, self._chart, self._plans, self._year, self._compared]

    def wire(self, desk: gr.State, download: gr.HTML) -> None:
        """Connects events to what they do."""
        filters = self.inputs[:-1]
        often: dict[str, Any] = {"trigger_mode": "always_last", **QUIET}
        gr.on([part.change for part in filters], self._drawn, [desk, *filters], [self._table], **often)
        gr.on(
            [self._compared.change, self._plans.change],
            self._charted,
            [self._compared, self._plans],
            [self._chart],
            **often,
        )
        self._table.select(_added, [self._compared], [self._compared], **QUIET)
        self._excel.click(self._exported, [desk, *filters], [download], **QUIET)

    def refresh(self, desk: Desk, request: gr.Request, *chosen: Any) -> list[Update]:
        """The figures there are now; where nothing is chosen, what most plans have is compared."""
        plans = self._backend.plans()
        rows = indicator_rows(plans.values())
        names = _names(rows)
        *filters, compared = chosen
        compared = [name for name in compared or [] if name in names] or _common(rows)
        years = sorted({row.year for row in rows if row.year}, reverse=True)
        return [
            self._drawn(desk, *filters),
            self._charted(compared, chosen[0]),
            choices.offer_plans(plans),
            gr.update(choices=[(texts.ANY_YEAR, 0), *((str(year), year) for year in years)]),
            gr.update(choices=[(shorten(name, _MAX_CHOICE), name) for name in names], value=compared),
        ]

    def _drawn(self, desk: Desk, *chosen: Any) -> str:
        return stamped(desk.moment(), render_figures(self._rows(*chosen), self._backend.plans()))

    def _charted(self, compared: list[str] | None, plan_ids: list[str] | None) -> Update:
        plans = self._backend.plans()
        wanted = {name.casefold() for name in compared or []}
        rows = indicator_rows(choices.chosen_plans(plans, plan_ids))
        chart = draw_chart([row for row in rows if row.name.casefold() in wanted], plans)
        return gr.update(value=chart, visible=chart is not None)

    def _exported(self, desk: Desk, request: gr.Request, *chosen: Any) -> Update:
        content = write_xlsx(indicator_register(self._rows(*chosen)), base_url(request))
        return render_download(desk.moment(), Download(texts.FIGURES_FILE, EXCEL, content))

    def _rows(self, plan_ids: list[str] | None, name: str, year: int, targets_only: bool) -> list[IndicatorRow]:
        plans = choices.chosen_plans(self._backend.plans(), plan_ids)
        return choose_figures(indicator_rows(plans), WantedFigures(name or "", year or None, targets_only))


def _added(compared: list[str] | None, event: gr.EventData) -> list[str]:
    """With one more indicator to compare; the first gives way where there are too many."""
    names = [name for name in compared or [] if name != event.indicator]
    return [*names, str(event.indicator)][-_MOST_COMPARED:]


def _names(rows: Sequence[IndicatorRow]) -> list[str]:
    """The indicators that can be drawn, each once; spellings that differ in case are one."""
    return list({row.name.casefold(): row.name for row in reversed(rows) if row.number is not None}.values())[::-1]


def _common(rows: Sequence[IndicatorRow]) -> list[str]:
    """The indicator that most plans have a number for."""
    plans = Counter(
        name for name, _ in {(r.name.casefold(), r.citations[0].plan_id) for r in rows if r.number is not None}
    )
    most = max(plans.values(), default=0)
    return [name for name in _names(rows) if plans[name.casefold()] == most][:1]


def render_figures(rows: Sequence[IndicatorRow], plans: Plans) -> str:
    """A row for each indicator of each plan, each value opening where the plan says it. All text escaped."""
    shown = rows[:MOST_ROWS]
    lines: list[str] = []
    for plan_id, of_plan in groupby(shown, key=lambda row: row.citations[0].plan_id):
        plan = plans.get(plan_id)
        in_plan = list(of_plan)
        heading = escape(plan_label(plan) if plan else in_plan[0].plan_name)
        lines.append(f'<tr class="group"><th colspan="5" scope="colgroup">{heading}</th></tr>')
        lines += [
            _line(list(group)) for _, group in groupby(in_plan, key=lambda row: (row.name, row.citations[0].start))
        ]
    heads = (texts.INDICATOR, texts.MEASURE, texts.VALUES, texts.WHERE, texts.COMPARE)
    drawn = f'<div class="figures">{table(texts.FIGURES_TAB, heads, lines)}</div>' if lines else ""
    return count_line(len(rows), len(shown), len({row.citations[0].plan_id for row in rows})) + drawn


def _line(rows: Sequence[IndicatorRow]) -> str:
    first = rows[0]
    group = f'<span class="document">{escape(first.group)}</span>' if first.group else ""
    values = "".join(
        f'<p class="value">{opener(row.citations[0], row.value, f"{row.name}: {row.value}")}{_period(row)}</p>'
        for row in rows
    )
    compare = (
        f'<button type="button" class="plain" data-event="select" data-indicator="{escape(first.name)}" '
        f'aria-label="{escape(f"{texts.COMPARE}: {first.name}")}">{escape(texts.COMPARE)}</button>'
        if any(row.number is not None for row in rows)
        else ""
    )
    return (
        f"<tr><td>{escape(first.name)}{group}</td><td>{escape(first.measure)}</td><td>{values}</td>"
        f"<td>{escape(first.citations[0].place)}</td><td>{compare}</td></tr>"
    )


def _period(row: IndicatorRow) -> str:
    """When or of what, and whether it is reached already, unless the words say it."""
    period = row.period or (texts.BASELINE if row.is_baseline else "")
    return f' <span class="document inline">({escape(period)})</span>' if period else ""
