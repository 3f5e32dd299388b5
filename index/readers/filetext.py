"""What a reader hands to the cleaning step: a file's text, and its pages when the format has pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text as the cleaning step takes it: paragraphs a line each, tables as tab rows; pages where the format has them."""

    text: str
    pages: tuple[str, ...] = ()  # the text of each page, when the format has pages; joined by "\n" they are `text`
