"""Which plans a question is about: by number, place, issuer, subject and year; and what it names that no plan is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from index.document.references import DOCUMENT_NUMBER, plain_number
from index.records import Plan
from index.vietnamese import expand, fold, key
from index.vocabulary import Vocabulary
from rag.understanding.descriptions import absent_plan, by_description, by_issuer
from rag.understanding.owners import is_of, named_owner
from rag.understanding.places import find_places, misspelt_place, owned_by, plan_places, unknown_place
from rag.understanding.terms import bag_of, terms_of

_NUMBER = re.compile(DOCUMENT_NUMBER)
_TYPED_NUMBER = re.compile(DOCUMENT_NUMBER, re.IGNORECASE)  # "572/kh-ubnd"
# "kế hoạch 1750", "KH số 572", "nghị quyết 57": a plan's number without its letters
_SHORT_NUMBER = (
    r"(?<![^\W\d_])(?P<kind>{kinds})\s+(?:số\s+)?(?P<number>\d{{1,5}})(?![\d/.,%-]|\s*(?:năm|tháng|nhiệm|đơn|sở))"
)
_PLAN_KINDS = (
    "kế hoạch",
    "quyết định",
    "kh",
    "qđ",
    "văn bản",
)  # with these a number that no plan has is a missing plan
# "kế hoạch của tỉnh thực hiện | Nghị quyết 57": a number behind these is what the plan meant rests on
_RESTS_ON = re.compile(
    r"(?<!\S)(?:kế hoạch|văn bản|chương trình|tỉnh|thành phố|ubnd|huyện|sở)(?!\S).*(?<!\S)(?:thực hiện|triển khai|thi hành|cụ thể hóa|căn cứ|dựa|thay thế)(?: (?:vào|trên|theo|các|những))* ?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PlanChoice:
    """The plans to answer from, and what of the question chose them."""

    plan_ids: tuple[str, ...]
    named: bool = False  # by number, place or issuer
    words: tuple[str, ...] = ()  # the question's words that name plans: no content to look for
    places: tuple[str, ...] = ()
    missing: str = ""  # a place or number that no plan has
    interest: dict[str, float] = field(default_factory=dict)  # plan id → how well its title fits the question, 0 to 1
    of_place: tuple[str, ...] = ()  # the plans of the places named, whatever else the question says of its plan
    loose: bool = False  # named only by words that some title shares, without "kế hoạch" before them
    identified: bool = False  # by its number: it is there, however the question describes it


def choose_plans(
    text: str, plans: Sequence[Plan], vocabulary: Vocabulary, within: Iterable[str] | None = None
) -> PlanChoice:
    """The plans that `text` is about, out of `within` where given; all of them when it names none."""
    allowed = set(within) if within is not None else None
    candidates = [plan for plan in plans if allowed is None or plan.plan_id in allowed]
    compared = key(expand(text))
    by_number, numbers, unknown = _by_number(text, candidates, plans)
    if by_number:
        everywhere = tuple(plan.plan_id for plan in candidates)
        interest = dict.fromkeys(by_number, 1.0)
        return PlanChoice(tuple(by_number), True, numbers, interest=interest, of_place=everywhere, identified=True)
    if re.search(r"[/-]|của ", unknown):
        return PlanChoice((), True, (), (), missing=unknown)
    places = find_places(compared, plans) or [place for place in [misspelt_place(compared, plans, vocabulary)] if place]
    words = tuple(places)
    if places:
        found = [plan for plan in candidates if any(place in plan_places(plan) for place in places)]
        absent = [place for place in places if not any(place in plan_places(plan) for plan in plans)]
        if not found:
            return PlanChoice((), True, words, tuple(places), missing=absent[0] if absent else places[0])
        candidates, missing = owned_by(compared, found, places), absent[0] if absent else ""
    else:
        missing = unknown or _unknown_place(text, plans)
        if missing:
            return PlanChoice((), True, (), (), missing=missing)
    of_place = tuple(plan.plan_id for plan in candidates)
    candidates, issuer_words = by_issuer(compared, candidates)
    described_by = key(expand(_NUMBER.sub(" | ", text)))
    for name in issuer_words:  # who issued it says nothing of its subject
        described_by = re.sub(rf"(?<!\S){re.escape(name)}(?!\S)", "|", described_by)
    candidates, described = by_description(described_by, candidates, places, vocabulary)
    other = absent_plan(compared, candidates, vocabulary, words)
    if other:
        return PlanChoice((), True, words, tuple(places), missing=other)
    interest = _interest(text, candidates, vocabulary, (*words, *issuer_words))
    named = bool(places or issuer_words or described)
    return PlanChoice(
        tuple(plan.plan_id for plan in candidates),
        named,
        (*described, *words, *issuer_words),
        tuple(places),
        missing,
        interest,
        of_place,
        loose=not (places or issuer_words) and not any(_is_introduced(phrase, described_by) for phrase in described),
    )


def stay(choice: PlanChoice, about: Sequence[str]) -> PlanChoice:
    """The choice of a question that is known to be `about` these plans, whatever its words would choose; unchanged for none."""
    if not about:
        return choice
    return replace(
        choice,
        plan_ids=tuple(about),
        named=True,
        words=() if choice.loose else choice.words,
        missing="",
        interest=dict.fromkeys(about, 1.0),
        of_place=tuple(about),
        loose=False,
        identified=True,
    )


def _is_introduced(phrase: str, compared: str) -> bool:
    """Whether a description is called a plan where it stands: "kế hoạch | y tế cơ sở"."""
    return "kế hoạch" in phrase or re.search(rf"kế hoạch (?:\S+ ){{0,2}}{re.escape(phrase)}", compared) is not None


def _by_number(text: str, candidates: Sequence[Plan], plans: Sequence[Plan]) -> tuple[list[str], tuple[str, ...], str]:
    """Plans whose own number is in the question, the words that say so, and a plan number that nobody has."""
    asked = [plain_number(m.group()) for m in _NUMBER.finditer(text)]
    typed = {m.group(): m.start() for m in _TYPED_NUMBER.finditer(text)}
    short = list(_short_numbers(frozenset(key(plan.metadata.kind) for plan in plans)).finditer(text))
    found = {
        phrase: [plan.plan_id for plan in candidates if _has_number(plan, plain_number(phrase))]
        for phrase, start in typed.items()
        if not _RESTS_ON.search(text[:start])
    } | {
        match.group(): [plan.plan_id for plan in candidates if _has_short_number(plan, match)]
        for match in short
        if not _RESTS_ON.search(text[: match.start()])
    }
    found, strange = _owned(text, found, plans)
    if strange:
        return [], (), strange
    own = [plan_id for plan_ids in found.values() for plan_id in plan_ids]
    if own:
        words = (*typed, *(phrase for phrase, plan_ids in found.items() if plan_ids and phrase not in typed))
        return list(dict.fromkeys(own)), words, ""
    for number in asked:
        introduced = r"(?:kế hoạch|quyết định|văn bản)\s+(?:số\s+)?" + re.escape(number[:3])
        if re.search(introduced, text, re.IGNORECASE) and not any(fold(number) in _bare_text(plan) for plan in plans):
            return [], (), number
    for match in short:
        signed = re.compile(rf"(?<!\d)0*{match['number']}(?!\d)[-/]")
        if match["kind"].lower() in _PLAN_KINDS and not any(signed.search(_bare_text(plan)) for plan in plans):
            return [], (), match["number"]
    return [], (), ""


def _owned(text: str, found: dict[str, list[str]], plans: Sequence[Plan]) -> tuple[dict[str, list[str]], str]:
    """The plans found whose owner is the one the question gives them, and a number with an owner that none of its plans has."""
    by_id = {plan.plan_id: plan for plan in plans}
    owned: dict[str, list[str]] = {}
    for phrase, plan_ids in found.items():
        owner = named_owner(text, text.index(phrase) + len(phrase), plans) if plan_ids else ""
        owned[phrase] = [plan_id for plan_id in plan_ids if not owner or is_of(by_id[plan_id], owner)]
        if plan_ids and not owned[phrase]:
            number = re.sub(r"^\D+", "", phrase)
            return {}, f"{number} của {owner.title()}"
    return owned, ""


@lru_cache(maxsize=64)
def _short_numbers(kinds: frozenset[str]) -> re.Pattern[str]:
    """Matches a number without letters behind a word for a plan, or a kind of document that some plan is of."""
    names = sorted({*_PLAN_KINDS, *kinds} - {""}, key=len, reverse=True)
    return re.compile(_SHORT_NUMBER.format(kinds="|".join(re.escape(name) for name in names)), re.IGNORECASE)


def _has_number(plan: Plan, number: str) -> bool:
    own = plan.metadata.number
    return own is not None and fold(own.value) == fold(number)


def _has_short_number(plan: Plan, match: re.Match[str]) -> bool:
    """Whether the plan's number begins so, and it is of that kind where the kind is none that any plan is called by."""
    own, number, kind = plan.metadata.number, match["number"].lstrip("0"), match["kind"].lower()
    same_kind = kind in _PLAN_KINDS or key(kind) == key(plan.metadata.kind)
    return own is not None and same_kind and re.match(rf"0*{number}(?!\d)", own.value) is not None


