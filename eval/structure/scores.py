"""A measure's counts, and the pairing of what was found with what is there. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from eval.structure.gold import GoldAssignment, GoldCell


@dataclass(frozen=True)
class Score:
    """How many were found rightly, of how many found, of how many there are; and what was missed or wrong, in words."""

    found: int
    right_found: int
    gold: int
    right_gold: int
    misses: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right_found / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        return self.right_gold / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.found + other.found,
            self.right_found + other.right_found,
            self.gold + other.gold,
            self.right_gold + other.right_gold,
            self.misses + other.misses,
        )


NOTHING = Score(0, 0, 0, 0)

G = TypeVar("G", GoldCell, GoldAssignment)
F = TypeVar("F", bound=Hashable)


def pair(
    gold: Sequence[G],
    found: Sequence[F],
    same: Callable[[G, F], bool],
    say_gold: Callable[[G], str],
    say_found: Callable[[F], str],
    many: bool = False,
) -> Score:
    """Each gold record with one found; `many`: one found may stand for several gold ones. Optional ones count for neither side."""
    free = dict.fromkeys(range(len(found)))
    used: set[int] = set()
    misses, right = [], 0
    for g in sorted(gold, key=lambda g: g.optional):
        hit = next((i for i in free if same(g, found[i])), None)
        if hit is None:
            misses += [] if g.optional else [f"- {say_gold(g)}"]
            continue
        if not many:
            del free[hit]
        if g.optional:
            used.add(hit)
            continue
        right += 1
        used.add(hit)
    needed = [g for g in gold if not g.optional]
    extra = [g for g in gold if g.optional]
    ignored = {i for i, f in enumerate(found) if any(same(g, f) for g in extra) and not any(same(g, f) for g in needed)}
    judged = [i for i in range(len(found)) if i not in ignored]
    right_found = [i for i in judged if i in used or (many and any(same(g, found[i]) for g in needed))]
    misses += [f"+ {say_found(found[i])}" for i in judged if i not in right_found]
    return Score(len(judged), len(right_found), len(needed), right, tuple(misses))
