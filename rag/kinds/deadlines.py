"""By when: time limits of tasks, and tasks due in a given month or year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.assignments.deadlines import date_range, find_deadline
from index.records import Assignment, Deadline, Passage, Plan
from rag import texts
from rag.drafting import Draft
from rag.kinds.responsibilities import cite_task, cite_unit, quoted
from rag.kinds.sentences import sentence_around, sentences, without_references
from rag.kinds.work import Match, all_assignments, of_unit, rank, tasks_of
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.cues import has_cue
from rag.understanding.terms import bag_of

MIN_COVERAGE = 0.45
_SURE = 0.65  # of the question by one task: no passage, which covers more by its length, is better
_NEAR = 0.88
_MAX_ANSWERS = 5


def answer_deadline(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The time limits of the tasks asked about; None when no task with a limit fits."""
    pairs = of_unit(plans, question.unit.name) if question.unit else []
    pairs = pairs or all_assignments(plans)
    due = _due_in(question, pairs)
    if due:
        return _write(due)
    if question.unit and (has_cue(question.compared, "deadline", "has_deadline") or len(question.terms.words) <= 1):
        dated = [(plan, a) for plan, a in pairs if a.deadline]
        return _write(dated) if dated else None
    matches = [m for m in rank(question, pairs, search, by_unit=True) if m.assignment.deadline]
    best = matches[0] if matches else None
    if _HOW_OFTEN.search(question.compared):
        often = _recurring(question, pairs, search)
        if often is not None:
            return often
        periodic = _periodic_sentence(question, search)
        if periodic is not None:
            return periodic
    from_text = _from_passages(question, search)
    if (
        best is not None
        and best.coverage >= MIN_COVERAGE
        and (best.coverage >= _SURE or best.coverage >= (from_text[3] if from_text else 0.0) - 0.1)
    ):
        return _write([(m.plan, m.assignment) for m in _near(matches)])
    if from_text:
        return _write_passage(*from_text[:3])
    return _dated_sentence(question, search)


_HOW_OFTEN = re.compile(r"(?<!\S)(?:bao lâu|mấy lần|tần suất|(?:một|1|01) lần|chu kì|định kì)(?!\S)")
_ROUND = re.compile(
    r"(?:[Đđ]ịnh kỳ(?: (?:hằng|hàng) (?:năm|quý|tháng|tuần))?|(?:hằng|hàng|mỗi) (?:năm|quý|tháng|tuần|ngày)|\d+ lần/(?:ngày|tuần|tháng|quý|năm)|\d+ tháng/lần|(?:mỗi|một|\d+) (?:năm|quý|tháng|tuần|ngày) (?:một|1|\d+) lần|(?:một|\d+) lần (?:một|mỗi|trong) (?:năm|quý|tháng|tuần)|[Tt]hường xuyên)"
)


def _recurring(question: Question, pairs: Sequence[tuple[Plan, Assignment]], search: Search) -> Draft | None:
    """The sentence of the best fitting task that says how often."""
    for match in rank(question, pairs, search, by_unit=True)[:6]:
        plan, task = match.plan, match.assignment
        for start, end in sentences(plan.text, task.start, task.end):
            often = _ROUND.search(plan.text, start, end)
            if often and match.coverage >= MIN_COVERAGE:
                draft = Draft()
                draft.head(plan)
                draft.say(
                    "- "
                    + texts.DEADLINE.format(
                        deadline=often.group(),
                        unit=f"{task.unit}: ",
                        task=quoted(plan.quote(start, end)),
                        cite=draft.cite(plan, start, end) + cite_unit(draft, plan, task),
                    )
                )
                return draft
    return None


_DAY = r"\d{1,2}\s*[/.]\s*\d{1,2}\s*[/.]\s*\d{4}"
_DATE = re.compile(
    rf"(?:[Tt]ừ\s+)?(?:ngày\s+)?{_DAY}\s*(?:[-–]|đến(?: hết)?)\s*(?:ngày\s+)?{_DAY}|{_DAY}|từ ngày\s+\d{{1,2}}(?:/\d{{1,2}})? đến(?: hết)? ngày\s+\d{{1,2}}(?:/\d{{1,2}}| tháng \d{{1,2}} năm \d{{4}})|"
    r"(?:tháng|[Qq]uý)\s+(?:\d{1,2}|[IV]+)\s*(?:/|năm\s)\s*\d{4}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}|\d+ lần/(?:ngày|tuần|tháng)|(?:20\d\d)\s*[-–]\s*(?:20\d\d)|năm\s+20\d\d"
)
_DATED_COVERAGE = 0.6


