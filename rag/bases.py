"""The documents a plan rests on, both ways: what it implements, which plans implement a document, what is done by which document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Plan, Reference
from index.references import find_references
from index.vietnamese import fold, key
from index.vocabulary import Vocabulary
from rag import texts
from rag.cues import has_cue
from rag.drafting import Draft, name_plan
from rag.evidence import bag_of, terms_of
from rag.facts import MAX_PLANS, OTHER_WORDS, Blank, most_interesting
from rag.question import Question
from rag.responsibilities import quoted
from rag.retrieval import Search
from rag.sentences import sentences

_ASKED_KIND = re.compile(
    r"(?<!\S)(kế hoạch|nghị quyết|quyết định|chỉ thị|thông báo|nghị định|thông tư|kết luận|luật|chương trình|đề án|văn bản)(?: \S+){0,3}? (?:nào|số mấy|số nào|gì)(?!\S)"
)


_KIND_FIRST = re.compile(
    r"(nghị quyết|quyết định|chỉ thị|thông báo|nghị định|thông tư|luật|chương trình|đề án|công văn)(?!\S)"
)


_BY_WHICH = re.compile(r"(?<!\S)theo (?:kế hoạch|văn bản|nghị quyết|quyết định|chỉ thị)(?: số)? (?:nào|mấy)")


_BODY_WORDS = frozenset(
    [
        "ủy",
        "ban",
        "nhân",
        "dân",
        "hội",
        "đồng",
        "chính",
        "phủ",
        "thủ",
        "tướng",
        "bộ",
        "trưởng",
        "trung",
        "ương",
        "quốc",
        "đảng",
        "tỉnh",
        "thường",
        "vụ",
    ]
)


_CONTENT_WORDS = 3  # content words beside the plan's own name: the question is about a document named inside the plan


_SENTENCE_COVERAGE = 0.5


def answer_legal_basis(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The documents a plan rests on; for a document named in the question, the plans that rest on it; for a subject, the document named with it."""
    kind = _asked_kind(question)
    content = [word for word in question.terms.words if word not in _BODY_WORDS]
    if len(content) >= _CONTENT_WORDS and kind and not (question.references and kind in ("kế hoạch", "văn bản")):
        named = _reference_with_subject(question, plans, search, kind)
        if named is not None:
            return named
    if question.references and not _BY_WHICH.search(question.compared):
        return _about_reference(question, plans)
    plans = most_interesting(question, plans)
    if len(plans) > MAX_PLANS:
        return None
    draft = Draft()
    for plan in plans:
        if plan.metadata.legal_bases:
            _write_bases(draft, question, plan, search.snapshot.vocabulary)
    if not draft.lines:
        if plans:
            raise Blank(plans[0], "legal")
        return None
    return draft


def _asked_kind(question: Question) -> str:
    """The kind of document asked for: "theo nghị quyết nào", or the document that the question begins with."""
    first = _KIND_FIRST.match(question.compared)
    asked = _ASKED_KIND.search(question.compared)
    return first.group(1) if first and not question.references else asked.group(1) if asked else ""


def _reference_with_subject(question: Question, plans: Sequence[Plan], search: Search, kind: str) -> Draft | None:
    """The document of the asked kind in the sentence that covers the question best; None when no sentence covers enough."""
    own = {fold(r.number) for r in question.references}
    best: tuple[float, Plan, int, int, Reference] | None = None
    allowed = {plan.plan_id for plan in plans}
    for scored in search.results[:12]:
        passage = scored.passage
        if passage.plan_id not in allowed:
            continue
        plan = search.snapshot.plans[passage.plan_id]
        for start, end in sentences(plan.text, passage.start, passage.end):
            coverage = question.terms.coverage(bag_of(f"{passage.heading} . {plan.text[start:end]}"))
            for reference in find_references(plan.text, start, end):
                if fold(reference.number) in own or (
                    kind != "văn bản" and key(reference.kind).split()[:1] != kind.split()[:1]
                ):
                    continue
                near = question.terms.coverage(
                    bag_of(plan.text[max(start, reference.start - 160) : min(end, reference.end + 200)])
                )
                if coverage >= _SENTENCE_COVERAGE and (best is None or coverage + near > best[0]):
                    best = (coverage + near, plan, start, end, reference)
    if best is None:
        return None
    _, plan, start, end, reference = best
    draft = Draft()
    draft.head(plan)
    draft.say(
        "- "
        + texts.REFERENCE_FOUND.format(
            reference=name_reference(reference), quote=quoted(plan.quote(start, end)), cite=draft.cite(plan, start, end)
        )
    )
    return draft


