"""Where quoted words stand in a text, whatever its line breaks, spaces, letter case and punctuation."""

from __future__ import annotations

import unicodedata

_MIDDLE = " … "
_MAX_SPAN = 4_000  # characters between a quote's opening and its end


class Locator:
    """Finds quotes in one text. Quotes are asked in reading order; of several places the next one counts."""

    def __init__(self, text: str) -> None:
        kept = [(char, place) for place, char in enumerate(text) if char.isalnum()]
        self._letters = "".join(_plain(char) for char, _ in kept)
        self._places = [place for _, place in kept]
        self._last = 0

    def find(self, quote: str) -> tuple[int, int] | None:
        """Start and end of `quote` in the text; " … " in it stands for any words."""
        opening, _, closing = quote.partition(_MIDDLE)
        first, last = _letters(opening), _letters(closing)
        found = first and (self._find(first, last, self._last) or self._find(first, last, 0))
        if not found:
            return None
        self._last, end = found
        return self._places[self._last], self._places[end - 1] + 1

    def _find(self, first: str, last: str, start: int) -> tuple[int, int] | None:
        """Where the letters `first`, and some way behind them `last`, stand from `start` on."""
        start = self._letters.find(first, start)
        while start >= 0:
            end = start + len(first)
            close = self._letters.find(last, end, end + _MAX_SPAN)
            if close >= 0:
                return start, close + len(last)
            start = self._letters.find(first, start + 1)
        return None


def _letters(words: str) -> str:
    return "".join(_plain(char) for char in unicodedata.normalize("NFC", words) if char.isalnum())


def _plain(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char
