"""The facets of a question that sets things of one plan side by side: two units, two tasks, two figures, each with its own words.

"Sở A báo cáo lúc mấy giờ, còn các xã báo cáo mấy lần" asks twice; "tỷ lệ trạm y tế và tỷ lệ cơ sở cai nghiện …, bên nào cao hơn" names two things
alike. Each facet is a question of its own: what stands before both, its own words, and what is asked of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.lexicon import unit_head_pattern
from index.vietnamese import expand, key
from rag.understanding.cues import stop_words
from rag.understanding.terms import words_of

_JOINT = re.compile(
    r"[;?]\s+|,\s+|\.\s+(?=[A-ZĐÀ-Ỹ])|\s+(?:và|với|so với|so sánh với|còn|hay|hoặc|cùng|khác gì so với|khác với)(?=\s)",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"^[\s;:,.?]*(?:(?:và|với|so với|so sánh với|còn|hay|hoặc|cùng|khác gì so với|khác với)(?=\s)\s*)*", re.IGNORECASE
)
_ASKS = re.compile(r"(?<!\S)(?:bao nhiêu|mấy|nào|ai|gì|ra sao|thế nào|bao giờ|bao lâu|đâu)(?!\S)")
# What is said of both: "mỗi bên bao nhiêu", "bên nào cao hơn", "chênh nhau mấy ngày", "khác nhau thế nào", "tăng thêm mấy triệu", "lần lượt là …"
_OF_BOTH = re.compile(
    r"(?<!\S)(?:mỗi|từng|khác|giống|chênh|lần lượt|hơn kém|cụ thể|như nhau|bằng nhau|cách nhau|tăng thêm|giảm bớt|cả hai|con số|cho biết|"
    r"\S+ nào (?:\S+ ){0,6}?(?:hơn|nhất|trước|sau|sớm|muộn|cao|thấp|nhiều|ít|lớn|nhỏ)(?!\w)|(?:cao|thấp|nhiều|ít|lớn|nhỏ|sớm|muộn|nhanh|chậm) hơn)(?!\w)"
)
_TAIL = re.compile(
    rf"{_OF_BOTH.pattern}|(?<!\S)(?:là|đạt|được|phải|đặt|cần) (?:(?:đạt|tối thiểu|ít nhất|ở mức|đặt|ra) )*(?:bao nhiêu|mấy|gì|ai|thế nào|ra sao|khi nào|mức nào)(?!\w)"
)
# Words that only compare, and are nothing to look for
_COMPARING = re.compile(
    r"(?<!\w)(?:(?:so sánh|đối chiếu)(?: (?:giúp|hộ))?(?: (?:tôi|mình|em))?|(?:mỗi|từng) (?:bên|nơi|cái|tỉnh|kế hoạch|văn bản|việc|đợt|loại|nhóm|cấp|mức|đơn vị)|"
    r"(?:có )?(?:giống và khác|giống khác|giống|khác)(?: nhau| biệt)?(?: (?:ở |về )?(?:chỗ|điểm|điều|những điểm) nào| thế nào| ra sao| gì| bao nhiêu| không)?|chênh(?: lệch)?(?: nhau)?(?: thế nào| ra sao)?|lần lượt|"
    r"(?:bên|nơi|cái|tỉnh|bản|mức|đơn vị|kế hoạch|loại|nhóm|cấp|sở|huyện) nào (?:\S+ ){0,5}?(?:(?:cao|thấp|nhiều|ít|lớn|nhỏ|sớm|muộn|nhanh|chậm) (?:hơn|nhất)|trước|sau)(?: hơn)?)(?!\w)",
    re.IGNORECASE,
)
_LINKS = frozenset(
    ["của", "ở", "cho", "trên", "trong", "với", "tại", "về", "một", "bị", "các", "những", "do", "là", "bên", "phía"]
)  # words that open things named alike, and much else
_NUMBERS = re.compile(r"[\d/.,]+")
_MIN_OWN = 2  # syllables of content that make a facet of its own
_MAX_FACETS = 4
_FAR = 40  # syllables between the two heads; more, and the word stands there by chance


@dataclass(frozen=True)
class Facet:
    """One thing that is asked about: its question as it reads alone, the words in it that are its own, and whether those ask."""

    text: str
    own: str
    asks: bool


def find_facets(text: str, is_compared: bool) -> tuple[Facet, ...]:
    """The two to four facets of a question; none where it asks about one thing. Things merely named alike are set side by side only where it `is_compared`."""
    opening, rest = _opening(text)
    facets = _asked_apart(opening, rest)
    if len(facets) < 2 and is_compared:
        facets = _named_alike(opening, rest)
    return tuple(facets) if 2 <= len(facets) <= _MAX_FACETS else ()


def facets_of(texts: Sequence[str], said: Sequence[str]) -> tuple[Facet, ...]:
    """The facets of a question cut into `texts` already, each with what is `said` in it beside the question's opening."""
    opening = texts[0].removesuffix(said[0]) if texts else ""
    asks = [_ASKS.search(key(expand(own))) is not None and _OF_BOTH.search(key(expand(own))) is None for own in said]
    apart = sum(asks) > 1
    tail = _TAIL.search(said[-1].lower()) if said and not apart else None
    asked = said[-1][tail.start() :] if tail else ""
    return tuple(
        Facet(_joined(opening, own, "" if own is said[-1] else asked), _bare(own), apart and asking)
        for own, asking in zip(said, asks, strict=True)
    )


