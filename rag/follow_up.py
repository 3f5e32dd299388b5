"""A follow-up becomes a question that stands alone: what it leaves out is filled in from the question before it, and its plan stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.records import Plan
from index.store import Snapshot
from index.vietnamese import expand, key
from rag.answers import Kind
from rag.conversation import Turn
from rag.question import Question, understand
from rag.referents import (
    YEARS,
    earlier_plan,
    is_said,
    listed_item,
    listed_plan,
    with_document,
    with_plan,
    with_referents,
)
from rag.understanding.cues import all_phrases, asking_phrases, has_cue, stop_phrases, weak_phrases
from rag.understanding.diacritics import Restorer
from rag.understanding.places import is_central, plan_places
from rag.understanding.terms import terms_of, words_of

_REFERS_BACK = re.compile(
    r"(?<!\S)(?:còn|thế còn|vậy còn|thế thì|vậy thì|thế|vậy|trong đó|trong số đó|trong các việc|những việc đó|việc đó|các việc đó|nó|này|đó|kia|ấy|trên|vừa rồi|thì sao|tiếp theo|nói rõ|rõ hơn|cụ thể hơn|bên đó|ở đó|đơn vị đó|kế hoạch này|sở này|tỉnh kia|tỉnh còn lại|nữa)(?!\S)"
)
_LIST_BACK = re.compile(r"(?<!\S)(?:trong đó|trong số đó|những việc|việc nào|các việc|nhiệm vụ nào)(?!\S)")
_OPENING = re.compile(r"^(?:(?:thế|vậy|còn|và|à|ừ|ừm|rồi|thì|riêng|nếu|mà)(?:\s+|$))+", re.IGNORECASE)
_CLOSING = re.compile(
    r"[\s?.!]*(?:thì sao|thì thế nào|thì như thế nào|ra sao|sao|nhỉ|ạ|vậy|nữa|hả)*[\s?.!]*$", re.IGNORECASE
)
_ASKS = re.compile(r"(?<!\S)(?:ai|gì|nào|đâu|mấy|bao nhiêu|bao giờ|bao lâu|sao|không|chưa)(?!\S)")
_MAX_ELLIPSIS = 9  # syllables; a longer question says what it is about
_FEW = 2  # syllables of content: too few to say alone what is meant
_ASPECTS = (Kind.DEADLINE, Kind.RESPONSIBILITY, Kind.INDICATOR)  # what can be asked of one and the same thing
_YEAR_BEFORE = re.compile(r"(?<!\S)năm (?:trước(?: đó)?|ngoái|liền trước)(?![^\W_])", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"(?<!\S)năm (?:sau(?: đó)?|tiếp theo|kế tiếp|tới)(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True)
class Standalone:
    """A question that stands alone; `about`: the plan it stays with, which `shown` names; `otherwise`: how to read it when that finds nothing."""

    text: str
    about: tuple[str, ...] = ()
    shown: str = ""
    otherwise: Standalone | None = None
    follows: bool = False


@dataclass(frozen=True)
class _Talk:
    """What a follow-up may rest on."""

    turns: Sequence[Turn]
    last: Question
    about: tuple[str, ...]
    snapshot: Snapshot
    restorer: Restorer

    @property
    def plans(self) -> list[Plan]:
        return [self.snapshot.plans[plan_id] for plan_id in self.about if plan_id in self.snapshot.plans]

    def stays(self, text: str, otherwise: Standalone | None = None, facts: bool = False) -> Standalone:
        """A follow-up that stays with its plan; a question about the plan itself says its name."""
        text = _bare(text)
        shown = f"{text if _says_plan(text, self.last) else self._with_plan(text)}?"
        of_document = facts or self.last.kind is Kind.METADATA or not self.about
        return Standalone(shown if of_document else f"{text}?", self.about, shown, otherwise, follows=True)

    def _with_plan(self, text: str) -> str:
        named = self.last.plans
        ids = named.plan_ids if named.named else ()
        plans = self.plans or [self.snapshot.plans[p] for p in ids if p in self.snapshot.plans]
        if len(plans) == 1 and plans[0].metadata.number:
            return with_plan(text, f"{plans[0].metadata.kind} số {plans[0].metadata.number.value}")
        return f"{text}{_place_words(self.last)}"

    def core(self, text: str, question: Question) -> tuple[str, ...]:
        """The syllables of content beside all words that ask, name a unit or a plan."""
        units = [unit.name for unit in question.units]
        without = [*asking_phrases(), *stop_phrases(), *weak_phrases(), *units, *_names(question)]
        return tuple(w for w in terms_of(text, self.snapshot.vocabulary, without).words if not _is_year(w))


def make_standalone(text: str, turns: Sequence[Turn], snapshot: Snapshot, restorer: Restorer) -> Standalone:
    """`text` as a question that stands alone after `turns`; unchanged when it stands alone already."""
    if not turns or not text.strip():
        return Standalone(text)
    turn = turns[-1]
    last = turn.question or understand(turn.text, snapshot, restorer, about=turn.about)
    about = next((t.plan_ids for t in reversed(turns) if t.plan_ids), ())
    talk = _Talk(turns, last, about if len(about) == 1 else (), snapshot, restorer)
    item = listed_item(text, turn)
    if item is not None:
        return _of_item(*item, talk)
    document = with_document(text, last, turn)
    if document != text:
        when = has_cue(key(text), "deadline") and not has_cue(key(text), "metadata", "date")
        return Standalone(f"{_bare(document)}, ban hành ngày nào?" if when else document, follows=True)
    said, text = text, _with_years(with_referents(text, last, turn, list(snapshot.plans.values())), last)
    new = understand(text, snapshot, restorer)
    before = listed_plan(new.compared, turn) or earlier_plan(
        new.compared, turns, new.plans.plan_ids if new.plans.named else ()
    )
    if before:
        return Standalone(text, before, follows=True)
    if said != text and new.plans.named and not new.plans.loose and new.plans.places:
        return Standalone(text, follows=True)
    read = _complete(text, new, talk) or _follow(text, new, talk)
    pointless = said != text and read.otherwise is None and read.about  # what it points to may not be what was thought
    return replace(read, otherwise=talk.stays(said)) if pointless else read


def _of_item(item: str, rest: str, talk: _Talk) -> Standalone:
    """What is asked of one task of a list; more of the task itself where nothing else is asked."""
    asked = understand(rest, talk.snapshot, talk.restorer)
    more = talk.stays(f"{_capital(talk.last.unit.name)} có nhiệm vụ gì về {item}" if talk.last.unit else item)
    return talk.stays(f"{_bare(rest).strip()}: {item}", otherwise=more) if asked.kind in _ASPECTS else more


def _complete(text: str, new: Question, talk: _Talk) -> Standalone | None:
    """The question as it is where it says all itself."""
    named = new.plans.named and not new.plans.loose
    own_content = len(new.terms.words) >= _FEW or (new.unit is not None and new.kind is Kind.TASKS)
    if named and own_content and not _is_elliptic(new) and not _is_inside(new, talk):
        return Standalone(text)
    return None


def _is_elliptic(new: Question) -> bool:
    refers = _REFERS_BACK.search(new.compared) is not None or _LIST_BACK.search(new.compared) is not None
    return refers and len(new.compared.split()) <= _MAX_ELLIPSIS


def _is_inside(new: Question, talk: _Talk) -> bool:
    """Whether the place named is meant within the plan talked about: one that its answer speaks of, or that the whole country's plan names."""
    if not new.plans.places or not talk.plans:
        return False
    own = {place for plan in talk.plans for place in plan_places(plan)}
    national = [plan for plan in talk.plans if is_central(plan)]
    return all(
        place not in own and (is_said(place, talk.turns[-1].answer) or any(is_said(place, p.text) for p in national))
        for place in new.plans.places
    )


