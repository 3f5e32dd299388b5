"""How the page names a plan: in the filter, in a citation, in the opened plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from index.records import Plan
from rag.answers import Citation
from rag.drafting import name_plan
from ui import texts

Plans = Mapping[str, Plan]  # by id
_MAX_TITLE = 70  # characters of a title in a list


def citation_line(citation: Citation, plans: Plans) -> str:
    """Which document a citation is from; the plan itself, while it is there, also knows its place."""
    plan = plans.get(citation.plan_id)
    return plan_line(plan) if plan else _line(citation.plan_number, citation.issued_on, citation.issuer or "")


def plan_line(plan: Plan) -> str:
    """The document in one line: "Số 572/KH-UBND, ngày 18/01/2024 · Ủy ban nhân dân tỉnh Lâm Đồng"."""
    number = plan.metadata.number
    return _line(number.value if number else None, plan.metadata.issued_on, issuer_of(plan))


def _line(number: str | None, issued_on: date | None, issuer: str) -> str:
    named = texts.NUMBER.format(number=number) if number else texts.NO_NUMBER
    dated = texts.ISSUED_ON.format(date=f"{issued_on:%d/%m/%Y}") if issued_on else ""
    return " · ".join(filter(None, (", ".join(filter(None, (named, dated))), issuer)))


def issuer_of(plan: Plan) -> str:
    """The issuer, and its place where the name does not say it: "Sở Y tế, Bắc Giang"."""
    issuer = plan.metadata.issuer.value if plan.metadata.issuer else ""
    place = plan.metadata.place or ""
    return ", ".join(filter(None, (issuer, "" if place.casefold() in issuer.casefold() else place)))


def plan_label(plan: Plan) -> str:
    """A plan in a few words: "Kế hoạch 572/KH-UBND · Ủy ban nhân dân tỉnh Lâm Đồng · 2024"."""
    metadata = plan.metadata
    number = metadata.number.value if metadata.number else ""
    year = year_of(plan)
    return " · ".join(filter(None, (f"{metadata.kind} {number}".strip(), issuer_of(plan), str(year or ""))))


def year_of(plan: Plan) -> int | None:
    """The year a plan is from: that of its date, or the last that its title names."""
    metadata = plan.metadata
    return metadata.issued_on.year if metadata.issued_on else max(metadata.years, default=None)


def plan_choices(plans: Plans) -> list[tuple[str, str]]:
    """What a filter offers: a label, with the title where the number is blank, and the plan's id."""
    return [
        (plan_label(plan) if plan.metadata.number else f"{plan_label(plan)} · {shorten(title_of(plan))}", plan.plan_id)
        for plan in plans.values()
    ]


def title_of(plan: Plan) -> str:
    """The plan's title, or its file's name where the plan has none."""
    return plan.metadata.title.value if plan.metadata.title else plan.source


def legal_citation(citation: Citation, plan: Plan) -> str:
    """A citation as an official writes it, innermost first: "điểm b khoản 2 Mục IV Kế hoạch số 572/KH-UBND ngày … của …"."""
    name = name_plan(plan)
    if not citation.path:
        return f"{citation.address or texts.NO_ADDRESS}, {name}"
    labels = [_spoken(label) for label in citation.address.split(", ")]
    return " ".join((*reversed(labels), name))


def _spoken(label: str) -> str:
    """A level of an address as it is said: a bare dotted number is a sub-item ("2.1" → "tiểu mục 2.1")."""
    if label[:1].isdigit():
        return texts.DOTTED.format(number=label)
    return label[:1].lower() + label[1:] if label.startswith(texts.LOWER_LABELS) else label


def shorten(text: str, limit: int = _MAX_TITLE) -> str:
    """`text` in one line of at most `limit` characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
