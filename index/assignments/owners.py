"""The unit that the lines of a section belong to: its heading ("3. Sở Tài chính"), or the subject of a line that ends in ":"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.assignments.cooperation import supporting_units
from index.assignments.tasks import STRONG, marker_length, role_of
from index.assignments.units import heading_unit, subject_unit
from index.records import Role, Section

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Owner:
    """A section's unit. A heading owns all lines below it; a sentence ending in ":" the list below it, with its own role and helpers."""

    unit: _Span
    is_heading: bool
    role: Role | None = None
    helpers: tuple[_Span, ...] = ()


def owner_of(text: str, section: Section, organisation: bool) -> Owner | None:
    """The owner of a section's lines; outside the part that assigns work only where a word of duty follows the name."""
    found = heading_unit(section.heading) if section.heading else None
    at = text.find(section.heading, section.start, section.end) if found else -1
    if found and at >= 0:
        body = text[at + len(section.heading) : section.end].lstrip(" .:\n-+•")
        if not organisation and not STRONG.match(body[:1].lower() + body[1:40]):
            return None
        return _with_lead_in(text, section, Owner((at + found[0], at + found[1]), True))
    return _announced(text, section, organisation)


def _announced(text: str, section: Section, organisation: bool) -> Owner | None:
    """The subject of the section's first or last own line, where that ends in ":" above a list."""
    own = text[section.start : section.own_end].rstrip()
    last = own.rfind("\n") + 1
    for at in dict.fromkeys((0, last)):
        line = own[at:].split("\n", 1)[0].rstrip()
        start = marker_length(line) if at == 0 else 0
        span = subject_unit(line[start:]) if line.endswith(":") else None
        if span and (organisation or is_strong(line[start + span[1] :])):
            begin = section.start + at + start
            return _with_lead_in(text, section, Owner((begin + span[0], begin + span[1]), False))
    return None


def _with_lead_in(text: str, section: Section, owner: Owner) -> Owner:
    """The role and helpers that the words before the list state for all of it: "Chủ trì, phối hợp với Sở Nội vụ:"."""
    own = text[owner.unit[1] : section.own_end].rstrip()
    apart = own.rfind("\n") + 1 if owner.is_heading else 0
    start = owner.unit[1] + apart
    line_end = text.find("\n", start, owner.unit[1] + len(own))
    end = line_end if line_end >= 0 else owner.unit[1] + len(own)
    words = text[start:end].strip(" :,")
    if not text[start:end].rstrip().endswith(":") or section.own_end >= section.end:
        return owner
    lead = re.match(r"(?:có (?:trách )?nhiệm\s+)?(?P<role>chủ trì|phối hợp)", words, re.IGNORECASE)
    if lead is None:
        return owner
    # A line of its own is an assignment of its own, with its helpers
    helpers = () if apart else tuple(supporting_units(text, start, end))
    return Owner(owner.unit, owner.is_heading, role_of(lead["role"]), helpers)


# "Sở Tài chính, | trên cơ sở đề xuất của các đơn vị, | chủ trì …"
_GROUNDS = re.compile(r"(?:trên cơ sở|căn cứ|theo)\s")
_MAX_GROUNDS = 200  # characters


def is_strong(task: str) -> bool:
    """Whether a task opens with a word that assigns work, wherever in the plan it stands."""
    task = task.lstrip(" ,:")
    task = task[:1].lower() + task[1:]
    if STRONG.match(task):
        return True
    clauses = re.finditer(r",\s+", task[:_MAX_GROUNDS]) if _GROUNDS.match(task) else ()
    return any(STRONG.match(task, comma.end()) for comma in clauses)
