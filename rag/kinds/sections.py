"""Whole parts of a plan: the section that a question asks for by its heading or subject, and what a plan is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.document.layout import lines_of
from index.records import Plan, Section
from index.vietnamese import expand, key
from rag import texts
from rag.drafting import Draft, name_plan
from rag.kinds.quoting import joined, say_quotes
from rag.kinds.task_lines import quoted
from rag.question import Question
from rag.understanding.asked import asked_aspect, is_heading_of
from rag.understanding.terms import bag_of, words_of

_MAX_PLANS = 3
_MAX_SECTION = 2_500  # characters of a section quoted whole; a longer one gives its items' first lines
_MAX_ITEMS = 12
_WHOSE = re.compile(
    r"^(?:trách nhiệm|nhiệm vụ|nhiệm vụ cụ thể|phân công nhiệm vụ|đối với)(?: của)? (?=\S+ \S)"
)  # a unit's or body's own part
_LONG_HEADING = 4  # words that a question may hold apart
_LEFT_OVER = 2  # content words of the question beside the heading: "kinh phí … lấy từ nguồn nào"
_LEAST_HELD = 0.25  # of the question's content, by the section; less, and the heading only stands in the plan's name


def answer_section(question: Question, plans: Sequence[Plan]) -> Draft | None:
    """The section whose heading is what the question asks for ("mục đích", "kinh phí thực hiện"), item by item; None without one."""
    found = [(plan, section) for plan in plans for section in [_asked_section(question, plan)] if section is not None]
    if not found or len(found) > _MAX_PLANS:
        return None
    draft = Draft()
    for plan, section in found:
        draft.head(plan)
        items = [line for line in lines_of(plan.text[section.start : section.end]) if line.text.strip()]
        heading_alone = len(key(items[0].text).split()) <= len(key(section.heading).split()) + 3
        whole = items[1:] if heading_alone and len(items) > 1 else items
        is_short = section.end - section.start <= _MAX_SECTION
        kept = whole[: _MAX_ITEMS if is_short else _MAX_ITEMS // 2]
        spans = [(section.start + line.start, section.start + line.end) for line in kept]
        say_quotes(draft, plan, joined(plan, spans))
    return draft


def answer_summary(plans: Sequence[Plan]) -> Draft | None:
    """What a plan is about: its title and the headings of its parts, each cited; None for many plans at once."""
    if not plans or len(plans) > _MAX_PLANS:
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
    """The outermost section that the question asks for by its heading, else by its aspect."""
    candidates = [s for s in plan.sections if s.heading and "\t" not in plan.text[s.start : s.end]]
    lengths = {section.path: _named_syllables(question, section) for section in candidates}
    longest = max(lengths.values(), default=0)
    named = [section for section in candidates if longest and lengths[section.path] == longest]
    section = _outermost(named)
    if section is not None and _holds_content(question, plan, section):
        return section
    return _section_of_aspect(question, plan, candidates)


def _holds_content(question: Question, plan: Plan, section: Section) -> bool:
    """Whether a section says what is asked beside its plan: "mục tiêu kép của đổi mới công nghệ" wants no "Mục tiêu cụ thể"."""
    text = f"{section.heading} . {plan.text[section.start : section.end]}"
    return not question.terms.words or question.terms.coverage(bag_of(text)) >= _LEAST_HELD


def _outermost(sections: Sequence[Section]) -> Section | None:
    return min(sections, key=lambda section: len(section.path), default=None)


def _named_syllables(question: Question, section: Section) -> int:
    """Length of the heading, or of the longest of its parts, that stands in the question and leaves little of it over; 0 for none."""
    heading = _WHOSE.sub("", key(expand(section.heading)))
    if len(heading.split()) < 2 or len(question.terms.missing(bag_of(section.heading))) > _LEFT_OVER:
        return 0
    if len(heading.split()) >= _LONG_HEADING and _in_order(heading.split(), question.compared.split()):
        return len(heading.split())
    split = re.split(r" (?:và|thực hiện|chủ yếu|cụ thể) ?", heading)
    parts = [heading, *(part.strip() for part in split if len(part.split()) > 1)]
    return max((len(part.split()) for part in parts if f" {part} " in f" {question.compared} "), default=0)


def _in_order(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether `others` hold all of `words` in their order, with others between: "chủ đề tháng hành động [vì …] năm 2025"."""
    left = iter(others)
    return all(word in left for word in words)


def _section_of_aspect(question: Question, plan: Plan, candidates: Sequence[Section]) -> Section | None:
    """The section about the aspect asked for, when the question says next to nothing else but which plan is meant."""
    aspect = asked_aspect(question.compared)
    if aspect is None or not question.plans.named:
        return None
    name, said = aspect
    title = plan.metadata.title.value if plan.metadata.title else ""
    known = bag_of(title).words | set(words_of(said))
    left = [word for word in question.terms.words if word not in known]
    if len(left) > _LEFT_OVER:
        return None
    about = [section for section in candidates if is_heading_of(name, section.heading)]
    exact = [section for section in about if key(expand(section.heading)).startswith(said)]
    return _outermost(exact or about)
