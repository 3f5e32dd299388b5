"""Slips of the keyboard: a tone on the wrong vowel, a mark left out, one letter wrong, missing, doubled or swapped."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from index.readers.syllables import is_syllable
from index.vietnamese import fold, is_accented

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền sắc ngã hỏi nặng
_MIN_LETTERS = 3  # of a syllable whose letters may be wrong: nearly every shorter one is a letter away from another
_MAX_NEIGHBOURS = 60


def is_same_typed(typed: str, word: str) -> bool:
    """Whether two syllables of the same letters are the same word for sure: the tone stands elsewhere ("điạ", "địa"), or `typed` is no
    syllable until it has all marks ("chuơng", "chương"; but "vạn" is a word beside "vận")."""
    moved = _toneless(typed) == _toneless(word) and _tone(typed) == _tone(word)
    return moved or (not is_syllable(typed) and _lacks_marks(typed, word))


def _marks(text: str) -> list[set[str]]:
    """The marks of each letter, in order."""
    marks: list[set[str]] = []
    for char in unicodedata.normalize("NFD", text.replace("đ", "d\u0335")):
        if unicodedata.combining(char) and marks:
            marks[-1].add(char)
        else:
            marks.append(set())
    return marks


def _tone(text: str) -> set[str]:
    return {mark for marks in _marks(text) for mark in marks if mark in _TONES}


def _toneless(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if char not in _TONES)


def _lacks_marks(typed: str, word: str) -> bool:
    """Whether every mark of `typed` stands at its place in `word`, which has more."""
    return all(mine <= other for mine, other in zip(_marks(typed), _marks(word), strict=False))


class Neighbours:
    """Words one letter away from a syllable, whatever their marks. `accentings`: folded syllable → the words that fold to it."""

    def __init__(self, accentings: Mapping[str, Sequence[str]]) -> None:
        self._accentings = accentings
        self._by_gap: defaultdict[str, list[str]] = defaultdict(list)
        for folded in accentings:
            for gap in _gaps(folded):
                self._by_gap[gap].append(folded)

    def of(self, typed: str) -> list[str]:
        """The words of the same tone that one wrong, missing, doubled or swapped letter makes `typed`; none for short syllables and for what is no word."""
        folded = fold(typed)
        if len(folded) < _MIN_LETTERS or not folded.isalpha():
            return []
        near = {word for gap in (folded, *_gaps(folded)) for word in (*self._by_gap.get(gap, ()), gap)}
        found = [
            word
            for other in sorted(near)
            if other != folded and _is_one_slip(folded, other)
            for word in self._accentings.get(other, ())
            if _tone(word) == _tone(typed) or not is_accented(typed)
        ]
        return found[:_MAX_NEIGHBOURS]


def _gaps(word: str) -> list[str]:
    """`word` with each of its letters left out (the deletion neighbourhood, as in SymSpell)."""
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _is_one_slip(typed: str, word: str) -> bool:
    """Whether one letter wrong, missing or too many, or two neighbours swapped, tell the two apart."""
    if abs(len(typed) - len(word)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    rest, other = typed[start:], word[start:]
    swapped = len(rest) > 1 and len(other) > 1 and rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped
