"""Taking times: what is compared takes turns, since other work on the machine comes and goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

Work = Callable[[], object]


def timed(work: Work) -> float:
    """Seconds that `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turns(works: Mapping[str, Work], rounds: int) -> dict[str, list[float]]:
    """Seconds of each piece of work, once a round; every second round in the opposite order."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        names = list(works) if number % 2 == 0 else list(works)[::-1]
        for name in names:
            times[name].append(timed(works[name]))
    return times


def ratio(times: Mapping[str, Sequence[float]], of: str, to: str) -> float:
    """The median over rounds of one's time by the other's."""
    return median(a / b for a, b in zip(times[of], times[to], strict=True))


def milliseconds(seconds: float) -> float:
    """Rounded for reading."""
    return round(1_000 * seconds, 2)
