"""Figures: an indicator looked up by its name, with unit, sign and column; and figures of several plans side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Indicator, IndicatorValue, Plan
from index.vietnamese import parse_number
from rag import texts
from rag.drafting import Draft, name_plan
from rag.evidence import bag_of, terms_of
from rag.question import Question
from rag.responsibilities import quoted
from rag.retrieval import Search
from rag.sentences import sentences, without_references

MIN_COVERAGE = 0.6  # of the question's content by the indicator's name, group, unit and title; calibrated on dev
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
    asked = bag_of(question.text)
    found = []
    for plan in plans:
        interest = question.plans.interest.get(plan.plan_id, 0.0)
        for indicator in plan.indicators:
            columns = " . ".join(v.column for v in indicator.values)
            described = f"{indicator.name} . {indicator.unit} . {indicator.group} . {columns} . {indicator.table_title}"
            coverage = question.terms.coverage(bag_of(described))
            of_name = terms_of(indicator.name, search.snapshot.vocabulary).coverage(asked)
            if not _is_of_other_year(question, indicator):
                found.append(Found(plan, indicator, coverage, coverage + _NAME_WEIGHT * of_name + 0.15 * interest))
    return sorted(found, key=lambda f: (-f.score, f.plan.plan_id, f.indicator.start))


def best_indicators(question: Question, plans: Sequence[Plan], search: Search) -> list[Found]:
    """The indicators that answer the question: the best of each plan that is near the best of all."""
    ranked = rank_indicators(question, plans, search)
    together = _together(question, ranked)
    ranked = [f for f in ranked if f.coverage >= MIN_COVERAGE]
    if not ranked:
        return together
    if len(together) > 1 and ranked[0].coverage < _WHOLE:
        return together
    near = [f for f in ranked if f.score >= (_NEAR if question.plans.named else _NEAR_ELSEWHERE) * ranked[0].score]
    if not question.plans.named:
        best_of: dict[str, Found] = {}
        for f in near:
            best_of.setdefault(f.plan.plan_id, f)
        return list(best_of.values())[:_MAX_ANSWERS]
    return near[:_MAX_ANSWERS]


_WHOLE = 0.95  # covered so far, the question asks for one figure
_SHARE = 0.4


def _together(question: Question, ranked: Sequence[Found]) -> list[Found]:
    """Two or three indicators of one plan that cover the question only together ("thể nhẹ cân và thể thấp còi")."""
    if "và" not in question.compared.split() and "," not in question.text:
        return []
    for plan in dict.fromkeys(f.plan for f in ranked[:6]):
        own = [f for f in ranked[:8] if f.plan is plan and f.coverage >= _SHARE]
        chosen = own[:1]
        for f in own[1:]:
            if len(chosen) < 3 and _joint(question, [*chosen, f]) > _joint(question, chosen) + 0.05:
                chosen.append(f)
        if len(chosen) > 1 and _joint(question, chosen) >= MIN_COVERAGE + 0.1:
            return chosen
    return []


def _joint(question: Question, found: Sequence[Found]) -> float:
    return question.terms.coverage(
        bag_of(" . ".join(f"{f.indicator.name} . {f.indicator.group} . {f.indicator.table_title}" for f in found))
    )


def _is_of_other_year(question: Question, indicator: Indicator) -> bool:
    """Whether the question names years and the indicator is of other years only."""
    columns = (v.column for v in indicator.values)
    return is_of_other_year(question, " ".join([indicator.name, indicator.table_title, *columns]))


def is_of_other_year(question: Question, text: str) -> bool:
    """Whether the question names years and the text names other years only."""
    asked = {str(year) for year in question.years}
    stated = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
    return bool(asked and stated and not asked & stated)


_FIGURE = re.compile(r"\d+(?:[.,]\d+)*\s*(?:%|‰|[^\W\d_])")
_MONEY = re.compile(r"\d[\d.,]*\s*(?:đồng|triệu|tỉ|tỷ|nghìn)", re.IGNORECASE)
_ASKS_MONEY = re.compile(r"(?<!\S)(?:tiền|kinh phí|đồng|ngân sách|vốn|chi phí|tỉ đồng|triệu)(?!\S)")
_FIGURE_COVERAGE = 0.6
_NO_FIGURE = re.compile(
    r"(?:ngày|tháng|năm|giai đoạn|quý)\s+[\dIVX/.\s–-]+|(?:^|\n)\s*\d+(?:\.\d+)*[.)]"
)  # dates, periods and numbering


def answer_figure(question: Question, search: Search) -> Draft | None:
    """A sentence with a figure that covers the question well; for figures outside tables and targets. None without one."""
    wanted = _MONEY if _ASKS_MONEY.search(question.compared) else _FIGURE
    best: tuple[float, Plan, int, int] | None = None
    for scored in search.results[:10]:
        plan = search.snapshot.plans[scored.passage.plan_id]
        for start, end in sentences(plan.text, scored.passage.start, scored.passage.end):
            words = _NO_FIGURE.sub(" ", without_references(plan.text, start, end))
            coverage = question.terms.coverage(bag_of(plan.text[start:end]))
            if is_of_other_year(question, plan.text[start:end]):
                continue
            if (
                "\t" not in plan.text[start:end]
                and wanted.search(words)
                and coverage >= _FIGURE_COVERAGE
                and (best is None or coverage > best[0])
            ):
                best = (coverage, plan, start, end)
    if best is None:
        return None
    _, plan, start, end = best
    draft = Draft()
    draft.head(plan)
    draft.say("- " + texts.QUOTE.format(quote=quoted(plan.quote(start, end)), cite=draft.cite(plan, start, end)))
    return draft


def answer_indicator(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The figures asked for; None when no indicator fits."""
    if len(question.plans.places) > 1:
        table = compare_indicators(question, plans, search)
        if table is not None:
            return table
    found = best_indicators(question, plans, search)
    if not found:
        return None
    draft = Draft()
    for plan in dict.fromkeys(f.plan for f in found):
        draft.head(plan)
        for item in [f for f in found if f.plan is plan]:
            draft.say("- " + describe(draft, question, plan, item.indicator))
    return draft


