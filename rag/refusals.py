"""Saying no: why there is no answer, what is missing, and the nearest sections, which prove nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Passage, Plan
from index.vietnamese import expand, key
from index.vocabulary import Vocabulary
from rag import texts
from rag.answers import Citation, Kind, Reason, Refusal
from rag.drafting import make_citation, name_plan
from rag.kinds.fact_lines import blank_line, name_blank
from rag.kinds.facts import Blank, describes_another
from rag.kinds.work import of_unit
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.asked import is_elsewhere
from rag.understanding.terms import bag_of

_NEAREST = 2
_MAX_NAMED = 3
_OTHER_PLAN_COVERAGE = 0.6  # less of the question than this in the nearest passage: the plan it describes is another
# "kế hoạch của Huyện ủy …", "kế hoạch này", "kế hoạch Lâm Đồng giao": whose plan it is, or what it does, but no subject
_NO_SUBJECT = re.compile(
    r"(?<!\S)kế hoạch (?:của|do|ở|tại|thuộc|này|nào|trên|số|giao|phân công|được|có|quy định|đặt|nêu|năm|theo|nói|đánh giá)(?!\S)"
)
_ANY_COVERAGE = 0.2  # less of the question than this in the nearest passage: it is about something else altogether


_FOREIGN = 0.5  # share of a question's words that no plan holds; more, and it is about something else altogether


def is_foreign(question: Question, vocabulary: Vocabulary) -> bool:
    """Whether most of the question's content stands in no plan at all."""
    words = [word for word in question.terms.words if not word[0].isdigit()]
    return bool(words) and sum(not vocabulary.knows(word) for word in words) >= _FOREIGN * len(words)


def no_plan(question: Question, vocabulary: Vocabulary) -> Refusal:
    """The question names a place or number that no plan has."""
    about_plans = "kế hoạch" in question.compared
    if not about_plans and (is_elsewhere(question.compared) or _is_other_content(question, vocabulary)):
        return out_of_scope(False)
    missing = question.plans.missing
    template = (
        texts.NO_SUCH_TITLE
        if missing.startswith("“")
        else texts.NO_SUCH_NUMBER
        if missing[:1].isdigit()
        else texts.NO_SUCH_PLAN
    )
    return Refusal(Reason.NO_SUCH_PLAN, template.format(place=_title_case(missing), number=missing, title=missing))


def _is_other_content(question: Question, vocabulary: Vocabulary) -> bool:
    return question.kind is Kind.CONTENT and is_foreign(question, vocabulary)


def no_described_plan() -> Refusal:
    """The question describes a plan that is not there."""
    return Refusal(Reason.NO_SUCH_PLAN, texts.NO_DESCRIBED_PLAN)


def out_of_scope(instruction: bool) -> Refusal:
    """The question is not about plans."""
    return Refusal(Reason.OUT_OF_SCOPE, texts.INSTRUCTION if instruction else texts.OUT_OF_SCOPE)


def blank(error: Blank) -> Refusal:
    """The plan leaves the fact blank; the blank line is shown where there is one."""
    line = blank_line(error.plan, error.fact)
    nearest = (make_citation(error.plan, line.start, line.end, 1),) if line else ()
    return Refusal(Reason.NOT_STATED, name_blank(error.plan, error.fact), nearest)


def not_stated(question: Question, plans: Sequence[Plan], search: Search) -> Refusal:
    """The plans don't say it; out of scope when they hold next to nothing of the question."""
    if is_elsewhere(question.compared):
        return out_of_scope(False)
    results = [s.passage for s in search.results]
    best = max((question.terms.coverage(bag_of(f"{p.context} . {p.text}")) for p in results[:10]), default=0.0)
    elsewhere = is_foreign(question, search.snapshot.vocabulary) if question.plans.named else True
    if best < _ANY_COVERAGE and elsewhere and question.unit is None:
        return out_of_scope(False)
    is_other = _is_described(question) and describes_another(question, plans, search.snapshot.vocabulary, least=0.5)
    if is_other and best < _OTHER_PLAN_COVERAGE:
        return no_described_plan()
    nearest = _nearest(results, search)
    named = (
        "; ".join(name_plan(plan) for plan in plans)
        if question.plans.named and len(plans) <= _MAX_NAMED
        else texts.THE_PLANS
    )
    has_tasks = question.unit is not None and bool(of_unit(plans, question.unit.name))
    if question.kind is Kind.TASKS and question.unit and not has_tasks:
        message = texts.NOT_STATED_UNIT.format(plans=named, unit=_as_typed(question, question.unit.name))
    elif question.absent_units:
        message = texts.NOT_NAMED.format(plans=named, units=", ".join(question.absent_units))
    elif question.kind is Kind.DEADLINE:
        message = texts.NOT_STATED_DEADLINE.format(plans=named)
    else:
        message = texts.NOT_STATED.format(plans=named, missing=_missing(question, search))
    return Refusal(Reason.NOT_STATED, message, nearest)


def _is_described(question: Question) -> bool:
    """Whether the question calls its plan by a subject, and not only by whose it is."""
    others = _NO_SUBJECT.sub("", question.compared)
    for place in question.plans.places:
        others = others.replace(f"kế hoạch {place}", "")
    return "kế hoạch" in others


def _nearest(results: Sequence[Passage], search: Search) -> tuple[Citation, ...]:
    """The first passages found, one a section."""
    cited: dict[tuple[str, str], Citation] = {}
    for passage in results:
        citation = make_citation(search.snapshot.plans[passage.plan_id], passage.start, passage.end, len(cited) + 1)
        cited.setdefault((citation.plan_id, citation.address), citation)
        if len(cited) == _NEAREST:
            break
    return tuple(cited.values())


def _missing(question: Question, search: Search) -> str:
    """The question's words that the plans asked about don't hold."""
    vocabulary = search.snapshot.vocabulary
    unknown = [word for word in dict.fromkeys(question.terms.words) if not vocabulary.knows(word)]
    return texts.MISSING_WORDS.format(words=", ".join(unknown[:5])) if unknown else ""


def _as_typed(question: Question, name: str) -> str:
    """A unit's compared name as the question writes it, else with a capital."""
    words = list(re.finditer(r"\S+", question.text))
    for first in range(len(words)):
        for last in range(first, min(first + len(name.split()) + 1, len(words))):
            span = question.text[words[first].start() : words[last].end()].strip(" ?.,;:!")
            if key(expand(span)) == name and not span.isupper():
                return span[0].upper() + span[1:]
    return name[0].upper() + name[1:]


def _title_case(name: str) -> str:
    return name if any(c.isupper() for c in name) else " ".join(word.capitalize() for word in name.split())
