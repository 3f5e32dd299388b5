"""A question typed without diacritics, wholly or in part, or with slips gets the plans' spelling: a syllable-bigram Viterbi learnt from them."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources

from index.vietnamese import SYLLABLE, expand, fold, is_accented
from index.vocabulary import Vocabulary
from rag.understanding.asked import asked_phrases
from rag.understanding.cues import all_phrases
from rag.understanding.phrases import find_phrases
from rag.understanding.slips import Neighbours, is_same_typed
from rag.understanding.synonyms import synonym_phrases

_MAX_CHOICES = 14  # accentings of one syllable that are tried
_BIGRAM_WEIGHT = 0.75
_ACCENTED_SHARE = (
    0.62  # of a correct text's syllables about three in four carry a mark; below this some have lost theirs
)
_STAY = 4.0  # log weight for leaving a bare syllable of an accented question as it is
_STAY_AMONG_WORDS = 9.0  # the same where no syllable shows a lost mark: all bare ones are words as they stand ("đã qua đào tạo", "mấy ca")
_USUAL = 0.2  # of a neighbour's occurrences, with the choice beside it
_LEAST = 1  # occurrences of the pair; more, since one tells nothing
_NEARLY_ALWAYS = 0.5  # of a neighbour's occurrences, to doubt a word that is known
_OFTEN = 4
_CUE_WEIGHT = 6  # how often each cue phrase counts as read
_WORDING_WEIGHT = 3  # and each line of how people ask


class Restorer:
    """Restores diacritics with a vocabulary's counts. Build with `build_restorer`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._unigrams = vocabulary.unigrams
        self._bigrams = vocabulary.bigrams
        self._accentings = vocabulary.accentings
        self._neighbours = Neighbours(self._accentings)
        self._names = _by_fold(vocabulary.names)
        self._total = sum(vocabulary.unigrams.values()) or 1

    def restore(self, text: str) -> str:
        """`text` with the marks its bare syllables most likely lost; marked syllables, numbers and unknown words stay."""
        if self._is_mostly_bare(text):
            text = expand(text)  # "so KH&DT": what the letters stand for says which "so" is meant
        tokens = list(SYLLABLE.finditer(text))
        words = [token.group().lower() for token in tokens]
        if not any(self._may_change(words, position) for position in range(len(words))):
            return text
        named = self._names_in(words)
        letters = [word for word in words if word.isalpha()]
        share = sum(is_accented(word) for word in letters) / max(1, len(letters))
        best = self._viterbi(words, named, self._stay(letters) if share >= _ACCENTED_SHARE else 0.0)
        pieces, end = [], 0
        for token, word in zip(tokens, best, strict=True):
            pieces += [text[end : token.start()], _in_case_of(token.group(), word)]
            end = token.end()
        return "".join(pieces) + text[end:]

    def _stay(self, letters: list[str]) -> float:
        """Log weight for leaving a bare syllable as it is, in a question most of whose syllables are marked."""
        return _STAY_AMONG_WORDS if all(is_accented(word) or self._unigrams[word] for word in letters) else _STAY

    def _is_mostly_bare(self, text: str) -> bool:
        letters = [word for word in SYLLABLE.findall(text) if word.isalpha()]
        return sum(is_accented(word) for word in letters) < _ACCENTED_SHARE * len(letters)

    def _names_in(self, words: list[str]) -> dict[int, str]:
        """Position → syllable of the places and units that the words name: "so ke hoach va dau tu", "nghiep vu duoc"."""
        folded = " ".join(map(fold, words))
        named: dict[int, str] = {}
        for start, _, phrase in find_phrases(folded, self._names.keys()):
            first, name = folded[:start].count(" "), self._names[phrase]
            span = words[first : first + len(name)]
            if all(typed == word or not is_accented(typed) for typed, word in zip(span, name, strict=True)):
                named.update(enumerate(name, start=first))
        return named

    def _may_change(self, words: list[str], position: int) -> bool:
        """Whether the syllable may have lost a mark, is spelt as no word of the plans ("nhiêm", "gải"), or is wrong where it stands."""
        return self._choices(words, position) != [words[position]]

    def _choices(self, words: list[str], position: int) -> list[str]:
        """What the syllable may be: itself where it fits, else what it was meant for."""
        word = words[position]
        if not word.isalpha():
            return [word]
        same = list(self._accentings.get(fold(word), ())[:_MAX_CHOICES])
        if is_accented(word) and self._unigrams[word]:
            return self._meant_instead(words, position, same) or [word]
        if same and not is_accented(word):
            return same
        return (
            [choice for choice in same if is_same_typed(word, choice)]
            or self._usual_beside(words, position, same)
            or self._usual_beside(words, position, self._neighbours.of(word))
            or [word]
        )

    def _usual_beside(self, words: list[str], position: int, choices: list[str]) -> list[str]:
        """Those that often follow or precede a neighbour: "trách nhiêm" and "gải pháp" are typing errors; "một vạn" is a word that the
        plans happen not to hold."""
        return [
            choice
            for choice in choices
            for near, pair in self._beside(words, position, choice)
            if self._bigrams[pair] > max(_LEAST, _USUAL * self._unigrams[near])
        ]

    def _meant_instead(self, words: list[str], position: int, choices: list[str]) -> list[str]:
        """Those that nearly always stand beside a neighbour where the syllable itself is never seen: "xây dụng", "Hà Tỉnh"."""
        if any(self._bigrams[pair] for _, pair in self._beside(words, position, words[position])):
            return []
        return [
            choice
            for choice in choices
            for near, pair in self._beside(words, position, choice)
            if self._bigrams[pair] > max(_OFTEN, _NEARLY_ALWAYS * self._unigrams[near])
        ]

    def _beside(self, words: list[str], position: int, choice: str) -> list[tuple[str, tuple[str, str]]]:
        """The neighbours, each with the pair it forms with the choice."""
        pairs = [(words[position - 1], (words[position - 1], choice))] if position else []
        after = words[position + 1] if position + 1 < len(words) else ""
        return [*pairs, (after, (choice, after))] if after else pairs

    def _viterbi(self, words: list[str], named: Mapping[int, str], stay: float) -> list[str]:
        paths: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
        for position, word in enumerate(words):
            step: dict[str, tuple[float, list[str]]] = {}
            for choice in [named[position]] if position in named else self._choices(words, position):
                bonus = stay if choice == word else 0.0
                score, path = max(
                    ((before + self._log(previous, choice), path) for previous, (before, path) in paths.items()),
                    key=lambda item: item[0],
                )
                step[choice] = (score + bonus, [*path, choice])
            paths = step
        return max(paths.values(), key=lambda item: item[0])[1]

    def _log(self, previous: str, word: str) -> float:
        alone = (self._unigrams[word] + 0.1) / self._total
        after = self._bigrams[previous, word] / self._unigrams[previous] if self._unigrams[previous] else 0.0
        return math.log(_BIGRAM_WEIGHT * after + (1 - _BIGRAM_WEIGHT) * alone)


