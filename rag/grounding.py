"""Nothing leaves unproved: quotes verbatim, markers and citations in step, and every name and figure in its citation."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterable, Mapping, Sequence

from index.records import Plan
from index.vietnamese import parse_number
from rag import texts
from rag.answers import Citation
from rag.claims import unproved_claims
from rag.drafting import Draft, name_plan

log = logging.getLogger(__name__)

MARKER = re.compile(r"\[(\d+)\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DIFFERENCE = re.compile(
    re.escape(texts.DIFFERENCE).replace(r"\{value\}", rf"({_NUMBER.pattern})").replace(r"\{unit\}", r"[^\d“”]*")
)
_UNANSWERED = re.compile(re.escape(texts.PART_NOT_STATED).replace(r"\{part\}", r"[^“”\n]*"))
_QUOTED = re.compile(r"“((?:[^“”]|“[^“”]*”)*)”")  # “…”, one quoted inside it included
# What the assistant counts itself: "3. (chủ trì) …", "giao Sở Y tế 4 nhiệm vụ", "Có 2 văn bản"
_OWN_COUNTS = re.compile(r"^\d+\.(?= )|(?<= )\d+(?= (?:nhiệm vụ|văn bản)\b)")


class Ungrounded(Exception):
    """An answer that its citations don't prove; a bug of the composer, never shown."""


def ground(draft: Draft, plans: Mapping[str, Plan]) -> Draft:
    """What of a draft its citations prove: the lines that state nothing else, and the citations these use, numbered anew.

    Raises `Ungrounded` when nothing is left.
    """
    known = {citation.marker: citation for citation in draft.citations if is_verbatim(citation, plans)}
    kept = [line for line in draft.lines if not _is_faulty(line, known, plans)]
    if len(kept) == len(draft.lines) and len(known) == len(draft.citations):
        check(draft, plans)
        return draft
    log.error("ungrounded lines were dropped: %s", [line for line in draft.lines if line not in kept])
    grounded = renumbered(_without_empty_parts(kept), known)
    check(grounded, plans)
    return grounded


def check(draft: Draft, plans: Mapping[str, Plan]) -> None:
    """Raises `Ungrounded` unless each quote is the plan's own text and each marker has its citation and the other way round."""
    if not draft.citations:
        raise Ungrounded("an answer without citations")
    for citation in draft.citations:
        if not is_verbatim(citation, plans):
            raise Ungrounded(f"quote [{citation.marker}] is not verbatim")
    used = set(markers_of(draft.text, draft.citations))
    if used != {citation.marker for citation in draft.citations}:
        raise Ungrounded(f"markers {sorted(used)} do not match {len(draft.citations)} citations")


def is_verbatim(citation: Citation, plans: Mapping[str, Plan]) -> bool:
    """Whether a citation's quote is its plan's own text, letter by letter."""
    plan = plans.get(citation.plan_id)
    return plan is not None and citation.quote != "" and plan.text[citation.start : citation.end] == citation.quote


def markers_of(text: str, citations: Iterable[Citation]) -> list[int]:
    """The citations that `text` points to, in order; a plan's own footnote mark "[1]" inside a quote is none."""
    for quote in sorted((" ".join(c.quote.split()) for c in citations), key=len, reverse=True):
        text = text.replace(quote, "")
    return [int(n) for n in MARKER.findall(re.sub(r"“[^”]*\[\d+\][^”]*”", "“”", text))]


def proof_of(citations: Iterable[Citation], plans: Mapping[str, Plan]) -> str:
    """All that some citations prove: their quotes, the headings above them, the columns of a cited table, and what the plan is called."""
    parts: list[str] = []
    for citation in citations:
        plan = plans[citation.plan_id]
        start, end = citation.start, citation.end
        parts += [citation.quote, citation.address, *_names(plan)]
        parts += [section.heading for section in plan.sections if section.start <= start < section.end]
        for row in plan.indicators:
            if row.start < end and start < row.end:
                parts += [row.unit, row.group, row.table_title, *(value.column for value in row.values)]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def false_quotes(text: str, citations: Sequence[Citation]) -> list[str]:
    """What `text` puts between “…” and no citation holds word for word; a quote's white space and Markdown don't count."""
    held = [_plain(c.quote) for c in citations] + [_plain(f"{c.plan_title} {c.heading}") for c in citations]
    return [q for q in _QUOTED.findall(text) if not any(_plain(q) in quote for quote in held)]


