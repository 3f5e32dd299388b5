"""Word's styles, as far as they change a text: automatic numbers, capitals, hidden text, tables of contents."""

from __future__ import annotations

from collections.abc import Iterator

from index.readers.word_xml import Element, attribute, child, children, flag, value

_MAX_CHAIN = 20  # styles based on styles; Word allows 11


class Styles:
    """The styles of a document; what a style doesn't say, the one that it is based on does."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {attribute(style, "styleId"): style for style in children(root, "style")}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if attribute(style, "type") == "paragraph" and attribute(style, "default").lower() in ("1", "true")
            ),
            "",
        )
        defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
        self._default_font = font_of(defaults)
        self._fonts: dict[str, str] = {}
        self._toggles: dict[tuple[str, str], bool] = {}

    def of_paragraph(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        return value(child(child(paragraph, "pPr"), "pStyle")) or self._default

    def lists(self) -> dict[str, str]:
        """The list (numId) of each style that has one of its own."""
        found = {key: value(child(_list_properties(style), "numId")) for key, style in self._styles.items()}
        return {key: list_id for key, list_id in found.items() if list_id}

    def list_of(self, style: str) -> tuple[str, str]:
        """The list (numId) and level (ilvl) that paragraphs of a style have; "" for what it doesn't say."""
        list_id = level = ""
        for element in self._chain(style):
            properties = _list_properties(element)
            list_id = list_id or value(child(properties, "numId"))
            level = level or value(child(properties, "ilvl"))
        return list_id, level

    def sets(self, style: str, name: str) -> bool:
        """Whether a style switches a run property ("vanish", "caps") on."""
        key = (style, name)
        if key not in self._toggles:
            said = (child(child(element, "rPr"), name) for element in self._chain(style))
            self._toggles[key] = flag(next((element for element in said if element is not None), None))
        return self._toggles[key]

    def font(self, style: str) -> str:
        """The font of a style; the document's own where the style doesn't name one."""
        if style not in self._fonts:
            named = (font_of(child(element, "rPr")) for element in self._chain(style))
            self._fonts[style] = next(filter(None, named), self._default_font)
        return self._fonts[style]

    def is_contents(self, style: str) -> bool:
        """Whether a style is that of a table of contents ("toc 1"), whose lines repeat the headings."""
        name = value(child(self._styles.get(style), "name")).lower()
        return name.startswith("toc ") or name == "table of figures"

    def _chain(self, style: str) -> Iterator[Element]:
        """The style and those that it is based on, nearest first."""
        for _ in range(_MAX_CHAIN):
            element = self._styles.get(style)
            if element is None:
                return
            yield element
            style = value(child(element, "basedOn"))


def font_of(properties: Element | None) -> str:
    """The font that run properties (w:rPr) name for Latin letters; "" for none."""
    fonts = child(properties, "rFonts")
    return attribute(fonts, "ascii") or attribute(fonts, "hAnsi")


def _list_properties(style: Element) -> Element | None:
    return child(child(style, "pPr"), "numPr")
