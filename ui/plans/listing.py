"""The plans as a list of cards: what each is, and what can be done with it. Pure functions; all text escaped."""

from __future__ import annotations

from index.records import Plan
from index.vietnamese import fold
from ui import texts
from ui.escaping import escape
from ui.plan_names import Plans, plan_label, plan_line, title_of


def render_list(plans: Plans, wanted: str, may_edit: bool) -> str:
    """The plans whose number, issuer, place or title hold the words `wanted`, written with or without diacritics."""
    words = fold(wanted).split()
    found = [plan for plan in plans.values() if all(word in _searched(plan) for word in words)]
    if not found:
        return f'<p class="quiet">{escape(texts.NO_PLAN_FOUND if plans else texts.NO_PLANS)}</p>'
    count = texts.PLANS_COUNT.format(count=len(found), all=len(plans))
    return f'<p class="quiet" role="status">{escape(count)}</p><ul class="cards">{"".join(_card(p, may_edit) for p in found)}</ul>'


def _searched(plan: Plan) -> str:
    return fold(f"{plan_label(plan)} {plan_line(plan)} {title_of(plan)} {plan.source}")


def _card(plan: Plan, may_edit: bool) -> str:
    plan_id, label = escape(plan.plan_id), plan_label(plan)
    counts = texts.PLAN_COUNTS.format(
        sections=len(plan.sections), assignments=len(plan.assignments), indicators=len(plan.indicators)
    )
    pages = texts.PLAN_PAGES.format(count=len(plan.pages)) if plan.pages else ""
    read = _button("open", f"section:head:{plan_id}", texts.READ_PLAN, label)
    check = _button("event", "select", texts.CHECK_PLAN, label, f' data-plan="{plan_id}"')
    confirm = escape(texts.CONFIRM_REMOVE.format(plan=label))
    remove = (
        _button("event", "delete", texts.REMOVE_PLAN, label, f' data-plan="{plan_id}" data-confirm="{confirm}"')
        if may_edit
        else ""
    )
    return (
        f'<li class="card" data-plan-card="{plan_id}"><h3>{escape(label)}</h3>'
        f'<p class="title">{escape(title_of(plan))}</p>'
        f'<p class="document">{escape(plan_line(plan))}</p>'
        f'<p class="document">{escape(" · ".join(filter(None, (counts, pages, texts.PLAN_FILE.format(name=plan.source)))))}</p>'
        f'<div class="actions">{read}{check}{remove}</div></li>'
    )


def _button(kind: str, value: str, label: str, about: str, more: str = "") -> str:
    """A button whose name for screen readers says which plan it is about."""
    return (
        f'<button type="button" class="plain" data-{kind}="{value}"{more} aria-label="{escape(f"{label}: {about}")}">'
        f"{escape(label)}</button>"
    )