def _write_bases(draft: Draft, question: Question, plan: Plan, vocabulary: Vocabulary) -> None:
    if draft.lines:
        draft.say("")
    draft.say(texts.LEGAL_INTRO.format(plan=name_plan(plan)))
    draft.say("")
    for base in _meant(question, plan, vocabulary):
        draft.say(texts.LEGAL_LINE.format(reference=name_reference(base), cite=draft.cite(plan, base.start, base.end)))


_LIST = 3  # more bases than these: a question that describes one of them gets that one


def _meant(question: Question, plan: Plan, vocabulary: Vocabulary) -> Sequence[Reference]:
    """The bases asked for: the one whose line says what the question says, when it is clearly one; else all."""
    bases = plan.metadata.legal_bases
    terms = terms_of(question.text, vocabulary, question.plans.places)
    if len(bases) <= _LIST or len(terms.words) < OTHER_WORDS:
        return bases
    lines = [plan.text[base.start : plan.text.find("\n", base.start)] for base in bases]
    scores = [terms.coverage(bag_of(line)) for line in lines]
    best, second = sorted(scores, reverse=True)[:2]
    return [bases[scores.index(best)]] if best >= 0.5 and best - second >= 0.15 else bases


def name_reference(reference: Reference) -> str:
    """A document as a sentence names it: "Quyết định số 281/QĐ-TTg ngày 05/4/2024 của Thủ tướng Chính phủ"."""
    parts = [reference.kind] if reference.kind else []
    parts += [f"số {reference.number}"] if reference.number else []
    parts += [f"ngày {reference.issued_on:%d/%m/%Y}"] if reference.issued_on else []
    parts += [f"của {reference.issuer}"] if reference.issuer else []
    return " ".join(parts)


def _about_reference(question: Question, plans: Sequence[Plan]) -> Draft | None:
    wanted = {fold(r.number) for r in question.references if r.number}
    draft = Draft()
    bases_only = has_cue(question.compared, "legal", "which_plan")
    for plan in plans:
        base = next((b for b in plan.metadata.legal_bases if fold(b.number) in wanted), None)
        mention = base or (None if bases_only else _fullest(plan, wanted))
        if mention is not None:
            if not draft.lines:
                draft.say(texts.REVERSE_INTRO.format(reference=name_reference(mention)))
                draft.say("")
            draft.say(
                texts.REVERSE_LINE.format(plan=name_plan(plan), cite=draft.cite(plan, mention.start, mention.end))
            )
    return draft if draft.lines else (_mentions(plans, wanted) if bases_only else None)


def _fullest(plan: Plan, wanted: set[str]) -> Reference | None:
    """The mention of a document that says most of it: with date and issuing body."""
    found = [r for r in find_references(plan.text) if r.number and fold(r.number) in wanted]
    return max(found, key=lambda r: (r.issued_on is not None, bool(r.issuer), -r.start), default=None)


def _mentions(plans: Sequence[Plan], wanted: set[str]) -> Draft | None:
    draft = Draft()
    for plan in plans:
        mention = _fullest(plan, wanted)
        if mention is not None:
            if not draft.lines:
                draft.say(texts.REVERSE_INTRO.format(reference=name_reference(mention)))
                draft.say("")
            draft.say(
                texts.REVERSE_LINE.format(plan=name_plan(plan), cite=draft.cite(plan, mention.start, mention.end))
            )
    return draft if draft.lines else None
