"""Plain BM25 over accented syllables: the baseline, independent of our own lexical index."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Sequence

from index.vietnamese import SYLLABLE, nfc

_K1 = 1.2  # Lucene's defaults
_B = 0.75


def plain_syllables(text: str) -> list[str]:
    """Lower-case syllables and numbers as written; no expansion, no spelling variants."""
    return SYLLABLE.findall(nfc(text).lower())


class Bm25:
    """BM25 (Robertson & Zaragoza 2009) over documents given once."""

    def __init__(self, documents: Sequence[str], tokenize: Callable[[str], list[str]] = plain_syllables) -> None:
        self._tokenize = tokenize
        tokens = [tokenize(document) for document in documents]
        lengths = [len(words) for words in tokens]
        average = sum(lengths) / max(1, len(lengths)) or 1.0
        self._norms = [_K1 * (1 - _B + _B * length / average) for length in lengths]
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for number, words in enumerate(tokens):
            for word, count in Counter(words).items():
                self._postings.setdefault(word, []).append((number, count))

    def search(self, query: str, top_k: int) -> list[tuple[int, float]]:
        """Numbers of the documents with their scores, best first; documents that share no word with the query are left out."""
        scores: dict[int, float] = {}
        for word in self._tokenize(query):
            postings = self._postings.get(word, ())
            rarity = math.log(1 + (len(self._norms) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, count in postings:
                scores[number] = scores.get(number, 0.0) + rarity * count * (_K1 + 1) / (count + self._norms[number])
        return heapq.nsmallest(top_k, scores.items(), key=lambda item: (-item[1], item[0]))
