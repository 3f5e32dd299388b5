"""Which plans a question is about: by number, place, issuer, subject and year; and what it names that no plan is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index.lexicon import place_aliases, provinces, words_before_a_person
from index.records import Plan
from index.references import DOCUMENT_NUMBER, plain_number
from index.units import unit_key
from index.vietnamese import expand, fold, key
from index.vocabulary import Vocabulary
from rag.cues import stop_words
from rag.evidence import bag_of, terms_of

_NUMBER = re.compile(DOCUMENT_NUMBER)
_TYPED_NUMBER = re.compile(DOCUMENT_NUMBER, re.IGNORECASE)  # "572/kh-ubnd"
# "kế hoạch 1750", "KH số 572": a plan's number without its letters
_SHORT_NUMBER = re.compile(r"(?:kế hoạch|quyết định|kh|qđ|văn bản)\s+(?:số\s+)?(\d{1,5})(?![\d/.,%-]|\s*(?:năm|tháng|nhiệm|đơn|sở))", re.IGNORECASE)
_DISTRICT = re.compile(r"(?:[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Tt]hị xã|[Qq]uận|xã|phường|thị trấn|TP\.?|Thành)(?:\s+[uủ][ỷy])?\s+((?:[A-ZĐÀ-Ỹ][^\W\d_]*)(?:\s+[A-ZĐÀ-Ỹ][^\W\d_]*){0,3})")


@dataclass(frozen=True)
class PlanChoice:
    """The plans to answer from, and what of the question chose them."""

    plan_ids: tuple[str, ...]
    named: bool = False  # by number, place or issuer
    words: tuple[str, ...] = ()  # the question's words that name plans: no content to look for
    places: tuple[str, ...] = ()
    missing: str = ""  # a place or number that no plan has
    interest: dict[str, float] = field(default_factory=dict)  # plan id → how well its title fits the question, 0 to 1


def choose_plans(text: str, plans: Sequence[Plan], vocabulary: Vocabulary, within: Iterable[str] | None = None) -> PlanChoice:
    """The plans that `text` is about, out of `within` where given; all of them when it names none."""
    allowed = set(within) if within is not None else None
    candidates = [plan for plan in plans if allowed is None or plan.plan_id in allowed]
    compared = key(expand(text))
    by_number, numbers, unknown = _by_number(text, candidates, plans)
    if by_number:
        return PlanChoice(tuple(by_number), True, numbers, interest=dict.fromkeys(by_number, 1.0))
    places = _places(compared, plans) or [place for place in [_misspelt(compared, plans, vocabulary)] if place]
    words = tuple(places)
    if places:
        found = [plan for plan in candidates if any(place in plan_places(plan) for place in places)]
        absent = [place for place in places if not any(place in plan_places(plan) for plan in plans)]
        if not found:
            return PlanChoice((), True, words, tuple(places), missing=absent[0] if absent else places[0])
        candidates, missing = found, absent[0] if absent else ""
    else:
        missing = unknown or _unknown_place(text, plans)
        if missing:
            return PlanChoice((), True, (), (), missing=missing)
    candidates, issuer_words = _by_issuer(compared, candidates)
    candidates, described = _by_description(key(expand(_NUMBER.sub(" | ", text))), candidates, places, vocabulary)
    absent_plan = _absent_description(compared, candidates, vocabulary, words)
    if absent_plan:
        return PlanChoice((), True, words, tuple(places), missing=absent_plan)
    interest = _interest(text, candidates, vocabulary, (*words, *issuer_words))
    named = bool(places or issuer_words or described)
    return PlanChoice(tuple(plan.plan_id for plan in candidates), named, (*described, *words, *issuer_words), tuple(places), missing, interest)


def plan_places(plan: Plan) -> set[str]:
    """The places a plan is of, in compared form: from its date line, issuer, superior and title."""
    metadata = plan.metadata
    named = {key(metadata.place)} if metadata.place else set()
    texts = [fact.value for fact in (metadata.issuer, metadata.superior, metadata.title) if fact]
    compared = " ".join(f"{key(expand(text))} ." for text in texts)
    named |= {key(name) for name in provinces() if _holds(compared, key(name))}
    return {_without_level(name) for name in named}


def _without_level(name: str) -> str:
    return re.sub(r"^(?:thành phố|tỉnh|huyện|thị xã|quận|xã|phường) ", "", name)


def _holds(compared: str, phrase: str) -> bool:
    return re.search(rf"(?<!\S){re.escape(phrase)}(?!\S)", compared) is not None


def _by_number(text: str, candidates: Sequence[Plan], plans: Sequence[Plan]) -> tuple[list[str], tuple[str, ...], str]:
    """Plans whose own number is in the question, the words that say so, and a plan number that nobody has."""
    asked = [plain_number(m.group()) for m in _NUMBER.finditer(text)]
    typed = [m.group() for m in _TYPED_NUMBER.finditer(text)]
    own = [plan.plan_id for plan in candidates if plan.metadata.number and any(fold(plan.metadata.number.value) == fold(plain_number(number)) for number in typed)]
    if own:
        return own, tuple(typed), ""
    short = [m for m in _SHORT_NUMBER.finditer(text)]
    for match in short:
        number = match.group(1).lstrip("0")
        own = [p.plan_id for p in candidates if p.metadata.number and re.match(rf"0*{number}(?!\d)", p.metadata.number.value)]
        if own:
            return own, (match.group(),), ""
    mentioned = "\n".join(fold(plan.text) for plan in plans)
    unknown = next((number for number in asked if fold(number) not in mentioned.replace(" ", "")), "")
    if unknown and re.search(r"(?:kế hoạch|quyết định|văn bản)\s+(?:số\s+)?" + re.escape(unknown[:3]), text, re.IGNORECASE):
        return [], (), unknown
    for match in short:
        if not re.search(rf"(?<!\d)0*{match.group(1)}(?!\d)\s?[-/]", mentioned):
            return [], (), match.group(1)
    return [], (), ""


def _places(compared: str, plans: Sequence[Plan]) -> list[str]:
    """Places named in the question, in compared form, longest names first; a person's name is none."""
    names = {key(name) for name in provinces()} | {place for plan in plans for place in plan_places(plan)}
    aliases = {key(other): key(name) for other, name in place_aliases().items()}
    found: list[str] = []
    rest = compared
    for name in sorted(names | set(aliases), key=len, reverse=True):
        for match in re.finditer(rf"(?<!\S){re.escape(name)}(?!\S)", rest):
            before = rest[: match.start()].rstrip()
            if any(before.endswith(key(word)) for word in words_before_a_person()):
                continue
            found.append(aliases.get(name, name))
            rest = rest[: match.start()] + "_" * len(name) + rest[match.end() :]
    order = {name: compared.find(name) for name in found}
    return sorted(dict.fromkeys(found), key=lambda name: order[name])


