"""The question set: reading it, its variants without diacritics, and checking that its evidence stands in the plans.

The format is documented in `eval/questions/README.md`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from eval import texts
from eval.errors import BadQuestion
from index.parsing import plan_id_of
from index.vietnamese import SYLLABLE, fold, is_accented, nfc

SPLITS = ("dev", "test")
ORIGINAL, BARE, HALF = "original", "bare", "half"
KINDS = (
    "responsibility",
    "tasks",
    "deadline",
    "indicator",
    "metadata",
    "legal_basis",
    "content",
    "comparison",
    "follow_up",
    "unanswerable",
)


@dataclass(frozen=True)
class Evidence:
    """A piece of proof: verbatim words of a plan, and the numbered section that holds them."""

    plan: str
    path: tuple[str, ...]
    quote: str


@dataclass(frozen=True)
class GoldQuestion:
    """A question with what a right answer is. `evidence` and `facts` are groups: all groups needed, one alternative of each."""

    id: str
    family: str
    split: str
    kind: str
    history: tuple[str, ...]
    question: str
    tags: tuple[str, ...]
    answered: bool
    refusals: tuple[str, ...]
    evidence: tuple[tuple[Evidence, ...], ...]
    facts: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]
    variant: str = ORIGINAL


def load_questions(path: Path) -> list[GoldQuestion]:
    """The questions of a JSONL file. Raises `BadQuestion` with the line's number."""
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            questions.append(_read(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            raise BadQuestion(texts.BAD_LINE.format(file=path.name, line=number, error=error)) from error
    return questions


def _read(record: dict[str, object]) -> GoldQuestion:
    def strings(name: str) -> tuple[str, ...]:
        value = record[name] or []
        if not isinstance(value, list):
            raise TypeError(f"{name} must be a list")
        return tuple(str(item) for item in value)

    groups = record["evidence"]
    facts = record["facts"]
    if record["kind"] not in KINDS or not isinstance(groups, list) or not isinstance(facts, list):
        raise ValueError(f"kind, evidence or facts of {record['id']}")
    return GoldQuestion(
        id=str(record["id"]),
        family=str(record["family"]),
        split=str(record["split"]),
        kind=str(record["kind"]),
        history=strings("history"),
        question=str(record["question"]),
        tags=strings("tags"),
        answered=record["status"] == "answered",
        refusals=strings("refusal"),
        evidence=tuple(
            tuple(Evidence(plan_id_of(f"{e['plan']}.txt"), tuple(e["path"]), e["quote"]) for e in group)
            for group in groups
        ),
        facts=tuple(tuple(group) for group in facts),
        forbidden=strings("forbidden"),
    )


def variants(questions: Iterable[GoldQuestion]) -> Iterator[GoldQuestion]:
    """Each question, and each answerable one again without diacritics and with half of them missing."""
    for question in questions:
        yield question
        if question.answered:
            yield replace(
                question,
                variant=BARE,
                question=fold_as_typed(question.question),
                history=tuple(map(fold_as_typed, question.history)),
            )
            yield replace(
                question,
                variant=HALF,
                question=half_fold(question.question),
                history=tuple(map(half_fold, question.history)),
            )


def fold_as_typed(text: str) -> str:
    """`text` without diacritics, capitals kept: what a phone without a Vietnamese keyboard types."""
    return "".join(fold(c).upper() if c.isupper() else fold(c) if c.isalpha() else c for c in nfc(text))


def half_fold(text: str) -> str:
    """`text` with every other accented syllable bare, which half depending on the text alone."""
    turn = hashlib.sha256(text.encode()).digest()[0] % 2
    count = 0

    def bare(match: re.Match[str]) -> str:
        nonlocal count
        if not is_accented(match.group()):
            return match.group()
        count += 1
        return fold_as_typed(match.group()) if count % 2 == turn else match.group()

    return SYLLABLE.sub(bare, nfc(text))


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """The form in which evidence, facts and answers are compared: NFC, no markup, one space, no case."""
    text = re.sub(r"[*_]{1,3}|<[^>\n]+>|\\|\[bookmark:[^\]]*\]", "", nfc(text))
    return re.sub(r"\s+", " ", text).strip().casefold()


def find_problems(questions: Iterable[GoldQuestion], raw_plans: Mapping[str, str]) -> list[str]:
    """What is wrong with the set: repeated ids, families in two splits, evidence that is not in its plan's file as received."""
    plans = {name: plain(text) for name, text in raw_plans.items()}
    problems: list[str] = []
    splits: dict[str, str] = {}
    seen: set[str] = set()
    for q in questions:
        if q.id in seen:
            problems.append(f"{q.id}: id used twice")
        seen.add(q.id)
        if q.split not in SPLITS:
            problems.append(f"{q.id}: split {q.split} is none of {', '.join(SPLITS)}")
        if splits.setdefault(q.family, q.split) != q.split:
            problems.append(f"{q.id}: family {q.family} is in two splits")
        if q.answered != bool(q.evidence) or q.answered != bool(q.facts) or q.answered == bool(q.refusals):
            problems.append(f"{q.id}: status, evidence, facts and refusal don't agree")
        problems += [
            f"{q.id}: not in {e.plan}: {e.quote[:60]}"
            for group in q.evidence
            for e in group
            if plain(e.quote) not in plans.get(e.plan, "")
        ]
    return problems