def _dated_sentence(question: Question, search: Search) -> Draft | None:
    """A sentence with a date of its own (not another document's) that covers the question well."""
    return _timed_sentence(question, search, _DATE)


def _periodic_sentence(question: Question, search: Search) -> Draft | None:
    """A sentence that says how often, outside any assignment, and covers the question well."""
    return _timed_sentence(question, search, _ROUND)


def _timed_sentence(question: Question, search: Search, time: re.Pattern[str]) -> Draft | None:
    best: tuple[float, Plan, int, int, str] | None = None
    for scored in search.results[:8]:
        plan = search.snapshot.plans[scored.passage.plan_id]
        for start, end in sentences(plan.text, scored.passage.start, scored.passage.end):
            timed = time.search(without_references(plan.text, start, end))
            coverage = question.terms.coverage(bag_of(f"{scored.passage.heading} . {plan.text[start:end]}"))
            if timed and coverage >= _DATED_COVERAGE and (best is None or coverage > best[0]):
                best = (coverage, plan, start, end, timed.group())
    if best is None:
        return None
    _, plan, start, end, when = best
    draft = Draft()
    draft.head(plan)
    quote, cite = quoted(plan.quote(start, end)), draft.cite(plan, start, end)
    draft.say("- " + texts.DEADLINE.format(deadline=when, unit="", task=quote, cite=cite))
    return draft


def _near(matches: Sequence[Match]) -> list[Match]:
    near = [m for m in matches if m.score >= _NEAR * matches[0].score and m.coverage >= MIN_COVERAGE]
    tasks = [*dict.fromkeys((m.plan.plan_id, m.assignment.start) for m in near)][:_MAX_ANSWERS]
    return [m for m in near if (m.plan.plan_id, m.assignment.start) in tasks]


def _due_in(question: Question, pairs: Sequence[tuple[Plan, Assignment]]) -> list[tuple[Plan, Assignment]]:
    """Tasks due within the month or quarter that the question names ("việc nào phải xong trong tháng 6/2024")."""
    first, last = date_range(question.text)
    if first is None or last is None or (last - first).days > 100:
        return []
    return [(plan, a) for plan, a in pairs if a.deadline and a.deadline.last and first <= a.deadline.last <= last]


def _write(pairs: Sequence[tuple[Plan, Assignment]]) -> Draft:
    draft = Draft()
    tasks = tasks_of(pairs)
    for plan in dict.fromkeys(task.plan for task in tasks):
        draft.head(plan)
        for task in (task for task in tasks if task.plan is plan):
            deadline = task.assignments[0].deadline
            assert deadline is not None
            units = ", ".join(quoted(a.unit) for a in task.leads)
            draft.say(
                "- "
                + texts.DEADLINE.format(
                    deadline=deadline.text,
                    unit=f"{units}: ",
                    task=quoted(task.text),
                    cite=cite_task(draft, plan, *task.assignments),
                )
            )
    return draft


def _from_passages(question: Question, search: Search) -> tuple[Plan, Passage, Deadline, float] | None:
    """The best passage that states a time limit and covers the question; for limits outside any assignment."""
    for scored in search.results[:8]:
        passage = scored.passage
        plan = search.snapshot.plans[passage.plan_id]
        deadline = find_deadline(plan.text, passage.start, passage.end)
        coverage = question.terms.coverage(bag_of(f"{passage.context} . {passage.text}"))
        if deadline and coverage >= MIN_COVERAGE:
            return plan, passage, deadline, coverage
    return None


_REST_OF_NUMBER = re.compile(r"\d*")


def _whole(plan: Plan, deadline: Deadline) -> str:
    """The words of a limit up to the end of a number that reading cut in two: "đến ngày 1|0"."""
    cut = _REST_OF_NUMBER.match(plan.text, deadline.end) if deadline.text[-1:].isdigit() else None
    return deadline.text + (cut.group() if cut else "")


def _write_passage(plan: Plan, passage: Passage, deadline: Deadline) -> Draft:
    draft = Draft()
    start, end = sentence_around(plan.text, deadline.start, passage.start, passage.end)
    draft.head(plan)
    draft.say(
        "- "
        + texts.DEADLINE.format(
            deadline=_whole(plan, deadline),
            unit="",
            task=quoted(plan.quote(start, end)),
            cite=draft.cite(plan, start, end),
        )
    )
    return draft
