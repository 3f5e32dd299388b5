"""What is asked: kind, plans, units, years; the question as the rest of the pipeline sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.records import Plan, Reference
from index.store import Snapshot
from index.vietnamese import collapse, expand, fold, key, nfc
from index.vocabulary import Vocabulary
from rag.answers import Kind
from rag.understanding.absent_units import absent_units
from rag.understanding.asked_documents import asks_for_citing, short_numbers
from rag.understanding.asked_kind import Signs, likely_kinds, replaces
from rag.understanding.chat import write_out
from rag.understanding.contents import content_of, content_terms
from rag.understanding.cues import (
    figure_phrases,
    has_cue,
    stop_phrases,
)
from rag.understanding.descriptions import issuer_names, own_dates, self_names
from rag.understanding.diacritics import Restorer
from rag.understanding.facets import Facet, facets_of, find_facets
from rag.understanding.facts_asked import facts_asked
from rag.understanding.instructions import is_instruction
from rag.understanding.named_documents import named_documents
from rag.understanding.places import plan_places, with_capitals
from rag.understanding.plans import PlanChoice, choose_plans, plan_years, stay
from rag.understanding.sides import NO_TERMS, Side, find_sides, without_other_asides, years_in
from rag.understanding.terms import Terms, bag_of, terms_of, with_context
from rag.understanding.units import UnitMention, find_units, unknown_subject

# "Ai ký hai kế hoạch của Hà Tĩnh" compares nothing
_COMPARES = re.compile(r"(?<!\S)(?:so|hơn|trước|sau|khác|giống|chênh|đối chiếu|giữa|chỉ tiêu|tỉ lệ|mục tiêu)(?!\S)")
_MANY_WORDS = 8  # content words in "kế hoạch nào thực hiện Chỉ thị số …"; more ask for something inside the plans
_MAX_NAMED = 6  # plans; a question that leaves more names none of them
MAX_QUESTION = 2_000  # characters; more is cut with a word to the user at the API's door


@dataclass(frozen=True)
class Question:
    """A question understood. `text` is restored and standalone; `compared` its compared form, abbreviations written out."""

    asked: str
    text: str
    compared: str
    kind: Kind
    plans: PlanChoice
    units: tuple[UnitMention, ...] = ()
    absent_units: tuple[str, ...] = ()  # bodies named that no plan asked about names
    facts: tuple[str, ...] = ()  # pieces of metadata asked for
    references: tuple[Reference, ...] = ()  # other documents named
    years: tuple[int, ...] = ()
    terms: Terms = NO_TERMS
    sides: tuple[Side, ...] = ()  # what a comparison sets side by side, where the question names it part by part
    parts: tuple[Question, ...] = ()  # what is set side by side, of one plan or several, each as its own question
    context: str = ""  # of a part: all the question, whose other words help to find what is asked about
    named_by: tuple[str, ...] = ()  # documents named that are the plans asked about
    single_kind: Kind = Kind.CONTENT  # what a comparison asks of each of its plans; else the kind itself
    other_kinds: tuple[Kind, ...] = ()  # what else it may ask, likelier ones first
    is_instruction: bool = False  # tries to change what the assistant does
    about: tuple[str, ...] = ()  # the plan that its conversation is about, which its text need not name
    shown: str = ""  # the text with that plan named, for people

    @property
    def unit(self) -> UnitMention | None:
        """The unit whose work is asked about."""
        return next((unit for unit in self.units if not unit.is_scope), None)


def understand(
    asked: str,
    snapshot: Snapshot,
    restorer: Restorer,
    within: Sequence[str] | None = None,
    about: Sequence[str] = (),
) -> Question:
    """Reads a standalone question, on the plans `about` which it is known to be. Pure: the same question over the same snapshot is understood alike."""
    text = restorer.restore(write_out(collapse(nfc(asked))[:MAX_QUESTION]))
    plans = list(snapshot.plans.values())
    text = with_capitals(text, plans)
    compared = key(expand(text))
    references = tuple(named_documents(text, _bodies(plans)))
    choice = stay(choose_plans(text, plans, snapshot.vocabulary, within), about)
    units = _units(text, compared, plans)
    numbers = [snapshot.plans[plan_id].metadata.number for plan_id in choice.plan_ids]
    own = {fold(number.value) for number in numbers if number} if not asks_for_citing(compared) else set()
    named_by = [text[r.start : r.end] for r in references if choice.named and fold(r.number) in own]
    named_by += own_dates(text, [snapshot.plans[plan_id] for plan_id in choice.plan_ids]) if choice.named else []
    references = tuple(r for r in references if fold(r.number) not in own or not choice.named)
    rest = terms_of(text, snapshot.vocabulary, [*choice.words, *(unit.name for unit in units)])
    facts = facts_asked(compared, rest.words, _names(choice, snapshot))
    about_document = _is_about_document(text, compared, snapshot, choice, references, facts)
    subject = any(not unit.is_scope for unit in units)
    likely = likely_kinds(Signs(compared, choice.named, subject, facts, about_document, len(rest.words)))
    kind, sides, choice = _side_by_side(text, compared, snapshot, choice, within, likely[0], facts)
    question = Question(
        asked=asked,
        text=text,
        compared=compared,
        kind=kind,
        plans=choice,
        units=units,
        absent_units=absent_units(text, [snapshot.plans[plan_id] for plan_id in choice.plan_ids]),
        facts=facts,
        references=references,
        years=years_in(text),
        named_by=tuple(named_by),
        single_kind=likely[0],
        other_kinds=likely[1:] if kind is likely[0] else (),
        is_instruction=is_instruction(compared),
        about=tuple(about),
    )
    question = as_kind(question, kind, snapshot)
    if kind is not Kind.COMPARISON:
        return _in_parts(question, likely, snapshot)
    return _with_terms(_sided(question, sides, likely, snapshot), sides, _beside_content(question, snapshot), snapshot)


def _with_terms(question: Question, sides: Sequence[Side], without: Sequence[str], snapshot: Snapshot) -> Question:
    """A comparison with what each of its sides is about."""
    text, kind, choice = question.text, question.kind, question.plans
    return replace(
        question,
        sides=tuple(
            replace(
                side,
                terms=content_terms(side.text, snapshot, without, kind, choice.words),
                whole=content_terms(without_other_asides(text, side, sides), snapshot, without, kind, choice.places),
            )
            for side in sides
        ),
    )


def as_kind(question: Question, kind: Kind, snapshot: Snapshot) -> Question:
    """The question read as one of `kind`: which of its words are content depends on what is asked."""
    read = replace(question, kind=kind, single_kind=kind if kind is not Kind.COMPARISON else question.single_kind)
    without = _beside_content(read, snapshot)
    if not read.context:
        return replace(read, terms=content_terms(read.text, snapshot, without, kind, read.plans.places))
    own, whole = (content_of(text, snapshot, without, kind) for text in (read.text, read.context))
    return replace(read, terms=with_context(own, whole))


def _in_parts(question: Question, likely: tuple[Kind, ...], snapshot: Snapshot) -> Question:
    """The question as a comparison of its facets, where it has several; else as it is."""
    compared = question.compared
    if likely[0] in (Kind.METADATA, Kind.LEGAL_BASIS) or has_cue(compared, "summary"):
        return question
    is_compared = has_cue(compared, "comparison") or has_cue(compared, "comparison", "sides")
    facets = find_facets(question.text, is_compared)
    parts = tuple(_part(facet, replace(question, other_kinds=likely), snapshot) for facet in facets)
    return replace(question, kind=Kind.COMPARISON, parts=parts) if parts else question


def _sided(question: Question, sides: Sequence[Side], likely: tuple[Kind, ...], snapshot: Snapshot) -> Question:
    """A comparison with the question that it puts to each of its sides."""
    parts = []
    for side, facet in zip(sides, facets_of([side.text for side in sides], [side.said for side in sides]), strict=True):
        own = [snapshot.plans[plan_id] for plan_id in side.plan_ids]
        words = (*question.plans.words, *side.words, *(name for plan in own for name in dated_names(plan)))
        plans = replace(question.plans, plan_ids=side.plan_ids, named=True, words=words)
        whole = replace(question, plans=plans, years=side.years, other_kinds=likely)
        parts.append(_part(facet, whole, snapshot))
    return replace(question, parts=tuple(parts))


def dated_names(plan: Plan) -> list[str]:
    """The bare numbers by which a plan is called beside others: "số 308 và 310", "(tháng 11/2025)", "kế hoạch 2023"."""
    number, day = plan.metadata.number, plan.metadata.issued_on
    names = [re.split(r"[-/]", number.value)[0]] if number else []
    names += [f"tháng {day.month}/{day.year}", f"{day.month}/{day.year}"] if day else []
    return names + [str(year) for year in sorted(plan_years(plan))]


def _part(facet: Facet, whole: Question, snapshot: Snapshot) -> Question:
    """One facet as a question of its own; what it is asked is in its own words, or in those said of all (`other_kinds` of the whole)."""
    compared, likely = key(expand(facet.text)), whole.other_kinds
    units = _units(facet.text, compared, list(snapshot.plans.values()))
    rest = terms_of(facet.text, snapshot.vocabulary, [*whole.plans.words, *(unit.name for unit in units)])
    facts = facts_asked(compared, rest.words, _names(whole.plans, snapshot))
    subject = any(not unit.is_scope for unit in units)
    own = likely_kinds(Signs(compared, whole.plans.named, subject, facts, False, len(rest.words)))
    first, *others = dict.fromkeys((*own, *likely) if facet.asks else (*likely, *own))
    part = replace(
        whole,
        asked=facet.own,
        text=facet.text,
        compared=compared,
        units=units,
        absent_units=absent_units(facet.text, [snapshot.plans[plan_id] for plan_id in whole.plans.plan_ids]),
        facts=facts if facet.asks else whole.facts,
        years=years_in(facet.text) or whole.years,
        context=whole.text,
        other_kinds=tuple(kind for kind in others if kind not in (Kind.METADATA, Kind.LEGAL_BASIS)),
        sides=(),
        parts=(),
    )
    return as_kind(part, first, snapshot)


def whole_terms(question: Question, vocabulary: Vocabulary) -> Terms:
    """All the content of a question but what names its plans, whatever kind it is: for comparing answers of several kinds."""
    return terms_of(question.text, vocabulary, [*question.plans.words, *question.named_by, *stop_phrases()])


def _beside_content(question: Question, snapshot: Snapshot) -> list[str]:
    """The question's words that are no content to look for: what names its plans, whose unit it is, how it asks for a figure."""
    kind, choice = question.kind, question.plans
    found = [*choice.words, *question.named_by, *stop_phrases()]
    found += [unit.name for unit in question.units if unit.is_scope or kind in (Kind.TASKS, Kind.DEADLINE)]
    if kind is Kind.DEADLINE and choice.named:
        found += _own_years(choice, snapshot)
    if kind is not Kind.LEGAL_BASIS:
        found += _own_references(question.text, question.references, choice, snapshot)
    if kind in (Kind.INDICATOR, Kind.COMPARISON):
        found += [*figure_phrases(), *(_issuers(choice, snapshot) if question.single_kind is Kind.INDICATOR else ())]
    return found


