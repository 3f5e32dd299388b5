"""What a person can do with an answer: ask again, copy it, say what they think of it. HTML and plain text; all text escaped."""

from __future__ import annotations

import re

from rag.answers import Answer, Citation
from ui import texts
from ui.chat.conversation import Turn
from ui.escaping import escape
from ui.plan_names import Plans, citation_line, legal_citation

_MARKS = re.compile(r"\*\*|__")  # **bold** in an answer's Markdown


def render_actions(turn: Turn, number: int, plans: Plans, is_last: bool) -> str:
    """The row of buttons under what came of a question, and below it the form for what is wrong."""
    retry = f'<button type="button" class="plain" data-event="retry">{escape(texts.RETRY)}</button>' if is_last else ""
    if turn.answer is None:
        return f'<div class="actions">{retry}</div>'
    copied = escape(copied_text(turn.question, turn.answer, plans))
    copy = f'<button type="button" class="plain" data-copy="{copied}">{escape(texts.COPY)}</button>'
    if turn.is_rated:
        return f'<div class="actions">{copy}{retry}<p class="rated" role="status">{escape(texts.RATED)}</p></div>'
    good = (
        f'<button type="button" class="plain thumb-up" data-event="like" data-turn="{number}" data-good="true">'
        f"{escape(texts.GOOD)}</button>"
    )
    return f'<div class="actions">{copy}{retry}{good}{_render_form(turn.answer, number)}</div>'


def _render_form(answer: Answer, number: int) -> str:
    """Which citations are wrong, and a comment."""
    boxes = "".join(
        f'<label><input type="checkbox" name="wrong" value="{c.marker}"> [{c.marker}]</label>' for c in answer.citations
    )
    wrong = f"<fieldset><legend>{escape(texts.WRONG_CITATION)}</legend>{boxes}</fieldset>" if boxes else ""
    return (
        f'<details class="complaint"><summary class="plain thumb-down">{escape(texts.BAD)}</summary>'
        f'<div class="form"><p>{escape(texts.BAD_HEADING)}</p>{wrong}'
        f'<label>{escape(texts.COMMENT_LABEL)}<textarea name="comment" rows="2" maxlength="2000"></textarea></label>'
        f'<button type="button" class="plain" data-event="like" data-turn="{number}" data-good="false" data-form>'
        f"{escape(texts.SEND_FEEDBACK)}</button></div></details>"
    )


def copied_text(question: str, answer: Answer, plans: Plans) -> str:
    """The question and its answer with the sources, as plain text."""
    body = _MARKS.sub("", answer.refusal.message if answer.refusal else answer.answer)
    sources = [f"[{c.marker}] {name_source(c, plans)}: “{' '.join(c.quote.split())}”" for c in answer.citations]
    return "\n".join([question, "", body, *(["", *sources] if sources else [])])


def name_source(citation: Citation, plans: Plans) -> str:
    """A citation as an official writes it; of a plan that is gone, what the citation itself knows."""
    plan = plans.get(citation.plan_id)
    return legal_citation(citation, plan) if plan else f"{citation.place}, {citation_line(citation, plans)}"