def _unknown_place(text: str, plans: Sequence[Plan]) -> str:
    """A district or commune that stands in no plan's text: its name without the small words that follow it."""
    words = unknown_place(text, plans).split()
    while words and not words[-1][0].isupper():
        words.pop()
    name = fold("".join(word for word in words if word[0].isupper()))
    return " ".join(words) if name and not any(name in _bare_text(plan) for plan in plans) else ""


@lru_cache(maxsize=2_000)
def _bare_text(plan: Plan) -> str:
    """A plan's text folded and without spaces: "1750/KH- SYT" holds "1750/kh-syt"."""
    return "".join(fold(plan.text).split(" "))


def _interest(
    text: str, candidates: Sequence[Plan], vocabulary: Vocabulary, without: Sequence[str]
) -> dict[str, float]:
    """How much of the question each plan's title and year hold."""
    terms = terms_of(text, vocabulary, without)
    years = {int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", text)}
    interest = {}
    for plan in candidates:
        title = plan.metadata.title.value if plan.metadata.title else ""
        of_year = 0.15 if years & plan_years(plan) else 0.0
        interest[plan.plan_id] = min(1.0, terms.coverage(bag_of(title)) + of_year)
    return interest


def plan_years(plan: Plan) -> set[int]:
    """The years a plan is of: those of title and date, else the latest among the documents it rests on."""
    if plan.metadata.years:
        return set(plan.metadata.years)
    dated = [base.issued_on.year for base in plan.metadata.legal_bases if base.issued_on]
    return {max(dated)} if dated else set()
