"""`make fuzz`: parses very many mutated and random texts; prints each kind of failure once, with the seed that shows it again."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from index.errors import KehoachError
from index.ingest import plan_files, shipped_plans
from index.parsing import parse_plan
from tests.index.invariants import check, check_rendering, mutants

BATCH = 250


def try_batch(seed: int, folders: list[Path]) -> tuple[int, Counter[str]]:
    """How many texts of a batch were refused with our own errors, and the failures by kind."""
    texts = [
        path.read_text(encoding="utf-8") for path in plan_files([shipped_plans(), *folders]) if path.suffix == ".txt"
    ]
    refused, failures = 0, Counter[str]()
    for number, text in enumerate(islice(mutants(texts, seed), BATCH)):
        try:
            plan = parse_plan(text, "fuzz.txt")
            check(plan)
            check_rendering(plan)
        except KehoachError:
            refused += 1
        except Exception as error:  # the point of the run: whatever it is, it is reported
            frame = traceback.extract_tb(error.__traceback__)[-1]
            failures[f"{type(error).__name__} in {frame.name}:{frame.lineno} (seed {seed}, text {number})"] += 1
    return refused, failures


def main() -> int:
    """Runs the batches on all cores; exits with 1 when a text broke an invariant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plans", type=Path, action="append", default=[], help="a folder of more plans to mutate")
    arguments = parser.parse_args()
    seeds = range(arguments.seed, arguments.seed + -(-arguments.texts // BATCH))
    refused, failures = 0, Counter[str]()
    with ProcessPoolExecutor() as pool:
        for done, (count, found) in enumerate(pool.map(try_batch, seeds, [arguments.plans] * len(seeds)), start=1):
            refused += count
            failures += found
            print(
                f"\r{done * BATCH} texts, {refused} refused, {failures.total()} failures",
                end="",
                file=sys.stderr,
                flush=True,
            )
    print(f"\n{len(seeds) * BATCH} texts: {refused} refused with a message, {failures.total()} broke an invariant")
    for failure, count in failures.most_common(20):
        print(f"{count:5} {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