def _by_fold(names: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Name without diacritics → name, where no other name folds to the same."""
    found: dict[str, tuple[str, ...]] = {}
    doubtful: set[str] = set()
    for name in names:
        folded = " ".join(map(fold, name))
        if found.setdefault(folded, name) != name:
            doubtful.add(folded)
    return {folded: name for folded, name in found.items() if folded not in doubtful}


@cache
def wordings() -> tuple[str, ...]:
    """How people ask, a phrase a line (`rag/data/wordings.txt`): everyday words that plans don't hold."""
    return tuple((resources.files("rag") / "data" / "wordings.txt").read_text(encoding="utf-8").splitlines())


def build_restorer(vocabulary: Vocabulary) -> Restorer:
    """A restorer that has read the plans' words and the words questions are asked with."""
    unigrams, bigrams = vocabulary.unigrams.copy(), vocabulary.bigrams.copy()
    read = [*_CUE_WEIGHT * (*all_phrases(), *asked_phrases(), *synonym_phrases()), *_WORDING_WEIGHT * wordings()]
    for phrase in read:
        words = SYLLABLE.findall(phrase.lower())
        unigrams.update(words)
        bigrams.update(itertools.pairwise(words))
    return Restorer(replace(vocabulary, unigrams=unigrams, bigrams=bigrams))


def _in_case_of(typed: str, word: str) -> str:
    if word == typed.lower():
        return typed
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if re.match(r"[^\W\d_]", typed) and typed[0].isupper() else word
