"""The sides of a question that sets plans side by side: which plans each side names, and the words that are its own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Plan
from index.vietnamese import expand, key
from index.vocabulary import Vocabulary
from rag.understanding.descriptions import by_description
from rag.understanding.places import find_places
from rag.understanding.plans import PlanChoice, choose_plans
from rag.understanding.terms import Terms, bag_of, terms_of

# Where one side ends and the next begins: "kế hoạch A | và kế hoạch B", "Bắc Giang năm 2024 | so với Hà Tĩnh đến 2030"
_JOINT = re.compile(
    r"\s*[;:]\s*|,\s+|(?<!\S)(?:và|với|so với|so sánh với|còn|hay|hoặc|cùng|hay là|rồi đến)(?!\S)", re.IGNORECASE
)
_TURN = re.compile(r"\s*(?:và|với|so với|so sánh với|còn|hay|hoặc|cùng)\s", re.IGNORECASE)  # opens the next side
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# "năm 2025", "đến năm 2030", "2030", "tháng 11/2025": chooses a column of figures, and is no word to find in their names
_WHEN = re.compile(
    r"(?<!\w)(?:(?:ngày\s+)?\d{1,2}/\d{1,2}/(?:19|20)\d\d|(?:tháng\s+)?\d{1,2}/(?:19|20)\d\d)(?!\d)|(?:năm\s+)?(?<!\d)(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\(([^()]+)\)")
_MAX_SIDES = 4
NO_TERMS = Terms((), {}, {})


@dataclass(frozen=True)
class Side:
    """One side: its plans, the part of the question that speaks of it, the years named there, and what is asked of it.

    `terms` is the content of that part; `whole` of all the question, but for what it says of other sides in brackets.
    """

    plan_ids: tuple[str, ...]
    text: str
    years: tuple[int, ...]
    said: str = ""  # the part without the words in front of its plan's name, which may be asked of every side
    terms: Terms = NO_TERMS
    whole: Terms = NO_TERMS
    words: tuple[str, ...] = ()  # those that name its plans


def years_in(text: str) -> tuple[int, ...]:
    """The years named in a text, in order."""
    return tuple(int(year) for year in _YEAR.findall(text))


def without_years(text: str) -> str:
    """A text without its years."""
    return _WHEN.sub(" ", text)


def find_sides(
    text: str, plans: Sequence[Plan], vocabulary: Vocabulary, choice: PlanChoice, is_open: bool
) -> tuple[tuple[Side, ...], PlanChoice]:
    """The two to four sides of a question that names other plans in each of its parts, and the choice of the plans of all.

    No sides, and `choice` as it is, for any other question. Unless it `is_open` (speaks of two things), two places must be named.
    """
    named = find_places(key(expand(text)), plans)
    if not is_open and len(named) < 2:
        return (), choice
    parts = _parts(text, plans, vocabulary, choice)
    if not 2 <= len(parts) <= _MAX_SIDES:
        return (), choice
    chosen = [part.choice for part in parts]
    joined = PlanChoice(
        tuple(dict.fromkeys(plan_id for c in chosen for plan_id in c.plan_ids)),
        True,
        tuple(
            dict.fromkeys(
                [*choice.words, *named, *(w for p in parts for w in (*p.choice.words, *_asides(p, plans, vocabulary)))]
            )
        ),
        tuple(dict.fromkeys(place for c in chosen for place in c.places)),
        interest={plan_id: degree for c in chosen for plan_id, degree in c.interest.items()},
        of_place=tuple(dict.fromkeys(plan_id for c in chosen for plan_id in c.of_place)),
    )
    sides = (
        Side(part.choice.plan_ids, part.text, _years(part, parts), part.said, words=part.choice.words) for part in parts
    )
    return tuple(sides), joined


def without_other_asides(text: str, side: Side, sides: Sequence[Side]) -> str:
    """A question without what it says in brackets of the other sides: "Bắc Ninh (giao dịch) và Cần Thơ (người nhận trợ cấp)"."""
    for aside in [match.group() for other in sides if other is not side for match in _ASIDE.finditer(other.said)]:
        text = text.replace(aside, " ")
    return text


@dataclass
class _Part:
    text: str
    choice: PlanChoice
    said: str


def _parts(text: str, plans: Sequence[Plan], vocabulary: Vocabulary, whole: PlanChoice) -> list[_Part]:
    """The question cut into parts that each name plans of their own; a piece that names none belongs to the part before it, behind "với" to the next."""
    parts: list[_Part] = []
    waiting = ""  # pieces that name nothing yet: the opening, or what follows "so với"
    for piece in _pieces(text):
        choice = _within(choose_plans(piece, plans, vocabulary), whole)
        names = choice.named and bool(choice.plan_ids) and not choice.missing and len(choice.plan_ids) < len(plans)
        if names and parts and set(choice.plan_ids) & set(parts[-1].choice.plan_ids):
            last = parts[-1]
            parts[-1] = _Part(last.text + waiting + piece, _narrower(last.choice, choice), last.said + waiting + piece)
            waiting = ""
        elif names:
            parts.append(_Part(waiting + piece, choice, piece))
            waiting = ""
        elif not parts or waiting or _TURN.match(piece):
            waiting += piece
        else:
            parts[-1].text += piece
            parts[-1].said += piece
    if parts:
        parts[-1].text += waiting
    distinct = all(
        not set(a.choice.plan_ids) & set(b.choice.plan_ids) for i, a in enumerate(parts) for b in parts[i + 1 :]
    )
    return parts if distinct else []


def _years(part: _Part, parts: Sequence[_Part]) -> tuple[int, ...]:
    """The years said with a side, else those said before any side is named, else those at the question's end."""
    opening = parts[0].text.removesuffix(parts[0].said)
    return years_in(part.said) or years_in(opening) or (years_in(parts[-1].said) if part is not parts[-1] else ())


