"""How much of a question a text covers: rare words count more, words standing together count as words.

Cosine similarities of e5 lie between .80 and .93 whatever is asked, so refusing rests on this and not on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.vietnamese import bigrams, expand, syllables
from index.vocabulary import Vocabulary
from rag.understanding.cues import attribute_phrases, content_phrases, stop_words, weak_phrases
from rag.understanding.phrases import find_phrases
from rag.understanding.synonyms import Synonym, find_synonyms

_PAIR_WEIGHT = 0.6
# "trên một vạn dân", "bác sĩ/vạn dân", "10 nghìn dân"
_TEN_THOUSAND = re.compile(
    r"(?<!\w)(?:(?:1|một|mỗi) )?vạn(?= (?:dân|người|hộ|trẻ))|(?<!\w)(?:1|một|mỗi) vạn(?!\w)|10 (?:nghìn|ngàn)",
    re.IGNORECASE,
)
_WITHOUT_NUMBER = 0.5
_UNKNOWN = 1.5  # a word that no plan holds says more than any other that the plans don't answer
_COMPOUND = 2  # times the plans hold two syllables side by side that may be one word
_BESIDE = 0.25  # of its weight: a word that a question says of another thing than the one a part of it asks about
_WEAK = 0.25  # of its rarity: a word of talk rather than of a topic, whether the plans hold it or not


def words_of(text: str) -> list[str]:
    """The syllables of a text as they are compared: abbreviations written out, spelling variants made one."""
    return list(_words_of(text))


@lru_cache(8_192)  # stop phrases and names come with every question
def _words_of(text: str) -> tuple[str, ...]:
    text = _TEN_THOUSAND.sub("10.000", text)
    return tuple(word.lstrip("0") or word if word.isdigit() else word for word in syllables(expand(text)))


@dataclass(frozen=True)
class Bag:
    """A text's syllables and neighbouring pairs, for asking what it covers."""

    words: frozenset[str]
    pairs: frozenset[str]


@lru_cache(maxsize=100_000)
def bag_of(text: str) -> Bag:
    """The bag of a text."""
    words = words_of(text)
    return Bag(frozenset(words), frozenset(bigrams(words)))


@dataclass(frozen=True)
class Terms:
    """What a question is about: its content syllables in order; `weights` and `pair_weights` say how rare each is."""

    words: tuple[str, ...]
    weights: dict[str, float]
    pair_weights: dict[str, float]
    required: tuple[str, ...] = ()  # pairs that the text must hold: "điện_thoại"
    said: tuple[str, ...] = ()  # all syllables of the question, which `synonyms` point into
    synonyms: tuple[Synonym, ...] = ()

    def coverage(self, bag: Bag) -> float:
        """Share of the question's content that the text holds, 0 to 1; 0 when the question has none.

        A number that the text lacks halves it ("Dự án 8" is not "Dự án 4"); a required detail that it lacks leaves nothing.
        """
        if any(pair not in bag.pairs and pair not in bag.words for pair in self.required):
            return 0.0
        lost = any(word[0].isdigit() and word not in bag.words for word in self.words)
        return self._share(self._with_synonyms(bag)) * (_WITHOUT_NUMBER if lost else 1.0)

    def _with_synonyms(self, bag: Bag) -> Bag:
        """The text's bag with the question's own words where the text says the same otherwise, and their pairs."""
        words: set[str] = set()
        pairs: set[str] = set()
        for synonym in self.synonyms:
            own = self.said[synonym.start : synonym.end]
            if all(word in bag.words for word in own) or not synonym.stands_in(bag.words, bag.pairs):
                continue
            words.update(own)
            around = self.said[max(0, synonym.start - 1) : synonym.end + 1]
            pairs.update(pair for pair in bigrams(list(around)) if any(word in bag.words for word in pair.split("_")))
            pairs.update(bigrams(list(own)))
        return Bag(bag.words | words, bag.pairs | pairs) if words else bag

    def _share(self, bag: Bag) -> float:
        single = sum(self.weights.values())
        if not single:
            return 0.0
        of_words = sum(weight for word, weight in self.weights.items() if word in bag.words) / single
        pairs = sum(self.pair_weights.values())
        if not pairs:
            return of_words
        of_pairs = sum(weight for pair, weight in self.pair_weights.items() if pair in bag.pairs) / pairs
        return _PAIR_WEIGHT * of_pairs + (1 - _PAIR_WEIGHT) * of_words

    def missing(self, bag: Bag) -> list[str]:
        """The content syllables that the text does not hold, nor says otherwise, in order."""
        held = self._with_synonyms(bag).words
        return [word for word in self.words if word not in held]


