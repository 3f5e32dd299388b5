"""Where a file's pages start in the plan's text, which cleaning has joined across them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

_PROBE = 40  # letters of a line that identify it
_MIN_PROBE = 12
_TRIED = 8  # lines of a page that are looked for before the page is given up


def page_starts(pages: Sequence[str], text: str) -> tuple[int, ...]:
    """The offset in `text` of the first line of each page that is found there; () for a format without pages.

    A page of which nothing is left (cover, furniture) starts where the next one does.
    """
    places = [place for place, char in enumerate(text) if char.isalnum()]
    letters = "".join(text[place].lower()[:1] for place in places)
    starts: list[int | None] = []
    position = 0
    for page in pages:
        found = _find(page, letters, position)
        starts.append(None if found is None else places[found])
        position = found if found is not None else position
    return tuple(_filled(starts, len(text)))


def _find(page: str, letters: str, position: int) -> int | None:
    """Where the page's first line that can be told from others stands in `letters`, from `position` on."""
    tried = 0
    for line in page.split("\n"):
        probe = "".join(char.lower()[:1] for char in line if char.isalnum())[:_PROBE]
        if len(probe) < _MIN_PROBE:
            continue
        found = letters.find(probe, position)
        if found >= 0:
            return found
        tried += 1
        if tried == _TRIED:
            return None
    return None


def _filled(starts: Sequence[int | None], end: int) -> list[int]:
    filled: list[int] = []
    following = end
    for start in reversed(starts):
        following = following if start is None else start
        filled.append(following)
    return filled[::-1]


def page_of(pages: Sequence[int], position: int) -> int | None:
    """The number, from 1, of the page that holds the character at `position`; None for a plan without pages."""
    return bisect_right(pages, position) or 1 if pages else None