def describe(draft: Draft, question: Question, plan: Plan, indicator: Indicator) -> str:
    """An indicator with its values, cited: a table's row by name and columns, a sentence verbatim."""
    cite = draft.cite(plan, indicator.start, indicator.end)
    if not indicator.from_table:
        year = indicator.values[0].column
        stated = year and year.casefold() not in indicator.name.casefold()
        return texts.PROSE_INDICATOR.format(
            name=quoted(indicator.name), year=texts.BY_YEAR.format(year=year) if stated else "", cite=cite
        )
    values = "; ".join(_value(v, indicator.unit) for v in chosen_values(question, indicator))
    return texts.INDICATOR.format(name=quoted(indicator.name), values=values, cite=cite)


def chosen_values(question: Question, indicator: Indicator) -> list[IndicatorValue]:
    """The values whose column is of a year asked for; all of them when the question names none of them."""
    years = {str(year) for year in question.years}
    of_year = [v for v in indicator.values if years & set(re.findall(r"20\d\d", v.column))]
    return of_year or list(indicator.values)


def _value(value: IndicatorValue, unit: str) -> str:
    shown = "" if unit.casefold() == value.text.casefold() else unit
    joined = shown if shown in ("%", "‰", "") else f" {shown[0].lower()}{shown[1:]}"
    spaced = f" {joined}" if shown in ("%", "‰") else joined
    if value.column:
        return texts.INDICATOR_VALUE.format(value=quoted(value.text), unit=spaced, column=value.column)
    return texts.INDICATOR_VALUE_PLAIN.format(value=quoted(value.text), unit=spaced)


def compare_indicators(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """One figure of several plans in a table, and which is higher; None unless two plans state it."""
    ranked = [f for f in rank_indicators(question, plans, search) if f.coverage >= MIN_COVERAGE - 0.1]
    best: dict[str, Found] = {}
    for f in ranked:
        best.setdefault(f.plan.plan_id, f)
    rows = list(best.values())
    if len(rows) < 2:
        return None
    draft = Draft()
    draft.say(texts.COMPARISON_HEAD.format(name=quoted(rows[0].indicator.name)))
    for f in rows:
        cite = draft.cite(f.plan, f.indicator.start, f.indicator.end)
        if f.indicator.from_table:
            value = "; ".join(_value(v, f.indicator.unit) for v in chosen_values(question, f.indicator))
            name = f"{quoted(f.indicator.name)}: " if f.indicator.name != rows[0].indicator.name else ""
        else:
            value, name = (
                f"“{quoted(f.indicator.name)}”"
                + (texts.BY_YEAR.format(year=f.indicator.values[0].column) if f.indicator.values[0].column else ""),
                "",
            )
        draft.say(
            texts.COMPARISON_ROW.format(
                plan=name_plan(f.plan).replace("|", "/"), value=(name + value).replace("|", "/"), cite=cite
            )
        )
    verdict = _verdict(question, rows)
    if verdict:
        draft.say("")
        draft.say(verdict)
    return draft


def _verdict(question: Question, rows: Sequence[Found]) -> str:
    """Which of two figures is higher, computed on parsed numbers; "" when they can't be compared."""
    if len(rows) != 2:
        return ""
    numbers = [parse_number(chosen_values(question, f.indicator)[-1].text) for f in rows]
    units = {
        "%" if "%" in f.indicator.unit + f.indicator.values[-1].text else f.indicator.unit.casefold() for f in rows
    }
    if numbers[0] is None or numbers[1] is None or len(units) > 1:
        return ""
    if numbers[0] == numbers[1]:
        return (
            texts.COMPARISON_EQUAL
            if len({_bound(chosen_values(question, f.indicator)[-1].text) for f in rows}) == 1
            else ""
        )
    high, low = (rows[0], rows[1]) if numbers[0] > numbers[1] else (rows[1], rows[0])
    return texts.COMPARISON_RESULT.format(high=name_plan(high.plan), low=name_plan(low.plan))


# "≥ 95" and "trên 95%" are not the same figure.
_BOUNDS = (
    ("≥", re.compile(r"≥|>=|ít nhất|tối thiểu|từ .+ trở lên|không dưới")),
    ("≤", re.compile(r"≤|<=|tối đa|không quá")),
    (">", re.compile(r">|trên")),
    ("<", re.compile(r"<|dưới")),
)


def _bound(text: str) -> str:
    """The comparison sign of a figure, whether written as a sign or in words; "" for an exact one."""
    return next((sign for sign, words in _BOUNDS if words.search(text.casefold())), "")
