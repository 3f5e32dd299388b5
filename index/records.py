"""The records that flow through the product: a plan, its sections, who does what, which figure.

Every span (`start`, `end`) counts characters of `Plan.text`, which is Unicode NFC. A record never holds text of its own that the
plan does not: what is quoted is cut out of `Plan.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class SectionKind(StrEnum):
    """What kind of heading or item a section is, outermost first."""

    ANNEX = "annex"  # Phụ lục I
    PART = "part"  # Phần thứ nhất
    CHAPTER = "chapter"  # Chương I
    CAPITAL = "capital"  # A.
    ROMAN = "roman"  # I.  I-
    ARTICLE = "article"  # Điều 1.
    NUMBER = "number"  # 1.  1-  1/
    DOTTED = "dotted"  # 1.1.
    DOTTED3 = "dotted3"  # 1.1.1.
    LETTER = "letter"  # a)  đ)
    PAREN = "paren"  # (1)
    ORDINAL = "ordinal"  # Một là,
    DASH = "dash"  # -
    PLUS = "plus"  # +
    BULLET = "bullet"  # • * o


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline. `start..end` covers the section with all its children; `heading` is "" for a running paragraph."""

    path: tuple[str, ...]
    kind: SectionKind
    address: str
    heading: str
    start: int
    end: int
    own_end: int  # where the section's own text stops and its first child starts


class Role(StrEnum):
    """What a unit does in a task, in the plan's own word."""

    LEAD = "chủ trì"
    SUPPORT = "phối hợp"
    ADVISE = "tham mưu"
    DIRECT = "chỉ đạo"
    MONITOR = "theo dõi, giám sát"
    REPORT = "báo cáo"
    PERFORM = "thực hiện"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit as written (`text`, at `start..end`), and the dates it means. `recurring` when it comes back ("hằng quý")."""

    text: str
    start: int
    end: int
    first: date | None = None
    last: date | None = None
    recurring: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task of one unit. `unit` is as written; the task is `Plan.text[start:end]`."""

    unit: str
    role: Role
    start: int
    end: int
    path: tuple[str, ...]
    address: str
    unit_start: int
    unit_end: int
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One cell of an indicator row: the column's header, the text as written, and where it stands."""

    column: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """A target or figure. From a table: the row's name, unit and values by column; from prose: the sentence is the name."""

    name: str
    unit: str
    values: tuple[IndicatorValue, ...]
    start: int
    end: int
    path: tuple[str, ...]
    address: str
    group: str = ""
    table_title: str = ""
    from_table: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document that a plan names ("Quyết định số 281/QĐ-TTg ngày 05/4/2024 của Thủ tướng Chính phủ")."""

    kind: str
    number: str
    issued_on: date | None
    issuer: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One piece of metadata and where the plan says it."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the plan says of itself. What it leaves blank is None or empty: nothing is invented."""

    kind: str  # "Kế hoạch", "Quyết định"
    title: Fact | None = None
    number: Fact | None = None
    issuer: Fact | None = None
    superior: Fact | None = None  # the body above the issuer, where the header names one
    place: str | None = None
    issued_on: date | None = None
    date_line: Fact | None = None
    signer: Fact | None = None
    signer_title: Fact | None = None
    on_behalf: tuple[str, ...] = ()  # "TM. Ủy ban nhân dân", "KT. Chủ tịch"
    recipients: tuple[Fact, ...] = ()
    legal_bases: tuple[Reference, ...] = ()
    years: tuple[int, ...] = ()  # the years in title and date


@dataclass(frozen=True, slots=True)
class Plan:
    """One document, read: its text, what it says of itself, its outline, who does what, its figures."""

    plan_id: str
    source: str
    sha256: str
    text: str
    metadata: Metadata
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    body_start: int = 0
    body_end: int = 0

    def __hash__(self) -> int:
        """By what identifies it: hashing every record of a plan would cost milliseconds a look-up."""
        return hash((self.plan_id, self.sha256))

    def quote(self, start: int, end: int) -> str:
        """The plan's own words between two offsets."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: a section or a part of one. `context` holds the headings above it; `start..end` the words themselves."""

    passage_id: str
    plan_id: str
    path: tuple[str, ...]
    address: str
    heading: str
    context: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage and its score in the ranking that returned it; scores of different rankings don't compare."""

    passage: Passage
    score: float
    ranks: dict[str, int] = field(default_factory=dict)
