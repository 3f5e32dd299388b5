"""The left side as HTML: questions, answers with their chips, refusals. Pure functions; all text escaped."""

from __future__ import annotations

from rag.answers import Answer, Citation, Composer, Refusal
from ui import texts
from ui.conversation import Conversation, Turn
from ui.documents import Plans, citation_line
from ui.escaping import escape, render_markdown


def render_conversation(conversation: Conversation, plans: Plans) -> str:
    """Everything asked and answered so far, or a welcome."""
    if not conversation.turns:
        return _render_welcome()
    return "".join(_render_turn(turn, number, plans) for number, turn in enumerate(conversation.turns))


def _render_welcome() -> str:
    points = "".join(f"<li>{escape(point)}</li>" for point in texts.WELCOME)
    return f'<div class="welcome"><h2>{escape(texts.WELCOME_HEADING)}</h2><ul>{points}</ul></div>'


def _render_turn(turn: Turn, number: int, plans: Plans) -> str:
    question = (
        f'<div class="question"><span class="who">{escape(texts.USER)}</span>'
        f'<p class="verbatim">{escape(turn.question)}</p></div>'
    )
    return f'<section class="turn">{question}{_render_outcome(turn, number, plans)}</section>'


def _render_outcome(turn: Turn, number: int, plans: Plans) -> str:
    if turn.error:
        heading = escape(texts.FAILED_HEADING)
        return f'<div class="failure" role="alert"><h3>{heading}</h3><p>{escape(turn.error)}</p></div>'
    if turn.answer is None:
        return f'<div class="pending"><span class="spinner" aria-hidden="true"></span>{escape(texts.PENDING)}</div>'
    understood = _render_understood(turn.question, turn.answer.standalone_question)
    if turn.answer.refusal is not None:
        return understood + _render_refusal(turn.answer.refusal, number, plans)
    return understood + _render_answer(turn.answer, number)


def _render_understood(question: str, standalone: str) -> str:
    """The question as understood, where it is more than the question as typed."""
    if not standalone or _folded(standalone) == _folded(question):
        return ""
    return f'<p class="understood">{escape(texts.UNDERSTOOD_AS)} <q class="verbatim">{escape(standalone)}</q></p>'


def _folded(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip(" ?.!…")


def _render_answer(answer: Answer, number: int) -> str:
    chips = {citation.marker: render_chip(citation, number) for citation in answer.citations}
    return (
        f'<div class="answer"><span class="who">{escape(texts.ASSISTANT)}</span>'
        f'<div class="kh-prose">{render_markdown(answer.answer, chips)}</div>{_render_note(answer)}</div>'
    )


def _render_note(answer: Answer) -> str:
    """Who composed the answer, where that is worth saying."""
    note = texts.GENERATED if answer.composed_by is Composer.GENERATIVE else answer.note
    return f'<p class="understood">{escape(note)}</p>' if note else ""


def render_chip(citation: Citation, number: int, is_open: bool = False) -> str:
    """The `[n]` that opens a citation of the answer of turn `number`."""
    label = texts.OPEN_CITATION.format(marker=citation.marker, address=citation.place or texts.NO_ADDRESS)
    current = ' aria-current="true"' if is_open else ""
    return (
        f'<button type="button" class="chip" data-open="cite:{number}:{citation.marker}"{current} '
        f'aria-label="{escape(label)}" title="{escape(label)}">[{citation.marker}]</button>'
    )


def _render_refusal(refusal: Refusal, number: int, plans: Plans) -> str:
    related = "".join(
        _render_related(citation, f"near:{number}:{i}", plans) for i, citation in enumerate(refusal.nearest)
    )
    if related:
        related = f'<h4>{escape(texts.RELATED)}</h4><ul class="related">{related}</ul>'
    return (
        f'<div class="refusal"><h3>{escape(texts.REASONS[refusal.reason])}</h3>'
        f'<div class="kh-prose">{render_markdown(refusal.message)}</div>{related}</div>'
    )


def _render_related(citation: Citation, target: str, plans: Plans) -> str:
    heading = f": {citation.heading}" if citation.heading else ""
    return (
        f'<li><button type="button" class="link" data-open="{target}">'
        f"<strong>{escape(citation.place or texts.NO_ADDRESS)}</strong>{escape(heading)}</button>"
        f'<span class="document">{escape(citation_line(citation, plans))}</span></li>'
    )
