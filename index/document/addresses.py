"""Legal addresses: what each level of the outline is called, and how a section is cited."""

from __future__ import annotations

import re

from index.records import SectionKind

_LABELS = {
    SectionKind.ATTACHED: "{} kèm theo",
    SectionKind.CAPITAL: "Phần {}",
    SectionKind.ROMAN: "Mục {}",
    SectionKind.NUMBER: "khoản {}",
    SectionKind.DOTTED: "{}",
    SectionKind.DOTTED3: "{}",
    SectionKind.LETTER: "điểm {}",
    SectionKind.PAREN: "({})",
    SectionKind.ORDINAL: "ý “{}”",
    SectionKind.DASH: "gạch đầu dòng thứ {}",
    SectionKind.PLUS: "dấu cộng thứ {}",
    SectionKind.BULLET: "dấu chấm đầu dòng thứ {}",
}


def label_of(kind: SectionKind, token: str) -> str:
    """What an official calls a section of this kind with this number: "khoản 3", "Mục IV"."""
    return _LABELS.get(kind, "{}").format(in_ordinary_case(token) if kind is SectionKind.ARTICLE else token)


def in_ordinary_case(token: str) -> str:
    """ "PHẦN THỨ NHẤT" → "Phần thứ nhất", "PHỤ LỤC II" → "Phụ lục II"."""
    words = [word if len(word) == 1 or re.fullmatch("[IVX]+", word) else word.lower() for word in token.split()]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]


def without_prefixes(labels: tuple[str, ...], token: str) -> tuple[str, ...]:
    """Drops labels that a dotted number repeats: khoản 1 before 1.2, and 1.2 before 1.2.1."""
    parts = token.split(".")
    repeated = {f"khoản {parts[0]}", *(".".join(parts[:n]) for n in range(1, len(parts)))}
    return tuple(label for label in labels if label not in repeated)


def address_of(labels: tuple[str, ...]) -> str:
    """A section's legal address, outermost first: "Mục IV, khoản 3, điểm a"."""
    joined = ", ".join(labels)
    return joined[:1].upper() + joined[1:]
