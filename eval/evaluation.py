"""One run: sets of questions put to the system, to its ablations and to the baselines; everything the reports show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from eval.aggregation import Group, Times, aggregate, losses, times_of
from eval.questions import GoldQuestion
from eval.running import Example, Rank, Reply, System, broken, run
from eval.scoring import Scored, score

OURS = "ours"
Bar = Callable[[str, int], Callable[[int], None]]  # (what, how many) → advance by so many


@dataclass(frozen=True)
class Contender:
    """A system in the run: one that answers, or with `system` None one that only retrieves."""

    name: str
    system: System | None
    rank: Rank | None


@dataclass(frozen=True)
class SystemResult:
    """A system's figures by group."""

    name: str
    groups: dict[str, Group]
    losses: dict[str, Group] = field(default_factory=dict)


@dataclass(frozen=True)
class SetResult:
    """One question set: ours first in `systems`, its examples, its times."""

    name: str
    source: str
    plans: int
    systems: tuple[SystemResult, ...]
    examples: tuple[Scored, ...]
    times: dict[str, Times]
    lost_evidence: int = 0  # evidence groups that are in the file but not in the text the product reads from it
    evidence: int = 0

    @property
    def ours(self) -> SystemResult:
        """The system under test."""
        return self.systems[0]


@dataclass(frozen=True)
class Header:
    """Where the figures come from."""

    made_at: str
    split: str
    model: str
    commit: str
    machine: str
    settings: dict[str, str]


@dataclass(frozen=True)
class Report:
    """A whole run."""

    header: Header
    sets: tuple[SetResult, ...]


def evaluate(
    questions: Sequence[GoldQuestion], ours: Contender, others: Sequence[Contender], bar: Bar
) -> tuple[tuple[SystemResult, ...], list[Scored]]:
    """Figures of every system, ours first, and ours' scored examples. Systems that only retrieve see our replies, and use none of it."""
    examples = _run(ours, questions, bar)
    results = [_result(ours, [score(example) for example in examples])]
    for other in others:
        results.append(
            _result(other, [score(e, other.system is not None) for e in _run(other, questions, bar, examples)])
        )
    return tuple(results), [score(example) for example in examples]


def _run(
    contender: Contender, questions: Sequence[GoldQuestion], bar: Bar, ours: Sequence[Example] = ()
) -> list[Example]:
    advance = bar(contender.name, len(questions))
    if contender.system is not None:
        return run(contender.system, questions, contender.rank, advance)
    ranked: list[Example] = []
    for gold, example in zip(questions, ours, strict=True):
        reply: Reply = example.reply
        ranked.append(Example(gold, broken(""), {}, contender.rank(gold, reply) if contender.rank else None))
        advance(1)
    return ranked


def _result(contender: Contender, scored: Sequence[Scored]) -> SystemResult:
    return SystemResult(contender.name, aggregate(scored), losses(scored))


def summarise(
    name: str,
    source: str,
    plans: int,
    systems: tuple[SystemResult, ...],
    scored: Sequence[Scored],
    lost: tuple[int, int],
) -> SetResult:
    """The result of one set."""
    return SetResult(name, source, plans, systems, tuple(scored), times_of(scored), *lost)
