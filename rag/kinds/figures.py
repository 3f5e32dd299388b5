"""Figures in running text: the sentence or cell that holds the asked quantity ("bao nhiêu trạm", "mấy lần") of the asked subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.document.tree import tree_of
from index.records import Plan
from index.vietnamese import fold
from rag.drafting import Draft
from rag.kinds.quantities import Quantity, asked_quantity, figures_alone, fits_tense, numbers_in
from rag.kinds.sentences import sentences
from rag.kinds.work import narrowed, own_terms
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.terms import Bag, Terms, bag_of

_ANY_COVERAGE = 0.6  # of the question's content, for a sentence with any figure
_SURE_COVERAGE = 0.5  # for one that counts the very thing asked for: "08 trạm" for "bao nhiêu trạm"; or states a sum where one is asked
_AROUND = 0.85  # of what a sentence covers together with the headings above and the sentence before it
_LEAST_OWN = 0.3  # covered by the sentence itself, for its surroundings to count
_LEAST_OF_SUM = 0.25  # the same for a sum of money: plans state few
_MAX_MISSING = (
    0.3  # of the content's weight: "bao nhiêu trạm y tế có máy tính" is not answered by any count of stations
)
_AS_GOOD = 0.97  # of the best sentence's coverage: says it again, maybe otherwise
_MIN_OWN = 2  # words of the question's own, without its plan's subject, that say enough by themselves
_MAX_FIGURES = 3
_PASSAGES = 10  # of the search's first, where no plan is named
_FEW_PLANS = 3  # named; their whole text is read
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_AIMS = re.compile(r"muc tieu|chi tieu|phan dau|nhiem vu|giai phap|tam nhin")


@dataclass(frozen=True)
class Figure:
    """A sentence with a figure, and how much of the question it covers."""

    plan: Plan
    start: int
    end: int
    coverage: float


def find_figures(question: Question, search: Search) -> list[Figure]:
    """The sentence that covers the question best and holds the quantity asked for, and others as good that say another figure."""
    quantity = asked_quantity(question)
    wordings = [_unclassified(terms, quantity) for terms in _wordings(question, search)]
    least = _SURE_COVERAGE if quantity.things or quantity.is_money else _ANY_COVERAGE
    found = []
    for plan, start, end, before in _spans(question, search):
        bag = bag_of(plan.text[start:end])
        coverage = max(terms.coverage(bag) for terms in wordings)
        if coverage < (_LEAST_OF_SUM if quantity.is_money else _LEAST_OWN) or not quantity.is_in(
            figures_alone(plan.text, start, end)
        ):
            continue
        if quantity.things and _missing_share(wordings[0], bag) > _MAX_MISSING:
            continue
        if _is_in_table(plan, start, end) or not _is_of_time(question, quantity, plan, start, end):
            continue
        if not quantity.things:
            title = plan.metadata.title.value if quantity.is_money and plan.metadata.title else ""
            around = bag_of(f"{title} . {_headings(plan, start)} . {before} . {plan.text[start:end]}")
            coverage = max(coverage, _AROUND * max(terms.coverage(around) for terms in wordings))
        if coverage >= least:
            found.append(Figure(plan, start, end, coverage))
    return _different(sorted(found, key=lambda f: (-f.coverage, f.start)))


def states_figure(question: Question, draft: Draft, search: Search) -> bool:
    """Whether what an answer cites states the quantity asked for, of the time asked for."""
    quantity = asked_quantity(question)
    return any(
        (
            quantity.is_in(words) or ("\t" in cited.quote and quantity.stated.search(words))
        )  # a column's header says what is counted
        and _is_of_time(question, quantity, search.snapshot.plans[cited.plan_id], cited.start, cited.end)
        for cited in draft.citations
        for words in [figures_alone(cited.quote, 0, len(cited.quote))]
    )


def _wordings(question: Question, search: Search) -> list[Terms]:
    """The question's content; where it names its plan, also without that plan's subject, if enough is left."""
    own = own_terms(question, [search.snapshot.plans[i] for i in search.plan_ids or ()])
    return [question.terms, own] if len(own.words) >= _MIN_OWN else [question.terms]


def _unclassified(terms: Terms, quantity: Quantity) -> Terms:
    """The content without words that only tell how a thing is counted: "ngôi" of "bao nhiêu ngôi nhà"."""
    spare = quantity.classifiers
    return narrowed(terms, [word for word in terms.words if word not in spare]) if spare else terms


def _missing_share(terms: Terms, bag: Bag) -> float:
    """Share of the content, by weight, that a text lacks altogether."""
    return sum(terms.weights[word] for word in set(terms.missing(bag))) / (sum(terms.weights.values()) or 1.0)


def _is_in_table(plan: Plan, start: int, end: int) -> bool:
    """Whether a statement is a cell of a row read as an indicator, which answers, or doesn't, with its columns."""
    return any(i.start < end and start < i.end for i in plan.indicators if i.from_table)