def renumbered(lines: Sequence[str], citations: Mapping[int, Citation]) -> Draft:
    """A draft of `lines`, whose citations are those that the lines point to, numbered in the order they are first used."""
    draft, numbers = Draft(), dict[str, str]()
    for line in lines:
        for marker in markers_of(line, citations.values()):
            if f"[{marker}]" not in numbers:
                draft.citations.append(citations[marker].numbered(len(draft.citations) + 1))
                numbers[f"[{marker}]"] = f"[{len(draft.citations)}]"
        draft.say(renumber(line, numbers))
    return draft


_QUOTE_OR_MARKER = re.compile(rf"{_QUOTED.pattern}|{MARKER.pattern}")


def renumber(line: str, markers: Mapping[str, str]) -> str:
    """`line` with its markers changed; what a quote holds is the plan's own."""
    return _QUOTE_OR_MARKER.sub(
        lambda m: m.group() if m.group().startswith("“") else markers.get(m.group(), m.group()), line
    )


def _is_faulty(line: str, known: Mapping[int, Citation], plans: Mapping[str, Plan]) -> bool:
    """Whether a line points to a citation that is not there or states what its citations don't.

    A line that points to none rests on all of them, and may name a plan that says nothing ("Không xét được vì …: Kế hoạch …").
    That a part of the question is not answered, in the question's own words, states nothing.
    """
    if _UNANSWERED.fullmatch(line):
        return False
    used = markers_of(line, known.values())
    if any(marker not in known for marker in used):
        return True
    cited = [known[marker] for marker in used] or list(known.values())
    if _is_difference(line, "\n".join(citation.quote for citation in cited)):
        return False
    proof = proof_of(cited, plans)
    stated = _OWN_COUNTS.sub("", MARKER.sub("", line))
    if not used:
        proof = "\n".join([proof, *(name for plan in plans.values() for name in _names(plan))])
    return bool(false_quotes(line, cited) or unproved_claims(stated, proof, list(plans.values())))


def _is_difference(line: str, quotes: str) -> bool:
    """Whether a line says only how far apart two numbers of the quotes are, and says it right."""
    match = _DIFFERENCE.fullmatch(line)
    numbers = {number for found in _NUMBER.findall(quotes) for number in [parse_number(found)] if number is not None}
    stated = parse_number(match.group(1)) if match else None
    return stated is not None and any(math.isclose(abs(a - b), stated, abs_tol=1e-9) for a in numbers for b in numbers)


def _without_empty_parts(lines: Sequence[str]) -> list[str]:
    """`lines` without the openings ("Theo Kế hoạch …:") under which nothing is left."""
    kept: list[str] = []
    for line in reversed(lines):
        opens = line.endswith(":") and not MARKER.search(line)
        if not (opens and not any(MARKER.search(below) for below in _until_blank(kept))):
            kept.append(line)
    return kept[::-1]


def _until_blank(reversed_lines: Sequence[str]) -> list[str]:
    """The lines of the part that `reversed_lines` ends with: after its blank first line, up to the next blank one."""
    below = list(reversed_lines[::-1])
    while below and not below[0].strip():
        below.pop(0)
    return below[: below.index("")] if "" in below else below


def _names(plan: Plan) -> list[str]:
    """What a plan is called, and by whom it was issued and signed."""
    m = plan.metadata
    facts = (m.title, m.number, m.issuer, m.superior, m.signer, m.signer_title)
    return [name_plan(plan), m.place or "", *(fact.value for fact in facts if fact), *m.on_behalf]


def _plain(text: str) -> str:
    return "".join(re.sub(r"[*_|/\\]", "", text).split()).casefold()
