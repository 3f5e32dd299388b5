"""One figure of several sides in a table, and which is higher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.records import IndicatorValue, Plan
from rag import texts
from rag.drafting import Draft, name_plan
from rag.kinds.figures import find_figures
from rag.kinds.indicators import MIN_COVERAGE, Found, chosen_values, rank_indicators, shown_values, titled, together
from rag.kinds.task_lines import quoted
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.cues import stop_words
from rag.understanding.terms import words_of

_NEARLY = MIN_COVERAGE - 0.1  # enough where the other side states the same figure
_OWN_COVERAGE = 0.7  # of the words of one side alone, which are fewer
_OWN_WORDS = 3  # content words that one side has of its own


@dataclass(frozen=True)
class _Row:
    """What one side states: an indicator with the values asked for, or the sentence that holds its figure."""

    plan: Plan
    start: int
    end: int
    name: str
    shown: str
    unit: str = ""
    value: IndicatorValue | None = None  # to compare; None for a sentence


def compare_figures(question: Question, sides: Sequence[tuple[Question, Search]]) -> Draft | None:
    """The figures in a table with the higher one named; None unless two sides state one, and every side where each is named apart."""
    found = [rows for asked, search in sides for rows in [_rows(asked, search)] if rows]
    if len(found) < (len(sides) if question.sides else 2):
        return None
    draft = Draft()
    first = found[0][0]
    draft.say(texts.COMPARISON_HEAD.format(name=quoted(titled(first.name or texts.FIGURE))))
    for row in [row for rows in found for row in rows]:
        cite = draft.cite(row.plan, row.start, row.end)
        name = f"{quoted(titled(row.name))}: " if row.name and row.name != first.name else ""
        value = (name + row.shown).replace("|", "/")
        draft.say(texts.COMPARISON_ROW.format(plan=name_plan(row.plan).replace("|", "/"), value=value, cite=cite))
    verdict = _verdict([rows[0] for rows in found]) if all(len(rows) == 1 for rows in found) else ""
    if verdict:
        draft.say("")
        draft.say(verdict)
    return draft


def _rows(question: Question, search: Search) -> list[_Row]:
    """What one side states: by the words of the whole question, else by those of its own part, else what comes near."""
    own = [replace(question, terms=side.terms) for side in question.sides if len(side.terms.words) >= _OWN_WORDS]
    wordings = [(question, MIN_COVERAGE), *((asked, _OWN_COVERAGE) for asked in own), (question, _NEARLY)]
    return next((rows for asked, least in wordings for rows in [_stated(asked, search, least)] if rows), [])


def _stated(question: Question, search: Search, least: float) -> list[_Row]:
    """The indicators, else the sentence, that cover the share `least` of a question put to one side."""
    plans = [search.snapshot.plans[plan_id] for plan_id in question.plans.plan_ids]
    ranked = rank_indicators(question, plans, search)
    found = together(question, ranked, min(least, MIN_COVERAGE)) or [f for f in ranked[:1] if f.coverage >= least]
    if found:
        return [_of_indicator(question, f) for f in found]
    return [
        _Row(f.plan, f.start, f.end, "", texts.QUOTED.format(quote=quoted(f.plan.quote(f.start, f.end))))
        for f in find_figures(question, search)[:1]
    ]


def _of_indicator(question: Question, found: Found) -> _Row:
    indicator = found.indicator
    return _Row(
        found.plan,
        indicator.start,
        indicator.end,
        indicator.name,
        shown_values(question, indicator),
        indicator.unit,
        chosen_values(question, indicator)[-1],
    )


def _verdict(rows: Sequence[_Row]) -> str:
    """Which of two figures is higher, computed on parsed numbers; "" when they can't be compared."""
    if len(rows) != 2 or rows[0].value is None or rows[1].value is None:
        return ""
    values = (rows[0].value, rows[1].value)
    units = {
        "%" if "%" in row.unit + value.text else row.unit.casefold() for row, value in zip(rows, values, strict=True)
    }
    first, second = values[0].number, values[1].number
    if first is None or second is None or len(units) > 1 or not is_same(rows[0].name, rows[1].name):
        return ""
    if first == second:  # but "≥ 95" and "trên 95%" are not the same figure
        return texts.COMPARISON_EQUAL if values[0].comparison == values[1].comparison else ""
    high, low = (rows[0], rows[1]) if first > second else (rows[1], rows[0])
    return texts.COMPARISON_RESULT.format(high=name_plan(high.plan), low=name_plan(low.plan))


_ALIKE = 0.4  # share of the content words of two names that both hold


def is_same(one: str, other: str) -> bool:
    """Whether two names may say the same thing: figures of different things are not higher or lower than one another."""
    a, b = (set(words_of(name)) - stop_words() for name in (one, other))
    return len(a & b) >= _ALIKE * len(a | b)