def _own_years(choice: PlanChoice, snapshot: Snapshot) -> list[str]:
    """The years of the plans that a question names: they say which plan is meant, or when in general."""
    plans = [snapshot.plans[plan_id] for plan_id in choice.plan_ids]
    return [str(year) for plan in plans for year in (*plan.metadata.years, *plan.metadata.period) if year]


def _own_references(text: str, references: Sequence[Reference], choice: PlanChoice, snapshot: Snapshot) -> list[str]:
    """Documents in the question that the chosen plan implements: they say which plan is meant, not what is asked."""
    bases = {
        fold(base.number)
        for plan_id in choice.plan_ids
        for base in snapshot.plans[plan_id].metadata.legal_bases
        if base.number
    }
    return [text[r.start : r.end] for r in references if choice.named and fold(r.number) in bases]


def _units(text: str, compared: str, plans: Sequence[Plan]) -> tuple[UnitMention, ...]:
    """The units named; the subject of the question even where no plan names it."""
    found = find_units(compared, plans)
    if not any(not unit.is_scope for unit in found) and has_cue(compared, "tasks"):
        subject = unknown_subject(text, compared)
        if subject is not None and all(
            unit.end <= subject.start or unit.start >= subject.end or unit.is_scope for unit in found
        ):
            return (subject, *found)
    return tuple(found)


