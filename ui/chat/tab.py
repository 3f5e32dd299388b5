"""The tab Hỏi đáp: what happens when a person asks, stops, asks again, rates, exports, starts anew or goes back to an old conversation."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

from index.errors import KehoachError
from rag.answers import Answer
from ui import texts
from ui.backend import Backend, Feedback
from ui.chat import saved
from ui.chat.conversation import Conversation
from ui.chat.rendering import render_conversation
from ui.chat.scope import Scope, ScopeChoice, describe
from ui.chat.word_file import write_word
from ui.desk import Desk
from ui.downloads import WORD, Download, render_download
from ui.framework import gr
from ui.pane import SourcePane
from ui.parts import QUIET, Update, hint, html_part, stamped
from ui.streaming import Result, stream

_MAX_QUESTION = 2_000  # characters
_MAX_COMMENT = 2_000
_log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The person no longer waits for this answer."""


class ChatTab:
    """The conversation and what a person does with it. All that belongs to one person is in the desk, a `gr.State`."""

    name = "hoi-dap"
    title = texts.CHAT_TAB

    def __init__(self, backend: Backend, pane: SourcePane) -> None:
        self._backend = backend
        self._pane = pane
        self._scope = ScopeChoice()

    def draw(self) -> None:
        """Lays the components out."""
        plans = self._backend.plans()
        self._scope.draw(plans)
        with gr.Column(elem_id="kh-talk", min_width=0):
            self.log = html_part("", "kh-log")  # filled in by `refresh` when the page opens: plans come and go
        with gr.Column(elem_id="kh-input", min_width=0):
            self._question = gr.Textbox(
                label=texts.QUESTION_LABEL,
                placeholder=texts.QUESTION_PLACEHOLDER,
                lines=1,
                max_lines=5,
                max_length=_MAX_QUESTION,
                elem_id="kh-question",
            )
            self._hint = html_part("", "kh-hint")
            with gr.Row(elem_id="kh-buttons"):
                self._new = gr.Button(texts.NEW_CONVERSATION, elem_id="kh-new", min_width=0)
                self._export = gr.Button(texts.EXPORT, elem_id="kh-export", min_width=0)
                self._print = gr.Button(texts.PRINT, elem_id="kh-print", min_width=0)
                self._stop = gr.Button(texts.STOP, variant="stop", elem_id="kh-stop", min_width=0)
                self._send = gr.Button(texts.SEND, variant="primary", elem_id="kh-send", min_width=0)

    def wire(self, desk: gr.State, download: gr.HTML) -> None:
        """Connects events to what they do."""
        pane = [self._pane.citations, self._pane.reader]
        shown = [self.log, self._hint, *pane]
        asking: dict[str, Any] = {"trigger_mode": "multiple", **QUIET}
        scope = self._scope.inputs
        gr.on(
            [self._send.click, self._question.submit],
            self._asked,
            [self._question, desk, *scope],
            [self._question, *shown],
            **asking,
        )
        self.log.select(self._suggested, [desk, *scope], shown, **asking)
        self.log.retry(self._asked_again, [desk, *scope], shown, **asking)
        self._stop.click(self._stopped, [desk], shown, **QUIET)
        self._new.click(self._renewed, [desk], shown, **QUIET)
        self.log.input(self._restored, [desk], shown, **QUIET)
        self.log.like(self._rated, [desk], [self.log, self._hint], **QUIET)
        self._export.click(self._exported, [desk], [download, self._hint], **QUIET)
        self._print.click(None, js="() => window.print()")
        self._scope.wire(self._described)

    @property
    def refreshed(self) -> list[Any]:
        """What `refresh` fills."""
        return [self.log, self._hint, self._pane.citations, self._scope.frame, *self._scope.inputs]

    @property
    def inputs(self) -> list[Any]:
        """Whose values `refresh` gets: which plans are asked."""
        return list(self._scope.inputs)

    @property
    def links(self) -> list[gr.HTML]:
        """Whose clicks open places in plans."""
        return [self.log]

    def refresh(self, desk: Desk, request: gr.Request, *chosen: Any) -> list[Update]:
        """The tab with the plans there are now."""
        plans = self._backend.plans()
        log = stamped(desk.moment(), render_conversation(desk.conversation, plans))
        notice = "" if plans else texts.NO_PLANS
        sources = gr.skip() if desk.conversation.turns else self._pane.fill(desk, desk.conversation)[0]
        return [log, self._notice(desk, notice), sources, self._described(*chosen), *self._scope.offer(plans)]

    # --- asking ---

    def _asked(self, question: str, desk: Desk, *chosen: Any) -> Iterator[list[Update]]:
        """Shows the question at once, then its answer. The question stays in its field where it can't be asked now."""
        question = (question or "").strip()
        if not question:
            yield [gr.skip(), gr.skip(), self._notice(desk, texts.EMPTY_QUESTION), gr.skip(), gr.skip()]
            return
        is_asked = False
        for updates in self._asking(desk, question, Scope(*chosen)):
            yield [gr.skip() if is_asked or not isinstance(updates[0], str) else "", *updates]
            is_asked = True

    def _suggested(self, desk: Desk, event: gr.EventData, *chosen: Any) -> Iterator[list[Update]]:
        yield from self._asking(desk, str(event.question)[:_MAX_QUESTION], Scope(*chosen))

    def _asked_again(self, desk: Desk, *chosen: Any) -> Iterator[list[Update]]:
        yield from self._asking(desk, None, Scope(*chosen))

    def _asking(self, desk: Desk, question: str | None, scope: Scope) -> Iterator[list[Update]]:
        """What changes of `[log, hint, citations, reader]` while a question, None for the last one again, is asked and answered."""
        plans = self._backend.plans()
        plan_ids = None if scope.is_open else scope.of(plans)
        if plan_ids == []:
            yield [gr.skip(), self._notice(desk, texts.SCOPE_HINT), gr.skip(), gr.skip()]
            return
        number = desk.ask_again() if question is None else desk.ask(question)
        if number is None:
            yield [gr.skip()] * 4
            return
        yield [self._drawn(desk), self._notice(desk, ""), gr.skip(), gr.skip()]
        for _ in self._answering(desk, number, plan_ids):
            yield [self._drawn(desk), gr.skip(), gr.skip(), gr.skip()]
        if desk.is_wanted(number + 1):  # still the conversation that was answered
            yield [self._drawn(desk), gr.skip(), *self._pane.fill(desk, desk.conversation)]

    def _answering(self, desk: Desk, number: int, plan_ids: list[str] | None) -> Iterator[None]:
        """Gives a turn to whoever draws for each sentence written; ends when the question is answered, or no longer waits."""
        before = desk.conversation
        question, conversation_id = before.turns[-1].question, before.conversation_id

        def work(tell: Any) -> Answer:
            def hear(sentence: str) -> None:
                if not desk.is_wanted(number):
                    raise _Stopped
                tell(sentence)

            return self._backend.ask(question, conversation_id, plan_ids, hear)

        try:
            for item in stream(work):
                if isinstance(item, Result):
                    desk.answer(number, item.value)
                elif desk.hear(number, item):
                    yield
        except _Stopped:
            return
        except KehoachError as error:
            desk.fail(number, str(error))
        except Exception:  # the page's outermost boundary: the person reads what to do, the log has the traceback
            _log.exception("a question could not be answered")
            desk.fail(number, texts.FAILED)

    # --- the rest ---

    def _stopped(self, desk: Desk) -> list[Update]:
        desk.stop(texts.STOPPED)
        return [self._drawn(desk), self._notice(desk, ""), *self._pane.fill(desk, desk.conversation)]

    def _renewed(self, desk: Desk) -> list[Update]:
        desk.open(Conversation())
        return [self._drawn(desk), self._notice(desk, ""), *self._pane.fill(desk, desk.conversation)]

    def _restored(self, desk: Desk, event: gr.EventData) -> list[Update]:
        """Opens a conversation that the browser kept."""
        conversation = saved.read(str(event.saved))
        if conversation is None:
            return [gr.skip(), self._notice(desk, texts.HISTORY_BROKEN), gr.skip(), gr.skip()]
        desk.open(conversation)
        return [self._drawn(desk), self._notice(desk, ""), *self._pane.fill(desk, conversation)]

    def _rated(self, desk: Desk, event: gr.EventData) -> list[Update]:
        turn = str(event.turn)
        answer = desk.rate(int(turn)) if turn.isdecimal() else None
        if answer is None:
            return [gr.skip(), gr.skip()]
        known = {citation.marker for citation in answer.citations}
        wrong = tuple(sorted(known & {int(marker) for marker in event.wrong if str(marker).isdecimal()}))
        try:
            self._backend.give_feedback(
                Feedback(answer.id, str(event.good) == "true", wrong, str(event.comment)[:_MAX_COMMENT])
            )
        except KehoachError as error:
            return [gr.skip(), self._notice(desk, str(error))]
        return [self._drawn(desk), self._notice(desk, "")]

    def _exported(self, desk: Desk) -> list[Update]:
        conversation = desk.conversation
        if not any(turn.answer for turn in conversation.turns):
            return [gr.skip(), self._notice(desk, texts.NOTHING_TO_EXPORT)]
        word = write_word(conversation, self._backend.plans(), date.today())
        return [
            render_download(desk.moment(), Download(texts.EXPORT_NAME, WORD, word)),
            self._notice(desk, ""),
        ]

    def _described(self, *chosen: Any) -> Update:
        return gr.update(label=describe(Scope(*chosen), self._backend.plans()))

    def _drawn(self, desk: Desk) -> str:
        return stamped(desk.moment(), render_conversation(desk.conversation, self._backend.plans()))

    def _notice(self, desk: Desk, text: str) -> str:
        return stamped(desk.moment(), hint(text))