def _opening(text: str) -> tuple[str, str]:
    """What stands before a colon speaks of all facets; a colon behind which next to nothing stands opens none."""
    colon = re.search(r":\s", text)
    if colon is None or len(text) - colon.end() < colon.start() / 2:
        return "", text
    return text[: colon.start()] + " ", text[colon.end() :]


def _asked_apart(opening: str, rest: str) -> list[Facet]:
    """The parts of a question that each have a word that asks; what asks without content of its own goes on with the part before."""
    groups: list[str] = []
    waiting = ""
    for piece in _pieces(rest):
        compared = key(expand(piece))
        asks = _ASKS.search(compared) is not None and _OF_BOTH.search(compared) is None
        if asks and (_content(waiting + piece) >= _MIN_OWN or not groups):
            groups.append(waiting + piece)
            waiting = ""
        elif groups and (asks or _OF_BOTH.search(compared)):
            groups[-1] += waiting if asks else ""
            groups[-1] += piece if asks else ""
            waiting = ""
        else:
            waiting += piece
    if groups:
        groups[-1] += waiting
    return [Facet(_joined(opening, group), _bare(group), True) for group in groups]


def _named_alike(opening: str, rest: str) -> list[Facet]:
    """Two things that begin with the same word ("đợt 1 và đợt 2"), or are both units, on both sides of a joint."""
    best: tuple[int, int, int] | None = None
    for joint in _JOINT.finditer(rest):
        end = joint.end() + len(_CONNECTIVE.match(rest[joint.end() :]).group())  # type: ignore[union-attr]
        before, behind = rest[: joint.start()], rest[end:]
        weight, head = _head(before, behind)
        if weight and (best is None or weight > best[0]):
            best = (weight, head, joint.start())
    if best is None:
        return []
    _, head, cut = best
    before, first, behind = rest[:head], rest[head:cut], _bare(rest[cut:])
    tail = _TAIL.search(behind.lower())
    asked = behind[tail.start() :] if tail else ""
    if not _content(_NUMBERS.sub(" ", first)):
        return []  # one thing at two times
    second = behind[: tail.start()] if tail else behind
    return [
        Facet(_joined(opening, before, first, asked), _bare(first), False),
        Facet(_joined(opening, before, second, asked), _bare(second), False),
    ]


def _head(before: str, behind: str) -> tuple[int, int]:
    """How surely two texts end and begin with things named alike, 0 for not, and where the first of them starts."""
    left, right = list(re.finditer(r"\S+", before)), re.findall(r"\S+", behind)
    if not left or not right:
        return 0, 0
    words, others = [_plain(m.group()) for m in left], [_plain(word) for word in right]
    for place in range(len(words) - 1, max(-1, len(words) - _FAR), -1):
        same = 0
        while place + same < len(words) and same < len(others) and words[place + same] == others[same] != "":
            same += 1
        if same and place + same < len(words) + 1 and len(words) - place > same - 1:
            weight = sum(1 if word in _LINKS else 3 for word in others[:same])
            return weight, left[place].start()
    if unit_head_pattern().match(behind):
        for match in reversed(left):
            if unit_head_pattern().match(before, match.start()):
                return 2, match.start()
    return 0, 0


def _pieces(text: str) -> Iterator[str]:
    """The text cut at its joints outside brackets, each joint at the start of the piece behind it."""
    masked = re.sub(r"\([^()]*\)", lambda m: "_" * len(m.group()), text)
    start = 0
    for joint in _JOINT.finditer(masked):
        if joint.start() > start:
            yield text[start : joint.start()]
            start = joint.start()
    yield text[start:]


def _content(text: str) -> int:
    """How many syllables of content a piece has."""
    return sum(word not in stop_words() for word in words_of(_ASKS.sub(" ", key(expand(text)))))


def _bare(text: str) -> str:
    return text[_CONNECTIVE.match(text).end() :].strip(" ;:,.?")  # type: ignore[union-attr]


def _joined(*parts: str) -> str:
    text = " ".join(part for part in (_bare(part) for part in parts) if part)
    return " ".join(_COMPARING.sub(" ", text).split()).strip(" ,;:") + "?"


def _plain(word: str) -> str:
    return key(word.strip("()“”\"',.;:?"))
