"""What a plan says of itself: signer, number, date, issuer, recipients, title; the documents it rests on, both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.records import Fact, Plan
from index.vietnamese import key
from index.vocabulary import Vocabulary
from rag import texts
from rag.descriptions import self_names
from rag.drafting import Draft, name_plan
from rag.evidence import bag_of, terms_of
from rag.question import Question
from rag.responsibilities import quoted

MAX_PLANS = 6  # a question about metadata that names no plan is answered for so many


class Blank(Exception):
    """The plan leaves the fact blank. `plan` and `fact` say which."""

    def __init__(self, plan: Plan, fact: str) -> None:
        super().__init__(fact)
        self.plan = plan
        self.fact = fact


class NoSuchPlan(Exception):
    """The question describes a plan that is not there."""


def answer_metadata(question: Question, plans: Sequence[Plan], vocabulary: Vocabulary) -> Draft | None:
    """The facts asked for, of each plan. Raises `Blank` when no plan states the first of them; None when nothing fits."""
    if describes_another(question, plans, vocabulary):
        raise NoSuchPlan(question.text)
    plans = _of_signer(question, most_interesting(question, plans))
    if question.facts == ("plans",) or not plans:
        return _list_plans(plans)
    facts = [name for name in question.facts if name != "plans"]
    if len(plans) > MAX_PLANS:
        return None
    draft = Draft()
    for plan in plans:
        for name in facts:
            line = _WRITERS[name](draft, plan)
            line = f"- {line}" if line and len(plans) * len(facts) > 1 else line
            if line and line not in draft.lines:
                draft.say(line)
    if not draft.lines:
        raise Blank(plans[0], facts[0])
    return draft


OTHER_WORDS = 3  # content words that describe a plan
# "kế hoạch phòng cháy, chữa cháy năm 2026 | của TP. Hồ Chí Minh do ai ký"
_DESCRIBED = re.compile(
    r"(?<!\S)kế hoạch (?!số \d|\d+ (?:kh|qđ)(?!\S)|\d{3,5}(?!\S))(?P<subject>.+?)(?: (?:của|do|được|có|mang|là|ban hành|tại|ở|thì)(?!\S)|$)"
)


def describes_another(question: Question, plans: Sequence[Plan], vocabulary: Vocabulary, least: float = 0.25) -> bool:
    """Whether the question describes its plan by words of which no candidate's title holds the share `least`."""
    match = _DESCRIBED.search(question.compared)
    if match is None:
        return False
    terms = terms_of(match["subject"], vocabulary, question.plans.places)
    held = max((terms.coverage(bag_of(" . ".join(self_names(plan)))) for plan in plans), default=0.0)
    return len(terms.words) >= OTHER_WORDS and held < least


def _of_signer(question: Question, plans: Sequence[Plan]) -> list[Plan]:
    """The plans signed by the person the question names; all of them when it names none."""
    signed = [
        plan
        for plan in plans
        if plan.metadata.signer and f" {key(plan.metadata.signer.value)} " in f" {question.compared} "
    ]
    return signed or list(plans)


def most_interesting(question: Question, plans: Sequence[Plan]) -> list[Plan]:
    """The plans whose title the question describes, when it describes one clearly better than the others."""
    interest = question.plans.interest
    best = max((interest.get(plan.plan_id, 0.0) for plan in plans), default=0.0)
    if best < 0.3:
        return list(plans)
    return [plan for plan in plans if interest.get(plan.plan_id, 0.0) >= 0.7 * best]


def _list_plans(plans: Sequence[Plan]) -> Draft | None:
    if not plans:
        return None
    draft = Draft()
    draft.say(texts.PLANS_INTRO.format(count=len(plans)))
    draft.say("")
    for plan in plans:
        title = plan.metadata.title
        span = title or Fact(plan.source, 0, min(80, len(plan.text)))
        draft.say(
            texts.PLAN_LINE.format(
                plan=name_plan(plan), title=quoted(span.value), cite=draft.cite(plan, span.start, span.end)
            )
        )
    return draft


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


def _number(draft: Draft, plan: Plan) -> str:
    number = plan.metadata.number
    if number is None:
        return ""
    start = plan.text.rfind("\n", 0, number.start) + 1
    line = plan.metadata.date_line
    end = (
        line.end if line and 0 <= line.start - number.end <= 2 else number.end
    )  # number and date stand side by side in the letterhead
    return texts.NUMBER.format(number=number.value, plan=name_plan(plan), cite=draft.cite(plan, start, end))


def _date(draft: Draft, plan: Plan) -> str:
    line = plan.metadata.date_line
    if line is None or plan.metadata.issued_on is None:
        return ""
    return texts.DATE.format(
        date=f"{plan.metadata.issued_on:%d/%m/%Y}", plan=name_plan(plan), cite=draft.cite(plan, line.start, line.end)
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
    return texts.ISSUER.format(
        issuer=issuer.value,
        place=place,
        plan=name_plan(plan),
        cite=draft.cite(plan, issuer.start, _clause_end(plan, issuer.end)),
    )


def _clause_end(plan: Plan, position: int) -> int:
    """The end of the line at `position`, where it is near: "Sở Y tế | xây dựng Kế hoạch thực hiện như sau"."""
    end = plan.text.find("\n", position)
    return end if 0 <= end - position <= 120 else position


def _title(draft: Draft, plan: Plan) -> str:
    title = plan.metadata.title
    return (
        texts.TITLE.format(
            plan=name_plan(plan), title=quoted(title.value), cite=draft.cite(plan, title.start, title.end)
        )
        if title
        else ""
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


_WRITERS: dict[str, Callable[[Draft, Plan], str]] = {
    "signer": _signer,
    "signer_title": _signer,
    "number": _number,
    "date": _date,
    "issuer": _issuer,
    "recipients": _recipients,
    "title": _title,
    "place": _place,
}