def is_of_other_year(question: Question, text: str) -> bool:
    """Whether the question names years and the text names other years only."""
    asked = {str(year) for year in question.years}
    stated = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
    return bool(asked and stated and not asked & stated)


def _is_of_time(question: Question, quantity: Quantity, plan: Plan, start: int, end: int) -> bool:
    """Whether a statement is of the year asked for, which it, what leads to it or the nearest heading names, else its plan, and tells or
    aims as asked."""
    text = plan.text[start:end]
    dated = next(filter(_ANY_YEAR.search, [text, _columns(plan, start, end), *_headings_above(plan, start)]), text)
    if is_of_other_year(question, dated) or is_beyond(question, plan, dated):
        return False
    headings = fold(" . ".join(_headings_above(plan, start)))
    return fits_tense(quantity, text, is_aim=_AIMS.search(headings) is not None)


def _columns(plan: Plan, start: int, end: int) -> str:
    """When the targets that a statement sets are to be reached."""
    return " ".join(v.column for i in plan.indicators if i.start < end and start < i.end for v in i.values)


@lru_cache(maxsize=20_000)
def _headings_above(plan: Plan, position: int) -> tuple[str, ...]:
    """The headings above a position, innermost first, without the plan's own."""
    tree = tree_of(plan)
    section = tree.innermost(position)
    around = [section, *tree.above(section)] if section else []
    return tuple(s.heading for s in around if s.heading and s.start < position)


def _headings(plan: Plan, position: int) -> str:
    return " . ".join(_headings_above(plan, position))


def is_beyond(question: Question, plan: Plan, text: str) -> bool:
    """Whether a text names no year, and the year asked for lies outside the time that its plan speaks of."""
    years = [year for year in (*plan.metadata.years, *plan.metadata.period) if year]
    if not question.years or not years or _ANY_YEAR.search(text):
        return False
    return all(year > max(years) or year < min(years) for year in question.years)


def _spans(question: Question, search: Search) -> Iterator[tuple[Plan, int, int, str]]:
    """The sentences and cells to look at, each with the one before it: all of the few plans named, else those of the passages found."""
    ids = search.plan_ids if search.plan_ids is not None and len(search.plan_ids) <= _FEW_PLANS else None
    if ids is not None:
        plans = [search.snapshot.plans[plan_id] for plan_id in ids]
        parts = [(plan, plan.body_start, len(plan.text)) for plan in plans]
    else:
        passages = [scored.passage for scored in search.results[:_PASSAGES]]
        parts = [(search.snapshot.plans[p.plan_id], p.start, p.end) for p in passages]
    for plan, first, last in parts:
        before = ""
        for start, end in _statements(plan, first, last):
            yield plan, start, end, before
            before = plan.text[start:end]


@lru_cache(maxsize=4_000)
def _statements(plan: Plan, start: int, end: int) -> Sequence[tuple[int, int]]:
    """The sentences between two offsets; a table's cells are statements of their own."""
    return tuple(
        (first, last)
        for line_start, line_end in sentences(plan.text, start, end)
        for first, last in _cells(plan.text, line_start, line_end)
        if last > first
    )


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for cell in text[start:end].split("\t"):
        yield position, position + len(cell)
        position += len(cell) + 1


def _different(found: Sequence[Figure]) -> list[Figure]:
    """The best, and those nearly as good whose figures are others: a plan that says it twice, not alike."""
    chosen: list[Figure] = []
    for figure in found:
        numbers = _numbers(figure)
        if figure.coverage >= _AS_GOOD * found[0].coverage and all(numbers != _numbers(other) for other in chosen):
            chosen.append(figure)
    return chosen[:_MAX_FIGURES]


def _numbers(figure: Figure) -> set[str]:
    return numbers_in(figure.plan.text[figure.start : figure.end])