def _names(choice: PlanChoice, snapshot: Snapshot) -> frozenset[str]:
    """The syllables by which the plans that a question names may be called: title, issuer, place, and the documents they rest on."""
    if not choice.named or len(choice.plan_ids) > _MAX_NAMED:
        return frozenset()
    plans = [snapshot.plans[plan_id] for plan_id in choice.plan_ids]
    bases = [plan.text[base.start : base.end] for plan in plans for base in plan.metadata.legal_bases]
    return bag_of(" . ".join([*(name for plan in plans for name in self_names(plan)), *bases])).words


_OF_TIMES = re.compile(
    r"(?<!\S)so với (?:cùng kì|năm|hiện nay|hiện tại|giai đoạn|trước)(?!\S)"
)  # one plan's figure at two times
_EACH_SIDE = (Kind.METADATA, Kind.LEGAL_BASIS, Kind.DEADLINE, Kind.INDICATOR, Kind.RESPONSIBILITY)


def _side_by_side(
    text: str,
    compared: str,
    snapshot: Snapshot,
    choice: PlanChoice,
    within: Sequence[str] | None,
    single: Kind,
    facts: Sequence[str],
) -> tuple[Kind, tuple[Side, ...], PlanChoice]:
    """The kind, the sides and the plans of a question: a comparison by a word that says so, or by one question put to plans named apart."""
    if replaces(compared) or (has_cue(compared, "summary") and choice.named) or facts == ("plans",):
        return single, (), choice
    cued = has_cue(compared, "comparison")
    plans = [plan for plan in snapshot.plans.values() if within is None or plan.plan_id in within]
    sides, joined = find_sides(
        text, plans, snapshot.vocabulary, choice, cued or has_cue(compared, "comparison", "sides")
    )
    if sides and (cued or single in _EACH_SIDE):
        return Kind.COMPARISON, sides, joined
    is_cued = cued and len(choice.plan_ids) > 1 and not _OF_TIMES.search(compared)
    is_cued = is_cued and (single is not Kind.METADATA or _COMPARES.search(compared) is not None)
    return Kind.COMPARISON if is_cued else single, (), choice


