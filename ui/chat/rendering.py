"""The conversation as HTML: questions, answers with their chips, refusals. Pure functions; all text escaped."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answers import Answer, Citation, Composer, Refusal
from ui import texts
from ui.chat.conversation import Conversation, Turn
from ui.chat.saved import save
from ui.chat.suggestions import example_questions, next_questions
from ui.chat.turn_actions import name_source, render_actions
from ui.escaping import escape, render_markdown
from ui.plan_names import Plans, citation_line


def render_conversation(conversation: Conversation, plans: Plans) -> str:
    """Everything asked and answered so far, or a welcome; finished, it also holds what the browser keeps of it."""
    if not conversation.turns:
        return _render_welcome(plans)
    last = len(conversation.turns) - 1
    turns = "".join(_render_turn(turn, i, plans, i == last) for i, turn in enumerate(conversation.turns))
    if conversation.is_waiting:
        return turns
    asked = [turn.question for turn in conversation.turns]
    following = next_questions(conversation.last_answer, asked, plans) if conversation.last_answer else []
    return turns + _render_questions(texts.NEXT_LABEL, following) + _render_saved(conversation)


def _render_welcome(plans: Plans) -> str:
    points = "".join(f"<li>{escape(point)}</li>" for point in texts.WELCOME)
    examples = _render_questions(texts.EXAMPLES_LABEL, example_questions(plans))
    return (
        f'<div class="welcome"><h2>{escape(texts.WELCOME_HEADING)}</h2><ul>{points}</ul></div>{examples}'
        f'<div class="history" data-history data-heading="{escape(texts.HISTORY_HEADING)}" '
        f'data-forget="{escape(texts.HISTORY_FORGET)}" data-forget-all="{escape(texts.HISTORY_FORGET_ALL)}"></div>'
    )


def _render_questions(label: str, questions: Sequence[str]) -> str:
    """Questions that are asked by a click."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" class="suggestion" data-event="select" data-question="{escape(question)}">'
        f"{escape(question)}</button></li>"
        for question in questions
    )
    return f'<div class="suggestions"><p>{escape(label)}</p><ul>{buttons}</ul></div>'


def _render_saved(conversation: Conversation) -> str:
    """What the browser keeps; without an answer there is nothing to keep."""
    if conversation.conversation_id is None:
        return ""
    return (
        f'<i hidden data-save="{escape(conversation.conversation_id)}" data-title="{escape(conversation.turns[0].question)}" '
        f'data-saved="{escape(save(conversation))}"></i>'
    )


def _render_turn(turn: Turn, number: int, plans: Plans, is_last: bool) -> str:
    question = (
        f'<div class="question"><span class="who">{escape(texts.USER)}</span>'
        f'<p class="verbatim">{escape(turn.question)}</p></div>'
    )
    actions = "" if turn.is_waiting else render_actions(turn, number, plans, is_last)
    return f'<section class="turn">{question}{_render_outcome(turn, number, plans)}{actions}</section>'


def _render_outcome(turn: Turn, number: int, plans: Plans) -> str:
    if turn.error:
        heading = escape(texts.FAILED_HEADING)
        return f'<div class="failure" role="alert"><h3>{heading}</h3><p>{escape(turn.error)}</p></div>'
    if turn.answer is None:
        return _render_pending(turn)
    understood = _render_understood(turn.question, turn.answer.standalone_question)
    if turn.answer.refusal is not None:
        return understood + _render_refusal(turn.answer.refusal, number, plans)
    return understood + _render_answer(turn.answer, number, plans)


def _render_pending(turn: Turn) -> str:
    """What is written so far, whose citations can be opened once it is whole."""
    label = texts.WRITING if turn.heard else texts.PENDING
    heard = f'<div class="kh-prose partial">{render_markdown(chr(10).join(turn.heard))}</div>' if turn.heard else ""
    return f'{heard}<div class="pending"><span class="spinner" aria-hidden="true"></span>{escape(label)}</div>'


def _render_understood(question: str, standalone: str) -> str:
    """The question as understood, where it is more than the question as typed."""
    if not standalone or _folded(standalone) == _folded(question):
        return ""
    return f'<p class="understood">{escape(texts.UNDERSTOOD_AS)} <q class="verbatim">{escape(standalone)}</q></p>'


def _folded(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip(" ?.!…")


def _render_answer(answer: Answer, number: int, plans: Plans) -> str:
    chips = {citation.marker: render_chip(citation, number) for citation in answer.citations}
    return (
        f'<div class="answer"><span class="who">{escape(texts.ASSISTANT)}</span>'
        f'<div class="kh-prose">{render_markdown(answer.answer, chips)}</div>{_render_note(answer)}'
        f"{_render_printed(answer.citations, plans)}</div>"
    )


def _render_note(answer: Answer) -> str:
    """Who composed the answer, where that is worth saying."""
    note = texts.GENERATED if answer.composed_by is Composer.GENERATIVE else answer.note
    return f'<p class="understood">{escape(note)}</p>' if note else ""


def _render_printed(citations: Sequence[Citation], plans: Plans) -> str:
    """The sources, for paper only: on the screen they stand beside the conversation."""
    items = "".join(
        f"<li>[{c.marker}] {escape(name_source(c, plans))}: <q>{escape(c.quote)}</q></li>" for c in citations
    )
    return f'<div class="printed"><p>{escape(texts.SOURCES_IN_PRINT)}</p><ul>{items}</ul></div>'


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
