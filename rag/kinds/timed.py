"""Sentences and aims that say when: time limits outside any unit's tasks, and the year by which a figure is to be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.assignments.deadlines import find_deadline
from index.document.markers import read_marker
from index.records import Indicator, Plan
from rag.drafting import Draft
from rag.kinds.sentences import sentences, without_references
from rag.kinds.work import own_terms
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.terms import Terms, bag_of

_PASSAGES = 10  # of the search's first
_OWN_SHARE = 0.25  # of the score: what the sentence covers without its headings
_OF_PASSAGE = 0.9  # of what its passage covers, for a sentence in it
_RANKED = 0.15  # weight of standing first in the hybrid search
_RANK_DECAY = 4.0
_AS_GOOD = 0.7  # of the best sentence's coverage: as much about what is asked
_BARE_DATE = 0.8  # of its coverage, for a date without words of a limit ("tại thời điểm 0h00 ngày 01/01/2025")
_MIN_OWN = 2  # words of the question's own, without its plan's subject, that say enough by themselves
_SHORT = 60  # characters; a shorter sentence ("Thời gian hoàn thành: …") is of what stands before it
_DAY = r"\d{1,2}\s*[/.]\s*\d{1,2}\s*[/.]\s*\d{4}"
_DATE = re.compile(
    rf"(?:[Tt]ừ\s+)?(?:ngày\s+)?{_DAY}\s*(?:[-–]|đến(?: hết)?)\s*(?:ngày\s+)?{_DAY}|{_DAY}|từ ngày\s+\d{{1,2}}(?:/\d{{1,2}})? đến(?: hết)? ngày\s+\d{{1,2}}(?:/\d{{1,2}}| tháng \d{{1,2}} năm \d{{4}})|"
    r"(?:tháng|[Qq]uý)\s+(?:\d{1,2}|[IV]+)\s*(?:/|năm\s)\s*\d{4}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}|\d+ lần/(?:ngày|tuần|tháng)|năm\s+20\d\d"
)
_PERIOD = re.compile(r"20\d\d\s*[-–]\s*20\d\d")
_ASKS_PERIOD = re.compile(
    r"(?<!\S)(?:giai đoạn|thời kì|nhiệm kì|những năm|các năm|mấy năm|kéo dài|từ năm|bao lâu)(?!\S)"
)
# "có bao nhiêu ngày để gửi", "trong mấy tuần": a length of time, not a date
_ASKS_LENGTH = re.compile(r"(?<!\S)(?:bao nhiêu|mấy) (?:ngày|tuần|tháng|giờ|tiếng)(?!\S)(?! một lần)")
_STATES_LENGTH = re.compile(
    r"(?<!ngày )(?<!tháng )(?<![\d/])\d{1,3}\s+(?:ngày|tuần|tháng|giờ)(?!\s+\d)|\d{1,3}h(?!\d)", re.IGNORECASE
)
_PAST_CENTURY = re.compile(r"(?<!\d)19\d\d(?!\d)")  # an anniversary
ROUND = re.compile(
    r"(?:[Đđ]ịnh kỳ(?: (?:hằng|hàng) (?:năm|quý|tháng|tuần)| 0?\d+ tháng)?|(?:hằng|hàng|mỗi) (?:năm|quý|tháng|tuần|ngày)|\d+ lần/(?:ngày|tuần|tháng|quý|năm)|\d+ tháng/lần|(?:mỗi|một|\d+) (?:năm|quý|tháng|tuần|ngày) (?:một|1|\d+) lần|(?:một|\d+) lần (?:một|mỗi|trong) (?:năm|quý|tháng|tuần)|[Tt]hường xuyên)"
)
HOW_OFTEN = re.compile(r"(?<!\S)(?:bao lâu|mấy lần|tần suất|(?:một|1|01) lần|chu kì|định kì)(?!\S)")
_ASKS_DAY = re.compile(
    r"(?<!\S)(?:ngày|hôm|mùng) (?:nào|mấy|bao nhiêu)(?!\S)|(?<!\S)(?:bao nhiêu|mấy) ngày(?!\S)|hạn (?:chót|cuối)"
)
_ASKS_SPAN = re.compile(
    r"(?<!\S)từ (?:ngày|hôm|tháng|quý|năm) (?:nào|mấy)(?!\S)|(?<!\S)(?:những|các) ngày nào(?!\S)|kéo dài"
)
_STATES_SPAN = re.compile(r"đến|tới|\d\s*[-–]\s*\d", re.IGNORECASE)
_ASKS_MONTH = re.compile(r"(?<!\S)(?:tháng|quý) (?:nào|mấy|bao nhiêu)(?!\S)")
_STATES_DAY = re.compile(r"ngày|tuần|giờ|\d{1,2}\s*/\s*\d{1,2}", re.IGNORECASE)
_STATES_MONTH = re.compile(r"tháng|quý|\d{1,2}\s*/\s*\d{4}|ngày", re.IGNORECASE)


@dataclass(frozen=True)
class Timed:
    """A statement that says when: the words that do, how much of the question it covers, and `score` for ordering.

    It starts with the sentence before where its own is short, as "Thời hạn hoàn thành: …" tells nothing without what is to be done.
    """

    plan: Plan
    start: int
    end: int
    when: str
    coverage: float
    own: float  # what it covers without its headings
    score: float


def fits_asked(question: Question, when: str) -> bool:
    """Whether a time is as exact as asked for: a day where a day is asked, a span where its ends are, a round where it is how often."""
    if HOW_OFTEN.search(question.compared):
        return ROUND.search(when) is not None
    if _ASKS_LENGTH.search(question.compared):
        return _STATES_LENGTH.search(when) is not None
    if _ASKS_SPAN.search(question.compared) and not _STATES_SPAN.search(when):
        return False
    if _ASKS_DAY.search(question.compared):
        return _STATES_DAY.search(when) is not None
    return not _ASKS_MONTH.search(question.compared) or _STATES_MONTH.search(when) is not None


def is_as_exact(question: Question, when: str) -> bool:
    """Whether a task's time limit can answer at all: no round ("hằng năm") and no period of years where a day is asked, no date where a
    length of time is."""
    if _ASKS_LENGTH.search(question.compared) and not HOW_OFTEN.search(question.compared):
        return fits_asked(question, when)
    if not _ASKS_DAY.search(question.compared) and not _ASKS_MONTH.search(question.compared):
        return True
    return fits_asked(question, when) or not (ROUND.search(when) or _PERIOD.search(when))


def timed_sentences(question: Question, search: Search) -> list[Timed]:
    """The sentences of the passages found that state a time of their own (no other document's date), best first."""
    wordings = _wordings(question, search)
    found: dict[tuple[str, int], Timed] = {}
    for rank, scored in enumerate(search.results[:_PASSAGES]):
        passage = scored.passage
        plan = search.snapshot.plans[passage.plan_id]
        bonus = _RANKED / (1 + rank / _RANK_DECAY)
        whole = bag_of(f"{passage.context} . {passage.text}")
        of_passage = _OF_PASSAGE * max(terms.coverage(whole) for terms in wordings)
        for start, end, before, first in _with_before(plan, passage.start, passage.end):
            when, sureness = _time_in(question, plan, start, end)
            if not when or start < plan.body_start or any(n.start <= start < n.end for n in plan.footnotes):
                continue
            words = plan.text[start:end] if end - start >= _SHORT else f"{before} . {plan.text[start:end]}"
            around = bag_of(f"{passage.context} . {passage.heading} . {words}")
            coverage = max(of_passage, *(terms.coverage(around) for terms in wordings))
            own = sureness * max(terms.coverage(bag_of(words)) for terms in wordings)
            score = sureness * coverage + _OWN_SHARE * own + bonus
            if (plan.plan_id, start) not in found or found[plan.plan_id, start].score < score:
                opening = start if end - start >= _SHORT else first
                found[plan.plan_id, start] = Timed(plan, opening, end, when, coverage, own, score)
    return sorted(found.values(), key=lambda t: (-t.score, t.plan.plan_id, t.start))


def states_time(question: Question, draft: Draft, search: Search) -> bool:
    """Whether, where a day is asked, a sentence of what an answer cites that is about what is asked, not one beside it, says when."""
    if _ASKS_DAY.search(question.compared) is None or _ASKS_LENGTH.search(question.compared):
        return True
    said = [
        (
            question.terms.coverage(
                bag_of(f"{before} . {plan.text[start:end]}" if end - start < _SHORT else plan.text[start:end])
            ),
            when,
        )
        for cited in draft.citations
        for plan in [search.snapshot.plans[cited.plan_id]]
        for start, end, before, _ in _with_before(plan, cited.start, cited.end)
        for when, _ in [_time_in(question, plan, start, end)]
    ]
    best = max((coverage for coverage, _ in said), default=0.0)
    return any(when and coverage >= _AS_GOOD * best for coverage, when in said)


def aims_with_year(question: Question, plans: Sequence[Plan]) -> list[tuple[float, Plan, Indicator]]:
    """Figures to be reached by a year, with how much of the question their names cover, best first."""
    found = []
    for plan in plans:
        for indicator in plan.indicators:
            if any(value.year and not value.is_baseline for value in indicator.values):
                words = f"{indicator.name} . {indicator.group} . {' . '.join(v.text for v in indicator.values)}"
                coverage = question.terms.coverage(bag_of(words))
                found.append((coverage, plan, indicator))
    return sorted(found, key=lambda f: (-f[0], f[1].plan_id, f[2].start))


def _wordings(question: Question, search: Search) -> list[Terms]:
    """The question's content, and without its plan's subject where enough is left."""
    plans = [search.snapshot.plans[i] for i in search.plan_ids or ()]
    own = own_terms(question, plans)
    return [question.terms, own] if len(own.words) >= _MIN_OWN else [question.terms]


def _time_in(question: Question, plan: Plan, start: int, end: int) -> tuple[str, float]:
    """The words of a sentence that say when, "" for none, and how surely they limit it: a bare date may be of anything."""
    if HOW_OFTEN.search(question.compared):
        often = ROUND.search(plan.text, start, end)
        return (often.group(), 1.0) if often else ("", 0.0)
    deadline = find_deadline(plan.text, start, end)
    if deadline is not None and fits_asked(question, deadline.text):
        return deadline.text, 1.0
    words = without_references(plan.text, start, end)
    dates = [*_DATE.finditer(words), *(_PERIOD.finditer(words) if _ASKS_PERIOD.search(question.compared) else ())]
    fitting = (d.group() for d in dates if fits_asked(question, d.group()) and not _PAST_CENTURY.search(d.group()))
    return next(((date, _BARE_DATE) for date in fitting), ("", 0.0))


def _with_before(plan: Plan, start: int, end: int) -> Iterator[tuple[int, int, str, int]]:
    """The sentences of a span, each with the words of the one before it and where that begins; another item's end is not before it."""
    before, opening = "", start
    for first, last in sentences(plan.text, start, end):
        is_item = read_marker(plan.text[first:last]) is not None
        yield first, last, before, first if is_item or not before else opening
        before, opening = plan.text[first:last], first
