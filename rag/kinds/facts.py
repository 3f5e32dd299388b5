"""What plans say of themselves: whose signer, number, date, issuer, recipients, title … is asked, and of which plans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Plan
from index.vietnamese import fold
from index.vocabulary import Vocabulary
from rag.drafting import Draft
from rag.kinds.fact_lines import write_blank, write_fact
from rag.kinds.plan_lists import NoSuchPlan as NoSuchPlan
from rag.kinds.plan_lists import asks_time, list_plans, signed_by
from rag.question import Question
from rag.understanding.cues import cue_pattern, metadata_facts
from rag.understanding.descriptions import self_names
from rag.understanding.terms import bag_of, terms_of

MAX_PLANS = 6  # a question about metadata that names no plan is answered for so many


class Blank(Exception):
    """The plan leaves the fact blank. `plan` and `fact` say which."""

    def __init__(self, plan: Plan, fact: str) -> None:
        super().__init__(fact)
        self.plan = plan
        self.fact = fact


def answer_metadata(question: Question, plans: Sequence[Plan], vocabulary: Vocabulary) -> Draft | None:
    """The facts asked for, of each plan. Raises `Blank` when no plan states the first of them; None when nothing fits."""
    resting = _resting_on(question, plans)
    if not resting and describes_another(question, plans, vocabulary):
        raise NoSuchPlan(question.text)
    plans = resting or plans
    by_person = signed_by(question, plans)
    if not by_person and not asks_time(question.compared):
        plans = most_interesting(question, plans)
    plans = by_person or plans
    proofs = {"plans", *(["signer"] if by_person else []), *(["date"] if asks_time(question.compared) else [])}
    if ("plans" in question.facts and set(question.facts) <= proofs) or not plans:
        return list_plans(question, plans, signed=bool(by_person))
    facts = [name for name in question.facts if name != "plans"]
    if len(plans) > MAX_PLANS:
        return None
    if by_person and not {"signer", "signer_title"} & set(facts):
        facts.append("signer")  # proves that these are that person's plans
    draft = Draft()
    silent = [plan for plan in plans if not _state(draft, plan, facts, len(plans) > 1)]
    if not draft.lines:
        raise Blank(plans[0], facts[0])
    for plan in silent:
        draft.say(f"- {write_blank(draft, plan, facts[0])}")
    return draft


def _resting_on(question: Question, plans: Sequence[Plan]) -> list[Plan]:
    """The plans that rest on every document the question names ("kế hoạch thực hiện Quyết định 281/QĐ-TTg …"); none where it names none."""
    numbers = {fold(reference.number) for reference in question.references}
    own = {plan.plan_id: {fold(base.number) for base in plan.metadata.legal_bases if base.number} for plan in plans}
    return [plan for plan in plans if numbers and numbers <= own[plan.plan_id]]


def _state(draft: Draft, plan: Plan, facts: Sequence[str], several: bool) -> bool:
    """Writes the facts asked for of one plan; those it leaves blank only beside others. Whether it states any."""
    lines = {name: write_fact(draft, plan, name) for name in facts}
    stated = list(dict.fromkeys(line for line in lines.values() if line))
    if not stated:
        return False
    blank = [write_blank(draft, plan, name) for name, line in lines.items() if not line]
    for line in (*stated, *blank):
        draft.say(f"- {line}" if several or len(stated) + len(blank) > 1 else line)
    return True


OTHER_WORDS = 3  # content words that describe a plan
_NO_SUBJECT = r"(?:của|do|được|có|mang|là|ban hành|tại|ở|thì|gửi|kí|này|nào)(?!\S)"
# "kế hoạch phòng cháy, chữa cháy năm 2026 | của TP. Hồ Chí Minh do ai ký"
_DESCRIBED = re.compile(
    rf"(?<!\S)kế hoạch (?!số \d|\d+ (?:kh|qđ)(?!\S)|\d{{3,5}}(?!\S)|{_NO_SUBJECT})(?P<subject>.+?)(?: {_NO_SUBJECT}|$)"
)
_YEAR = re.compile(r"(?:năm )?(?<!\d)(?:19|20)\d\d(?!\d)")


def describes_another(question: Question, plans: Sequence[Plan], vocabulary: Vocabulary, least: float = 0.25) -> bool:
    """Whether the question describes its plan by words of which no candidate's title holds the share `least`."""
    match = _DESCRIBED.search(question.compared)
    if match is None or question.plans.identified:
        return False
    subject = _YEAR.sub(" ", match["subject"])  # which year's plan it is says nothing of its subject
    for name in metadata_facts():
        subject = cue_pattern("metadata", name).sub(" ", subject)  # "kế hoạch Lâm Đồng: số, ngày, người ký"
    terms = terms_of(subject, vocabulary, question.plans.places)
    held = max((terms.coverage(bag_of(" . ".join(self_names(plan)))) for plan in plans), default=0.0)
    return len(terms.words) >= OTHER_WORDS and held < least


def most_interesting(question: Question, plans: Sequence[Plan]) -> list[Plan]:
    """The plans whose title the question describes, when it describes one clearly better than the others."""
    interest = question.plans.interest
    best = max((interest.get(plan.plan_id, 0.0) for plan in plans), default=0.0)
    if best < 0.3:
        return list(plans)
    return [plan for plan in plans if interest.get(plan.plan_id, 0.0) >= 0.7 * best]
