"""What the page consists of, and what happens when a person asks, clicks or starts anew."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from index.errors import KehoachError
from index.records import Plan
from rag.answers import Answer
from ui import texts
from ui.attention import Attention
from ui.conversation import Conversation
from ui.documents import plan_choices
from ui.framework import gr
from ui.reader import View, render_reader, view_of_citation, view_of_section
from ui.rendering import render_conversation
from ui.sources import render_citations, render_sources

Ask = Callable[[str, str | None, list[str] | None], Answer]
ListPlans = Callable[[], Sequence[Plan]]
Update = Any  # what a Gradio listener gives an output: a value, or a change of properties

_MAX_QUESTION = 2_000  # characters
# A click on anything with `data-open` becomes an event; `keHoach` is page.js.
_ON_LOAD = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-open]');
  if (button) trigger('click', {open: button.dataset.open});
});
watch('value', () => window.keHoach.changed(element));
"""
_log = logging.getLogger(__name__)


class Page:
    """The page's components and what its events do. All that belongs to one person is in `self.conversation`, a `gr.State`."""

    def __init__(self, ask: Ask, plans: ListPlans) -> None:
        self._ask = ask
        self._list_plans = plans

    def _plans(self) -> dict[str, Plan]:
        return {plan.plan_id: plan for plan in self._list_plans()}

    def draw(self) -> None:
        """Lays the components out, inside an open `gr.Blocks`."""
        self.conversation = gr.State(Conversation())
        self.attention = gr.State(Attention())
        header = f"<h1>{texts.TITLE}</h1><p>{texts.SUBTITLE}</p>"
        _html(f'<header data-all-plans="{texts.FILTER_PLACEHOLDER}">{header}</header>', "kh-header")
        with gr.Row(elem_id="kh-panes"):
            with gr.Column(elem_id="kh-chat", min_width=0):
                self._draw_filter()
                with gr.Column(elem_id="kh-talk", min_width=0):
                    self.log = _html(render_conversation(Conversation(), {}), "kh-log", _ON_LOAD)
                    self._draw_examples()
                self._draw_input()
            with gr.Column(elem_id="kh-sources", min_width=0):
                self.citations = _html(render_sources(self._plans()), "kh-citations", _ON_LOAD)
                self.reader = _html("", "kh-reader", _ON_LOAD)

    def _draw_filter(self) -> None:
        self.filter = gr.Dropdown(
            plan_choices(self._plans()),
            multiselect=True,
            label=texts.FILTER_LABEL,
            info=texts.FILTER_INFO,
            elem_id="kh-filter",
        )

    def _draw_examples(self) -> None:
        with gr.Column(elem_id="kh-examples", min_width=0) as self.examples:
            _html(f"<p>{texts.EXAMPLES_LABEL}</p>")
            with gr.Row():
                self.example_buttons = [gr.Button(text, size="sm", min_width=0) for text in texts.EXAMPLES]

    def _draw_input(self) -> None:
        with gr.Column(elem_id="kh-input", min_width=0):
            self.question = gr.Textbox(
                label=texts.QUESTION_LABEL,
                placeholder=texts.QUESTION_PLACEHOLDER,
                lines=1,
                max_lines=5,
                max_length=_MAX_QUESTION,
                elem_id="kh-question",
            )
            self.hint = _html("", "kh-hint")
            with gr.Row(elem_id="kh-buttons"):
                self.new = gr.Button(texts.NEW_CONVERSATION, variant="secondary", elem_id="kh-new", min_width=0)
                self.send = gr.Button(texts.SEND, variant="primary", elem_id="kh-send", min_width=0)

    def wire(self, blocks: gr.Blocks) -> None:
        """Connects events to what they do."""
        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        asked = [
            self.log,
            self.conversation,
            self.question,
            self.hint,
            self.send,
            self.examples,
            self.citations,
            self.reader,
        ]
        inputs = [self.attention, self.conversation, self.filter]
        triggers = [self.send.click, self.question.submit]
        asking = [gr.on(triggers, self._asked, [self.question, *inputs], asked, **quiet)]
        for button, text in zip(self.example_buttons, texts.EXAMPLES, strict=True):
            asking.append(button.click(partial(self._asked, text), inputs, asked, **quiet))
        self.new.click(self._renewed, [self.attention], asked, cancels=asking, **quiet)
        for part in (self.log, self.citations, self.reader):
            opened = [self.citations, self.reader]
            part.click(self._opened, [self.attention, self.conversation], opened, trigger_mode="multiple", **quiet)
        blocks.load(self._loaded, [self.attention], [self.filter, self.hint, self.citations], **quiet)

    def _loaded(self, attention: Attention) -> tuple[Update, Update, Update]:
        attention.start_conversation()
        plans = self._plans()
        return gr.update(choices=plan_choices(plans)), "" if plans else _hint(texts.NO_PLANS), render_sources(plans)

    def _asked(
        self, question: str, attention: Attention, conversation: Conversation, plan_ids: list[str] | None
    ) -> Iterator[list[Update]]:
        """The question at once, then its answer, unless a new conversation was started meanwhile."""
        question = (question or "").strip()
        if not question:
            yield [gr.skip(), gr.skip(), gr.skip(), _hint(texts.EMPTY_QUESTION), *[gr.skip()] * 4]
            return
        asked_in = attention.conversation
        conversation = conversation.asked(question)
        waiting = gr.update(value=texts.SENDING, interactive=False)
        hidden = gr.update(visible=False)
        plans = self._plans()
        yield [render_conversation(conversation, plans), gr.skip(), "", "", waiting, hidden, gr.skip(), gr.skip()]
        conversation = self._answered(question, conversation, plan_ids)
        if attention.conversation is not asked_in:
            return
        attention.turn()
        ready = gr.update(value=texts.SEND, interactive=True)
        last = len(conversation.turns) - 1
        citations = render_citations(conversation.turns[last].answer, last, plans)
        yield [
            render_conversation(conversation, plans),
            conversation,
            gr.skip(),
            gr.skip(),
            ready,
            gr.skip(),
            citations,
            "",
        ]

    def _answered(self, question: str, conversation: Conversation, plan_ids: list[str] | None) -> Conversation:
        try:
            return conversation.answered(self._ask(question, conversation.conversation_id, plan_ids or None))
        except KehoachError as error:
            return conversation.failed(str(error))
        except Exception:  # the page's outermost boundary: the person reads what to do, the log has the traceback
            _log.exception("a question could not be answered")
            return conversation.failed(texts.FAILED)

    def _renewed(self, attention: Attention) -> list[Update]:
        attention.start_conversation()
        ready = gr.update(value=texts.SEND, interactive=True)
        empty = Conversation()
        return [
            render_conversation(empty, {}),
            empty,
            "",
            "",
            ready,
            gr.update(visible=True),
            render_sources(self._plans()),
            "",
        ]

    def _opened(self, attention: Attention, conversation: Conversation, event: gr.EventData) -> tuple[Update, Update]:
        """Opens what was clicked, unless the person has gone on to something else before it is there."""
        moment = attention.turn()
        opened = self._open(conversation, str(event.open))
        return opened if attention.is_at(moment) else (gr.skip(), gr.skip())

    def _open(self, conversation: Conversation, target: str) -> tuple[Update, Update]:
        """`target` is "cite:<turn>:<marker>", "near:<turn>:<position>", "section:<target>:<plan id>" or "close:"."""
        action, _, rest = target.partition(":")
        first, _, second = rest.partition(":")
        if action == "section":
            return gr.skip(), self._open_section(second, first)
        if action in ("cite", "near") and first.isdecimal() and second.isdecimal():
            return self._open_citation(conversation, int(first), int(second), action == "near")
        return gr.skip(), ""

    def _open_citation(
        self, conversation: Conversation, turn: int, which: int, is_related: bool
    ) -> tuple[Update, Update]:
        citation = conversation.related(turn, which) if is_related else conversation.citation(turn, which)
        if citation is None:
            return gr.skip(), _hint(texts.STALE)
        plans = self._plans()
        plan = plans.get(citation.plan_id)
        if plan is None:
            return gr.skip(), _hint(texts.PLAN_GONE)
        citations = render_citations(conversation.turns[turn].answer, turn, plans, None if is_related else which)
        return citations, render_reader(view_of_citation(plan, citation, is_related))

    def _open_section(self, plan_id: str, target: str) -> str:
        plan = self._plans().get(plan_id)
        view: View | None = view_of_section(plan, target) if plan else None
        return render_reader(view) if view else _hint(texts.PLAN_GONE)


def _html(value: str, elem_id: str | None = None, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False)


def _hint(text: str) -> str:
    return f'<p class="hint" role="status">{text}</p>'
