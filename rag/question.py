"""What is asked: kind, plans, units, years; the question as the rest of the pipeline sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.records import Plan, Reference
from index.references import find_references
from index.store import Snapshot
from index.vietnamese import collapse, expand, fold, key, nfc
from rag.answers import Kind
from rag.chat import write_out
from rag.cues import date_question, figure_phrases, has_cue, metadata_facts, stop_phrases
from rag.diacritics import Restorer
from rag.evidence import Terms, terms_of
from rag.places import with_capitals
from rag.plans import PlanChoice, choose_plans
from rag.units import UnitMention, find_units, unknown_subject

_ASKED_DOCUMENT = re.compile(
    r"(?<!\S)(?:theo|dựa trên|căn cứ|thực hiện|triển khai) (?:kế hoạch|nghị quyết|quyết định|chỉ thị|thông báo|nghị định|thông tư|luật|văn bản) (?:nào|số mấy)"
)
_OTHER_DOCUMENT = re.compile(
    r"(?:nghị quyết|quyết định|chỉ thị|thông báo|nghị định|thông tư|đề án|chương trình|công văn) (?!số|này|\d)"
)
_REPLACES = re.compile(r"(?<!\S)(?:thay thế|bãi bỏ|hết hiệu lực)(?!\S)")
_MUST = re.compile(r"(?<!\S)(?:phải|chậm nhất|hạn chót|muộn nhất|thời hạn)(?!\S)")
_FEW_WORDS = 4  # content words in "kế hoạch nào …"; more ask for something inside the plans
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
    facts: tuple[str, ...] = ()  # pieces of metadata asked for
    references: tuple[Reference, ...] = ()  # other documents named
    years: tuple[int, ...] = ()
    terms: Terms = field(default_factory=lambda: Terms((), {}, {}))
    is_instruction: bool = False  # tries to change what the assistant does

    @property
    def unit(self) -> UnitMention | None:
        """The unit whose work is asked about."""
        return next((unit for unit in self.units if not unit.is_scope), None)


def understand(asked: str, snapshot: Snapshot, restorer: Restorer, within: Sequence[str] | None = None) -> Question:
    """Reads a standalone question. Pure: the same question over the same snapshot is understood alike."""
    text = restorer.restore(write_out(collapse(nfc(asked))[:MAX_QUESTION]))
    plans = list(snapshot.plans.values())
    text = with_capitals(text, plans)
    compared = key(expand(text))
    references = tuple(find_references(text))
    choice = choose_plans(text, plans, snapshot.vocabulary, within)
    units = _units(text, compared, plans)
    numbers = [snapshot.plans[plan_id].metadata.number for plan_id in choice.plan_ids]
    own = {fold(number.value) for number in numbers if number}
    named_by = [text[r.start : r.end] for r in references if choice.named and fold(r.number) in own]
    references = tuple(r for r in references if fold(r.number) not in own or not choice.named)
    facts = _facts(compared)
    rest = terms_of(text, snapshot.vocabulary, [*choice.words, *(unit.name for unit in units)])
    kind = _kind(compared, choice, units, facts, references, len(rest.words))
    scope = [unit.name for unit in units if unit.is_scope or kind in (Kind.TASKS, Kind.DEADLINE)]
    scope += [*named_by, *stop_phrases()]
    scope += _own_references(text, references, choice, snapshot) if kind is not Kind.LEGAL_BASIS else []
    scope += figure_phrases() if kind in (Kind.INDICATOR, Kind.COMPARISON) else ()
    return Question(
        asked=asked,
        text=text,
        compared=compared,
        kind=kind,
        plans=choice,
        units=units,
        facts=facts,
        references=references,
        years=tuple(int(y) for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)),
        terms=_terms(text, snapshot, [*choice.words, *scope], kind, choice.places),
        is_instruction=has_cue(compared, "scope", "injection"),
    )


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


def _terms(text: str, snapshot: Snapshot, without: Sequence[str], kind: Kind, spare: Sequence[str]) -> Terms:
    """The question's content, or all but `spare` when nothing else is left ("chủ đề của tháng hành động"); years choose a column of figures and are no words to find in their names."""
    if kind in (Kind.INDICATOR, Kind.COMPARISON):
        text = re.sub(r"(?:năm\s+)?(?<!\d)(?:19|20)\d\d(?!\d)", " ", text)
    terms = terms_of(text, snapshot.vocabulary, without)
    return terms if terms.words else terms_of(text, snapshot.vocabulary, spare)


def _facts(compared: str) -> tuple[str, ...]:
    """The pieces of metadata asked for."""
    found = [name for name in metadata_facts() if has_cue(compared, "metadata", name)]
    if "date" not in found and date_question().search(compared):
        found.insert(0, "date")
    return tuple(found)


def _kind(
    compared: str,
    choice: PlanChoice,
    units: Sequence[UnitMention],
    facts: Sequence[str],
    references: Sequence[Reference],
    content: int,
) -> Kind:
    """The kind of question; the first rule that fits."""
    subject = any(not unit.is_scope for unit in units)
    if _REPLACES.search(compared) or (has_cue(compared, "summary") and choice.named and not subject):
        return Kind.CONTENT
    if has_cue(compared, "comparison") and (len(choice.places) > 1 or len(choice.plan_ids) > 1):
        return Kind.COMPARISON
    if has_cue(compared, "legal") and (not _asks_who(compared) or _ASKED_DOCUMENT.search(compared)):
        return Kind.LEGAL_BASIS
    if _OTHER_DOCUMENT.match(compared) and facts and content >= _FEW_WORDS - 1:
        return Kind.LEGAL_BASIS
    if references and not choice.named and (has_cue(compared, "legal", "which_plan") or facts):
        return Kind.LEGAL_BASIS
    if facts and facts != ("plans",) and not (has_cue(compared, "deadline") and _MUST.search(compared)):
        return Kind.METADATA
    if facts == ("plans",) and not subject and content <= _FEW_WORDS:
        return Kind.METADATA
    if has_cue(compared, "indicator") and has_cue(compared, "deadline") and "tỉ lệ" in compared:
        return Kind.INDICATOR
    if subject and has_cue(compared, "tasks") and not has_cue(compared, "deadline"):
        return Kind.TASKS
    if has_cue(compared, "deadline"):
        return Kind.DEADLINE
    if has_cue(compared, "indicator"):
        return Kind.INDICATOR
    if _asks_who(compared):
        return Kind.RESPONSIBILITY
    return Kind.TASKS if subject and content <= _FEW_WORDS else Kind.CONTENT


def _asks_who(compared: str) -> bool:
    return has_cue(compared, "responsibility")
