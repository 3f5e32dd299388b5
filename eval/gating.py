"""Floors under the figures: a run that falls under one fails. The file is `eval/gate.toml`; its head says how to write one.

For figures of which less is better (`LOWER_IS_BETTER`, and `p50_ms.*`, `p95_ms.*`) the number is a ceiling.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval import texts
from eval.errors import BadData
from eval.evaluation import Report, SetResult
from eval.scoring import ANSWER_FIGURES, LOWER_IS_BETTER, RETRIEVAL_FIGURES

_TIMES = ("p50_ms", "p95_ms")
_ROUNDING = 1e-9
_OWN_NAMES = ("alqac", "structure")  # runs that name their figures themselves


@dataclass(frozen=True)
class Limit:
    """A floor (or ceiling): `where` is "set.group" ("shipped.kind.tasks"), `name` the figure."""

    where: str
    name: str
    value: float

    @property
    def is_ceiling(self) -> bool:
        """Whether less is better."""
        return self.name in LOWER_IS_BETTER or self.where.split(".")[-1] in _TIMES

    def holds(self, value: float) -> bool:
        """Whether a figure keeps the limit."""
        return value <= self.value + _ROUNDING if self.is_ceiling else value >= self.value - _ROUNDING


@dataclass(frozen=True)
class Verdict:
    """Failures in words; `checked` limits were looked at, those of the sets `skipped` were not: the run had no such set."""

    failures: tuple[str, ...]
    checked: int
    skipped: tuple[str, ...] = ()


def load_gate(path: Path) -> list[Limit]:
    """The limits of a gate file. Raises `BadData` for anything but numbers in tables, or a figure that doesn't exist."""
    try:
        limits = list(_limits(tomllib.loads(path.read_text(encoding="utf-8")), ()))
    except (OSError, ValueError) as error:
        raise BadData(texts.BAD_GATE.format(path=path, error=error)) from error
    return limits


def _limits(table: Mapping[str, object], where: tuple[str, ...]) -> Iterator[Limit]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _limits(value, (*where, name))
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and len(where) > 1:
            if (
                where[0] not in _OWN_NAMES
                and where[-1] not in _TIMES
                and name not in (*ANSWER_FIGURES, *RETRIEVAL_FIGURES)
            ):
                raise ValueError(f"[{'.'.join(where)}] {name}")
            yield Limit(".".join(where), name, float(value))
        else:
            raise ValueError(f"[{'.'.join(where)}] {name} = {value!r}")


def figures_by_place(report: Report) -> dict[str, dict[str, float]]:
    """Every figure of the run by "set.group" and name, as the gate file names them."""
    return {f"{result.name}.{where}": figures for result in report.sets for where, figures in _of_set(result).items()}


def _of_set(result: SetResult) -> dict[str, dict[str, float]]:
    found = {
        group: {name: f.value for name, f in figures.items() if f.value is not None}
        for group, figures in result.ours.groups.items()
    }
    found["p50_ms"] = {step: times.p50 for step, times in result.times.items()}
    found["p95_ms"] = {step: times.p95 for step, times in result.times.items()}
    return found


def judge(limits: list[Limit], figures: Mapping[str, Mapping[str, float]]) -> Verdict:
    """Which limits the figures break. A figure that was not measured in a set that was run breaks its limit."""
    measured = {where.split(".")[0] for where in figures}
    failures: list[str] = []
    due = [limit for limit in limits if limit.where.split(".")[0] in measured]
    for limit in due:
        value = figures.get(limit.where, {}).get(limit.name)
        if value is None:
            failures.append(texts.GATE_MISSING.format(where=limit.where, name=limit.name, limit=f"{limit.value:g}"))
        elif not limit.holds(value):
            failures.append(
                texts.GATE_FAILED.format(
                    where=limit.where, name=limit.name, value=f"{value:.3f}", limit=f"{limit.value:g}"
                )
            )
    skipped = dict.fromkeys(limit.where.split(".")[0] for limit in limits if limit not in due)
    return Verdict(tuple(failures), len(due), tuple(skipped))
