"""An answer's citations beside the conversation, or the plans that can be asked or read. Pure functions; all text escaped."""

from __future__ import annotations

from rag.answers import Answer, Citation
from ui import texts
from ui.chat.rendering import render_chip
from ui.escaping import escape
from ui.plan_names import Plans, citation_line, plan_label, title_of

_HEADING = f"<h2>{escape(texts.SOURCES_HEADING)}</h2>"


def render_sources(plans: Plans, note: str = texts.SOURCES_EMPTY) -> str:
    """What stands there without citations: why there are none, and the plans."""
    items = "".join(
        f'<li><button type="button" class="plan" data-open="section:head:{escape(plan.plan_id)}">'
        f'<strong>{escape(plan_label(plan))}</strong><span class="title">{escape(title_of(plan))}</span></button></li>'
        for plan in plans.values()
    )
    listed = f'<h3>{escape(texts.PLANS_HEADING)}</h3><ul class="plans">{items}</ul>' if items else ""
    return f'{_HEADING}<p class="quiet">{escape(note)}</p>{listed}'


def render_citations(answer: Answer | None, number: int, plans: Plans, opened: int | None = None) -> str:
    """The citations of turn `number`: their numbers, for when one is `opened`, and the list; without any, the plans."""
    if answer is None or not answer.citations:
        return render_sources(plans, texts.SOURCES_OF_REFUSAL if answer else texts.SOURCES_OF_FAILURE)
    chips = "".join(render_chip(citation, number, citation.marker == opened) for citation in answer.citations)
    items = "".join(_render_citation(citation, number, plans) for citation in answer.citations)
    return f'{_HEADING}<div class="switcher">{chips}</div><ol class="citations">{items}</ol>'


def _render_citation(citation: Citation, number: int, plans: Plans) -> str:
    title = escape(citation.plan_title)
    return (
        f'<li><button type="button" class="citation" data-open="cite:{number}:{citation.marker}">'
        f'<span class="address"><span class="marker">[{citation.marker}]</span> '
        f"{escape(citation.place or texts.NO_ADDRESS)}</span>"
        f'<span class="document">{escape(citation_line(citation, plans))}</span>'
        f'<span class="title" title="{title}">{title}</span>'
        f'<span class="quote">{escape(citation.quote)}</span>'
        f'<span class="open">{escape(texts.OPEN_IN_PLAN)} →</span></button></li>'
    )
