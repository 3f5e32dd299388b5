"""The table that `kehoach eval structure` prints, and the list of what was missed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Column, Table

from eval import texts
from eval.structure.measures import Structure
from eval.structure.scores import Score

_NAME = 22  # characters; a longer plan id is cut
_PARTS = ("outline", "metadata", "indicators", "assignments", "roles", "deadlines")


def structure_table(plans: Sequence[Structure], totals: Sequence[Structure]) -> Table:
    """One row a plan, then the totals: F1 of outline, metadata and indicators; precision and recall of assignments; roles, deadlines."""
    table = Table(
        Column(texts.STRUCTURE["plan"], no_wrap=True, min_width=_NAME),
        *(
            texts.STRUCTURE[name]
            for name in ("outline", "metadata", "indicators", "precision", "recall", "roles", "deadlines")
        ),
        title=texts.STRUCTURE["title"],
        title_justify="left",
        box=None,
    )
    for plan in (*plans, *totals):
        shown = (f"{value:.3f}"[value < 1 :] if value is not None else "—" for value in figures(plan).values())
        total = any(plan is one for one in totals)
        table.add_row(texts.STRUCTURE.get(plan.plan, plan.plan), *shown, style="bold" if total else "")
    return table


def figures(plan: Structure) -> dict[str, float | None]:
    """A plan's figures by name; None where there is nothing to measure."""
    return {
        "outline": _f1(plan.outline),
        "metadata": _f1(plan.metadata),
        "indicators": _f1(plan.indicators),
        "precision": plan.assignments.precision if plan.assignments.found else None,
        "recall": plan.assignments.recall if plan.assignments.gold else None,
        "roles": plan.roles.recall if plan.roles.gold else None,
        "deadlines": plan.deadlines.recall if plan.deadlines.gold else None,
    }


def structure_figures(totals: Sequence[Structure]) -> dict[str, dict[str, float]]:
    """The totals' figures as the gate file names them."""
    return {
        f"structure.{total.plan}": {name: value for name, value in figures(total).items() if value is not None}
        for total in totals
    }


def misses(plan: Structure) -> list[str]:
    """What was missed ("-"), made up ("+") or read otherwise ("≠"), a line each."""
    lines = [f"{texts.STRUCTURE[name]}  {miss}" for name in _PARTS for miss in _score(plan, name).misses]
    return [*lines, *(f"{texts.STRUCTURE['unlocated']}  {quote}" for quote in plan.unlocated)]


def _score(plan: Structure, name: str) -> Score:
    score: Score = getattr(plan, name)
    return score


def _f1(score: Score) -> float | None:
    return score.f1 if score.gold + score.found else None
