"""A short form of `make torture`."""

from __future__ import annotations

from pathlib import Path

from torture import kill


def test_killed_at_random_moments_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    report = kill.run(tmp_path / "data", rounds=10, seed=7)
    assert report.violations == []
    assert report.done["uploads acknowledged"] > 0
    assert sum(count for what, count in report.done.items() if what.startswith("kills")) == 10
