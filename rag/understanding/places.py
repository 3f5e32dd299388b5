"""Places in questions and of plans: provinces and districts by name, misspelt by one letter, or unknown to every plan."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from index.lexicon import place_aliases, provinces, words_before_a_person
from index.records import Plan
from index.vietnamese import expand, fold, key
from index.vocabulary import Vocabulary
from rag.understanding.phrases import find_phrases

_DISTRICT = re.compile(
    r"(?:[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Tt]hị xã|[Qq]uận|xã|phường|thị trấn|TP\.?|Thành)(?:\s+[uủ][ỷy])?\s+((?:[A-ZĐÀ-Ỹ][^\W\d_]*)(?:\s+[A-ZĐÀ-Ỹ][^\W\d_]*){0,3})"
)


@lru_cache(maxsize=10_000)
def plan_places(plan: Plan) -> frozenset[str]:
    """The places a plan is of, in compared form: from its date line, issuer, superior and title."""
    metadata = plan.metadata
    named = {key(metadata.place)} if metadata.place else set()
    texts = [fact.value for fact in (metadata.issuer, metadata.superior, metadata.title) if fact]
    for text in texts:
        named |= {name for _, _, name in find_phrases(key(expand(text)), _province_keys())}
    return frozenset(_without_level(name) for name in named)


# Bodies of the whole country date their documents in Hà Nội; no province's plan is theirs.
_CENTRAL = re.compile(
    r"(?:thủ tướng|chính phủ|quốc hội|ủy ban thường vụ quốc hội|bộ (?!chỉ huy|tư lệnh)|ban bí thư|ban chấp hành trung ương|văn phòng chính phủ|thanh tra chính phủ|ngân hàng nhà nước việt nam|kiểm toán nhà nước)(?:(?<= )|(?!\S))"
)


def owned_by(compared: str, plans: Sequence[Plan], places: Sequence[str]) -> list[Plan]:
    """The plans that the places themselves issued, where the question asks for those ("kế hoạch 5G của Hà Nội"); else all of them."""
    names = "|".join(re.escape(place) for place in places)
    owner = rf"(?:ủy ban nhân dân |hội đồng nhân dân )?(?:tỉnh |thành phố )?(?:{names})"
    if not re.search(rf"(?<!\S)(?:kế hoạch|quyết định|văn bản)(?: (?!của)\S+){{0,14}} của {owner}(?!\S)", compared):
        return list(plans)
    return [plan for plan in plans if not is_central(plan)] or list(plans)


def is_central(plan: Plan) -> bool:
    """Whether a body of the whole country issued the plan."""
    issuer = plan.metadata.issuer
    return issuer is not None and _CENTRAL.match(key(expand(issuer.value))) is not None


def _without_level(name: str) -> str:
    return re.sub(r"^(?:thành phố|tỉnh|huyện|thị xã|quận|xã|phường) ", "", name)


def _holds(compared: str, phrase: str) -> bool:
    return re.search(rf"(?<!\S){re.escape(phrase)}(?!\S)", compared) is not None


def find_places(compared: str, plans: Sequence[Plan]) -> list[str]:
    """Places named in the question, in compared form, in reading order; a person's name is none."""
    names = _province_keys() | {place for plan in plans for place in plan_places(plan)}
    found: dict[str, None] = {}
    for start, _, name in find_phrases(compared, names | set(_alias_keys())):
        if not _names_another(compared[:start].rstrip(), name):
            found.setdefault(_alias_keys().get(name, name))
    return list(found)


_PERSON = "hồ chí minh"  # the only place that bears a person's name


def _names_another(before: str, name: str) -> bool:
    """Whether a place's name is a person's or a university's by the words `before` it: "tư tưởng Hồ Chí Minh", "Đại học Quốc gia Hà Nội"."""
    person = name == _PERSON and any(before.endswith(key(word)) for word in words_before_a_person())
    return person or before.endswith("quốc gia")


@cache
def _province_keys() -> frozenset[str]:
    return frozenset(key(name) for name in provinces())


@cache
def _alias_keys() -> dict[str, str]:
    return {key(other): key(name) for other, name in place_aliases().items()}


def unknown_place(text: str, plans: Sequence[Plan]) -> str:
    """A district or commune named with a capital that stands in no plan's text."""
    for match in _DISTRICT.finditer(text):
        name = key(match.group(1))
        if not any(_holds(_compared_text(plan), name) for plan in plans):
            return match.group()
    return ""


@lru_cache(maxsize=2_000)
def _compared_text(plan: Plan) -> str:
    return key(plan.text)


def misspelt_place(compared: str, plans: Sequence[Plan], vocabulary: Vocabulary) -> str:
    """The place of a plan that a name misses by one letter ("tỉnh Bắc Gian", "Bắc Gaing"); "" for none."""
    known = {fold(place): place for plan in plans for place in plan_places(plan)}
    exact = {fold(key(name)) for name in provinces()}
    for match in re.finditer(r"(?<!\S)(?:tỉnh|thành phố|huyện|thị xã) (\S+(?: \S+){1,2})", compared):
        for size in (3, 2):
            name = fold(" ".join(match.group(1).split()[:size]))
            if name in exact:
                continue
            close = next(
                (
                    place
                    for bare, place in known.items()
                    if abs(len(bare) - len(name)) <= 1 and _one_letter_off(bare, name)
                ),
                "",
            )
            if close:
                return close
    words = compared.split()
    for size in (3, 2):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            if fold(name) in known and not all(vocabulary.knows(word) for word in words[start : start + size]):
                return known[fold(name)]
    for first, second in itertools.pairwise(words):
        if not (vocabulary.knows(first) and vocabulary.knows(second)) and fold(f"{first} {second}") not in exact:
            close = next(
                (place for bare, place in known.items() if _one_letter_off(bare, fold(f"{first} {second}"))), ""
            )
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


def with_capitals(text: str, plans: Sequence[Plan]) -> str:
    """A question typed in small letters with a capital at its start and in the names of places; any other as it is."""
    if not text.islower():
        return text
    names = {name for name in (*provinces(), *(plan.metadata.place or "" for plan in plans)) if name}
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", name, text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]
