"""The source pane, which all parts of the page share: an answer's citations, and the plan opened where somebody clicked."""

from __future__ import annotations

from ui import texts
from ui.backend import Backend
from ui.chat.conversation import Conversation
from ui.chat.sources import render_citations, render_sources
from ui.desk import Desk
from ui.framework import gr
from ui.parts import QUIET, Update, hint, html_part, stamped
from ui.reading.reader import render_reader
from ui.reading.view import View, view_of_citation, view_of_link, view_of_section, view_of_span


class SourcePane:
    """Opens what a click's target names:

    "cite:<turn>:<marker>", "near:<turn>:<position>", "section:<entry>:<plan>", "span:<start>:<end>:<plan>", "close:".
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def draw(self) -> None:
        """Lays the pane out."""
        self.citations = html_part("", "kh-citations")
        self.reader = html_part("", "kh-reader")

    def wire(self, desk: gr.State, parts: list[gr.HTML]) -> None:
        """Lets clicks in `parts`, and in the pane itself, open places in plans."""
        for part in (self.citations, self.reader, *parts):
            part.click(self._opened, [desk], [self.citations, self.reader], trigger_mode="multiple", **QUIET)

    def fill(self, desk: Desk, conversation: Conversation) -> list[Update]:
        """The citations of the last answer, and no plan opened."""
        moment, plans, last = desk.moment(), self._backend.plans(), len(conversation.turns) - 1
        sources = (
            render_citations(conversation.last_answer, last, plans) if conversation.turns else render_sources(plans)
        )
        return [stamped(moment, sources), stamped(moment, "")]

    def open_link(self, desk: Desk, query: dict[str, str]) -> str:
        """The plan that a link into the page names; "" where it names none."""
        plan_id = query.get("plan", "")
        if not plan_id:
            return ""
        plan = self._backend.plans().get(plan_id)
        if plan is None:
            return stamped(desk.moment(), hint(texts.PLAN_GONE))
        view = view_of_link(plan, query.get("muc", ""), query.get("tu", ""), query.get("den", ""))
        return stamped(desk.moment(), render_reader(view))

    def _opened(self, desk: Desk, event: gr.EventData) -> list[Update]:
        moment = desk.moment()
        parts = self._open(desk.conversation, str(event.open))
        return [gr.skip() if part is None else stamped(moment, part) for part in parts]

    def _open(self, conversation: Conversation, target: str) -> tuple[str | None, str]:
        """The citations, None to leave them, and the reader."""
        action, *rest = target.split(":")
        match action, rest:
            case "section", [entry, plan_id]:
                plan = self._backend.plans().get(plan_id)
                return None, _shown(view_of_section(plan, entry) if plan else None)
            case "span", [start, end, plan_id] if start.isdecimal() and end.isdecimal():
                plan = self._backend.plans().get(plan_id)
                return None, _shown(view_of_span(plan, int(start), int(end)) if plan else None)
            case (("cite" | "near"), [turn, which]) if turn.isdecimal() and which.isdecimal():
                return self._open_citation(conversation, int(turn), int(which), action == "near")
            case _:
                return None, ""

    def _open_citation(
        self, conversation: Conversation, turn: int, which: int, is_related: bool
    ) -> tuple[str | None, str]:
        citation = conversation.related(turn, which) if is_related else conversation.citation(turn, which)
        if citation is None:
            return None, hint(texts.STALE)
        plans = self._backend.plans()
        plan = plans.get(citation.plan_id)
        if plan is None:
            return None, hint(texts.PLAN_GONE)
        citations = render_citations(conversation.answer_of(turn), turn, plans, None if is_related else which)
        return citations, render_reader(view_of_citation(plan, citation, is_related))


def _shown(view: View | None) -> str:
    return render_reader(view) if view else hint(texts.PLAN_GONE)
