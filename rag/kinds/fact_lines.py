"""One line for each piece of metadata of a plan: what it says, cited; what it leaves blank, with the blank line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from index.document.references import find_references
from index.records import Fact, Plan, Reference
from rag import texts
from rag.drafting import Draft, front_address, name_plan, numbered_section
from rag.kinds.task_lines import quoted

# "(Kèm theo Kế hoạch số 552/KH-UBND ngày 19/11/2025 …)": where an annex names the plan it belongs to
_ATTACHED_TO = re.compile(
    r"^[(*\s]*(?:ban hành )?kèm theo (?P<kind>[^\W\d_]+ [^\W\d_]+) ", re.IGNORECASE | re.MULTILINE
)
# "Số: /KH-SYT", "Số:      -KH/HU"
_BLANK_NUMBER = re.compile(r"^Số\s*:?[\s.…_]*[/-].*$|^Số\s*:[\s.…_]*$", re.MULTILINE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def write_fact(draft: Draft, plan: Plan, name: str) -> str:
    """What the plan says of `name`, cited; "" when it does not say it."""
    return _WRITERS[name](draft, plan)


def blank_line(plan: Plan, name: str) -> Fact | None:
    """The line in which the plan leaves a piece of metadata blank ("Số: /KH-SYT"); None where it has no such line."""
    if name == "date":
        return plan.metadata.date_line if plan.metadata.issued_on is None else None
    if name == "number" and plan.metadata.number is None:
        match = _BLANK_NUMBER.search(plan.text, 0, plan.body_start)
        return (
            Fact(match.group().strip(), match.start(), match.start() + len(match.group().rstrip())) if match else None
        )
    return None


def name_blank(plan: Plan, name: str) -> str:
    """The sentence that says that the plan does not state a piece of metadata."""
    template = texts.BLANK_FACT if blank_line(plan, name) else texts.NOT_STATED_FACT
    return template.format(plan=name_plan(plan), fact=texts.FACT_NAMES[name])


def write_blank(draft: Draft, plan: Plan, name: str) -> str:
    """The same in an answer that states other facts, with the blank line cited."""
    line = blank_line(plan, name)
    cite = f" {draft.cite(plan, line.start, line.end)}" if line else ""
    return name_blank(plan, name) + cite


@lru_cache(maxsize=2_000)
def own_mentions(plan: Plan) -> tuple[Reference, ...]:
    """Where the plan's own annexes name it: "(Kèm theo Kế hoạch số 552/KH-UBND ngày 19/11/2025)"."""
    found = []
    for match in _ATTACHED_TO.finditer(plan.text, plan.body_start):
        if match["kind"].casefold() == plan.metadata.kind.casefold():
            end = plan.text.find("\n", match.end())
            reference = next(find_references(plan.text, match.start(), end if end >= 0 else len(plan.text)), None)
            found += [reference] if reference and reference.number else []
    return tuple(found)


def _number(draft: Draft, plan: Plan) -> str:
    number = plan.metadata.number
    if number is None:
        return ""
    start = plan.text.rfind("\n", 0, number.start) + 1
    line = plan.metadata.date_line
    end = (
        line.end if line and 0 <= line.start - number.end <= 2 else number.end
    )  # number and date stand side by side in the letterhead
    stated = texts.NUMBER.format(number=number.value, plan=name_plan(plan), cite=draft.cite(plan, start, end))
    others = {r.number: r for r in reversed(own_mentions(plan)) if r.number.casefold() != number.value.casefold()}
    return " ".join([stated, *(_contradiction(draft, plan, r, f"số {r.number}") for r in others.values())])


def _date(draft: Draft, plan: Plan) -> str:
    line, issued_on = plan.metadata.date_line, plan.metadata.issued_on
    if line is None or issued_on is None:
        return ""
    cite = draft.cite(plan, line.start, line.end)
    stated = texts.DATE.format(date=f"{issued_on:%d/%m/%Y}", plan=name_plan(plan), cite=cite)
    others = {r.issued_on: r for r in reversed(own_mentions(plan)) if r.issued_on and r.issued_on != issued_on}
    return " ".join(
        [stated, *(_contradiction(draft, plan, r, f"ngày {day:%d/%m/%Y}") for day, r in others.items() if day)]
    )


