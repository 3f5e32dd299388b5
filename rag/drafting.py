"""An answer while it is written: statements in Markdown, and the citations they point to."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.document.pages import page_of
from index.document.tree import tree_of
from index.passages import FRONT
from index.records import Plan, Section, SectionKind
from index.vietnamese import key
from rag import texts
from rag.answers import Citation

_LISTED = (SectionKind.DASH, SectionKind.PLUS, SectionKind.BULLET)


@dataclass
class Draft:
    """Lines of an answer and its citations; a citation used twice keeps its number."""

    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Adds a line."""
        self.lines.append(line)

    def head(self, plan: Plan) -> None:
        """Opens what one plan says, apart from what another said before."""
        if self.lines:
            self.say("")
        self.say(texts.ACCORDING_TO.format(plan=name_plan(plan)))
        self.say("")

    def cite(self, plan: Plan, start: int, end: int) -> str:
        """The marker "[n]" of the citation of `plan.text[start:end]`."""
        for citation in self.citations:
            if (citation.plan_id, citation.start, citation.end) == (plan.plan_id, start, end):
                return f"[{citation.marker}]"
        self.citations.append(make_citation(plan, start, end, len(self.citations) + 1))
        return f"[{len(self.citations)}]"

    @property
    def text(self) -> str:
        """The answer in Markdown."""
        return "\n".join(self.lines).strip()


def make_citation(plan: Plan, start: int, end: int, marker: int) -> Citation:
    """The citation of a span: its legal address down to the numbered or lettered section, never to a dash."""
    section = numbered_section(plan, start)
    metadata = plan.metadata
    return Citation(
        marker=marker,
        plan_id=plan.plan_id,
        plan_title=metadata.title.value if metadata.title else plan.source,
        plan_number=metadata.number.value if metadata.number else None,
        issuer=metadata.issuer.value if metadata.issuer else None,
        issued_on=metadata.issued_on,
        source=plan.source,
        address=section.address if section else front_address(plan, start),
        path=section.path if section else (),
        heading=section.heading if section else "",
        quote=plan.quote(start, end),
        start=start,
        end=end,
        page=page_of(plan.pages, start),
    )


def numbered_section(plan: Plan, position: int) -> Section | None:
    """The innermost section around `position` that an official cites: numbered or lettered, no dash."""
    tree = tree_of(plan)
    section = tree.innermost(position)
    while section is not None and section.kind in _LISTED:
        section = tree.parent(section)
    return section


def front_address(plan: Plan, position: int) -> str:
    """What the unnumbered parts are called."""
    metadata = plan.metadata
    note = next((n for n in plan.footnotes if n.start <= position < n.end), None)
    if note is not None:
        section = numbered_section(plan, note.mark) if note.mark is not None else None
        return texts.FOOTNOTE_OF.format(address=section.address) if section else texts.FOOTNOTE
    if position >= plan.body_end:
        recipients = metadata.recipients
        return "Nơi nhận" if recipients and recipients[0].start <= position <= recipients[-1].end else "Phần ký"
    if metadata.title and metadata.title.start <= position <= metadata.title.end:
        return "Tên văn bản"
    return FRONT if metadata.title and position > metadata.title.end else "Phần đầu văn bản"


def name_plan(plan: Plan) -> str:
    """A plan as a sentence names it: "Kế hoạch số 572/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh Lâm Đồng"."""
    metadata = plan.metadata
    parts = [metadata.kind]
    if metadata.number:
        parts.append(f"số {metadata.number.value}")
    if metadata.issued_on:
        parts.append(f"ngày {metadata.issued_on:%d/%m/%Y}")
    issuer = metadata.issuer.value if metadata.issuer else ""
    if issuer:
        parts.append(f"của {issuer}")
    if metadata.place and key(metadata.place) not in key(issuer):
        parts.append(f"({metadata.place})")
    return " ".join(parts)
