"""The documents inside a document (the plan a decision attaches, its annexes), and footnotes with the marks they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.document.layout import FOOTNOTE, NUMBER_LINE, Line, is_letterhead_line
from index.document.references import DOCUMENT_NUMBER, plain_number
from index.document.tree import SectionTree
from index.records import Fact, Footnote, Part, Section, SectionKind

_ROOTS = (SectionKind.ATTACHED, SectionKind.ANNEX)
_LETTERHEAD_LINES = 6  # above a part's own name
_NUMBER = re.compile(rf"Số\s*:?\s*(?P<number>{DOCUMENT_NUMBER})", re.IGNORECASE)
_FOOTNOTE_NUMBER = re.compile(r"\[(\d{1,3})\]")


def find_parts(text: str, lines: Sequence[Line], tree: SectionTree) -> tuple[Part, ...]:
    """The parts whose roots stand in the outline, in reading order."""
    places = {line.start: place for place, line in enumerate(lines)}
    return tuple(
        _part(text, _letterhead_above(lines[: places[root.start]], tree), root)
        for root in tree.sections
        if root.kind in _ROOTS
    )


def _letterhead_above(lines: Sequence[Line], tree: SectionTree) -> list[Line]:
    """The last of `lines`, back to one that belongs to a section."""
    above: list[Line] = []
    for line in reversed(lines[-_LETTERHEAD_LINES:]):
        if tree.innermost(line.start) is not None:
            break
        above.insert(0, line)
    return above


def _part(text: str, above: Sequence[Line], root: Section) -> Part:
    return Part(
        name=root.path[-1],
        path=root.path,
        title=_title(text, root),
        number=_own_number(above),
        start=root.start,
        end=root.end,
    )


def _title(text: str, root: Section) -> Fact | None:
    """The heading as the text has it: of several lines where it was written on several."""
    if not root.heading:
        return None
    pattern = r"\s+".join(re.escape(word) for word in root.heading.split())
    found = re.compile(pattern).search(text, root.start, root.end)
    return Fact(root.heading, found.start(), found.end()) if found else None


def _own_number(above: Sequence[Line]) -> Fact | None:
    """The number in the part's own letterhead: a number's line below a body's name."""
    for place, line in enumerate(above):
        match = _NUMBER.match(line.text) if NUMBER_LINE.match(line.text) else None
        if match and any(is_letterhead_line(before.text) for before in above[:place]):
            start = line.start + match.start("number")
            return Fact(plain_number(match["number"]), start, line.start + match.end("number"))
    return None


def find_footnotes(text: str, lines: Sequence[Line]) -> tuple[Footnote, ...]:
    """The footnotes of a text, each with the first mark of its number before it that no other footnote has."""
    notes = [line for line in lines if FOOTNOTE.match(line.text)]
    starts = {line.start for line in notes}
    marks = [m for m in _FOOTNOTE_NUMBER.finditer(text) if m.start() not in starts]
    return tuple(_attached(notes, marks))


def _attached(notes: Sequence[Line], marks: Sequence[re.Match[str]]) -> Iterator[Footnote]:
    taken: set[int] = set()
    for note in notes:
        number = _FOOTNOTE_NUMBER.match(note.text)
        mark = next(
            (
                m.start()
                for m in marks
                if number and m[1] == number[1] and m.start() < note.start and m.start() not in taken
            ),
            None,
        )
        if mark is not None:
            taken.add(mark)
        yield Footnote(mark, note.start, note.end)
