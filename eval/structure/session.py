"""Measuring the parser on the marked plans: the shipped ones and those in a folder beside the project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path

from eval.structure.gold import GOLD, GoldPlan, load_gold
from eval.structure.measures import Structure, measure
from index.ingest import plan_files, shipped_plans
from index.parsing import plan_id_of, read_plan

SHIPPED, OTHERS = "shipped", "others"


def measure_structure(folder: Path | None, gold: Path = GOLD) -> tuple[list[Structure], list[Structure], list[str]]:
    """Figures of each marked plan, totals over the shipped ones and over the others, and the marked plans whose file isn't there."""
    marked = {plan.plan: plan for plan in load_gold(gold)}
    shipped = _measure(plan_files([shipped_plans()]), marked)
    others = _measure(plan_files([folder]) if folder and folder.is_dir() else [], marked)
    there = {figures.plan for figures in (*shipped, *others)}
    totals = [total(name, plans) for name, plans in ((SHIPPED, shipped), (OTHERS, others)) if plans]
    return [*shipped, *others], totals, sorted(marked.keys() - there)


def _measure(files: Iterable[Path], marked: dict[str, GoldPlan]) -> list[Structure]:
    return [measure(read_plan(file), marked[plan_id]) for file in files if (plan_id := plan_id_of(file.name)) in marked]


def total(name: str, plans: Sequence[Structure]) -> Structure:
    """The plans' figures added up."""
    return reduce(lambda one, other: one.total(other, name), plans, Structure(name))