def _contradiction(draft: Draft, plan: Plan, mention: Reference, value: str) -> str:
    section = numbered_section(plan, mention.start)
    address = section.address if section else front_address(plan, mention.start)
    return texts.CONTRADICTION.format(address=address, value=value, cite=draft.cite(plan, mention.start, mention.end))


def _signer(draft: Draft, plan: Plan) -> str:
    signer, title = plan.metadata.signer, plan.metadata.signer_title
    if signer is None:
        return ""
    start = title.start if title else signer.start
    offices = ", ".join([*plan.metadata.on_behalf, *([title.value] if title else [])])
    suffix = texts.SIGNER_TITLE.format(title=offices) if offices else ""
    return texts.SIGNER.format(
        plan=name_plan(plan), signer=signer.value, title=suffix, cite=draft.cite(plan, start, signer.end)
    )


def _issuer(draft: Draft, plan: Plan) -> str:
    issuer = plan.metadata.issuer
    if issuer is None:
        return ""
    superior = plan.metadata.superior
    place = (
        f", {superior.value}"
        if superior
        else (f" ({plan.metadata.place})" if plan.metadata.place and plan.metadata.place not in issuer.value else "")
    )
    start = superior.start if superior and superior.end <= issuer.start else issuer.start
    cite = draft.cite(plan, start, _clause_end(plan, issuer.end))
    return texts.ISSUER.format(issuer=issuer.value, place=place, plan=name_plan(plan), cite=cite)


def _clause_end(plan: Plan, position: int) -> int:
    """The end of the line at `position`, where it is near: "Sở Y tế | xây dựng Kế hoạch thực hiện như sau"."""
    end = plan.text.find("\n", position)
    return end if 0 <= end - position <= 120 else position


def _title(draft: Draft, plan: Plan) -> str:
    title = plan.metadata.title
    if title is None:
        return ""
    return texts.TITLE.format(
        plan=name_plan(plan), title=quoted(title.value), cite=draft.cite(plan, title.start, title.end)
    )


def _place(draft: Draft, plan: Plan) -> str:
    line = plan.metadata.date_line or plan.metadata.issuer
    if plan.metadata.place is None or line is None:
        return ""
    return texts.PLACE.format(
        place=plan.metadata.place, plan=name_plan(plan), cite=draft.cite(plan, line.start, line.end)
    )


def _recipients(draft: Draft, plan: Plan) -> str:
    recipients = plan.metadata.recipients
    if not recipients:
        return ""
    cite = draft.cite(plan, recipients[0].start, recipients[-1].end)
    listed = "\n".join(texts.RECIPIENT.format(recipient=r.value) for r in recipients)
    return texts.RECIPIENTS.format(plan=name_plan(plan), cite=cite) + "\n\n" + listed


def _period(draft: Draft, plan: Plan) -> str:
    """The years that the plan covers, where its title says them."""
    title, period = plan.metadata.title, plan.metadata.period
    if title is None or not period or str(period[-1]) not in _YEAR.findall(title.value):
        return ""
    first, last = period[0], period[-1]
    stated = str(first) in _YEAR.findall(title.value)
    years = f"năm {last}" if first == last else f"{first} - {last}" if stated else f"đến năm {last}"
    return texts.PERIOD.format(period=years, plan=name_plan(plan), cite=draft.cite(plan, title.start, title.end))


_WRITERS: dict[str, Callable[[Draft, Plan], str]] = {
    "signer": _signer,
    "signer_title": _signer,
    "number": _number,
    "date": _date,
    "issuer": _issuer,
    "recipients": _recipients,
    "title": _title,
    "place": _place,
    "period": _period,
}
