"""Indicators as a table and as a chart."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from index.parsing import read_plan
from rag.registers.rows import indicator_rows
from tests.ui.fakes import BAC_GIANG
from tests.ui.fakes import PLANS as FOLDER
from ui import texts
from ui.registers.chart import draw_chart
from ui.registers.figures import render_figures

HA_TINH = read_plan(FOLDER / "so-y-te-ha-tinh-2021-thi-dua.txt")
PLANS = {plan.plan_id: plan for plan in (BAC_GIANG, HA_TINH)}
ROWS = indicator_rows(PLANS.values())
DOCTORS = [row for row in ROWS if row.name == "Số bác sỹ/10.000 dân"]


def test_every_figure_opens_where_the_plan_says_it() -> None:
    page = render_figures(ROWS, PLANS)
    spans = {f"span:{r.citations[0].start}:{r.citations[0].end}:{r.citations[0].plan_id}" for r in ROWS}
    assert set(re.findall(r'data-open="(span:[^"]+)"', page)) == spans
    assert page.count('class="value"') == len(ROWS)


def test_one_indicator_is_compared_across_plans_and_years() -> None:
    chart = draw_chart(DOCTORS, PLANS)
    assert chart is not None
    spec = json.loads(chart.to_json())
    assert spec["config"]["locale"]["number"]["decimal"] == ","
    assert len(spec["vconcat"]) == 1
    (values,) = spec["datasets"].values()
    assert [(v["plan"], v["written"], v["number"], v["state"]) for v in values] == [
        ("Bắc Giang", "12,2", 12.2, texts.BASELINE),
        ("Bắc Giang", "12,5", 12.5, texts.TARGET),
        ("Hà Tĩnh", "≥ 11,5", 11.5, texts.TARGET),
    ]


def test_the_chart_reads_nothing_from_elsewhere() -> None:
    chart = draw_chart(DOCTORS, PLANS)
    assert chart is not None
    spec = json.loads(chart.to_json())
    assert spec.pop("$schema").startswith("https://vega.github.io/")  # a name, not fetched
    assert "http" not in json.dumps(spec)


def test_indicators_of_other_measures_get_charts_of_their_own() -> None:
    rows = [row for row in ROWS if row.name in ("Dân số trung bình", "Số bác sỹ/10.000 dân")]
    chart = draw_chart(rows, PLANS)
    assert chart is not None
    assert len(json.loads(chart.to_json())["vconcat"]) == 2


def test_without_numbers_there_is_no_chart() -> None:
    assert draw_chart([replace(row, number=None) for row in DOCTORS], PLANS) is None
    assert draw_chart([], PLANS) is None
