"""Figures: an indicator looked up by its name, with unit, sign and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Indicator, IndicatorValue, Plan
from index.vietnamese import expand, key
from rag import texts
from rag.drafting import Draft
from rag.kinds.differences import difference
from rag.kinds.figures import find_figures, is_beyond, is_of_other_year
from rag.kinds.quantities import Quantity, asked_quantity, counts, measures
from rag.kinds.task_lines import quoted
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.places import find_places
from rag.understanding.terms import bag_of, terms_of

MIN_COVERAGE = 0.6  # of the question's content by the indicator's name, group, unit and title; calibrated on dev
_UNCOUNTED = 0.8  # of the question by the name, or of the name by the question, for a share where a count was asked for: "bao nhiêu trạm y tế có bác sĩ", and the plan says "100%"
_NEAR = 0.93
_NEAR_ELSEWHERE = 0.75  # for the best of another plan, when the question names none
_NAME_WEIGHT = 0.35  # how much of the indicator's own name the question holds
_MAX_ANSWERS = 4


@dataclass(frozen=True)
class Found:
    """An indicator that fits, and how well."""

    plan: Plan
    indicator: Indicator
    coverage: float
    score: float


def rank_indicators(question: Question, plans: Sequence[Plan], search: Search) -> list[Found]:
    """The indicators of the plans, best first."""
    asked, quantity = bag_of(question.text), asked_quantity(question)
    known = list(search.snapshot.plans.values())
    places = find_places(question.compared, known)
    found = []
    for plan in plans:
        own = key(plan.metadata.place or "")
        others = [place for place in places if place not in own]
        interest = question.plans.interest.get(plan.plan_id, 0.0)
        for indicator in plan.indicators:
            described = _described(plan, indicator)
            if _is_of_other_place(others, described, known):
                continue
            coverage = question.terms.coverage(bag_of(described))
            of_name = terms_of(indicator.name, search.snapshot.vocabulary).coverage(asked)
            is_counted = max(coverage, of_name) >= _UNCOUNTED or counts(quantity, indicator)
            if (
                is_counted
                and measures(quantity, indicator)
                and not _is_of_other_time(question, quantity, plan, indicator)
            ):
                found.append(Found(plan, indicator, coverage, coverage + _NAME_WEIGHT * of_name + 0.15 * interest))
    return sorted(found, key=lambda f: (-f.score, f.plan.plan_id, f.indicator.start))


def _is_of_other_place(asked: Sequence[str], described: str, plans: Sequence[Plan]) -> bool:
    """Whether a figure is of a place, and of none of those `asked` that a question names beside its plan's own ("riêng Đà Nẵng")."""
    named = find_places(key(expand(described)), plans) if asked else []
    return bool(named) and not set(asked) & set(named)


def _described(plan: Plan, indicator: Indicator) -> str:
    """The words in which a question may ask for an indicator: its row with headers and groups, or its whole sentence."""
    columns = " . ".join(v.column for v in indicator.values)
    words = indicator.name if indicator.from_table else plan.quote(indicator.start, indicator.end)
    return f"{words} . {indicator.unit} . {indicator.group} . {columns} . {indicator.table_title}"


def best_indicators(question: Question, plans: Sequence[Plan], search: Search) -> list[Found]:
    """The indicators that answer the question: the best of each plan that is near the best of all."""
    ranked = rank_indicators(question, plans, search)
    joint = together(question, ranked)
    ranked = [f for f in ranked if f.coverage >= MIN_COVERAGE]
    if joint or not ranked:
        return joint
    near = [f for f in ranked if f.score >= (_NEAR if question.plans.named else _NEAR_ELSEWHERE) * ranked[0].score]
    if not question.plans.named:
        best_of: dict[str, Found] = {}
        for f in near:
            best_of.setdefault(f.plan.plan_id, f)
        return list(best_of.values())[:_MAX_ANSWERS]
    return near[:_MAX_ANSWERS]


_WHOLE = 0.95  # covered so far, the question asks for one figure
_SHARE = 0.4


def _is_whole(ranked: Sequence[Found]) -> bool:
    return bool(ranked) and ranked[0].coverage >= _WHOLE


def together(question: Question, ranked: Sequence[Found], least: float = MIN_COVERAGE + 0.1) -> list[Found]:
    """Two or three indicators of one plan that cover the share `least` of the question only together ("thể nhẹ cân và thể thấp còi")."""
    if ("và" not in question.compared.split() and "," not in question.text) or _is_whole(ranked):
        return []
    for plan in dict.fromkeys(f.plan for f in ranked[:6]):
        own = [f for f in ranked[:8] if f.plan is plan and f.coverage >= _SHARE]
        chosen = own[:1]
        for f in own[1:]:
            if len(chosen) < 3 and _joint(question, [*chosen, f]) > _joint(question, chosen) + 0.05:
                chosen.append(f)
        if len(chosen) > 1 and _joint(question, chosen) >= least:
            return chosen
    return []


