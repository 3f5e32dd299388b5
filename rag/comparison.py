"""The same question put to several plans: figures side by side, else each plan's own answer under its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.records import Plan
from rag.drafting import Draft
from rag.grounding import renumber
from rag.indicators import compare_indicators
from rag.question import Question
from rag.retrieval import Search


def answer_comparison(
    question: Question, plans: Sequence[Plan], search: Search, single: Callable[[Question, Plan], Draft | None]
) -> Draft | None:
    """A table of figures where two plans state one and no unit's work is asked about; else `single`'s answer for each plan. None unless two plans answer."""
    table = compare_indicators(question, plans, search) if question.unit is None else None
    if table is not None:
        return table
    drafts = [(plan, draft) for plan in plans[:6] for draft in [single(question, plan)] if draft is not None]
    if len(drafts) < 2:
        return None
    joined = Draft()
    for plan, draft in drafts:
        renumbered = {f"[{c.marker}]": joined.cite(plan, c.start, c.end) for c in draft.citations}
        if joined.lines:
            joined.say("")
        for line in draft.lines:
            joined.say(renumber(line, renumbered))
    return joined
