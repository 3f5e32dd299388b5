"""Sentences and clauses of a line that hold a task of their own, and where a task ends before the list that it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.assignments.cooperation import supporting_units
from index.assignments.owners import is_strong
from index.assignments.units import MAX_UNIT, opens_task, subject_unit

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“])|(?<=\.\.\.)(?=[A-ZĐÀ-Ỹ])|(?<=…)(?=[A-ZĐÀ-Ỹ])")
_CLAUSE = re.compile(r";\s+")
_AFTER_TITLE = re.compile(r":\s+(?=[A-ZĐÀ-Ỹ])")  # "c) Chi trả trợ cấp: | Sau khi mở tài khoản, UBND xã …"
_LEAD_IN_ONLY = 60  # characters; a shorter line that ends in ":" only announces the list below it
# "Đồng thời, tập trung thực hiện các nhiệm vụ sau:"
_ANNOUNCES = re.compile(
    r"(?:(?:nhiệm vụ|nội dung|công việc|việc|giải pháp|chương trình|hoạt động|công tác|biện pháp)(?:\s+[^\s.;:]+){0,4}|sau|sau đây|gồm)\s*:\s*$"
)
# "Chỉ đạo các ngân hàng mở tài khoản cho người dân|, cụ thể như sau:" states a task before it announces the parts
_IN_DETAIL = re.compile(
    r",?\s*(?:(?:trong đó,?\s+)?cụ thể(?:\s+như sau)?|như sau|trong đó(?:\s+[^\s,;:]+){0,4})\s*:\s*$"
)

_Span = tuple[int, int]


def task_sentences(text: str, start: int, end: int, is_item: bool) -> Iterator[_Span]:
    """The sentences of `text[start:end]`; one that opens no task of its own goes on with the one before it.

    An item of a list (`is_item`) is one task, but for the sentences that have a unit of their own or only announce a list.
    """
    first = start
    for break_ in _SENTENCE.finditer(text, start, end):
        rest = text[break_.end() : end]
        if (opens_task(rest) and not is_item) or subject_unit(rest) or _ANNOUNCES.search(rest):
            yield first, break_.start()
            first = break_.end()
    yield first, end


def clause_starts(text: str, start: int, end: int) -> list[int]:
    """Where sentences start, and clauses with a unit of their own as subject; not the next name of a list of helpers."""
    starts = [start, *(m.end() for m in _SENTENCE.finditer(text, start, end))]
    starts += [m.end() for m in _AFTER_TITLE.finditer(text, start, min(end, start + MAX_UNIT))]
    helpers = [*supporting_units(text, start, end)]
    for joint in _CLAUSE.finditer(text, start, end):
        at = joint.end()
        if not any(a <= at < b for a, b in helpers) and is_strong(_after_subject(text[at:end])):
            starts.append(at)
    return sorted(starts)


def _after_subject(clause: str) -> str:
    """What follows the unit that a clause opens with; "" where it opens with none."""
    span = subject_unit(clause)
    return clause[span[1] :] if span and span[0] == 0 else ""


def without_lead_in(text: str, start: int, end: int) -> int:
    """Where the task ends without the words that only announce the list below it: "…; thực hiện các nhiệm vụ sau:"."""
    task = text[start:end].rstrip()
    if not task.endswith(":"):
        return end
    names = [span[1] for span in supporting_units(text, start, end)]
    if (
        len(task) >= _LEAD_IN_ONLY
        and not _ANNOUNCES.search(task)
        and not (names and names[-1] >= start + len(task) - 2)
    ):
        return end
    clause = task.rfind(";")
    if clause >= _LEAD_IN_ONLY:
        return start + clause + 1
    tail = _IN_DETAIL.search(task)
    return start + tail.start() if tail and tail.start() >= _LEAD_IN_ONLY else start
