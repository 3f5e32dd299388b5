"""A question typed without diacritics, wholly or in part, gets them back: a syllable-bigram Viterbi learnt from the plans."""

from __future__ import annotations

import itertools
import math
import re

from index.vietnamese import SYLLABLE, expand, fold, is_accented
from index.vocabulary import Vocabulary
from rag.understanding.asked import asked_phrases
from rag.understanding.cues import all_phrases
from rag.understanding.synonyms import synonym_phrases

_MAX_CHOICES = 14  # accentings of one syllable that are tried
_BIGRAM_WEIGHT = 0.75
_ACCENTED_SHARE = (
    0.62  # of a correct text's syllables about three in four carry a mark; below this some have lost theirs
)
_STAY = 4.0  # log weight for leaving a bare syllable of an accented question as it is
_USUAL = 0.4  # of a neighbour's occurrences, with the choice beside it
_CUE_WEIGHT = 6  # how often each cue phrase counts as read


class Restorer:
    """Restores diacritics with a vocabulary's counts. Build with `build_restorer`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._unigrams = vocabulary.unigrams
        self._bigrams = vocabulary.bigrams
        self._accentings = vocabulary.accentings
        self._total = sum(vocabulary.unigrams.values()) or 1

    def restore(self, text: str) -> str:
        """`text` with the marks its bare syllables most likely lost; marked syllables, numbers and unknown words stay."""
        if self._is_mostly_bare(text):
            text = expand(text)  # "so KH&DT": what the letters stand for says which "so" is meant
        tokens = list(SYLLABLE.finditer(text))
        words = [token.group().lower() for token in tokens]
        if not words or not any(self._is_bare(word) for word in words):
            return text
        letters = [word for word in words if word.isalpha()]
        share = sum(is_accented(word) for word in letters) / max(1, len(letters))
        best = self._viterbi(words, stay=share >= _ACCENTED_SHARE)
        pieces, end = [], 0
        for token, word in zip(tokens, best, strict=True):
            pieces += [text[end : token.start()], _in_case_of(token.group(), word)]
            end = token.end()
        return "".join(pieces) + text[end:]

    def _is_mostly_bare(self, text: str) -> bool:
        letters = [word for word in SYLLABLE.findall(text) if word.isalpha()]
        return sum(is_accented(word) for word in letters) < _ACCENTED_SHARE * len(letters)

    def _is_bare(self, word: str) -> bool:
        """Whether the syllable may have lost a mark, or carries one that no word of the plans has ("nhiêm")."""
        if not word.isalpha():
            return False
        unknown = not self._unigrams[word]
        return (unknown or not is_accented(word)) and any(
            choice != word for choice in self._accentings.get(fold(word), ())
        )

    def _choices(self, word: str) -> list[str]:
        if not word.isalpha() or (is_accented(word) and self._unigrams[word]):
            return [word]
        return list(self._accentings.get(fold(word), ())[:_MAX_CHOICES]) or [word]

    def _supported(self, words: list[str], position: int) -> list[str]:
        """The choices; for a syllable with marks that no plan has, only those that mostly follow or precede its neighbour.

        "trách nhiêm" is a typing error; "một vạn" is a word that the plans happen not to hold.
        """
        word = words[position]
        choices = self._choices(word)
        if not is_accented(word) or choices == [word]:
            return choices
        before, after = (
            words[position - 1] if position else "",
            words[position + 1] if position + 1 < len(words) else "",
        )
        likely = [
            choice
            for choice in choices
            if self._bigrams[before, choice] > _USUAL * self._unigrams[before]
            or self._bigrams[choice, after] > _USUAL * self._unigrams[after]
        ]
        return likely or [word]

    def _viterbi(self, words: list[str], stay: bool) -> list[str]:
        paths: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
        for position, word in enumerate(words):
            step: dict[str, tuple[float, list[str]]] = {}
            for choice in self._supported(words, position):
                bonus = _STAY if stay and choice == word else 0.0
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


def build_restorer(vocabulary: Vocabulary) -> Restorer:
    """A restorer that has read the plans' words and the words questions are asked with."""
    unigrams, bigrams = vocabulary.unigrams.copy(), vocabulary.bigrams.copy()
    for phrase in (*all_phrases(), *asked_phrases(), *synonym_phrases()):
        words = SYLLABLE.findall(phrase.lower())
        for _ in range(_CUE_WEIGHT):
            unigrams.update(words)
            bigrams.update(itertools.pairwise(words))
    return Restorer(Vocabulary(unigrams, bigrams, vocabulary.documents, vocabulary.size))


def _in_case_of(typed: str, word: str) -> str:
    if word == typed.lower() or fold(typed) != fold(word):
        return typed
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if re.match(r"[^\W\d_]", typed) and typed[0].isupper() else word
