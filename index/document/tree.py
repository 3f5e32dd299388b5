"""The outline as a tree to ask: which section holds a position, and what stands above it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.records import Plan, Section


class SectionTree:
    """The sections of one plan, in reading order. A look-up costs a binary search and a walk up the tree."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = tuple(sections)
        self._starts = [section.start for section in self.sections]
        self._parents: dict[tuple[str, ...], Section] = {}
        around: list[Section] = []
        for section in self.sections:
            while around and around[-1].end <= section.start:
                around.pop()
            if around:
                self._parents[section.path] = around[-1]
            around.append(section)

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
        parent = self.parent(section)
        while parent is not None:
            yield parent
            parent = self.parent(parent)

    def parent(self, section: Section) -> Section | None:
        """The section right above `section`."""
        return self._parents.get(section.path)


@lru_cache(maxsize=1_000)
def tree_of(plan: Plan) -> SectionTree:
    """The plan's outline as a tree."""
    return SectionTree(plan.sections)
