"""`python -m torture [kill faults load fuzz]`: all of them, or those named. Exit code 1 when something broke."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from torture import faults, fuzz, kill, load
from torture.report import Report

PARTS = ("kill", "faults", "load", "fuzz")


def kills(folder: Path, seed: int, rounds: int) -> list[Report]:
    """Most kills with the fake embedder, some with the real model."""
    return [
        kill.run(folder / "kill", rounds, seed),
        kill.run(folder / "kill-real", max(5, rounds // 20), seed, real_model=True),
    ]


def main() -> int:
    """Runs what is asked for, and prints each report."""
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("what", nargs="*", choices=PARTS, help="which parts; all by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--questions", type=int, default=20_000, help="in a row, for memory")
    parser.add_argument("--seconds", type=float, default=30, help="of overload")
    parser.add_argument("--examples", type=int, default=420, help="generated requests for each operation")
    parser.add_argument("--torn", type=int, default=3_000, help="torn requests")
    arguments = parser.parse_args()
    wanted = arguments.what or PARTS
    reports = []
    with tempfile.TemporaryDirectory(prefix="kehoach-torture-") as name:
        if "kill" in wanted:
            reports += kills(Path(name), arguments.seed, arguments.kills)
        if "faults" in wanted:
            reports.append(faults.run(Path(name) / "faults", arguments.seed))
        if "load" in wanted:
            reports.append(load.run(Path(name) / "load", arguments.questions, arguments.seconds, arguments.seed))
        if "fuzz" in wanted:
            reports.append(fuzz.run(Path(name) / "fuzz", arguments.seed, arguments.examples, arguments.torn))
    for report in reports:
        report.print()
    return 1 if any(report.violations for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