def _bodies(plans: Sequence[Plan]) -> set[str]:
    """Who issues documents, in compared form: the plans' issuers and places, and whom the documents they rest on are of."""
    issuers = {name for plan in plans for name in (*issuer_names(plan), *plan_places(plan))}
    return issuers | {key(expand(base.issuer)) for plan in plans for base in plan.metadata.legal_bases if base.issuer}


def _issuers(choice: PlanChoice, snapshot: Snapshot) -> list[str]:
    """What the issuers of the plans that a question names are called: whose figure it is, no word of the figure's name."""
    plans = [snapshot.plans[plan_id] for plan_id in choice.plan_ids] if choice.named else []
    return [name for plan in plans for name in issuer_names(plan)]


def _is_about_document(
    text: str,
    compared: str,
    snapshot: Snapshot,
    choice: PlanChoice,
    references: Sequence[Reference],
    facts: Sequence[str],
) -> bool:
    """Whether a question that names a document asks for its date or body, or for the plans that rest on it, and not for more."""
    if references and facts and not choice.named:
        return True
    if choice.places or not (references or short_numbers(text)) or not has_cue(compared, "legal", "which_plan"):
        return bool(references) and not choice.named and has_cue(compared, "legal", "which_plan")
    named = [text[reference.start : reference.end] for reference in references]
    return len(terms_of(text, snapshot.vocabulary, [*choice.words, *named]).words) <= _MANY_WORDS
