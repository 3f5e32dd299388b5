"""Text that Word shows in the fonts from before Unicode (.VnTime, VNI-Times), whose names tell how it is encoded."""

from __future__ import annotations

import re

from index.readers.legacy_fonts import from_tcvn3, from_vni
from index.readers.word_styles import Styles, font_of
from index.readers.word_xml import Element, W, child, value

# Letters that the 8-bit encodings don't have: text with them is Unicode, whatever its font is called
_UNICODE_LETTER = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def legacy_encoding(font: str) -> str:
    """The encoding of a font: "tcvn3", "tcvn3 capitals" (.VnTimeH shows all letters as capitals), "vni"; "" for Unicode."""
    name = font.lower()
    if name.startswith(".vn"):
        return "tcvn3 capitals" if name.endswith("h") else "tcvn3"
    return "vni" if name.startswith("vni-") else ""


def to_unicode(text: str, encoding: str) -> str:
    """`text` out of an encoding that `legacy_encoding` named."""
    if encoding == "vni":
        return from_vni(text)
    if not encoding:
        return text
    return from_tcvn3(text).upper() if encoding == "tcvn3 capitals" else from_tcvn3(text)


def run_font(run: Element, paragraph_style: str, styles: Styles) -> str:
    """The font of a run: its own, its style's, or its paragraph's."""
    properties = child(run, "rPr")
    run_style = value(child(properties, "rStyle"))
    return font_of(properties) or styles.font(run_style if run_style else paragraph_style)


def is_in_legacy_fonts(root: Element, styles: Styles) -> bool:
    """Whether a document's text in legacy fonts is in their encodings: converted documents often keep the fonts' names."""
    legacy = [
        text.text or ""
        for paragraph in root.iter(f"{W}p")
        for style in (styles.of_paragraph(paragraph),)
        for run in paragraph.iter(f"{W}r")
        if legacy_encoding(run_font(run, style, styles))
        for text in run.iterfind(f"{W}t")
    ]
    return any(map(str.strip, legacy)) and not _UNICODE_LETTER.search("".join(legacy))