_OF_TITLE = 0.6  # share of an aside's content that the plan's title holds


def _asides(part: _Part, plans: Sequence[Plan], vocabulary: Vocabulary) -> list[str]:
    """What a part says only to name its plan, beside place or number: "kế hoạch quốc gia về không khí (2530/QĐ-TTg)", "Lai Châu (Luật Tiêu chuẩn …)"."""
    own = [plan for plan in plans if plan.plan_id in part.choice.plan_ids]
    titles = [plan.metadata.title.value for plan in own if plan.metadata.title]
    bag = bag_of(" . ".join(titles))
    asides = [match.group(1) for match in _ASIDE.finditer(part.text)]
    described = by_description(key(expand(part.text)), own, part.choice.places, vocabulary)[1]
    return [
        *described,
        *(aside for aside in asides if terms_of(aside, vocabulary, part.choice.words).coverage(bag) >= _OF_TITLE),
    ]


def _pieces(text: str) -> list[str]:
    """The text cut at its joints, each joint at the start of the piece behind it."""
    cuts = [0, *(match.start() for match in _JOINT.finditer(text) if match.start()), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(cuts) if text[a:b].strip()]


def _within(choice: PlanChoice, whole: PlanChoice) -> PlanChoice:
    """A piece's choice, only those that the whole question chooses, too, where it shares any with it."""
    shared = tuple(plan_id for plan_id in choice.plan_ids if plan_id in whole.plan_ids)
    return _with_plans(choice, shared) if shared and whole.named else choice


def _narrower(first: PlanChoice, second: PlanChoice) -> PlanChoice:
    """Two neighbours that speak of one plan: the plans that both choose, with the words of both."""
    shared = tuple(plan_id for plan_id in first.plan_ids if plan_id in second.plan_ids)
    return PlanChoice(
        shared,
        True,
        (*first.words, *second.words),
        (*first.places, *second.places),
        interest={**first.interest, **second.interest},
        of_place=first.of_place,
    )


def _with_plans(choice: PlanChoice, plan_ids: tuple[str, ...]) -> PlanChoice:
    return PlanChoice(
        plan_ids, choice.named, choice.words, choice.places, choice.missing, choice.interest, choice.of_place
    )
