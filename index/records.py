"""The records that flow through the product: a plan, its sections, who does what, which figure.

Every span (`start`, `end`) counts characters of `Plan.text`, which is Unicode NFC. A record never holds text of its own that the
plan does not: what is quoted is cut out of `Plan.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from index.indicators.figures import comparison_in, number_in, year_in


class SectionKind(StrEnum):
    """What kind of heading or item a section is, outermost first."""

    ATTACHED = "attached"  # the plan that a decision is issued with: a document of its own
    ANNEX = "annex"  # Phụ lục I
    PART = "part"  # Phần thứ nhất
    CHAPTER = "chapter"  # Chương I
    DIVISION = "division"  # Mục 1, of a chapter
    SUBDIVISION = "subdivision"  # Tiểu mục 1
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
class Fact:
    """One piece of metadata and where the plan says it."""

    value: str
    start: int
    end: int


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
    """One task of one unit. `unit` is as written, `unit_name` in full ("Sở GD&ĐT" → "Sở Giáo dục và Đào tạo"), `scope` the place whose
    unit it is, taken from the plan where the name has none ("Lâm Đồng"); the task is `Plan.text[start:end]`."""

    unit: str
    role: Role
    start: int
    end: int
    path: tuple[str, ...]
    address: str
    unit_start: int
    unit_end: int
    deadline: Deadline | None = None
    product: Fact | None = None  # what is to be handed in ("Báo cáo của Sở Tài chính")
    unit_name: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One figure of an indicator, as written, and where it stands.

    `column` says when or of what: in a table the column's header ("Mục tiêu – 2025"), in prose the year or date by which ("đến năm
    2030"), which may stand in a heading above; "" when none is said. `is_baseline`: reached already, not a target.
    """

    column: str
    text: str
    start: int
    end: int
    is_baseline: bool = False

    @property
    def number(self) -> float | None:
        """The figure as a number ("12,5" → 12.5); None for a range or where there is none."""
        return number_in(self.text)

    @property
    def comparison(self) -> str:
        """ "≥", ">", "≤", "<" from the sign or words of the figure ("ít nhất 01 bác sĩ" → "≥"); "" for an exact one."""
        return comparison_in(self.text)

    @property
    def year(self) -> int | None:
        """The year by which, the last one of a period; None when `column` names none."""
        return year_in(self.column)


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something measured, with its figures. `name` is the table row's, or the words of the sentence that say what is measured.

    `start..end` is the whole row or item, to be quoted; `group` the rows above it that it belongs under ("Chỉ tiêu đầu vào").
    """

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
    replaces: tuple[Reference, ...] = ()  # documents that it says it replaces or abolishes
    amends: tuple[Reference, ...] = ()
    period: tuple[int | None, ...] = ()  # first and last year that it plans for; the first may be unknown
    years: tuple[int, ...] = ()  # the years in title and date


@dataclass(frozen=True, slots=True)
class Part:
    """A document inside the document: the plan that a decision attaches, an annex. `path` is its root in the outline."""

    name: str  # "Kế hoạch", "Phụ lục II"
    path: tuple[str, ...]
    title: Fact | None
    number: Fact | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote's own line (`start..end`), and where its mark stands in the text; None when no mark is left."""

    mark: int | None
    start: int
    end: int


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
    parts: tuple[Part, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    pages: tuple[int, ...] = ()  # where each page of the file starts; empty for a format without pages

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
