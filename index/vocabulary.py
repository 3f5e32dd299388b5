"""What the plans' words teach: how common a syllable is, which follows which, and how an unaccented one may be accented."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from index.lexicon import known_units, provinces
from index.vietnamese import SYLLABLE, fold, nfc, spell


@dataclass(frozen=True)
class Vocabulary:
    """Counts of syllables and of neighbouring ones, as written in lower case; `documents` counts paragraphs for rarity.

    `names` are those of places and units, as syllables in lower case.
    """

    unigrams: Counter[str] = field(default_factory=Counter)
    bigrams: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    size: int = 0
    names: frozenset[tuple[str, ...]] = frozenset()

    @cached_property
    def accentings(self) -> dict[str, list[str]]:
        """Folded syllable → the syllables that fold to it, commonest first."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word, _ in self.unigrams.most_common():
            found[fold(word)].append(word)
        return dict(found)

    def rarity(self, word: str) -> float:
        """Inverse document frequency over paragraphs; a word that no plan holds is the rarest."""
        return math.log(1 + self.size / (1 + self.documents[word]))

    def knows(self, word: str) -> bool:
        """Whether any plan holds this syllable (in the compared spelling)."""
        return self.documents[word] > 0


def build_vocabulary(texts: Iterable[str], extra: Sequence[str] = (), base: Vocabulary | None = None) -> Vocabulary:
    """The vocabulary of `texts`, added to `base` where given; names of provinces and common units are taught too, and those in `extra`."""
    before = base or Vocabulary()
    unigrams, bigrams, documents = before.unigrams.copy(), before.bigrams.copy(), before.documents.copy()
    size = before.size
    for text in texts:
        for paragraph in text.split("\n"):
            words = SYLLABLE.findall(nfc(paragraph).lower())
            _count(words, unigrams, bigrams)
            documents.update({spell(word) for word in words})
            size += bool(words)
    taught = () if base else (*provinces(), *known_units())
    names = [tuple(SYLLABLE.findall(nfc(phrase).lower())) for phrase in (*taught, *extra)]
    for name in names:
        _count([*name], unigrams, bigrams)
    # "Phòng Nghiệp vụ Dược, Sở Y tế" is asked for without the second part, too
    names += [tuple(SYLLABLE.findall(nfc(phrase.split(",")[0]).lower())) for phrase in extra]
    named = before.names | {name for name in names if len(name) > 1}
    return Vocabulary(unigrams, bigrams, documents, size, named)


def _count(words: list[str], unigrams: Counter[str], bigrams: Counter[tuple[str, str]]) -> None:
    unigrams.update(words)
    bigrams.update(pairwise(words))
