"""A Word paragraph becomes text: what a reader of the printed page sees, without codes, deletions and hidden words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from index.readers.word_fonts import legacy_encoding, run_font, to_unicode
from index.readers.word_styles import Styles, font_of
from index.readers.word_xml import Element, W, attribute, child, flag, local, value

# Zero-width signs, soft hyphens, byte order marks: invisible, and they split words for search
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_HEX = re.compile("[0-9A-Fa-f]{1,4}")
_PRIVATE = re.compile("[\uf020-\uf0ff]")
# Signs that fonts draw at private code points. "•" where the drawing is only an ornament.
_SYMBOL = {
    0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB0: "°", 0xAE: "→", 0xDE: "⇒", 0x2D: "-", 0xB9: "≠", 0xBB: "≈",
    0xA5: "∞", 0x61: "α", 0x62: "β", 0x6D: "μ", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA2: "′", 0xB2: "″", 0xB7: "•", 0xD0: "∠",
}  # fmt: skip
_WINGDINGS = {
    0xFC: "✓", 0xFE: "☑", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x78: "☒", 0xFD: "☒", 0xE0: "→", 0xE8: "→", 0xF0: "⇒", 0xDF: "←",
}  # fmt: skip

_FIXED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Deleted and moved text, properties, what Word computes or shows elsewhere; phonetic guides
_DROPPED = frozenset(
    {
        "del",
        "moveFrom",
        "delText",
        "rPr",
        "pPr",
        "instrText",
        "delInstrText",
        "rt",
        "sdtPr",
        "sectPr",
        "fldData",
        "ffData",
    }
)
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    """An open field: its code, and whether we are past it, in its result."""

    code: str = ""
    in_result: bool = False

    @property
    def is_shown(self) -> bool:
        return self.in_result and not _PAGE_FIELD.match(self.code)


@dataclass(slots=True)
class NoteMarks:
    """The footnotes and endnotes met so far, numbered in one sequence as they come: (kind, id) → number."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def mark(self, kind: str, note_id: str) -> str:
        """The mark of a note in the text."""
        return f"[{self.numbers.setdefault((kind, note_id), len(self.numbers) + 1)}]"


@dataclass(slots=True)
class ParagraphText:
    """A paragraph's text (tabs and line breaks in it as they are) and the text boxes that hang on it."""

    text: str
    boxes: list[Element]


def read_paragraph(paragraph: Element, styles: Styles, notes: NoteMarks, in_legacy_fonts: bool) -> ParagraphText:
    """The text of a w:p element. A field that goes on in the next paragraph shows its result there.

    `in_legacy_fonts`: whether text in fonts from before Unicode (.VnTime, VNI-Times) is in their encodings, as their names say.
    """
    parts: list[tuple[str, str]] = []  # text, the encoding of its font
    boxes: list[Element] = []
    fields: list[_Field] = []
    style = styles.of_paragraph(paragraph)
    capitals, encoding = False, ""
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        name = local(element)
        if name == "txbxContent":
            boxes.append(element)
        if name == "instrText" and fields:
            fields[-1].code += element.text or ""
        if name in _DROPPED or name == "txbxContent" or _is_unseen(element, name, style, styles):
            walk.skip_subtree()
            continue
        if name == "r":
            capitals = _is_set(element, "caps", style, styles)
            encoding = legacy_encoding(run_font(element, style, styles)) if in_legacy_fonts else ""
        elif name == "fldChar":
            _step_field(fields, attribute(element, "fldCharType"))
        elif all(f.is_shown for f in fields):
            text = _piece(element, name, notes)
            parts.append((text.upper() if capitals and not encoding else text, encoding))
    grouped = groupby(parts, key=lambda part: part[1])
    text = "".join(to_unicode("".join(text for text, _ in group), encoding) for encoding, group in grouped)
    return ParagraphText(INVISIBLE.sub("", text).strip(), boxes)


def _step_field(fields: list[_Field], step: str) -> None:
    if step == "begin":
        fields.append(_Field())
    elif step == "separate" and fields:
        fields[-1].in_result = True
    elif step == "end" and fields:
        fields.pop()


def _is_unseen(element: Element, name: str, style: str, styles: Styles) -> bool:
    """Whether an element with all in it is hidden: hidden runs, page numbers, the alternative that Word doesn't take."""
    if name == "r":
        return _is_set(element, "vanish", style, styles)
    if name == "fldSimple":
        return bool(_PAGE_FIELD.match(attribute(element, "instr")))
    if name in ("Choice", "Fallback"):
        return element is not chosen_alternative(element.getparent())
    return False


def chosen_alternative(alternatives: Element | None) -> Element | None:
    """Of the forms of one content (mc:AlternateContent), the first that holds text."""
    if alternatives is None:
        return None
    branches = [element for element in alternatives if local(element) in ("Choice", "Fallback")]
    return next((b for b in branches if b.find(f".//{W}t") is not None), branches[0] if branches else None)


def _is_set(run: Element, name: str, style: str, styles: Styles) -> bool:
    """Whether a run has a property ("vanish", "caps") by itself or by its styles."""
    properties = child(run, "rPr")
    own = child(properties, name)
    if own is not None:
        return flag(own)
    run_style = value(child(properties, "rStyle"))
    return bool(run_style and styles.sets(run_style, name)) or styles.sets(style, name)


def _piece(element: Element, name: str, notes: NoteMarks) -> str:
    """The text that one element without its children stands for."""
    if name == "t":
        text = element.text or ""
        return _PRIVATE.sub(lambda m: _sign(ord(m[0]), _font(element)), text)
    if name == "softHyphen":  # invisible; but ".VnTime" draws its code as "ư"
        return "\u00ad"
    if name in _FIXED:
        return _FIXED[name]
    if name == "sym":
        code = attribute(element, "char")
        return _sign(int(code, 16), attribute(element, "font")) if _HEX.fullmatch(code) else ""
    if name in ("footnoteReference", "endnoteReference"):
        return notes.mark(name.removesuffix("Reference"), attribute(element, "id"))
    return ""


def _font(text: Element) -> str:
    run = text.getparent()
    return font_of(child(run, "rPr"))


def _sign(code: int, font: str) -> str:
    """The sign that a font for signs draws at a code point, private (F0B7) or not (B7)."""
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if "wingdings" in font.lower() or "webdings" in font.lower():
        return _WINGDINGS.get(place, "•")
    if place in _SYMBOL:
        return _SYMBOL[place]
    if place > 0xFF:
        return chr(place) if place < 0xD800 else ""
    return chr(place) if 0x20 <= place < 0x40 else "•"
