"""The benchmark at its smallest: every figure is there and is one; none is judged, since a test machine has other work."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import ROWS
from bench.page import write_page
from bench.records import Bar, Report, Row, read_report
from bench.timing import in_turns, ratio

ROOT = Path(__file__).parents[2]


def bench(out: Path, *rows: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", "--short", "--out", str(out), *rows]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)


@pytest.mark.model
def test_a_short_run_measures_and_writes_report_and_page(tmp_path: Path) -> None:
    for row in ("over_http", "load"):
        ran = bench(tmp_path, row)
        assert ran.returncode == 0, f"{ran.returncode}: {ran.stdout[-2_000:]}{ran.stderr[-2_000:]}"
    report = read_report(tmp_path / "report.json")
    assert report.short
    assert [row.name for row in report.rows] == ["over_http", "load"]
    figures = {**report.rows[0].figures, **report.rows[1].figures}
    assert {"added_p50_ms", "http_p95_ms", "throughput", "p99_to_p50"} <= set(figures)
    assert all(math.isfinite(value) for value in figures.values())
    assert figures["errors"] == 0
    assert figures["answers"] > 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page and "added_p50_ms" in page
    assert {path.name for path in tmp_path.iterdir()} == {"report.json", "report.html"}


@pytest.mark.model
def test_rows_measured_one_by_one_make_up_one_report(tmp_path: Path) -> None:
    earlier = Report("2026-01-01", "abc", "machine", True, (Row("start", {"start_s": 4.0}),))
    earlier.write(tmp_path / "report.json")
    assert bench(tmp_path, "without_model").returncode == 0
    report = read_report(tmp_path / "report.json")
    assert [row.name for row in report.rows] == ["start", "without_model"]
    assert report.rows[0].figures == earlier.rows[0].figures
    asked = {name: value for name, value in report.rows[1].figures.items() if name.endswith("_asked")}
    assert sum(asked.values()) == report.rows[1].figures["questions"] > 0


def test_a_row_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    ran = bench(tmp_path, "nhanh")
    assert ran.returncode == 2
    assert all(name in ran.stderr for name in ("nhanh", *ROWS))
    assert list(tmp_path.iterdir()) == []


def test_what_is_compared_takes_turns() -> None:
    order: list[str] = []
    times = in_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert {name: len(values) for name, values in times.items()} == {"a": 3, "b": 3}


def test_a_ratio_is_the_median_over_rounds() -> None:
    assert ratio({"ours": [1.0, 9.0, 2.0], "theirs": [2.0, 3.0, 2.0]}, "ours", "theirs") == 1.0


def test_a_row_passes_when_every_bar_is_kept() -> None:
    bars = (Bar("time", 2.0), Bar("throughput", 0.9, at_most=False))
    assert Row("x", {"time": 2.0, "throughput": 0.9}, bars).passed is True
    assert Row("x", {"time": 2.1, "throughput": 0.9}, bars).passed is False
    assert Row("x", {"time": 2.0, "throughput": 0.8}, bars).passed is False
    assert Row("x", {"time": 2.0}).passed is None


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    row = Row("load", {"throughput": 1.8}, (Bar("throughput", 1.7, at_most=False),), {"r": [1.0, 2.0]}, ["note <b>"])
    report = Report("2026-01-01", "abc", "machine", False, (row,))
    report.write(tmp_path / "report.json")
    assert read_report(tmp_path / "report.json").rows[0].passed is True
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["rows"][0]["figures"] == row.figures
    write_page(report, tmp_path / "report.html")
    assert "note &lt;b&gt;" in (tmp_path / "report.html").read_text(encoding="utf-8")
