"""The documents a plan rests on: all of them, the one asked for by kind and body, or the one named with a subject in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.document.references import find_references
from index.records import Plan, Reference
from index.vietnamese import fold
from index.vocabulary import Vocabulary
from rag import texts
from rag.drafting import Draft, name_plan
from rag.kinds.citing_plans import (
    NamedDocument,
    answer_citing_plans,
    answer_document,
    asks_which_plan,
    name_reference,
    named_documents,
    named_laws,
)
from rag.kinds.content import answer_content
from rag.kinds.fact_lines import write_fact
from rag.kinds.facts import MAX_PLANS, OTHER_WORDS, Blank, most_interesting
from rag.kinds.sentences import sentences
from rag.kinds.task_lines import quoted
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.asked_documents import ANY, AskedDocument, asked_documents, fit
from rag.understanding.asked_kind import replaces
from rag.understanding.descriptions import self_names
from rag.understanding.terms import bag_of, terms_of

_PASSAGES = 12  # looked at for a document named with a subject
_SUBJECT_WORDS = 3  # content words beside the plan's name and title: about something named inside the plan
_MAX_OTHER = 1  # content words beside the plan's title; more ask for a document inside the plan
_SENTENCE_COVERAGE = 0.5
_WINDOW = (160, 200)  # characters before and after a document's name that say what it is about
_LIST = 3  # more bases than these: a question that describes one of them gets that one
_CLEARLY = 0.15  # by so much a base must fit better than the next
# Verbs that go with any document: "căn cứ", "phê duyệt", "dẫn", "nêu"
_DOCUMENT_VERBS = frozenset(["căn", "cứ", "dựa", "phê", "duyệt", "lấy", "dẫn", "nêu", "viện", "ban", "hành"])
# The plan itself, not something inside it, rests on what is asked for.
_OF_PLAN = re.compile(r"(?<!\S)(?:kế hoạch|ban hành|quyết định này|văn bản này)(?!\S)")


@dataclass(frozen=True)
class _Found:
    """A document and the sentence that names it; `is_basis` when the plan's preamble does."""

    plan: Plan
    reference: Reference
    start: int
    end: int
    is_basis: bool