def _joint(question: Question, found: Sequence[Found]) -> float:
    return question.terms.coverage(
        bag_of(" . ".join(f"{f.indicator.name} . {f.indicator.group} . {f.indicator.table_title}" for f in found))
    )


def _is_of_other_time(question: Question, quantity: Quantity, plan: Plan, indicator: Indicator) -> bool:
    """Whether the question names years and the indicator is of other years only, or it asks for what is where one sets an aim, or the
    other way round."""
    columns = (v.column for v in indicator.values)
    words = " ".join([indicator.name, indicator.table_title, *columns])
    if is_of_other_year(question, words) or is_beyond(question, plan, words):
        return True
    told = [v for v in indicator.values if v.is_baseline]
    if quantity.is_now:
        return not told
    undated = not indicator.from_table and not any(v.year for v in indicator.values)
    return quantity.is_aim and undated and len(told) == len(indicator.values)


def answer_figure(question: Question, search: Search) -> Draft | None:
    """The sentence that holds the asked quantity of the asked subject; for figures outside tables and aims. None without one."""
    found = find_figures(question, search)
    if not found:
        return None
    draft = Draft()
    for plan in dict.fromkeys(figure.plan for figure in found):
        draft.head(plan)
        for figure in [f for f in found if f.plan is plan]:
            cite = draft.cite(plan, figure.start, figure.end)
            draft.say("- " + texts.QUOTE.format(quote=quoted(plan.quote(figure.start, figure.end)), cite=cite))
    return draft


def answer_indicator(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The figures asked for; None when no indicator fits."""
    found = best_indicators(question, plans, search)
    if not found:
        return None
    draft = Draft()
    for plan in dict.fromkeys(f.plan for f in found):
        draft.head(plan)
        for item in [f for f in found if f.plan is plan]:
            draft.say("- " + describe(draft, question, plan, item.indicator))
    apart = (
        difference(question.compared, found[0].indicator, chosen_values(question, found[0].indicator))
        if len(found) == 1
        else ""
    )
    if apart:
        draft.say("")
        draft.say(apart)
    return draft


def describe(draft: Draft, question: Question, plan: Plan, indicator: Indicator) -> str:
    """An indicator's name and values; the citation quotes its row or sentence."""
    cite = draft.cite(plan, indicator.start, indicator.end)
    return texts.INDICATOR.format(
        name=quoted(titled(indicator.name)), values=shown_values(question, indicator), cite=cite
    )


def titled(name: str) -> str:
    """A name cut out of a sentence, as a line's opening: "dân số tham gia …" → "Dân số tham gia …"."""
    return name[:1].upper() + name[1:]


def shown_values(question: Question, indicator: Indicator) -> str:
    """The values asked for, each with its unit and column; a sentence's figures hold their unit themselves."""
    unit = indicator.unit if indicator.from_table else ""
    return "; ".join(_value(v, unit) for v in chosen_values(question, indicator))


def chosen_values(question: Question, indicator: Indicator) -> list[IndicatorValue]:
    """The values whose column is of a year asked for; all of them when the question names a year that none is of, or asks from what to
    what."""
    if asked_quantity(question).both_ends:
        return list(indicator.values)
    years = {str(year) for year in question.years}
    of_year = [v for v in indicator.values if years & set(re.findall(r"20\d\d", v.column))]
    told = {year for v in of_year for year in re.findall(r"20\d\d", v.column)}
    if of_year and years <= told:
        return of_year
    return _of_named_column(question, list(indicator.values)) if indicator.from_table else list(indicator.values)


_NAMED = 0.6  # of the words that only its own header has, for a column that a question names ("đã giải ngân", not "kế hoạch vốn")


def _of_named_column(question: Question, values: list[IndicatorValue]) -> list[IndicatorValue]:
    """The values under the header that the question names by words which the other headers lack; all of them where it names none."""
    asked = set(question.compared.split())
    headers = [set(key(expand(_ANY_YEAR.sub(" ", v.column))).split()) for v in values]
    own = [words - set().union(*(o for o in headers if o is not words)) for words in headers]
    named = [bool(words) and len(words & asked) >= _NAMED * len(words) for words in own]
    return [v for v, is_named in zip(values, named, strict=True) if is_named] or values


_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _value(value: IndicatorValue, unit: str) -> str:
    shown = "" if unit.casefold() == value.text.casefold() else unit
    joined = shown if shown in ("%", "‰", "") else f" {shown[0].lower()}{shown[1:]}"
    spaced = f" {joined}" if shown in ("%", "‰") else joined
    if value.column:
        return texts.INDICATOR_VALUE.format(value=quoted(value.text), unit=spaced, column=value.column)
    return texts.INDICATOR_VALUE_PLAIN.format(value=quoted(value.text), unit=spaced)
