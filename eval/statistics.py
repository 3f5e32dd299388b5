"""Means with intervals, percentiles. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

_ROUNDS = 1_000
_SEED = 7


@dataclass(frozen=True)
class Figure:
    """A mean over `count` questions with its 95 % interval; `value` is None where none applies."""

    value: float | None
    low: float | None
    high: float | None
    count: int


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of the values that are there; None when none is."""
    there = [v for v in values if v is not None]
    return sum(there) / len(there) if there else None


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values don't exceed; nan for no values."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)] if values else math.nan


def bootstrap_interval(values: Sequence[float], families: Sequence[Hashable] | None = None) -> tuple[float, float]:
    """95 % percentile bootstrap interval (Efron 1979) of the mean; (nan, nan) for no values. Deterministic.

    Where families are given, families are drawn, not values: paraphrases of one question are not independent (cluster bootstrap,
    Davison & Hinkley 1997, 3.8).
    """
    if not values:
        return math.nan, math.nan
    sums, counts = _by_family(values, families or range(len(values)))
    drawn = np.random.default_rng(_SEED).integers(0, len(sums), (_ROUNDS, len(sums)))
    means = np.sort(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1))
    return float(means[int(0.025 * _ROUNDS)]), float(means[int(0.975 * _ROUNDS) - 1])


def _by_family(values: Sequence[float], families: Sequence[Hashable]) -> tuple[np.ndarray, np.ndarray]:
    sums: dict[Hashable, float] = {}
    counts: dict[Hashable, int] = {}
    for value, family in zip(values, families, strict=True):
        sums[family] = sums.get(family, 0.0) + value
        counts[family] = counts.get(family, 0) + 1
    return np.array(list(sums.values())), np.array(list(counts.values()))


def figure_of(values: Sequence[float | None], families: Sequence[Hashable]) -> Figure:
    """Mean and interval of the values that are there."""
    there = [(v, f) for v, f in zip(values, families, strict=True) if v is not None]
    if not there:
        return Figure(None, None, None, 0)
    numbers = [v for v, _ in there]
    low, high = bootstrap_interval(numbers, [f for _, f in there])
    return Figure(sum(numbers) / len(numbers), low, high, len(numbers))
