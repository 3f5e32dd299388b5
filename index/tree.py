"""The outline as a tree to ask: which section holds a position, and what stands above it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.records import Section


class SectionTree:
    """The sections of one plan, in reading order. A look-up costs a binary search and a walk up the tree."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = tuple(sections)
        self._starts = [section.start for section in self.sections]
        self._by_path = {section.path: section for section in self.sections}

    def innermost(self, position: int) -> Section | None:
        """The deepest section that holds the character at `position`."""
        place = bisect_right(self._starts, position) - 1
        if place < 0:
            return None
        section = self.sections[place]
        # Sections nest: whatever holds the position also holds the last section that starts before it.
        return next((s for s in (section, *self.above(section)) if position < s.end), None)

    def above(self, section: Section) -> Iterator[Section]:
        """The sections around `section`, innermost first."""
        for depth in range(len(section.path) - 1, 0, -1):
            parent = self._by_path.get(section.path[:depth])
            if parent is not None:
                yield parent

    def parent(self, section: Section) -> Section | None:
        """The section right above `section`."""
        return next(self.above(section), None)
