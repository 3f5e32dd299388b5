"""What the page consists of, and what happens when a person asks, clicks or starts anew."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from index.errors import KehoachError
from index.records import Plan
from rag.answers import Answer
from ui import texts
from ui.conversation import Conversation
from ui.desk import Desk
from ui.documents import plan_choices
from ui.framework import gr
from ui.reader import View, render_reader, view_of_citation, view_of_section
from ui.rendering import render_conversation
from ui.sources import render_citations, render_sources

Ask = Callable[[str, str | None, list[str] | None], Answer]
ListPlans = Callable[[], Sequence[Plan]]
Update = Any  # what a Gradio listener gives an output: a value, or a change of properties

_MAX_QUESTION = 2_000  # characters
# A click on anything with `data-open` becomes an event. Results may arrive in another order than their clicks: what has the
# latest moment stays. `keHoach` is page.js.
_ON_LOAD = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-open]');
  if (button) trigger('click', {open: button.dataset.open});
});
let latest = {moment: 0, value: props.value};
watch('value', () => {
  const moment = Number(element.querySelector('[data-moment]')?.dataset.moment ?? 0);
  if (moment < latest.moment) { props.value = latest.value; return; }
  latest = {moment, value: props.value};
  window.keHoach.changed(element);
});
"""
_log = logging.getLogger(__name__)


class Page:
    """The page's components and what its events do. All that belongs to one person is in `self.desk`, a `gr.State`."""

    def __init__(self, ask: Ask, plans: ListPlans) -> None:
        self._ask = ask
        self._list_plans = plans

    def _plans(self) -> dict[str, Plan]:
        return {plan.plan_id: plan for plan in self._list_plans()}

    def draw(self) -> None:
        """Lays the components out, inside an open `gr.Blocks`."""
        self.desk = gr.State(Desk())
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
        asked = [self.log, self.question, self.hint, self.send, self.examples]
        answered = [self.log, self.send, self.citations, self.reader]
        # Not generators: Gradio sends the last thing that a generator gave once more when it ends.
        triggers = [self.send.click, self.question.submit]
        asking = [gr.on(triggers, self._asked, [self.question, self.desk], asked, **quiet)]
        for button, text in zip(self.example_buttons, texts.EXAMPLES, strict=True):
            asking.append(button.click(partial(self._asked, text), [self.desk], asked, **quiet))
        for step in asking:
            step.then(self._answered, [self.desk, self.filter], answered, trigger_mode="multiple", **quiet)
        self.new.click(self._renewed, [self.desk], [*asked, self.citations, self.reader], **quiet)
        for part in (self.log, self.citations, self.reader):
            opened = [self.citations, self.reader]
            part.click(self._opened, [self.desk], opened, trigger_mode="multiple", **quiet)
        blocks.load(self._loaded, [self.desk], [self.filter, self.hint, self.citations], **quiet)

    def _loaded(self, desk: Desk) -> list[Update]:
        plans = self._plans()
        hint = "" if plans else _hint(texts.NO_PLANS)
        return [gr.update(choices=plan_choices(plans)), hint, _stamped(desk.moment(), render_sources(plans))]

    def _asked(self, question: str, desk: Desk) -> list[Update]:
        """Shows the question at once."""
        question = (question or "").strip()
        if not question:
            return [gr.skip(), gr.skip(), _hint(texts.EMPTY_QUESTION), gr.skip(), gr.skip()]
        conversation = desk.ask(question)
        if conversation is None:
            return [gr.skip()] * 5
        log = _stamped(desk.moment(), render_conversation(conversation, self._plans()))
        return [log, "", "", gr.update(value=texts.SENDING, interactive=False), gr.update(visible=False)]

    def _answered(self, desk: Desk, plan_ids: list[str] | None) -> list[Update]:
        """Answers the question that waits, unless a new conversation is started meanwhile."""
        asked = desk.take()
        if asked is None:
            return [gr.skip()] * 4
        answered = self._answer(asked, plan_ids)
        if not desk.finish(asked, answered):
            return [gr.skip()] * 4
        moment, plans, last = desk.moment(), self._plans(), len(answered.turns) - 1
        log = _stamped(moment, render_conversation(answered, plans))
        citations = _stamped(moment, render_citations(answered.turns[last].answer, last, plans))
        return [log, _ready(), citations, _stamped(moment, "")]

    def _answer(self, conversation: Conversation, plan_ids: list[str] | None) -> Conversation:
        question = conversation.turns[-1].question
        try:
            return conversation.answered(self._ask(question, conversation.conversation_id, plan_ids or None))
        except KehoachError as error:
            return conversation.failed(str(error))
        except Exception:  # the page's outermost boundary: the person reads what to do, the log has the traceback
            _log.exception("a question could not be answered")
            return conversation.failed(texts.FAILED)

    def _renewed(self, desk: Desk) -> list[Update]:
        empty, moment = desk.renew(), desk.moment()
        sources = _stamped(moment, render_sources(self._plans()))
        log = _stamped(moment, render_conversation(empty, {}))
        return [log, "", "", _ready(), gr.update(visible=True), sources, _stamped(moment, "")]

    def _opened(self, desk: Desk, event: gr.EventData) -> list[Update]:
        moment = desk.moment()
        parts = self._open(desk.conversation, str(event.open))
        return [gr.skip() if part is None else _stamped(moment, part) for part in parts]

    def _open(self, conversation: Conversation, target: str) -> tuple[str | None, str]:
        """The citations, None to leave them, and the reader. `target` is "cite:<turn>:<marker>", "near:<turn>:<position>", "section:<target>:<plan id>" or "close:"."""
        action, _, rest = target.partition(":")
        first, _, second = rest.partition(":")
        if action == "section":
            return None, self._open_section(second, first)
        if action in ("cite", "near") and first.isdecimal() and second.isdecimal():
            return self._open_citation(conversation, int(first), int(second), action == "near")
        return None, ""

    def _open_citation(
        self, conversation: Conversation, turn: int, which: int, is_related: bool
    ) -> tuple[str | None, str]:
        citation = conversation.related(turn, which) if is_related else conversation.citation(turn, which)
        if citation is None:
            return None, _hint(texts.STALE)
        plans = self._plans()
        plan = plans.get(citation.plan_id)
        if plan is None:
            return None, _hint(texts.PLAN_GONE)
        citations = render_citations(conversation.turns[turn].answer, turn, plans, None if is_related else which)
        return citations, render_reader(view_of_citation(plan, citation, is_related))

    def _open_section(self, plan_id: str, target: str) -> str:
        plan = self._plans().get(plan_id)
        view: View | None = view_of_section(plan, target) if plan else None
        return render_reader(view) if view else _hint(texts.PLAN_GONE)


def _stamped(moment: int, page: str) -> str:
    return f'<i hidden data-moment="{moment}"></i>{page}'


def _ready() -> Update:
    return gr.update(value=texts.SEND, interactive=True)


def _html(value: str, elem_id: str | None = None, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False)


def _hint(text: str) -> str:
    return f'<p class="hint" role="status">{text}</p>'