def _unknown_place(text: str, plans: Sequence[Plan]) -> str:
    """A district or commune named with a capital that stands in no plan's text."""
    for match in _DISTRICT.finditer(text):
        name = key(match.group(1))
        if not any(_holds(_compared_text(plan), name) for plan in plans):
            return match.group()
    return ""


@lru_cache(maxsize=2_000)
def _compared_text(plan: Plan) -> str:
    return key(plan.text)


def _misspelt(compared: str, plans: Sequence[Plan], vocabulary: Vocabulary) -> str:
    """The place of a plan that a name misses by one letter ("tỉnh Bắc Gian", "Bắc Gaing"); "" for none."""
    known = {fold(place): place for plan in plans for place in plan_places(plan)}
    exact = {fold(key(name)) for name in provinces()}
    for match in re.finditer(r"(?<!\S)(?:tỉnh|thành phố|huyện|thị xã) (\S+(?: \S+){1,2})", compared):
        for size in (3, 2):
            words = fold(" ".join(match.group(1).split()[:size]))
            if words in exact:
                continue
            close = next((place for bare, place in known.items() if abs(len(bare) - len(words)) <= 1 and _one_letter_off(bare, words)), "")
            if close:
                return close
    words = compared.split()
    for first, second in zip(words, words[1:], strict=False):
        if not (vocabulary.knows(first) and vocabulary.knows(second)) and fold(f"{first} {second}") not in exact:
            close = next((place for bare, place in known.items() if _one_letter_off(bare, fold(f"{first} {second}"))), "")
            if close:
                return close
    return ""


