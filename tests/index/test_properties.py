"""What holds for any text: of the shipped plans, of pieces of them mutated, of noise. `make fuzz` tries very many more."""

from __future__ import annotations

import time
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import KehoachError
from index.ingest import plan_files, shipped_plans
from index.parsing import parse_plan, read_plan
from tests.index.invariants import check, check_rendering, mutants

SHIPPED = plan_files([shipped_plans()])
TEXTS = [path.read_text(encoding="utf-8") for path in SHIPPED]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_plans(path: object) -> None:
    plan = read_plan(path)  # type: ignore[arg-type]
    check(plan)
    check_rendering(plan)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0))
def test_pieces_of_plans_mutated(seed: int) -> None:
    _parse_and_check(next(mutants(TEXTS, seed)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    _parse_and_check(text)


def _parse_and_check(text: str) -> None:
    try:
        plan = parse_plan(text, "a.txt")
    except KehoachError:
        return
    check(plan)
    check_rendering(plan)


def test_a_text_ten_times_as_long_takes_no_more_than_thirty_times_as_long() -> None:
    """Ratios in one run; the bar is three times linear."""
    text = TEXTS[1]
    short, long = (_seconds((text * (size // len(text) + 1))[:size]) for size in (100_000, 1_000_000))
    assert long <= 3 * 10 * short


def _seconds(text: str) -> float:
    def once() -> float:
        start = time.process_time()
        parse_plan(text, "a.txt")
        return time.process_time() - start

    return min(once() for _ in range(2))


def test_mutants_are_many_texts() -> None:
    assert len(set(islice(mutants(TEXTS, 1), 50))) > 45
