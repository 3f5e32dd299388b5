"""What of a plan is shown: at a citation, at an entry of its outline, or where a link points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.document.tree import tree_of
from index.records import Plan, Section
from rag.answers import Citation
from rag.drafting import make_citation
from ui import texts
from ui.plan_names import legal_citation

_MAX_SECTION = 4_000  # characters; a citation opens the widest section around it that is not longer: about two pages
_MAX_FOCUS = 40_000  # characters; about twenty pages, more makes an old PC slow
WHOLE = "all"
HEAD = "head"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class View:
    """The text of `focus`, and in it `marked`, which is the quote, or a related passage. `cited` is the place as an official cites it."""

    plan: Plan
    focus: Span
    path: tuple[str, ...] = ()
    title: str = ""
    marked: Span | None = None
    is_related: bool = False
    notice: str = ""
    cited: str = ""


def view_of_citation(plan: Plan, citation: Citation, is_related: bool = False) -> View:
    """The plan at a citation; nothing is marked when the plan no longer says the quote there."""
    title = citation.place or texts.NO_ADDRESS
    span = (citation.start, citation.end)
    if plan.quote(*span) != citation.quote:
        return View(plan, _head(plan), title=title, notice=texts.PLAN_CHANGED)
    cited = legal_citation(citation, plan)
    innermost = _innermost(plan.sections, span)
    if innermost is None:
        return View(plan, _gap(plan, span), (), title, span, is_related, cited=cited)
    around = (innermost, *tree_of(plan).above(innermost))
    wide = next((s for s in reversed(around) if s.end - s.start <= _MAX_SECTION), innermost)
    focus = (wide.start, wide.end)
    if wide.end - wide.start > _MAX_SECTION:
        margin = _MAX_SECTION // 2
        focus = (max(wide.start, span[0] - margin), min(wide.end, span[1] + margin))
    return View(plan, focus, innermost.path, title, span, is_related, cited=cited)


def view_of_span(plan: Plan, start: int, end: int) -> View | None:
    """The plan with `text[start:end]` marked; None where it has no such characters."""
    if not 0 <= start < end <= len(plan.text):
        return None
    return view_of_citation(plan, make_citation(plan, start, end, 1))


def view_of_section(plan: Plan, target: str) -> View | None:
    """The plan at an entry of its outline: `WHOLE`, `HEAD`, or a section's position."""
    if target == WHOLE:
        return View(plan, (0, len(plan.text)), title=texts.OUTLINE_ALL)
    if target == HEAD:
        return View(plan, _head(plan), title=texts.OUTLINE_HEAD)
    if not target.isdecimal() or int(target) >= len(plan.sections):
        return None
    section = plan.sections[int(target)]
    end = min(section.end, section.start + _MAX_FOCUS)
    notice = texts.LONG_SECTION if end < section.end else ""
    cited = legal_citation(make_citation(plan, section.start, section.own_end, 1), plan)
    return View(plan, (section.start, end), section.path, section.address, notice=notice, cited=cited)


def view_of_link(plan: Plan, section: str, start: str, end: str) -> View:
    """Where a link points: the characters `start` to `end`, else the section with that path ("IV/3/a"), else the plan's beginning."""
    if start.isdecimal() and end.isdecimal():
        marked = view_of_span(plan, int(start), int(end))
        if marked is not None:
            return marked
    wanted = section.strip().casefold()
    position = next((i for i, s in enumerate(plan.sections) if _path_of(s) == wanted), None)
    if position is not None:
        return view_of_section(plan, str(position)) or View(plan, _head(plan))
    view = View(plan, _head(plan), title=texts.OUTLINE_HEAD)
    return replace(view, notice=texts.NO_SECTION.format(section=section)) if wanted else view


def _path_of(section: Section) -> str:
    return "/".join(section.path).casefold()


def _innermost(sections: Sequence[Section], span: Span) -> Section | None:
    covering = [s for s in sections if s.start <= span[0] and span[1] <= s.end]
    return max(covering, key=lambda s: (s.start, -s.end), default=None)


def _head(plan: Plan) -> Span:
    """What stands before the first section: header, title, legal bases."""
    first = min((s.start for s in plan.sections), default=len(plan.text))
    return (0, min(first, _MAX_FOCUS))


def _gap(plan: Plan, span: Span) -> Span:
    """The text between sections that holds `span`: the header, the signature; what crosses sections stands alone."""
    before = max((s.end for s in plan.sections if s.end <= span[0]), default=0)
    after = min((s.start for s in plan.sections if s.start >= span[1]), default=len(plan.text))
    return (max(before, span[0] - _MAX_SECTION), min(after, span[1] + _MAX_SECTION))