def _one_letter_off(a: str, b: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours turns `a` into `b`."""
    if len(a) == len(b) and sorted(a) == sorted(b):
        differing = [i for i in range(len(a)) if a[i] != b[i]]
        return len(differing) == 2 and differing[1] - differing[0] == 1
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    return a != b and (a[start + 1 :] == b[start + 1 :] if len(a) == len(b) else a[start:] == b[start + 1 :])


def _by_issuer(compared: str, candidates: Sequence[Plan]) -> tuple[list[Plan], tuple[str, ...]]:
    """Plans by "kế hoạch của Sở Y tế", "do Huyện ủy ban hành"; all of them when the question names no issuer so."""
    found: list[Plan] = []
    words: list[str] = []
    for plan in candidates:
        for name in issuer_names(plan):
            match = re.search(rf"(?:(?<!\S)(?:kế hoạch|quyết định|văn bản)(?: \S+){{0,14}}? )?(?:của|do) {re.escape(name)}(?!\S)|(?:kế hoạch|quyết định) {re.escape(name)}(?!\S)", compared)
            if match and ("kế hoạch" in match.group() or "ban hành" in compared):
                found.append(plan)
                words.append(name)
                break
    return (found, tuple(dict.fromkeys(words))) if found else (list(candidates), ())


_AS_GOOD = 0.6  # of the best description's weight: as likely the plan meant
_MIN_DESCRIPTION = 2  # content words that a title must share with the question to be the plan meant
_LINKS = frozenset("của do ở tại tỉnh thành phố huyện về trên địa bàn năm giai đoạn và trong cho ngày số này đến từ".split())


def _by_description(compared: str, candidates: Sequence[Plan], places: Sequence[str], vocabulary: Vocabulary) -> tuple[list[Plan], tuple[str, ...]]:
    """Plans by words of their titles that stand together in the question ("kế hoạch y tế cơ sở", "phong trào thi đua"), and those words.

    With several places named, each place keeps its best plans.
    """
    words = compared.split()
    runs = {plan.plan_id: _title_runs(words, plan, vocabulary) for plan in candidates}
    groups = [[plan for plan in candidates if place in plan_places(plan)] for place in places] or [list(candidates)]
    chosen: list[Plan] = []
    for group in groups:
        best = max((weight for plan in group for weight, _ in runs[plan.plan_id]), default=0.0)
        fullest = [phrase for plan in group for weight, phrase in runs[plan.plan_id] if weight == best]
        chosen += [plan for plan in group if not best or any(weight >= _AS_GOOD * best and not _is_part(phrase, weight < best, fullest) for weight, phrase in runs[plan.plan_id])]
    phrases = {phrase for plan in chosen for _, phrase in runs[plan.plan_id]}
    if not phrases:
        return list(candidates), ()
    return list(dict.fromkeys(chosen)), tuple(sorted(phrases, key=len, reverse=True))


def _is_part(phrase: str, lighter: bool, fullest: Sequence[str]) -> bool:
    """Whether a description only says the beginning of the best one: "kế hoạch y tế" where another plan's title has "kế hoạch y tế cơ sở"."""
    return lighter and any(full.startswith(f"{phrase} ") for full in fullest)


# "Kế hoạch chuyển đổi số năm 2024 của Sở Thông tin và Truyền thông": a plan of a body that issued none, on a subject that no title has
_OTHER_PLAN = re.compile(r"(?<!\S)kế hoạch (?P<subject>(?:\S+ ){2,10}?)của (?P<body>(?:sở|phòng|ban|bộ|cục|chi cục|công an|hội|huyện ủy|tỉnh ủy|ủy ban nhân dân)(?: \S+){1,6})")


def _absent_description(compared: str, candidates: Sequence[Plan], vocabulary: Vocabulary, without: Sequence[str]) -> str:
    """The plan that the question names by subject and body, when no candidate has either; "" otherwise."""
    match = _OTHER_PLAN.search(compared)
    if match is None or any(match["body"].startswith(name) for plan in candidates for name in issuer_names(plan)):
        return ""
    terms = terms_of(match["subject"], vocabulary, without)
    titled = max((terms.coverage(bag_of(plan.metadata.title.value)) for plan in candidates if plan.metadata.title), default=0.0)
    return f"“{match.group().strip()}”" if terms.words and titled < 0.3 else ""


def _title_runs(words: list[str], plan: Plan, vocabulary: Vocabulary) -> list[tuple[float, str]]:
    """Runs of the question's words after "kế hoạch" or the like that the plan's title, issuer and place hold, with their weight."""
    own = set(key(expand(" ".join(self_names(plan)))).split())
    title = bag_of(plan.metadata.title.value if plan.metadata.title else "")
    stop = stop_words() | set(words_of_owner(plan))  # whose plan it is does not say which plan it is
    found = []
    position = 0
    while position < len(words):
        end = position
        while end < len(words) and (words[end] in own or words[end] in _LINKS):
            end += 1
        while end > position and words[end - 1] in _LINKS:
            end -= 1
        run = [word for word in words[position:end] if word not in stop and word not in _LINKS and word in title.words]
        paired = sum(f"{a}_{b}" in title.pairs and (a in run or b in run) for a, b in zip(words[position:end], words[position + 1 : end], strict=False))
        introduced = words[max(0, position - 2) : position] == ["kế", "hoạch"] or words[position : position + 2] == ["kế", "hoạch"] or "kế hoạch" in " ".join(words[position:end])
        if len(run) >= (_MIN_DESCRIPTION if introduced else 2 * _MIN_DESCRIPTION) and paired >= (1 if introduced else _MIN_DESCRIPTION):
            found.append((sum(vocabulary.rarity(word) for word in set(run)), " ".join(words[position:end])))
        position = max(end, position + 1)
    return found


def words_of_owner(plan: Plan) -> list[str]:
    """The words of a plan's issuer and place."""
    metadata = plan.metadata
    owners = [fact.value for fact in (metadata.issuer, metadata.superior) if fact] + ([metadata.place] if metadata.place else [])
    return key(expand(" ".join([*owners, metadata.kind]))).split()


def self_names(plan: Plan) -> list[str]:
    """Title, issuer and place: the words a plan is called by."""
    metadata = plan.metadata
    return [fact.value for fact in (metadata.title, metadata.issuer, metadata.superior) if fact] + ([metadata.place] if metadata.place else []) + [metadata.kind]


def issuer_names(plan: Plan) -> list[str]:
    """Ways a plan's issuer is called, in compared form: its name, the name without the place, "Huyện ủy" for its "Ban Thường vụ"."""
    if plan.metadata.issuer is None:
        return []
    name = unit_key(plan.metadata.issuer.value)
    places = plan_places(plan)
    short = name
    for place in places:
        short = re.sub(rf"\s*(?:tỉnh|thành phố|huyện)? {re.escape(place)}$", "", short)
    return list(dict.fromkeys([name, short, short.removeprefix("ban thường vụ ")]))


def _interest(text: str, candidates: Sequence[Plan], vocabulary: Vocabulary, without: Sequence[str]) -> dict[str, float]:
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
