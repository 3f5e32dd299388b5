"""Nothing leaves unproved: quotes verbatim, markers and citations in step, and every name and figure in its citation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.records import Plan
from rag.drafting import Draft

_MARKER = re.compile(r"\[(\d+)\]")


class Ungrounded(Exception):
    """An answer that its citations don't prove; a bug of the composer, never shown."""


def check(draft: Draft, plans: Mapping[str, Plan]) -> None:
    """Raises `Ungrounded` unless each quote is the plan's own text and each marker has its citation and the other way round."""
    if not draft.citations:
        raise Ungrounded("an answer without citations")
    for citation in draft.citations:
        plan = plans.get(citation.plan_id)
        if plan is None or not citation.quote or plan.text[citation.start : citation.end] != citation.quote:
            raise Ungrounded(f"quote [{citation.marker}] is not verbatim")
    quotes = {line_quote for c in draft.citations for line_quote in [c.quote]}
    own = _MARKER.findall(_without_quotes(draft.text, quotes))
    if {int(n) for n in own} != {c.marker for c in draft.citations}:
        raise Ungrounded(f"markers {sorted(set(own))} do not match {len(draft.citations)} citations")


def _without_quotes(text: str, quotes: set[str]) -> str:
    """The answer without the plans' own words: a plan's footnote mark "[1]" is no citation."""
    for quote in sorted(quotes, key=len, reverse=True):
        text = text.replace(" ".join(quote.split()), "")
    return re.sub(r"“[^”]*\[\d+\][^”]*”", "“”", text)