def terms_of(text: str, vocabulary: Vocabulary, without: Sequence[str] = ()) -> Terms:
    """The content of a question; the phrases in `without` (its plan's place, its unit) are not counted."""
    words = words_of(text)
    skipped = _positions(words, [words_of(phrase) for phrase in without])
    stop = stop_words()
    content = _positions(words, [phrase.split() for phrase in content_phrases()])
    kept = [i for i, word in enumerate(words) if i not in skipped and (word not in stop or i in content)]
    pairs = [
        (a, b)
        for a, b in zip(range(len(words)), range(1, len(words)), strict=False)
        if a not in skipped and b not in skipped and (a in kept or b in kept)
    ]
    weak = _weak_positions(words, vocabulary)
    return Terms(
        tuple(words[i] for i in kept),
        {words[i]: _weight(words[i], vocabulary, i in weak) for i in kept},
        {
            f"{words[a]}_{words[b]}": min(vocabulary.rarity(words[a]), vocabulary.rarity(words[b]))
            for a, b in pairs
            if a in kept and b in kept and a not in weak and b not in weak
        },
        tuple(
            pair
            for phrase in attribute_phrases()
            if f" {phrase} " in f" {' '.join(words)} "
            for pair in bigrams(phrase.split()) or [phrase]
        ),
        tuple(words),
        tuple(s for s in find_synonyms(words) if not skipped.intersection(range(s.start, s.end))),
    )


def with_context(own: Terms, whole: Terms) -> Terms:
    """The content of a part of a question, and, counting less, that of the rest, which it may leave unsaid."""
    weights = {word: _BESIDE * weight for word, weight in whole.weights.items()}
    pairs = {pair: _BESIDE * weight for pair, weight in whole.pair_weights.items()}
    return replace(own, weights={**weights, **own.weights}, pair_weights={**pairs, **own.pair_weights})


def _weight(word: str, vocabulary: Vocabulary, is_weak: bool) -> float:
    rarity = vocabulary.rarity(word)
    return _WEAK * rarity if is_weak else rarity * (1.0 if vocabulary.knows(word) else _UNKNOWN)


def _weak_positions(words: Sequence[str], vocabulary: Vocabulary) -> set[int]:
    """Positions of the words of talk; a single syllable that forms a word with a neighbour is none ("nhận thức", "mở rộng")."""
    found: set[int] = set()
    text = " ".join(words)
    for start, _, phrase in find_phrases(text, weak_phrases()):
        first, size = text[:start].count(" "), len(phrase.split())
        beside = [pair for pair in (words[max(0, first - 1) : first + 1], words[first : first + 2]) if len(pair) == 2]
        if size > 1 or not any(vocabulary.bigrams[pair[0], pair[1]] > _COMPOUND for pair in beside):
            found.update(range(first, first + size))
    return found


def _positions(words: list[str], phrases: list[list[str]]) -> set[int]:
    """Positions in `words` that belong to one of the phrases."""
    found: set[int] = set()
    for phrase in phrases:
        size = len(phrase)
        for start in range(len(words) - size + 1):
            if size and words[start : start + size] == phrase:
                found.update(range(start, start + size))
    return found
