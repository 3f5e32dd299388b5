"""Figures in running text: the sentence or cell that holds the asked quantity ("bao nhiêu trạm", "mấy lần") of the asked subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.records import Plan
from index.vietnamese import expand, key
from rag.kinds.sentences import sentences, without_references
from rag.kinds.work import own_terms
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.cues import stop_words
from rag.understanding.terms import Bag, Terms, bag_of

_ANY_COVERAGE = 0.6  # of the question's content, for a sentence with any figure
_SURE_COVERAGE = 0.5  # for one that counts the very thing asked for: "08 trạm" for "bao nhiêu trạm"
_MAX_MISSING = (
    0.3  # of the content's weight: "bao nhiêu trạm y tế có máy tính" is not answered by any count of stations
)
_AS_GOOD = 0.97  # of the best sentence's coverage: says it again, maybe otherwise
_MIN_OWN = 2  # words of the question's own, without its plan's subject, that say enough by themselves
_MAX_FIGURES = 3
_PASSAGES = 10  # of the search's first, where no plan is named
_FEW_PLANS = 3  # named; their whole text is read
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*\s*(?:%|‰|[^\W\d_])")
_MONEY = re.compile(r"\d[\d.,]*\s*(?:đồng|triệu|tỉ|tỷ|nghìn|ngàn)", re.IGNORECASE)
_SHARE = re.compile(r"\d\s*[%‰]|phần trăm|\d\s*/\s*\d", re.IGNORECASE)
_ASKS_MONEY = re.compile(r"(?<!\S)(?:tiền|kinh phí|đồng|ngân sách|vốn|chi phí|tỉ đồng|triệu)(?!\S)")
_ASKED_NOUN = re.compile(r"(?<!\w)(?:bao nhiêu|mấy) (?P<noun>[^\W\d_]+)", re.IGNORECASE)
# "bao nhiêu %", "chiếm tỷ lệ bao nhiêu", "tỷ trọng … là mấy"
_ASKED_SHARE = re.compile(
    r"(?:bao nhiêu|mấy)\s*(?:%|phần trăm)|(?<!\w)t[ỷỉ] (?:lệ|trọng)(?!\w).*(?<!\w)(?:bao nhiêu|mấy|thế nào)(?!\w)(?! (?:đồng|tiền|triệu|tỷ|tỉ))",
    re.IGNORECASE,
)
_NUMERAL = r"(?:\d[\d.,]*|một|hai|ba|bốn|sáu|bảy|tám|chín|mười)"
# Dates, periods and numbering are no figures: "ngày 20/3/2024", "giai đoạn 2021 - 2025", "03 năm", "Mẫu biểu số 02, 03", "1.1."
_NO_FIGURE = re.compile(
    r"(?:ngày|tháng|năm|giai đoạn|quý)\s+[\dIVX/.\s–-]+|\d+\s+(?:năm|tháng|ngày)(?!\w)(?:\s+\d{4}(?:\s*[-–]\s*\d{4})?)?|"
    r"(?:số|biểu|bảng|phụ lục|điều|khoản|mục|điểm|chương|phần|dự án|tiêu chí)\s+\d+(?:\s*(?:,|và)\s*\d+)*|(?:^|\n)\s*\d+(?:\.\d+)*[.)]",
    re.IGNORECASE,
)
_PER_HEAD = re.compile(r"(?:/|trên)\s*\d[\d.]*\s*[^\W\d_]")  # "bác sĩ/10.000 dân" alone says no figure
_PERCENT = re.compile(r"\d[\d.,]*\s*[%‰]")  # "100% trạm y tế" counts no stations
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Figure:
    """A sentence with a figure, and how much of the question it covers."""

    plan: Plan
    start: int
    end: int
    coverage: float


def find_figures(question: Question, search: Search) -> list[Figure]:
    """The sentence that covers the question best and holds the quantity asked for, and others as good that say another figure."""
    noun = asked_noun(question.text)
    wanted = _FIGURE if noun else _wanted(question)
    least = _SURE_COVERAGE if noun else _ANY_COVERAGE
    wordings = _wordings(question, search)
    found = []
    for plan, start, end in _spans(question, search):
        bag = bag_of(plan.text[start:end])
        coverage = max(terms.coverage(bag) for terms in wordings)
        if coverage < least or _is_in_table(plan, start, end) or _is_of_other_time(question, plan, start, end):
            continue
        words = _PER_HEAD.sub(" ", _NO_FIGURE.sub(" ", without_references(plan.text, start, end)))
        if wanted.search(words) and (
            not noun or (_counts(noun, words) and _missing_share(question, bag) <= _MAX_MISSING)
        ):
            found.append(Figure(plan, start, end, coverage))
    return _different(sorted(found, key=lambda f: (-f.coverage, f.start)))


def _wordings(question: Question, search: Search) -> list[Terms]:
    """The question's content; where it names its plan, also without that plan's subject, if enough is left."""
    own = own_terms(question, [search.snapshot.plans[i] for i in search.plan_ids or ()])
    return [question.terms, own] if len(own.words) >= _MIN_OWN else [question.terms]


def _missing_share(question: Question, bag: Bag) -> float:
    """Share of the question's content, by weight, that a text lacks altogether."""
    weights = question.terms.weights
    return sum(weights[word] for word in set(question.terms.missing(bag))) / (sum(weights.values()) or 1.0)


