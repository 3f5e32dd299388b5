import math

import pytest

from eval.statistics import bootstrap_interval, figure_of, mean, percentile


def test_mean_skips_what_is_not_there() -> None:
    assert mean([1.0, None, 0.0]) == 0.5
    assert mean([None]) is None


@pytest.mark.parametrize(("share", "expected"), [(0.5, 3.0), (0.95, 5.0), (0.2, 1.0), (0.21, 2.0)])
def test_percentile_is_a_value_that_was_measured(share: float, expected: float) -> None:
    assert percentile([5.0, 1.0, 4.0, 2.0, 3.0], share) == expected


def test_percentile_of_nothing_is_nan() -> None:
    assert math.isnan(percentile([], 0.5))


def test_interval_of_a_constant_is_that_constant_and_of_nothing_nan() -> None:
    assert bootstrap_interval([0.5] * 20) == (0.5, 0.5)
    assert all(math.isnan(end) for end in bootstrap_interval([]))


def test_interval_of_a_fair_coin_is_about_two_standard_errors_wide_and_repeatable() -> None:
    values = [0.0, 1.0] * 200
    low, high = bootstrap_interval(values)
    assert low == pytest.approx(0.5 - 1.96 * 0.025, abs=0.01)
    assert high == pytest.approx(0.5 + 1.96 * 0.025, abs=0.01)
    assert bootstrap_interval(values) == (low, high)


def test_paraphrases_of_one_question_do_not_narrow_the_interval() -> None:
    values = [1.0, 0.0] * 10
    fourfold = [v for v in values for _ in range(4)]
    families = [n for n in range(20) for _ in range(4)]
    assert bootstrap_interval(fourfold, families) == bootstrap_interval(values)


def test_a_figure_counts_the_values_that_are_there() -> None:
    figure = figure_of([1.0, None, 0.0, 0.5], ["a", "b", "c", "d"])
    assert (figure.value, figure.count) == (0.5, 3)
    assert figure_of([None], ["a"]).value is None