def _follow(text: str, new: Question, talk: _Talk) -> Standalone:
    """A question that leaves something out, with what the one before it says of that."""
    core, last = talk.core(text, new), talk.last
    inside = _is_inside(new, talk)
    if _only_names(new, core, last) and not inside:
        return _swapped(text, new, talk)
    if new.plans.named and not new.plans.loose and not inside:
        return Standalone(text)
    compares = has_cue(new.compared, "comparison")
    if last.kind is Kind.COMPARISON and compares and not core:
        return Standalone(f"{_bare(last.text)}, {text}", follows=True)
    if last.kind is Kind.METADATA and not core and new.kind is Kind.DEADLINE:
        return talk.stays(f"{_bare(text)} ban hành")
    listed = _LIST_BACK.search(new.compared) is not None
    if new.kind in _ASPECTS and last.kind is not Kind.METADATA and not listed and new.unit is None:
        same = talk.stays(f"{_bare(text)}: {_topic(last)}?")
        if set(core) <= set(words_of(last.text)):
            return same
        if len(core) <= _FEW:
            return talk.stays(text, otherwise=same)
    topic = _CLOSING.sub("", _OPENING.sub("", text)).strip(" ,?.")
    asks = new.kind is not Kind.CONTENT or _ASKS.search(key(topic)) is not None
    if core and not asks and last.kind in _ASPECTS and new.unit is None:
        return talk.stays(_framed(topic, last), otherwise=talk.stays(text))
    alone = Standalone(text) if new.plans.named and len(core) > _FEW else None
    return talk.stays(f"{_bare(text)}{_unit_of(new, last)}", otherwise=alone, facts=bool(new.facts))


def _unit_of(new: Question, last: Question) -> str:
    """The unit asked about before, where the follow-up points back and names none."""
    refers = _REFERS_BACK.search(new.compared) is not None or _LIST_BACK.search(new.compared) is not None
    kinds = (Kind.DEADLINE, Kind.CONTENT, Kind.TASKS)
    return f" của {last.unit.name}" if refers and new.unit is None and last.unit and new.kind in kinds else ""


