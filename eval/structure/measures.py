"""Measures of a parsed plan against its gold: its frame, its indicator cells, its assignments. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from eval.structure.documents import measure_metadata, measure_outline
from eval.structure.gold import GoldAssignment, GoldCell, GoldPlan
from eval.structure.locating import Locator
from eval.structure.scores import NOTHING, Score, pair
from index.assignments.units import unit_key
from index.records import Assignment, Plan
from index.vietnamese import key

_SAME_NAME = 0.5  # share of the shorter name's syllables that two names of an indicator have in common
_SAME_SPAN = 0.5  # share of the shorter of two tasks that both cover


@dataclass(frozen=True)
class Structure:
    """One plan's figures; those that add up over plans."""

    plan: str
    outline: Score = NOTHING
    metadata: Score = NOTHING
    indicators: Score = NOTHING
    assignments: Score = NOTHING
    roles: Score = NOTHING  # of the assignments found
    deadlines: Score = NOTHING
    unlocated: tuple[str, ...] = field(default=())  # gold quotes that the plan's text does not hold

    def total(self, other: Structure, name: str) -> Structure:
        """Both plans' figures together."""
        return Structure(
            name,
            self.outline + other.outline,
            self.metadata + other.metadata,
            self.indicators + other.indicators,
            self.assignments + other.assignments,
            self.roles + other.roles,
            self.deadlines + other.deadlines,
            self.unlocated + other.unlocated,
        )


def measure(plan: Plan, gold: GoldPlan) -> Structure:
    """All figures of `plan`."""
    assignments, roles, deadlines, unlocated = measure_assignments(plan, gold.assignments)
    return Structure(
        gold.plan,
        measure_outline(plan, gold.outline),
        measure_metadata(plan.metadata, gold.metadata),
        measure_indicators(plan, gold.cells),
        assignments,
        roles,
        deadlines,
        unlocated,
    )


@dataclass(frozen=True)
class _Cell:
    name: str
    columns: str
    value: str


def measure_indicators(plan: Plan, gold: Sequence[GoldCell]) -> Score:
    """Cells with the right figure, sign, time or column, of the right indicator."""
    found = [
        _Cell(f"{i.group} {i.name} {plan.text[i.start : i.end] if not i.from_table else ''}", v.column, v.text)
        for i in plan.indicators
        for v in i.values
    ]
    return pair(
        gold,
        found,
        lambda g, f: _same_cell(g, f),
        lambda g: f"{g.name} [{g.column}] = {g.value}",
        lambda f: f"{f.name.strip()[:80]} [{f.columns}] = {f.value}",
    )


def _same_cell(gold: GoldCell, found: _Cell) -> bool:
    return (
        _figure(gold.value) == _figure(found.value)
        and _same_words(gold.name, found.name)
        and _same_column(gold.column, found.columns)
    )


_WORDS = {
    word: value
    for value, word in enumerate(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"])
}
_SIGNS = (
    (re.compile(r"≥|>=|ít nhất|tối thiểu|không dưới|không thấp hơn|từ .* trở lên"), "≥"),
    (re.compile(r"≤|<=|tối đa|không quá|không vượt"), "≤"),
    (re.compile(r">|trên|hơn"), ">"),
    (re.compile(r"<|dưới"), "<"),
)


def _figure(value: str) -> tuple[str, str]:
    """The sign and the numbers of a value: "trên 95%" and ">95" are one, "95" and "9,5" are not."""
    plain = value.casefold()
    sign = next((sign for pattern, sign in _SIGNS if pattern.search(plain)), "")
    numbers = re.findall(r"\d+(?:[.,]\d+)*", plain) or [
        str(_WORDS[word]) for word in key(plain).split() if word in _WORDS
    ]
    return sign, " ".join(numbers)


def _same_words(gold: str, found: str) -> bool:
    wanted, there = Counter(key(gold).split()), Counter(key(found).split())
    return sum((wanted & there).values()) >= _SAME_NAME * min(wanted.total(), there.total())


def _same_column(gold: str, found: str) -> bool:
    """The same years; without years, the same words or one of the two silent."""
    years = re.findall(r"(?:19|20)\d\d", gold), re.findall(r"(?:19|20)\d\d", found)
    if years[0] or years[1]:
        return set(years[0]) == set(years[1])
    return not gold or not found or _same_words(gold, found)


def measure_assignments(plan: Plan, gold: Sequence[GoldAssignment]) -> tuple[Score, Score, Score, tuple[str, ...]]:
    """Assignments of the right unit and task; of those found rightly, the right roles and deadlines; and quotes not in the text."""
    locator = Locator(plan.text)
    spans = {g: span for g in gold for span in [locator.find(g.task)] if span}
    found = list(plan.assignments)

    def same(g: GoldAssignment, a: Assignment) -> bool:
        return g in spans and unit_key(g.unit) == unit_key(a.unit) and _overlap(spans[g], (a.start, a.end))

    score = pair(
        gold,
        found,
        same,
        lambda g: f"{g.unit} | {g.role} | {g.task[:70]}",
        lambda a: f"{a.unit} | {a.role} | {plan.text[a.start : a.end][:70]} ({a.address})",
        many=True,
    )
    pairs = [(g, a) for g in gold if not g.optional for a in [_best(g, found, same)] if a]
    roles = _agree(
        pairs, lambda g, a: g.role == a.role.value, lambda g, a: f"{g.unit} | {g.role} ≠ {a.role} | {g.task[:60]}"
    )
    deadlines = _agree(
        pairs,
        lambda g, a: _same_deadline(g.deadline, a.deadline.text if a.deadline else ""),
        lambda g, a: f"{g.unit} | {g.deadline} ≠ {a.deadline.text if a.deadline else ''} | {g.task[:60]}",
    )
    return score, roles, deadlines, tuple(g.task for g in gold if g not in spans)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common >= _SAME_SPAN * min(one[1] - one[0], other[1] - other[0]) and common > 0


def _best(
    gold: GoldAssignment, found: Iterable[Assignment], same: Callable[[GoldAssignment, Assignment], bool]
) -> Assignment | None:
    """Of several that fit, the one with the right role: a unit can lead and support in one task."""
    fitting = [a for a in found if same(gold, a)]
    return next((a for a in fitting if a.role.value == gold.role), fitting[0] if fitting else None)


def _agree(
    pairs: Sequence[tuple[GoldAssignment, Assignment]],
    same: Callable[[GoldAssignment, Assignment], bool],
    say: Callable[[GoldAssignment, Assignment], str],
) -> Score:
    right = sum(same(g, a) for g, a in pairs)
    return Score(len(pairs), right, len(pairs), right, tuple(f"≠ {say(g, a)}" for g, a in pairs if not same(g, a)))


def _same_deadline(gold: str, found: str) -> bool:
    """Both silent, or one's words hold the other's."""
    a, b = key(gold), key(found)
    return a == b or bool(a and b and (a in b or b in a))
