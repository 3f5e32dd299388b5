"""Other ways to say what a question says (`rag/data/synonyms.toml`): people ask for "tiền", plans say "kinh phí"."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from index.vietnamese import bigrams, key
from rag.understanding.phrases import find_phrases


@dataclass(frozen=True)
class Synonym:
    """A phrase of a question, at `words[start:end]` of it, and what a text may say instead, each as its syllables."""

    start: int
    end: int
    others: tuple[tuple[str, ...], ...]

    def stands_in(self, words: frozenset[str], pairs: frozenset[str]) -> bool:
        """Whether a text with these syllables and neighbouring pairs holds one of the other ways to say it."""
        return any(
            all(pair in pairs for pair in bigrams(list(other))) if len(other) > 1 else other[0] in words
            for other in self.others
        )


def find_synonyms(words: Sequence[str]) -> tuple[Synonym, ...]:
    """The phrases of a question, given as its compared syllables, that can be said otherwise; the longest at each place."""
    table = _others()
    text = " ".join(words)
    return tuple(
        Synonym(before, before + len(phrase.split()), table[phrase])
        for start, _, phrase in find_phrases(text, table.keys())
        for before in [text[:start].count(" ")]
    )


def synonym_phrases() -> tuple[str, ...]:
    """Every phrase as written: they teach how a question without diacritics is accented."""
    table = _table()
    grouped = [phrase for group in table["groups"]["same"] for phrase in group]
    return (*grouped, *table["spoken"], *(other for others in table["spoken"].values() for other in others))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("rag") / "data" / "synonyms.toml").read_text(encoding="utf-8"))


@cache
def _others() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrase → the other ways to say it, in compared form."""
    table = _table()
    found: dict[str, list[str]] = {}
    for group in table["groups"]["same"]:
        for phrase in group:
            found.setdefault(key(phrase), []).extend(key(other) for other in group if other != phrase)
    for phrase, others in table["spoken"].items():
        found.setdefault(key(phrase), []).extend(key(other) for other in others)
    return {
        phrase: tuple(tuple(other.split()) for other in dict.fromkeys(others) if other != phrase)
        for phrase, others in found.items()
    }
