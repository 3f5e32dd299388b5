"""What the assistant returns: an answer with citations, or a refusal that says what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from urllib.parse import quote, urlencode

PAGE = "/ui/"  # where the page is mounted


class Kind(StrEnum):
    """What a question asks for."""

    RESPONSIBILITY = "responsibility"
    TASKS = "tasks"
    DEADLINE = "deadline"
    INDICATOR = "indicator"
    METADATA = "metadata"
    LEGAL_BASIS = "legal_basis"
    CONTENT = "content"
    COMPARISON = "comparison"
    OUT_OF_SCOPE = "out_of_scope"


class Status(StrEnum):
    """Whether the plans answer the question."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"


class Reason(StrEnum):
    """Why there is no answer."""

    NO_SUCH_PLAN = "no_such_plan"
    NOT_STATED = "not_stated"
    OUT_OF_SCOPE = "out_of_scope"


class Mode(StrEnum):
    """Who may put an answer in words: the language model where there is one, never, or on demand."""

    AUTO = "auto"
    EXTRACTIVE = "extractive"
    GENERATIVE = "generative"


class Composer(StrEnum):
    """Who put an answer in words."""

    EXTRACTIVE = "extractive"
    GENERATIVE = "generative"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: `quote` is the plan's text from `start` to `end`, letter by letter."""

    marker: int
    plan_id: str
    plan_title: str
    plan_number: str | None
    issuer: str | None
    issued_on: date | None
    source: str
    address: str
    path: tuple[str, ...]
    heading: str
    quote: str
    start: int
    end: int
    page: int | None = None  # of the file, from 1, where it has pages

    @property
    def place(self) -> str:
        """The address, with the file's page: "Mục IV, khoản 3 (trang 5)"."""
        return f"{self.address} (trang {self.page})" if self.page else self.address

    @property
    def link(self) -> str:
        """Where it opens on the page, with the quote highlighted: "/ui/?plan=…&muc=V/2&tu=9120&den=9391".

        `muc` is the section's path, `tu` and `den` are the offsets of the quote in the plan's text.
        """
        query = {"plan": self.plan_id, "muc": "/".join(self.path), "tu": self.start, "den": self.end}
        return f"{PAGE}?{urlencode(query, quote_via=quote, safe='/')}"

    def numbered(self, marker: int) -> Citation:
        """The same citation under another number."""
        return replace(self, marker=marker)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the question is not answered, in words, and the nearest sections, which prove nothing."""

    reason: Reason
    message: str
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `answer` is Markdown whose `[n]` are the markers of `citations`, each used.

    `note` tells the reader that a part of the search is missing, and why the extractive answer stands where a language model was
    asked; "" otherwise.
    """

    id: str
    conversation_id: str
    status: Status
    kind: Kind
    standalone_question: str
    answer: str
    citations: tuple[Citation, ...] = ()
    refusal: Refusal | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    composed_by: Composer = Composer.EXTRACTIVE
    note: str = ""
