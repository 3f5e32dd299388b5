"""A plan becomes passages: one section or item each, long ones cut between sentences, with the headings above as context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.document.layout import FOOTNOTE, Line, lines_of
from index.document.tree import SectionTree
from index.records import Passage, Plan, Section

MAX_CHARS = 1_100  # about 300 tokens of multilingual-e5; with its context a passage stays under the model's 512
MIN_CHARS = 120  # a shorter neighbour in the same section is joined on
_SENTENCE_END = re.compile(r"(?<=[.;!?…])\s+")
_MAX_CONTEXT = 300
FRONT = "Phần mở đầu"  # the title and the preamble have no legal address of their own


@dataclass(slots=True)
class _Span:
    section: Section | None
    start: int
    end: int


def make_passages(plan: Plan) -> list[Passage]:
    """The passages of `plan` in reading order; letterhead, recipients and signature are in none."""
    spans = list(_merge(_split(plan.text, _spans(plan))))
    tree = SectionTree(plan.sections)
    return [_passage(plan, number, span, tree) for number, span in enumerate(spans)]


def _spans(plan: Plan) -> Iterator[_Span]:
    """Front matter, then each line of the body under its innermost section, then footnotes; table rows of one section together."""
    title = plan.metadata.title
    first = title.start if title is not None else 0
    front = [line for line in lines_of(plan.text) if first <= line.start < plan.body_start]
    for line in [line for line in front if line.text.strip()]:
        yield _Span(None, line.start, line.end)
    tree = SectionTree(plan.sections)
    for line in lines_of(plan.text):
        if line.start < plan.body_start or not line.text.strip():
            continue
        section = tree.innermost(line.start) or _section_of_note(plan, tree, line)
        if section is not None or FOOTNOTE.match(line.text):
            yield _Span(section, line.start, line.end)


def _section_of_note(plan: Plan, tree: SectionTree, line: Line) -> Section | None:
    """The section that holds the mark of the footnote in this line."""
    note = next((n for n in plan.footnotes if n.start == line.start), None)
    return tree.innermost(note.mark) if note is not None and note.mark is not None else None


def _split(text: str, spans: Iterator[_Span]) -> Iterator[_Span]:
    """Cuts what is too long between sentences; a single long sentence stays whole."""
    for span in spans:
        start = span.start
        for match in _SENTENCE_END.finditer(text, span.start, span.end):
            if match.end() - start > MAX_CHARS * 2 // 3 and span.end - match.end() > MIN_CHARS:
                yield _Span(span.section, start, match.start())
                start = match.end()
        yield _Span(span.section, start, span.end)


def _merge(spans: Iterator[_Span]) -> Iterator[_Span]:
    """Joins neighbours of one section while they are short; a heading's line alone goes to its section's next line."""
    current: _Span | None = None
    for span in spans:
        if current is not None and _belongs(current, span) and span.end - current.start <= MAX_CHARS:
            current.end = span.end
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def _belongs(current: _Span, span: _Span) -> bool:
    if current.section is None or span.section is None:
        return current.section is span.section
    if current.section is span.section:
        return True
    short = current.end - current.start < MIN_CHARS
    return short and current.section.start <= span.section.start < current.section.end


def _passage(plan: Plan, number: int, span: _Span, tree: SectionTree) -> Passage:
    section = span.section
    path = section.path if section else ()
    headings = [s.heading for s in reversed([section, *tree.above(section)])] if section else []
    return Passage(
        passage_id=f"{plan.plan_id}#{number}",
        plan_id=plan.plan_id,
        path=path,
        address=section.address if section else FRONT,
        heading=next((heading for heading in reversed(headings) if heading), ""),
        context=_context(plan, headings),
        text=plan.text[span.start : span.end],
        start=span.start,
        end=span.end,
    )


def _context(plan: Plan, headings: Sequence[str]) -> str:
    """What a reader knows before the passage: whose plan, and the headings above it."""
    metadata = plan.metadata
    issuer = metadata.issuer.value if metadata.issuer else ""
    place = metadata.place if metadata.place and metadata.place not in issuer else ""
    who = " ".join(part for part in (metadata.kind, issuer, place or "") if part)
    return " › ".join(part for part in (who, *headings) if part)[:_MAX_CONTEXT]
