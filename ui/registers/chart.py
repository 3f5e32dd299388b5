"""Chosen indicators compared across plans and years, as bars. Altair, drawn in the browser by what Gradio brings along."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from rag.registers.rows import IndicatorRow
from ui import texts
from ui.plan_names import Plans, issuer_of, shorten

_WIDTH, _BAR = 380, 32  # pixels
_MAX_LABEL = 60  # characters of a bar's label
_MAX_TITLE = 90
# Vietnamese: 1.922.700 and 12,5.
_LOCALE = {"number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đ"]}}
_COLOURS = ["#0b4a7f", "#b35900", "#2e7d4f", "#7a3e8f", "#8f1d1d", "#4b5966"]  # each 4.5:1 or better on white


def draw_chart(rows: Sequence[IndicatorRow], plans: Plans) -> alt.VConcatChart | None:
    """The figures that are numbers: a chart for each indicator, a bar for each plan and year; None where there are none."""
    groups: dict[tuple[str, str], list[IndicatorRow]] = {}
    for row in rows:
        if row.number is not None:
            groups.setdefault((row.name.casefold(), row.measure.casefold()), []).append(row)
    if not groups:
        return None
    charts = [_bars(group, plans) for group in groups.values()]
    font = "Segoe UI, Noto Sans, Liberation Sans, Arial, sans-serif"
    drawn: alt.VConcatChart = (
        alt.vconcat(
            *charts,
            description=texts.CHART,
            background="#ffffff",
            usermeta={"embedOptions": {"actions": False, "renderer": "svg"}},
        )
        .resolve_scale(color="independent")
        .configure(locale=_LOCALE, font=font)
        .configure_axis(labelFontSize=16, titleFontSize=16, labelColor="#1b2631", titleColor="#1b2631", labelLimit=330)
        .configure_title(fontSize=17, anchor="start", color="#1b2631")
        .configure_view(stroke=None)
    )
    return drawn


def _bars(rows: Sequence[IndicatorRow], plans: Plans) -> alt.LayerChart | alt.FacetChart:
    """One indicator: hollow bars are what was reached already, full ones are targets."""
    ordered = sorted(rows, key=lambda row: (row.citations[0].plan_id, row.year or 0, not row.is_baseline))
    labels = [_label(row, plans) for row in ordered]
    values = [
        {
            "label": label,
            "number": row.number,
            "written": row.value,
            "plan": _name(row, plans),
            "state": texts.BASELINE if row.is_baseline else texts.TARGET,
            "where": row.citations[0].place,
        }
        for label, row in zip(labels, ordered, strict=True)
    ]
    base = alt.Chart(alt.InlineData(values)).encode(
        y=alt.Y("label:N", sort=list(dict.fromkeys(labels)), title=None),
        x=alt.X("number:Q", title=rows[0].measure or None, axis=alt.Axis(format=",~f", tickCount=5)),
    )
    shown = [
        alt.Tooltip(f"{field}:N", title=title)
        for field, title in (
            ("plan", texts.SCOPE_PLAN),
            ("written", texts.VALUES),
            ("state", texts.STATE),
            ("where", texts.WHERE),
        )
    ]
    bars = base.mark_bar(size=20, strokeWidth=2).encode(
        color=alt.Color("plan:N", scale=alt.Scale(range=_COLOURS), legend=None),
        stroke=alt.Stroke("plan:N", scale=alt.Scale(range=_COLOURS), legend=None),
        fillOpacity=alt.condition(f"datum.state == '{texts.BASELINE}'", alt.value(0.25), alt.value(1)),
        tooltip=shown,
    )
    written = base.mark_text(align="left", dx=6, fontSize=16, color="#1b2631").encode(text="written:N")
    return alt.layer(bars, written).properties(
        width=_WIDTH, height=_BAR * len(set(labels)), title=shorten(rows[0].name, _MAX_TITLE)
    )


def _label(row: IndicatorRow, plans: Plans) -> str:
    state = texts.BASELINE if row.is_baseline else texts.TARGET
    year = f" {row.year}" if row.year else ""
    return f"{shorten(_name(row, plans), _MAX_LABEL)} · {state.lower()}{year}"


def _name(row: IndicatorRow, plans: Plans) -> str:
    plan = plans.get(row.citations[0].plan_id)
    return (plan.metadata.place or issuer_of(plan)) if plan else row.plan_name
