"""Text becomes HTML that shows it letter by letter; answers' Markdown becomes HTML without links, images or raw HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

# Gradio's HTML component is a template: `${…}` and `{{…}}` in a value must not look like its placeholders.
_TEMPLATE_SIGNS = str.maketrans({"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;", "\\": "&#92;"})
_MARKER = re.compile(r"\[(\d{1,3})\]")  # [12]
# What an answer never needs, and what a plan's own words must not turn into.
_FORBIDDEN = [
    "link",
    "image",
    "autolink",
    "html_inline",
    "html_block",
    "reference",
    "entity",
    "code",
    "fence",
    "backticks",
    "lheading",
    "hr",
]
_CHIPS = "chips"


def escape(text: str) -> str:
    """`text` as HTML, for element content and quoted attributes."""
    return html.escape(text, quote=True).translate(_TEMPLATE_SIGNS)


def render_markdown(markdown: str, chips: Mapping[int, str] | None = None) -> str:
    """The answer's Markdown (bold, lists, tables) as HTML; `[n]` becomes `chips[n]`, which is HTML, where there is one."""
    return str(_MARKDOWN.render(markdown, {_CHIPS: chips or {}}))


def parse_markdown(markdown: str) -> Sequence[Token]:
    """The answer's Markdown as tokens, read as `render_markdown` reads it."""
    return _MARKDOWN.parse(markdown)


def _render_text(
    _renderer: RendererProtocol, tokens: Sequence[Token], position: int, _options: OptionsDict, env: EnvType
) -> str:
    chips: Mapping[int, str] = env[_CHIPS]
    pieces = _MARKER.split(tokens[position].content)  # text, number, text, number, …, text
    return "".join(
        escape(piece) if i % 2 == 0 else chips.get(int(piece), f"[{piece}]") for i, piece in enumerate(pieces)
    )


def _render_heading(
    _renderer: RendererProtocol, tokens: Sequence[Token], position: int, _options: OptionsDict, _env: EnvType
) -> str:
    return "<h4>" if tokens[position].nesting == 1 else "</h4>\n"


def _build_markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(_FORBIDDEN)
    markdown.add_render_rule("text", _render_text)
    markdown.add_render_rule("heading_open", _render_heading)
    markdown.add_render_rule("heading_close", _render_heading)
    return markdown


_MARKDOWN = _build_markdown()