def answer_legal_basis(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The documents a plan rests on; for a document named in the question, the plans that rest on it; for a subject, the document named with it."""
    everywhere = list(search.snapshot.plans.values())
    named = named_documents(question, plans)
    if asks_which_plan(question) and not replaces(question.compared):
        named = named or named_laws(question, everywhere)
        if named:
            of_place = [plan for plan in everywhere if plan.plan_id in question.plans.of_place]
            return answer_citing_plans(named, of_place or plans)
    if replaces(question.compared):
        return _replaced(named, plans) or answer_content(question, search)
    asked = asked_documents(question.compared)
    own = _own_decision(question, plans, asked)
    if own is not None:
        return own
    if not asked and named:
        return answer_document(named, plans)
    if not asked:
        return _all_bases(question, plans, search)
    return _answer_asked(question, plans, search, asked) or _answer_beyond(question, plans, search, asked)


# What a plan that names a document does not say of it
_OF_THE_DOCUMENT_ITSELF = {"signer", "signer_title"}


def asks_beyond_mention(question: Question) -> bool:
    """Whether a question asks of a document that is no plan here what only the document itself says: who signed it."""
    return bool(question.references and _OF_THE_DOCUMENT_ITSELF & set(question.facts))


# "được phê duyệt tại | quyết định số mấy"
_ISSUED_BY = re.compile(r"(?<!\S)(?:ban hành|phê duyệt|công bố|thông qua)(?: kèm)?(?: (?:theo|tại|bằng|trong|qua))? $")


def _own_decision(question: Question, plans: Sequence[Plan], asked: Sequence[AskedDocument]) -> Draft | None:
    """Number and date of the decision that the plan itself is: "kế hoạch … được ban hành theo quyết định số mấy"."""
    if not (question.plans.named and len(plans) == 1 and asked):
        return None
    before, plan = question.compared[: asked[0].start], plans[0]
    if not (_ISSUED_BY.search(before) and "kế hoạch" in before and is_own(plan, asked[0])):
        return None
    if len(_subject(question, plans, asked[0])) > _MAX_OTHER:
        return None
    draft = Draft()
    for line in (write_fact(draft, plan, "number"), write_fact(draft, plan, "date")):
        draft.say(line)
    return draft if draft.lines and draft.lines[0] else None


def is_own(plan: Plan, asked: AskedDocument) -> bool:
    """Whether the plan is of the kind and from the body asked for."""
    issuer = plan.metadata.issuer.value if plan.metadata.issuer else ""
    itself = Reference(
        plan.metadata.kind, plan.metadata.number.value if plan.metadata.number else "", None, issuer, 0, 0
    )
    return min(fit(asked, itself, "")) > 0


def _answer_beyond(
    question: Question, plans: Sequence[Plan], search: Search, asked: Sequence[AskedDocument]
) -> Draft | None:
    """The same over the plans of the same place, when words that look like a title only name the document's subject: "quyết định nào phê duyệt Chiến lược …"."""
    of_place = [search.snapshot.plans[plan_id] for plan_id in question.plans.of_place]
    if len(of_place) <= len(plans) or _OF_PLAN.search(question.compared[: asked[0].start]) or asked[0].cited:
        return None
    terms = terms_of(question.text, search.snapshot.vocabulary, question.plans.places)
    wider = replace(search, plan_ids=[plan.plan_id for plan in of_place], rankings={})
    choice = replace(question.plans, named=bool(question.plans.places), plan_ids=question.plans.of_place)
    return _answer_asked(replace(question, terms=terms, plans=choice), of_place, wider, asked)


def _replaced(named: Sequence[NamedDocument], plans: Sequence[Plan]) -> Draft | None:
    """The documents that the plans replace or amend; with a document named, the plans that replace it."""
    draft = Draft()
    for plan in plans:
        for verb, references in ((texts.REPLACES, plan.metadata.replaces), (texts.AMENDS, plan.metadata.amends)):
            for reference in references:
                if not named or any(document.is_same(reference) for document in named):
                    cite = draft.cite(plan, reference.start, reference.end)
                    draft.say(verb.format(plan=name_plan(plan), reference=name_reference(reference), cite=cite))
    return draft if draft.lines else None


def _all_bases(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    plans = most_interesting(question, plans)
    if len(plans) > MAX_PLANS:
        return None
    draft = Draft()
    for plan in plans:
        if plan.metadata.legal_bases:
            _write_bases(draft, plan, _meant(question, plan, plan.metadata.legal_bases, search.snapshot.vocabulary))
    if not draft.lines and plans:
        raise Blank(plans[0], "legal")
    return draft if draft.lines else None


def _answer_asked(
    question: Question, plans: Sequence[Plan], search: Search, asked: Sequence[AskedDocument]
) -> Draft | None:
    """What was found of each document asked for; what was not is said to be missing."""
    found: list[_Found] = []
    missing: list[AskedDocument] = []
    for one in asked:
        of_one = _find(question, plans, search, one)
        found += [f for f in of_one if not any(_is_same(f, other) for other in found)]
        missing += [] if of_one else [one]
    if not found:
        if len(plans) == 1 and not _bases(plans[0]) and asked[0].kinds == (ANY,):
            raise Blank(plans[0], "legal")
        return None
    draft = Draft()
    for plan in dict.fromkeys(f.plan for f in found):
        of_plan = [f for f in found if f.plan is plan]
        bases = [f.reference for f in of_plan if f.is_basis]
        if bases:
            _write_bases(draft, plan, bases)
        _write_sentences(draft, plan, [f for f in of_plan if not f.is_basis])
    for one in missing:
        draft.say("")
        draft.say(texts.DOCUMENT_MISSING.format(kind=" ".join(one.kinds)))
    return draft


def _is_same(one: _Found, other: _Found) -> bool:
    return one.plan is other.plan and fold(one.reference.number) == fold(other.reference.number) != ""


def _find(question: Question, plans: Sequence[Plan], search: Search, asked: AskedDocument) -> list[_Found]:
    """The documents that are the one asked for: named with the question's subject, else among what the plans rest on."""
    if not (asked.cited or _OF_PLAN.search(question.compared[: asked.start])):
        # words that look like a plan's title may say what the document is about: "quyết định nào điều chỉnh Quy hoạch …"
        whole = terms_of(question.text, search.snapshot.vocabulary, question.plans.places)
        question = replace(question, terms=whole)
    subject = _subject(question, plans, asked)
    if len(subject) >= _SUBJECT_WORDS:
        named = _named_with_subject(question, plans, search, asked)
        if named is not None:
            return [named]
        if not (asked.cited or _OF_PLAN.search(question.compared[: asked.start])):
            return []
    plans = most_interesting(question, plans)
    if len(plans) > MAX_PLANS:
        return []
    return [found for plan in plans for found in _among_bases(question, plan, asked, search.snapshot.vocabulary)]


def _subject(question: Question, plans: Sequence[Plan], asked: AskedDocument) -> list[str]:
    """The question's content that is neither the plan's title and issuer nor the document's kind and body."""
    own = {*asked.body.split(), *" ".join(asked.kinds).split(), *_DOCUMENT_VERBS}
    if question.plans.named and len(plans) == 1:
        own |= bag_of(" . ".join(self_names(plans[0]))).words
    return [word for word in dict.fromkeys(question.terms.words) if word not in own]


def _among_bases(question: Question, plan: Plan, asked: AskedDocument, vocabulary: Vocabulary) -> list[_Found]:
    """The bases of the kind and body asked for that fit best; of several, the one that the question describes."""
    fits = [(fit(asked, base, clause), base) for base, clause in zip(_bases(plan), _clauses(plan), strict=True)]
    best = max((how for how, _ in fits), default=(0, 0))
    bases = [base for how, base in fits if how == best] if min(best) else []
    chosen = _meant(question, plan, bases, vocabulary)
    return [_Found(plan, base, base.start, base.end, True) for base in chosen]


def _bases(plan: Plan) -> tuple[Reference, ...]:
    return plan.metadata.legal_bases


def _clauses(plan: Plan) -> list[str]:
    """What the preamble says of each base: from the one before to the one after it, within its line."""
    bases = sorted(_bases(plan), key=lambda base: base.start)
    spans = {}
    for place, base in enumerate(bases):
        line_start = plan.text.rfind("\n", 0, base.start) + 1
        line_end = plan.text.find("\n", base.end)
        start = max(line_start, bases[place - 1].end) if place else line_start
        end = min(line_end, bases[place + 1].start) if place + 1 < len(bases) else line_end
        spans[base] = plan.text[start : max(end, base.end)]
    return [spans[base] for base in _bases(plan)]


def _named_with_subject(
    question: Question, plans: Sequence[Plan], search: Search, asked: AskedDocument
) -> _Found | None:
    """The document of the asked kind in the sentence that covers the question best; None when no sentence covers enough."""
    own = {fold(r.number) for r in question.references}
    best: tuple[tuple[int, int], float, _Found] | None = None
    for plan, heading, start, end in _sentences(plans, search):
        references = [r for r in find_references(plan.text, start, end) if fold(r.number) not in own or not r.number]
        if not references:
            continue
        coverage = question.terms.coverage(bag_of(f"{heading} . {plan.text[start:end]}"))
        if coverage < _SENTENCE_COVERAGE:
            continue
        for reference in references:
            first, last = max(start, reference.start - _WINDOW[0]), min(end, reference.end + _WINDOW[1])
            how = fit(asked, reference, plan.text[first:last])
            score = coverage + question.terms.coverage(bag_of(plan.text[first:last]))
            if min(how) and (best is None or (how, score) > best[:2]):
                base = next((b for b in _bases(plan) if b.start == reference.start), None)
                best = (how, score, _Found(plan, base or reference, start, end, base is not None))
    return best[2] if best else None


def _sentences(plans: Sequence[Plan], search: Search) -> Iterator[tuple[Plan, str, int, int]]:
    """The sentences that may name the document: of the passages found, and of the preambles of few plans."""
    allowed = {plan.plan_id for plan in plans}
    for scored in search.results[:_PASSAGES]:
        passage = scored.passage
        if passage.plan_id in allowed:
            plan = search.snapshot.plans[passage.plan_id]
            for start, end in sentences(plan.text, passage.start, passage.end):
                yield plan, passage.heading, start, end
    for plan in plans if len(plans) <= MAX_PLANS else ():
        for base in _bases(plan):
            line_end = plan.text.find("\n", base.end)
            yield plan, "", plan.text.rfind("\n", 0, base.start) + 1, line_end if line_end >= 0 else len(plan.text)


def _meant(question: Question, plan: Plan, bases: Sequence[Reference], vocabulary: Vocabulary) -> Sequence[Reference]:
    """The bases asked for: the one whose line says what the question says, when it is clearly one; else all."""
    terms = terms_of(question.text, vocabulary, question.plans.places)
    if len(bases) < 2 or (len(bases) <= _LIST and len(bases) == len(_bases(plan))) or len(terms.words) < OTHER_WORDS:
        return bases
    clauses = dict(zip(_bases(plan), _clauses(plan), strict=True))
    scores = [terms.coverage(bag_of(clauses[base])) for base in bases]
    best, second = sorted(scores, reverse=True)[:2]
    return [bases[scores.index(best)]] if best >= 0.5 and best - second >= _CLEARLY else bases


def _write_bases(draft: Draft, plan: Plan, bases: Sequence[Reference]) -> None:
    if draft.lines:
        draft.say("")
    draft.say(texts.LEGAL_INTRO.format(plan=name_plan(plan)))
    draft.say("")
    for base in bases:
        cite = draft.cite(plan, base.start, _clause_end(plan, base) if len(bases) == 1 else base.end)
        draft.say(texts.LEGAL_LINE.format(reference=name_reference(base), cite=cite))


def _clause_end(plan: Plan, base: Reference) -> int:
    """Where what the preamble says of a base ends: with "hướng dẫn xây dựng dự toán năm 2026", which shows that it is the one asked for."""
    clause = re.match(r"[^;\n.]*", plan.text[base.end : base.end + _WINDOW[1]])
    following = next((other.start for other in _bases(plan) if other.start > base.end), len(plan.text))
    end = min(base.end + len(clause.group().rstrip(" ,")) if clause else base.end, following)
    return end if end < following else base.end


def _write_sentences(draft: Draft, plan: Plan, found: Sequence[_Found]) -> None:
    if not found:
        return
    draft.head(plan)
    for start, end in dict.fromkeys((f.start, f.end) for f in found):
        names = "; ".join(name_reference(f.reference) for f in found if (f.start, f.end) == (start, end))
        quote, cite = quoted(plan.quote(start, end)), draft.cite(plan, start, end)
        draft.say("- " + texts.REFERENCE_FOUND.format(reference=names, quote=quote, cite=cite))
