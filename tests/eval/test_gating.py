from pathlib import Path

import pytest

from eval.errors import BadData
from eval.gating import Limit, judge, load_gate

FIGURES = {"shipped.all": {"crag": 0.8, "hallucination": 0.05}, "shipped.p95_ms": {"total": 120.0}}


def gate(tmp_path: Path, text: str) -> list[Limit]:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return load_gate(path)


def test_figures_at_their_limits_pass(tmp_path: Path) -> None:
    verdict = judge(
        gate(tmp_path, "[shipped.all]\ncrag = 0.80\nhallucination = 0.05\n[shipped.p95_ms]\ntotal = 120"), FIGURES
    )
    assert (verdict.failures, verdict.checked, verdict.skipped) == ((), 3, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[shipped.all]\ncrag = 0.81", "shipped.all: crag = 0.800, ngưỡng 0.81"),
        ("[shipped.all]\nhallucination = 0.04", "hallucination = 0.050"),
        ("[shipped.p95_ms]\ntotal = 100", "total = 120.000"),
        ("[shipped.all]\nverbatim = 1.0", "verbatim không đo được"),
        ("[shipped.kind.tasks]\ncrag = 0.1", "shipped.kind.tasks: crag không đo được"),
    ],
)
def test_a_figure_beyond_its_limit_fails_and_is_named(tmp_path: Path, text: str, said: str) -> None:
    verdict = judge(gate(tmp_path, text), FIGURES)
    assert len(verdict.failures) == 1
    assert said in verdict.failures[0]


def test_a_set_that_was_not_run_is_not_judged_and_that_is_said(tmp_path: Path) -> None:
    verdict = judge(gate(tmp_path, "[plans-dev.all]\ncrag = 0.9"), FIGURES)
    assert (verdict.failures, verdict.checked, verdict.skipped) == ((), 0, ("plans-dev",))


@pytest.mark.parametrize(
    "text",
    [
        "[shipped.all]\ncrga = 0.8",
        "crag = 0.8",
        '[shipped.all]\ncrag = "high"',
        "[shipped.all]\ncrag = true",
        "[shipped",
        "[shipped]\ncrag = 0.5",
    ],
)
def test_a_gate_that_would_guard_nothing_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadData):
        gate(tmp_path, text)


def test_the_gate_that_ships_is_in_the_format() -> None:
    assert load_gate(Path(__file__).parents[2] / "eval" / "gate.toml")
