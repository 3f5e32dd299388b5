"""What was understood of a plan, for a person to check against its text: each line opens where the plan says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from index.records import Fact, Metadata, Plan, Reference
from ui import texts
from ui.escaping import escape
from ui.plan_names import plan_label, shorten, title_of
from ui.reading.plan_text import LISTED, heading_end

_MAX_TASK = 200  # characters shown of a task
Row = tuple[str, str, int, int]  # what it is, what was read, where the plan says it; 0, 0 where nowhere in particular


def render_understood(plan: Plan) -> str:
    """Metadata, outline, figures, who does what."""
    back = f'<button type="button" class="plain" data-event="undo">← {escape(texts.BACK_TO_PLANS)}</button>'
    return (
        f'<div class="understood-plan">{back}<h3>{escape(plan_label(plan))}</h3><p class="title">{escape(title_of(plan))}</p>'
        f'<p class="quiet">{escape(texts.CHECK_INFO)}</p>'
        f"{_metadata(plan)}{_outline(plan)}{_indicators(plan)}{_assignments(plan)}</div>"
    )


def _metadata(plan: Plan) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{"".join(_fact_line(plan, fact) for fact in facts)}</td></tr>'
        for name, facts in groupby(_facts(plan.metadata), key=itemgetter(0))
    )
    return f'<h4>{escape(texts.METADATA)}</h4><table class="facts"><tbody>{rows}</tbody></table>'


def _fact_line(plan: Plan, fact: Row) -> str:
    _, value, start, end = fact
    return f"<p>{_link(plan, value, start, end) if end else escape(value)}</p>"


def _facts(metadata: Metadata) -> Iterator[Row]:
    """What the plan says of itself; what every plan should say is listed even where it is blank."""
    yield texts.KIND, metadata.kind, 0, 0
    yield _fact(texts.PLAN_NUMBER, metadata.number)
    line = metadata.date_line
    day = f"{metadata.issued_on:%d/%m/%Y}" if metadata.issued_on else texts.BLANK
    yield (texts.ISSUE_DATE, day, line.start, line.end) if line else (texts.ISSUE_DATE, day, 0, 0)
    yield _fact(texts.PLAN_TITLE, metadata.title)
    yield _fact(texts.ISSUER, metadata.issuer)
    if metadata.superior:
        yield _fact(texts.SUPERIOR, metadata.superior)
    yield texts.PLACE, metadata.place or texts.BLANK, 0, 0
    yield _fact(texts.SIGNER, metadata.signer)
    if metadata.signer_title:
        yield _fact(texts.SIGNER_TITLE, metadata.signer_title)
    for name, references in (
        (texts.BASIS, metadata.legal_bases),
        (texts.REPLACES, metadata.replaces),
        (texts.AMENDS, metadata.amends),
    ):
        for reference in references:
            yield name, _reference(reference), reference.start, reference.end
    for recipient in metadata.recipients:
        yield _fact(texts.RECIPIENT, recipient)


def _fact(name: str, fact: Fact | None) -> Row:
    return (name, fact.value, fact.start, fact.end) if fact else (name, texts.BLANK, 0, 0)


def _reference(reference: Reference) -> str:
    number = texts.REFERENCE_NUMBER.format(number=reference.number) if reference.number else ""
    day = texts.REFERENCE_DATE.format(date=f"{reference.issued_on:%d/%m/%Y}") if reference.issued_on else ""
    issuer = texts.REFERENCE_ISSUER.format(issuer=reference.issuer) if reference.issuer else ""
    return f"{reference.kind}{number}{day}{issuer}"


def _outline(plan: Plan) -> str:
    items = "".join(
        f'<li class="depth-{min(len(s.path) - 1, 3)}"><button type="button" class="link" '
        f'data-open="section:{i}:{escape(plan.plan_id)}">{escape(shorten(plan.text[s.start : heading_end(plan, s)], 110))}</button></li>'
        for i, s in enumerate(plan.sections)
        if s.kind not in LISTED
    )
    return f'<h4>{escape(texts.OUTLINE)}</h4><ul class="whole-outline">{items}</ul>'


def _indicators(plan: Plan) -> str:
    rows = [
        (
            _link(
                plan,
                f"{indicator.group} › {indicator.name}" if indicator.group else indicator.name,
                indicator.start,
                indicator.end,
            ),
            escape(indicator.unit),
            "<br>".join(escape(f"{v.column}: {v.text}" if v.column else v.text) for v in indicator.values),
        )
        for indicator in plan.indicators
    ]
    return _table(texts.INDICATORS_READ, (texts.INDICATOR, texts.MEASURE, texts.VALUES), rows)


def _assignments(plan: Plan) -> str:
    rows = [
        (
            escape(a.unit),
            escape(a.role.value),
            _link(plan, shorten(plan.quote(a.start, a.end), _MAX_TASK), a.start, a.end),
            escape(a.deadline.text if a.deadline else ""),
        )
        for a in plan.assignments
    ]
    return _table(texts.ASSIGNMENTS_READ, (texts.UNIT, texts.ROLE, texts.TASK, texts.DUE), rows)


def _table(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of HTML cells, or a line saying that there is nothing."""
    heading = f"<h4>{escape(title.format(count=len(rows)))}</h4>"
    if not rows:
        return f'{heading}<p class="quiet">{escape(texts.NOTHING_READ)}</p>'
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'{heading}<div class="grid" role="region" tabindex="0" aria-label="{escape(title.format(count=len(rows)))}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _link(plan: Plan, label: str, start: int, end: int) -> str:
    return (
        f'<button type="button" class="link" data-open="span:{start}:{end}:{escape(plan.plan_id)}">'
        f"{escape(label)}</button>"
    )
