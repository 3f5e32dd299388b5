"""What a run finds: a row for each piece of work, and the report they make up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Bar:
    """What a figure has to keep to: at most or at least `limit`."""

    figure: str
    limit: float
    at_most: bool = True

    def passed(self, value: float) -> bool:
        """Whether `value` keeps to it."""
        return value <= self.limit if self.at_most else value >= self.limit


@dataclass(frozen=True)
class Row:
    """A piece of work measured: its figures, the bars for some of them, and the rounds behind each ratio."""

    name: str
    figures: Mapping[str, float]
    bars: Sequence[Bar] = ()
    rounds: Mapping[str, Sequence[float]] = field(default_factory=dict)
    notes: Sequence[str] = ()

    @property
    def passed(self) -> bool | None:
        """Whether all bars are kept; None for a row without any."""
        return all(bar.passed(self.figures[bar.figure]) for bar in self.bars) if self.bars else None


@dataclass(frozen=True)
class Report:
    """A whole run, with where and on what it ran."""

    made_at: str
    commit: str
    machine: str
    short: bool
    rows: tuple[Row, ...]

    def write(self, path: Path) -> None:
        """Writes the report as JSON."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, default=float)
        path.write_text(text + "\n", encoding="utf-8")


def read_report(path: Path) -> Report:
    """A report that `Report.write` wrote."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    rows = tuple(Row(**{**row, "bars": tuple(Bar(**bar) for bar in row["bars"])}) for row in stored.pop("rows"))
    return Report(**stored, rows=rows)
