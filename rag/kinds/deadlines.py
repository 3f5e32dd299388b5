"""By when: time limits of tasks, and tasks due in a given month or year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.assignments.deadlines import date_range
from index.records import Assignment, Indicator, Plan
from rag import texts
from rag.drafting import Draft
from rag.kinds.sentences import sentences
from rag.kinds.task_lines import cite_task, cite_unit, quoted
from rag.kinds.timed import HOW_OFTEN, ROUND, Timed, aims_with_year, fits_asked, is_as_exact, timed_sentences
from rag.kinds.work import Match, all_assignments, of_unit, rank, tasks_of
from rag.question import Question
from rag.retrieval.search import Search
from rag.understanding.cues import has_cue

MIN_COVERAGE = 0.45
SURE_COVERAGE = 0.35  # enough when the hybrid search, too, puts the task first
_SENTENCE_COVERAGE = 0.5  # of the question by a sentence and its headings, for a time limit outside any task
_AIM_COVERAGE = 0.6
_SHORTER = 0.1  # less coverage than a sentence with its headings, and a task is as good an answer
_SURE = 0.65  # of the question by one task: no sentence is better for its headings
_NEAR = 0.88
_MAX_ANSWERS = 5
_ASKS_YEAR = re.compile(
    r"(?<!\S)(?:năm|mốc|khi|giai đoạn) (?:năm )?nào(?!\S)|(?<!\S)(?:bao giờ|lúc nào|thời điểm nào|thời gian nào)(?!\S)"
)


def answer_deadline(question: Question, plans: Sequence[Plan], search: Search) -> Draft | None:
    """The time limits of the tasks asked about, of what is said outside tasks, or of aims; None when nothing with a limit fits."""
    pairs = of_unit(plans, question.unit.name) if question.unit else []
    pairs = pairs or all_assignments(plans)
    due = _due_in(question, pairs)
    if due:
        return _write(due)
    if _asks_for_all(question):
        dated = [(plan, a) for plan, a in pairs if a.deadline]
        return _write(dated) if dated else None
    if HOW_OFTEN.search(question.compared):
        often = _recurring(question, pairs, search)
        if often is not None:
            return often
    tasks = [m for m in rank(question, pairs, search, by_unit=True) if _is_answer(question, m, search)]
    said = [t for t in timed_sentences(question, search) if t.coverage >= _SENTENCE_COVERAGE]
    task, sentence = tasks[0] if tasks else None, said[0] if said else None
    aim = _best_aim(question, plans)
    if aim is not None and aim[0] > max(task.coverage if task else 0.0, sentence.coverage if sentence else 0.0):
        return _write_aim(*aim[1:])
    if task is not None and (sentence is None or _is_better(question, task, sentence)):
        return _write([(m.plan, m.assignment) for m in _near(tasks)])
    return _write_sentence(sentence) if sentence is not None else None


def _is_answer(question: Question, match: Match, search: Search) -> bool:
    """Whether a task has a limit and is the one asked about."""
    task = match.assignment
    if task.deadline is None or not is_as_exact(question, task.deadline.text):
        return False
    return match.coverage >= MIN_COVERAGE or (
        match.coverage >= SURE_COVERAGE and search.rank_at(match.plan.plan_id, task.start, task.end) == 1
    )


def _is_better(question: Question, task: Match, sentence: Timed) -> bool:
    """Whether a task with its limit answers better than a sentence with a time: it says who, and only a limit as exact as asked for counts."""
    limit = task.assignment.deadline
    assert limit is not None
    if fits_asked(question, limit.text) != fits_asked(question, sentence.when):
        return fits_asked(question, limit.text)
    is_same = (
        task.plan is sentence.plan and task.assignment.start < sentence.end and sentence.start < task.assignment.end
    )
    covered = sentence.own if task.coverage >= _SURE else sentence.coverage
    return is_same or task.coverage >= covered - _SHORTER


def _asks_for_all(question: Question) -> bool:
    """Whether every limit of a unit is wanted, or of a plan ("Nhiệm vụ nào có thời hạn ở …?")."""
    has_limit = has_cue(question.compared, "deadline", "has_deadline")
    if question.unit:
        return has_limit or len(question.terms.words) <= 1
    return has_limit and question.plans.named and not question.terms.words


def _best_aim(question: Question, plans: Sequence[Plan]) -> tuple[float, Plan, Indicator] | None:
    """The figure whose year is asked for."""
    if not _ASKS_YEAR.search(question.compared):
        return None
    best = next(iter(aims_with_year(question, plans)), None)
    return best if best is not None and best[0] >= _AIM_COVERAGE else None


def _recurring(question: Question, pairs: Sequence[tuple[Plan, Assignment]], search: Search) -> Draft | None:
    """The sentence of the best fitting task that says how often."""
    for match in rank(question, pairs, search, by_unit=True)[:6]:
        plan, task = match.plan, match.assignment
        for start, end in sentences(plan.text, task.start, task.end):
            often = ROUND.search(plan.text, start, end)
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


def _write_sentence(sentence: Timed) -> Draft:
    draft = Draft()
    plan, start, end = sentence.plan, sentence.start, sentence.end
    draft.head(plan)
    quote, cite = quoted(plan.quote(start, end)), draft.cite(plan, start, end)
    draft.say("- " + texts.DEADLINE.format(deadline=quoted(sentence.when), unit="", task=quote, cite=cite))
    return draft


def _write_aim(plan: Plan, aim: Indicator) -> Draft:
    draft = Draft()
    draft.head(plan)
    cite = draft.cite(plan, aim.start, aim.end)
    value = next(v for v in aim.values if v.year and not v.is_baseline)
    task = quoted(plan.quote(aim.start, aim.end))
    draft.say("- " + texts.DEADLINE.format(deadline=value.column, unit="", task=task, cite=cite))
    return draft
