"""Which plans there are: of a signer, of a year, the earliest, the latest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexicon import provinces
from index.records import Fact, Plan
from index.vietnamese import key
from rag import texts
from rag.drafting import Draft, name_plan
from rag.kinds.fact_lines import write_fact
from rag.kinds.task_lines import quoted
from rag.question import Question
from rag.understanding.cues import office_words

# "ông Phạm S", "đồng chí Trần Thị Diệu Thúy"
_PERSON = re.compile(r"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) (?P<name>[A-ZĐÀ-Ỹ][^\W\d_]*(?: [A-ZĐÀ-Ỹ][^\W\d_]*){1,4})")
# "ban hành trong tháng 11 năm 2025", "ký năm 2024"
_ISSUED_IN = re.compile(
    r"(?<!\S)(?:ban hành|kí|ra đời)(?: (?:trong|vào|từ|hồi)){0,2}(?: tháng (?P<month>\d{1,2}))?(?: năm)? (?P<year>(?:19|20)\d\d)(?!\S)"
)
_EARLIEST = re.compile(r"(?<!\S)(?:sớm|cũ|lâu|xa) nhất(?!\S)|(?<!\S)(?:đầu tiên|trước nhất|trước tiên)(?!\S)")
_LATEST = re.compile(r"(?<!\S)(?:mới|muộn|gần đây|gần|cuối|trễ) nhất(?!\S)|(?<!\S)(?:sau cùng|cuối cùng)(?!\S)")


class NoSuchPlan(Exception):
    """The question describes a plan that is not there."""


def signed_by(question: Question, plans: Sequence[Plan]) -> list[Plan]:
    """The plans signed by the person or holder of office the question names; [] when it names none. Raises `NoSuchPlan` for one who signed none."""
    signed = [plan for plan in plans if _names_signer(question.compared, plan)]
    if signed:
        return signed
    person = _PERSON.search(question.text)
    named = person is not None and not any(key(person["name"]) in key(province) for province in provinces())
    office = re.search(
        rf"(?:kế hoạch|văn bản|quyết định) nào(?: \S+){{0,4}}? do (?P<office>{office_words()})(?!\S)", question.compared
    )
    of_office = [plan for plan in plans if office and _office(plan) == office["office"]]
    if (named or office) and not of_office:
        raise NoSuchPlan(question.text)
    return of_office


def _names_signer(compared: str, plan: Plan) -> bool:
    signer = plan.metadata.signer
    return signer is not None and f" {key(signer.value)} " in f" {compared} "


def _office(plan: Plan) -> str:
    """The signer's office in compared form, acting or not: "Q. Giám đốc" → "giám đốc"."""
    return key(plan.metadata.signer_title.value).removeprefix("q ") if plan.metadata.signer_title else ""


def list_plans(question: Question, plans: Sequence[Plan], signed: bool) -> Draft | None:
    """The plans with their titles: all, those of a year or month, the earliest or latest; None when there is none."""
    chosen, undated = _of_time(question.compared, plans)
    if not chosen:
        return None
    draft = Draft()
    draft.say(texts.PLANS_INTRO.format(count=len(chosen)))
    draft.say("")
    for plan in chosen:
        title = plan.metadata.title
        span = title or Fact(plan.source, 0, min(80, len(plan.text)))
        cite = draft.cite(plan, span.start, span.end)
        line = texts.PLAN_LINE.format(plan=name_plan(plan), title=quoted(span.value), cite=cite)
        proof = (
            write_fact(draft, plan, "signer") if signed else _dated(draft, plan) if asks_time(question.compared) else ""
        )
        draft.say(f"{line}. {proof}" if proof else line)
    if undated:
        draft.say("")
        draft.say(texts.UNDATED.format(plans="; ".join(name_plan(plan) for plan in undated)))
    return draft


def _dated(draft: Draft, plan: Plan) -> str:
    line = plan.metadata.date_line
    return write_fact(draft, plan, "date") or (draft.cite(plan, line.start, line.end) if line else "")


def asks_time(compared: str) -> bool:
    """Whether the question chooses plans by when they were issued: "ban hành năm 2024", "mới nhất"."""
    return any(pattern.search(compared) for pattern in (_ISSUED_IN, _EARLIEST, _LATEST))


def _of_time(compared: str, plans: Sequence[Plan]) -> tuple[list[Plan], list[Plan]]:
    """The plans of the time asked for, and those that can't be placed because they bear no date."""
    asked = _ISSUED_IN.search(compared)
    if asked:
        month = int(asked["month"]) if asked["month"] else None
        of_time = [plan for plan in plans if _is_of(plan, int(asked["year"]), month)]
        return of_time, [plan for plan in plans if _year(plan) is None or (month and plan.metadata.issued_on is None)]
    last = _LATEST.search(compared)
    if not (last or _EARLIEST.search(compared)):
        return list(plans), []
    dates = [plan.metadata.issued_on for plan in plans if plan.metadata.issued_on]
    best = (max if last else min)(dates, default=None)
    return (
        [plan for plan in plans if best and plan.metadata.issued_on == best],
        [plan for plan in plans if plan.metadata.issued_on is None],
    )


def _is_of(plan: Plan, year: int, month: int | None) -> bool:
    issued_on = plan.metadata.issued_on
    return _year(plan) == year and (month is None or (issued_on is not None and issued_on.month == month))


def _year(plan: Plan) -> int | None:
    """The year of the date line, whose day may be blank."""
    found = re.search(r"(?:19|20)\d\d", plan.metadata.date_line.value) if plan.metadata.date_line else None
    return int(found.group()) if found else None
