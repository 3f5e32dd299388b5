"""Questions to click: made from what the plans hold, so that each has an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from index.records import Indicator, Plan
from rag.answers import Answer, Kind
from ui import texts
from ui.plan_names import Plans, year_of

_EXAMPLES = 4  # shown before the first question
_NEXT = 3  # shown after an answer
_MAX_NAME = 60  # characters of an indicator's name that still reads as a question
_MAX_UNITS = 4  # of a plan, the most busy ones first

Suggestion = tuple[Kind, str]


def example_questions(plans: Plans) -> list[str]:
    """Questions of different kinds, each about another plan where there are several."""
    makers: Sequence[Callable[[Plan], Iterator[Suggestion]]] = (_tasks, _indicators, _bases, _signers)
    newest = sorted(
        plans.values(), key=lambda plan: (plan.metadata.issued_on or date.min, year_of(plan) or 0), reverse=True
    )
    used: Counter[str] = Counter()
    examples = []
    for make in makers:
        by_use = sorted(newest, key=lambda plan: used[plan.plan_id])
        found = next(((plan, question) for plan in by_use for _, question in make(plan)), None)
        if found:
            used[found[0].plan_id] += 1
            examples.append(found[1])
    return examples[:_EXAMPLES]


def next_questions(answer: Answer, asked: Sequence[str], plans: Plans) -> list[str]:
    """What may be asked next about the plan that an answer cites most, other kinds of question first."""
    cited = Counter(citation.plan_id for citation in answer.citations if citation.plan_id in plans)
    if not cited:
        return []
    plan = plans[cited.most_common(1)[0][0]]
    before = {_folded(question) for question in asked}
    found = [s for make in (_tasks, _indicators, _bases, _signers) for s in make(plan)]
    new = [(kind, question) for kind, question in found if _folded(question) not in before]
    varied: list[str] = []
    seen: Counter[Kind] = Counter({answer.kind: 1})
    while new and len(varied) < _NEXT:
        kind, question = min(new, key=lambda suggestion: seen[suggestion[0]])
        seen[kind] += 1
        varied.append(question)
        new.remove((kind, question))
    return varied


def _tasks(plan: Plan) -> Iterator[Suggestion]:
    busy = Counter(a.unit_name or a.unit for a in plan.assignments)
    for unit, _ in busy.most_common(_MAX_UNITS):
        yield Kind.TASKS, texts.ASK_TASKS.format(unit=unit, plan=_in_plan(plan))


def _indicators(plan: Plan) -> Iterator[Suggestion]:
    for indicator in plan.indicators:
        if _reads_well(indicator):
            yield Kind.INDICATOR, texts.ASK_INDICATOR.format(name=_lower(indicator.name), plan=_in_plan(plan))


def _signers(plan: Plan) -> Iterator[Suggestion]:
    if plan.metadata.signer and plan.metadata.number:
        yield Kind.METADATA, texts.ASK_SIGNER.format(kind=plan.metadata.kind, number=plan.metadata.number.value)


def _bases(plan: Plan) -> Iterator[Suggestion]:
    if plan.metadata.legal_bases and plan.metadata.number:
        yield Kind.LEGAL_BASIS, texts.ASK_BASES.format(kind=plan.metadata.kind, number=plan.metadata.number.value)


def _reads_well(indicator: Indicator) -> bool:
    """A table's row name is a noun phrase; a sentence's words may not be."""
    return indicator.from_table and len(indicator.name) <= _MAX_NAME and "\n" not in indicator.name


def _in_plan(plan: Plan) -> str:
    """How a question names the plan: by its number, or else by its place."""
    if plan.metadata.number:
        return texts.IN_PLAN.format(kind=plan.metadata.kind, number=plan.metadata.number.value)
    return texts.AT_PLACE.format(place=plan.metadata.place) if plan.metadata.place else ""


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:] if not name[:2].isupper() else name


def _folded(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip(" ?.!")
