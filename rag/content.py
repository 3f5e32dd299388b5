"""What does the plan say about X: the fewest verbatim sentences that answer, in the plan's order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.layout import lines_of
from index.lexicon import unit_head_pattern
from index.records import Passage, Plan, Section
from index.vietnamese import expand, key
from rag import texts
from rag.drafting import Draft, name_plan
from rag.evidence import bag_of
from rag.question import Question
from rag.responsibilities import quoted
from rag.retrieval import Search

MIN_COVERAGE = 0.5
SURE_COVERAGE = 0.35  # enough for the passage that both searches put among their first
_NEAR = 0.8
_MAX_PASSAGES = 3
_MAX_QUOTE = 900  # characters of one quote
_CONSIDERED = 12


def answer_content(question: Question, search: Search, minimum: float = MIN_COVERAGE) -> Draft | None:
    """The passages that cover the question, quoted; None when none covers enough of it."""
    scored = [
        (coverage_of(question, s.passage), rank, s.passage, s.ranks)
        for rank, s in enumerate(search.results[:_CONSIDERED])
        if s.passage.path
    ]
    sure = [
        s
        for s in scored
        if s[0] >= minimum
        or (
            minimum <= MIN_COVERAGE
            and s[0] >= SURE_COVERAGE
            and max(s[3].get("dense", 99), s[3].get("lexical", 99)) <= 3
        )
    ]
    if not sure:
        return None
    best = max(score(s[0], s[1]) for s in sure)
    chosen = sorted((s for s in sure if score(s[0], s[1]) >= _NEAR * best), key=lambda s: -score(s[0], s[1]))[
        :_MAX_PASSAGES
    ]
    return _write([s[2] for s in chosen], search)


_MAX_SECTION = 2_500  # characters of a section quoted whole; a longer one gives its items' first lines
_MAX_ITEMS = 12
_LEFT_OVER = 2  # content words of the question beside the heading: "kinh phí … lấy từ nguồn nào"


def answer_section(question: Question, plans: Sequence[Plan]) -> Draft | None:
    """The section whose heading is what the question asks for ("mục đích", "kinh phí thực hiện"), item by item; None without one."""
    found = [(plan, section) for plan in plans for section in [_asked_section(question, plan)] if section is not None]
    if not found or len(found) > _MAX_PASSAGES:
        return None
    draft = Draft()
    for plan, section in found:
        draft.head(plan)
        items = [line for line in lines_of(plan.text[section.start : section.end]) if line.text.strip()]
        whole = items[1:] or items
        for line in whole[:_MAX_ITEMS] if section.end - section.start <= _MAX_SECTION else whole[: _MAX_ITEMS // 2]:
            start = section.start + line.start
            draft.say(
                "- " + texts.QUOTE.format(quote=quoted(line.text), cite=draft.cite(plan, start, start + len(line.text)))
            )
    return draft


def answer_summary(plans: Sequence[Plan]) -> Draft | None:
    """What a plan is about: its title and the headings of its parts, each cited; None for many plans at once."""
    if not plans or len(plans) > _MAX_PASSAGES:
        return None
    draft = Draft()
    for plan in plans:
        title = plan.metadata.title
        if draft.lines:
            draft.say("")
        if title:
            cite = draft.cite(plan, title.start, title.end)
            draft.say(texts.SUMMARY_TITLE.format(plan=name_plan(plan), title=quoted(title.value), cite=cite))
            draft.say("")
        for section in [s for s in plan.sections if len(s.path) == 1 and s.heading]:
            end = plan.text.find("\n", section.start)
            end = section.end if end < 0 else min(end, section.end)
            draft.say(
                "- "
                + texts.QUOTE.format(quote=plan.quote(section.start, end), cite=draft.cite(plan, section.start, end))
            )
    return draft if draft.citations else None


def _asked_section(question: Question, plan: Plan) -> Section | None:
    """The outermost section whose whole heading stands in the question, and that leaves little of the question over."""
    asked = f" {question.compared} "
    best: Section | None = None
    for section in plan.sections:
        heading = key(expand(section.heading))
        if len(heading.split()) < 2 or "\t" in plan.text[section.start : section.end]:
            continue
        parts = [
            heading,
            *(
                part.strip()
                for part in re.split(r" (?:và|thực hiện|chủ yếu|cụ thể) ?", heading)
                if len(part.split()) > 1
            ),
        ]
        if (
            any(f" {part} " in asked for part in parts)
            and len(question.terms.missing(bag_of(section.heading))) <= _LEFT_OVER
            and (best is None or len(section.path) < len(best.path))
        ):
            best = section
    return best


_UNIT_START = re.compile(r"(?<![^\W\d_])[A-ZĐÀ-Ỹ]")
_NAMED_COVERAGE = 0.6


def answer_who(question: Question, search: Search) -> Draft | None:
    """The passage that covers a question about who does something and names a unit or body; for work assigned outside any list."""
    for rank, scored in enumerate(search.results[:4]):
        passage = scored.passage
        named = any(unit_head_pattern().match(passage.text, m.start()) for m in _UNIT_START.finditer(passage.text))
        if (
            passage.path
            and named
            and "\t" not in passage.text
            and coverage_of(question, passage) >= _NAMED_COVERAGE + 0.05 * rank
        ):
            return _write([passage], search)
    return None


def score(coverage: float, rank: int) -> float:
    """Coverage, with a bonus for standing high in the hybrid ranking."""
    return coverage + 0.3 / (1 + rank / 3)


def coverage_of(question: Question, passage: Passage) -> float:
    """How much of the question a passage covers, the headings above it included."""
    return question.terms.coverage(bag_of(f"{passage.context} . {passage.text}"))


def _write(passages: Sequence[Passage], search: Search) -> Draft:
    draft = Draft()
    plans = [search.snapshot.plans[p.plan_id] for p in passages]
    for plan in dict.fromkeys(plans):
        draft.head(plan)
        for passage in sorted((p for p in passages if p.plan_id == plan.plan_id), key=lambda p: p.start):
            draft.say("- " + quote_passage(draft, plan, passage))
    return draft


def quote_passage(draft: Draft, plan: Plan, passage: Passage) -> str:
    """A passage quoted and cited."""
    return texts.QUOTE.format(quote=quoted(passage.text), cite=draft.cite(plan, passage.start, passage.end))