def _is_in_table(plan: Plan, start: int, end: int) -> bool:
    """Whether a statement is a cell of a row read as an indicator, which answers, or doesn't, with its columns."""
    return any(i.start < end and start < i.end for i in plan.indicators if i.from_table)


def is_of_other_year(question: Question, text: str) -> bool:
    """Whether the question names years and the text names other years only."""
    asked = {str(year) for year in question.years}
    stated = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
    return bool(asked and stated and not asked & stated)


def _is_of_other_time(question: Question, plan: Plan, start: int, end: int) -> bool:
    """Whether a statement is of another year than asked: by its own words, else by the heading of aims above it; one without a year is of its plan's."""
    words = plan.text[start:end]
    if not _ANY_YEAR.search(words):
        columns = (v.column for i in plan.indicators if i.start < end and start < i.end for v in i.values)
        words = " . ".join((words, *columns))
    return is_of_other_year(question, words) or is_beyond(question, plan, words)


def is_beyond(question: Question, plan: Plan, text: str) -> bool:
    """Whether a text names no year, and the year asked for lies outside the time that its plan speaks of."""
    years = [year for year in (*plan.metadata.years, *plan.metadata.period) if year]
    if not question.years or not years or _ANY_YEAR.search(text):
        return False
    return all(year > max(years) or year < min(years) for year in question.years)


def asked_noun(text: str) -> str:
    """What is to be counted, in compared form: "trạm" of "bao nhiêu trạm y tế", "lần" of "mấy lần"; "" where no thing is named."""
    match = _ASKED_NOUN.search(text)
    noun = key(match["noun"]) if match else ""
    return "" if noun in _NO_NOUNS or (noun in stop_words() and noun not in _COUNTED) else noun


# Stop words that are counted all the same, and words behind "bao nhiêu" that name nothing counted
_COUNTED = frozenset(["người", "tỉnh", "huyện", "đơn", "nội", "nhiệm", "điểm", "lần", "năm", "tháng", "ngày"])
_NO_NOUNS = frozenset(["phần", "tiền", "kinh", "đồng", "vốn", "tỉ", "triệu", "ngân", "năm", "tháng", "ngày", "so"])


def _wanted(question: Question) -> re.Pattern[str]:
    if _ASKED_SHARE.search(question.text):
        return _SHARE
    return _MONEY if _ASKS_MONEY.search(question.compared) else _FIGURE


def _counts(noun: str, words: str) -> bool:
    """Whether a text counts the thing: "08 trạm", "ít nhất một lần", "3 cuộc kiểm tra"."""
    words = _PERCENT.sub(" ", words)
    return re.search(rf"(?<!\S){_NUMERAL}(?: [^\W\d_]+){{0,2}} {re.escape(noun)}(?!\S)", key(expand(words))) is not None


def _spans(question: Question, search: Search) -> Iterator[tuple[Plan, int, int]]:
    """The sentences and cells to look at: all of the few plans named, else those of the passages found."""
    ids = search.plan_ids if search.plan_ids is not None and len(search.plan_ids) <= _FEW_PLANS else None
    if ids is not None:
        for plan_id in ids:
            plan = search.snapshot.plans[plan_id]
            yield from ((plan, start, end) for start, end in _statements(plan, plan.body_start, len(plan.text)))
        return
    for scored in search.results[:_PASSAGES]:
        plan = search.snapshot.plans[scored.passage.plan_id]
        yield from ((plan, start, end) for start, end in _statements(plan, scored.passage.start, scored.passage.end))


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
    return set(_NUMBERS.findall(_NO_FIGURE.sub(" ", figure.plan.text[figure.start : figure.end])))