def _framed(topic: str, last: Question) -> str:
    """A topic alone ("còn việc tập huấn?"), asked for what the question before asked of its own."""
    match last.kind:
        case Kind.DEADLINE:
            return f"{topic} thì khi nào?"
        case Kind.RESPONSIBILITY:
            helps = "phối hợp" in last.compared and "chủ trì" not in last.compared
            return f"{topic} thì đơn vị nào {'phối hợp' if helps else 'chủ trì'}?"
        case _:
            years = "".join(f" năm {year}" for year in last.years[:1]) if not YEARS.search(topic) else ""
            return f"{topic}{years} là bao nhiêu?"


def _says_plan(text: str, last: Question) -> bool:
    """Whether a text has the words that named the plan in the question before."""
    compared = f" {key(expand(text))} "
    return any(f" {key(expand(name))} " in compared for name in (*last.plans.words, *last.named_by))


def _bare(text: str) -> str:
    return text.rstrip(" ?.!")


def _is_year(word: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", word) is not None


def _names(question: Question) -> list[str]:
    """The words that name the question's plans; those that some title merely shares may be what is asked."""
    return [*question.plans.places, *question.named_by] if question.plans.loose else [*question.plans.words]


def _with_years(text: str, last: Question) -> str:
    """ "năm trước", "năm sau" as the year that it is, where the question before named one."""
    if not last.years:
        return text
    text = _YEAR_BEFORE.sub(f"năm {min(last.years) - 1}", text)
    return _YEAR_AFTER.sub(f"năm {max(last.years) + 1}", text)


def _topic(last: Question) -> str:
    """The earlier question without the words that made it a question."""
    text = " ".join(last.text.rstrip(" ?.").split())
    for phrase in sorted(all_phrases(), key=len, reverse=True):
        if len(phrase.split()) > 1 or phrase == "ai":
            text = re.sub(rf"(?<!\S){re.escape(phrase)}(?!\S)", " ", text, flags=re.IGNORECASE)
    return " ".join(text.split())


def _only_names(new: Question, core: Sequence[str], last: Question) -> bool:
    """Whether the follow-up only swaps a place, a unit or a year: "Còn Lâm Đồng thì sao?", "Thế Sở Công Thương?"."""
    left = [word for word in new.terms.words if not word.isdigit() and not (new.unit and word in new.unit.name.split())]
    own = not left or (not core and new.kind in (Kind.TASKS, Kind.CONTENT, last.kind))
    same = own and (last.kind is Kind.DEADLINE or not has_cue(new.compared, "deadline", "has_deadline"))
    return same and bool(new.plans.places or new.unit or new.years) and not new.facts


def _swapped(text: str, new: Question, talk: _Talk) -> Standalone:
    """The earlier question with the new place, unit or year in the place of the old one, or set beside it."""
    last, question = talk.last, talk.last.text
    places = " và ".join(name.title() for name in new.plans.places)
    if has_cue(new.compared, "comparison") and not new.unit:
        other = places or " và ".join(f"năm {year}" for year in new.years)
        return Standalone(f"{_bare(question)} so với {other}?", () if places else talk.about, follows=True)
    if new.unit:
        unit = _capital(new.unit.name)
        question = _swap(question, last.unit.name, unit) if last.unit else f"{unit} có nhiệm vụ gì{_place_words(last)}?"
    if new.years:
        question = _with_new_years(question, new, last)
    if places:
        question = _without_numbers(question, last)
        for old in last.plans.places:
            question = _swap(question, old, places)
            places = ""
        if places:
            question = f"{_bare(question)} ở {places}?"
    question = " ".join(question.split())
    return Standalone(question, follows=True) if new.plans.places else talk.stays(question)


def _without_numbers(question: str, last: Question) -> str:
    """The question without the number of its plan, which no other plan has."""
    for phrase in last.plans.words:
        for number in re.findall(r"\d\S*", phrase):
            question = re.sub(rf"(?:số\s+)?{re.escape(number)}", "", question)
    return question


def _with_new_years(question: str, new: Question, last: Question) -> str:
    if not last.years:
        return f"{_bare(question)} năm {new.years[0]}?"
    for old, year in zip(last.years, new.years, strict=False):
        question = question.replace(str(old), str(year))
    return question


def _swap(question: str, old: str, new: str) -> str:
    """`question` with the words `old` (compared form) replaced."""
    words = list(re.finditer(r"\d+(?:[.,]\d+)*|[^\W\d_]+", question))
    sizes = (len(old.split()), *range(1, 6))
    forms = {old, f"thành phố {old}", f"tỉnh {old}"}
    for size in sizes:
        for start in range(len(words) - size + 1):
            span = question[words[start].start() : words[start + size - 1].end()]
            if forms & {key(span), key(expand(span))}:
                return question[: words[start].start()] + new + question[words[start + size - 1].end() :]
    return f"{question} {new}"


def _capital(name: str) -> str:
    """A unit's compared name, capitalised."""
    return name[0].upper() + name[1:]


def _place_words(last: Question) -> str:
    return f" ở {' và '.join(name.title() for name in last.plans.places)}" if last.plans.places else ""
