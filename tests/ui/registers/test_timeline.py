"""Deadlines as seen from a day."""

from __future__ import annotations

import re
from datetime import date

from rag.registers.rows import deadline_rows
from tests.ui.fakes import BAC_GIANG, HOSTILE_HTML, HOSTILE_PLAN
from ui import texts
from ui.registers.timeline import render_timeline

PLANS = {BAC_GIANG.plan_id: BAC_GIANG}
ROWS = deadline_rows([BAC_GIANG])


def headings(page: str) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", page)


def days(page: str) -> list[str]:
    return re.findall(r"<strong>(\d\d/\d\d/\d{4})</strong>", page)


def test_what_is_overdue_and_what_is_due_soon_come_first() -> None:
    page = render_timeline(ROWS, date(2024, 6, 10), PLANS)
    names = [heading.rsplit(" (", 1)[0] for heading in headings(page)]
    assert names == [texts.OVERDUE, texts.SOON, texts.LATER, texts.UNDATED]
    assert sum(int(heading.rsplit("(", 1)[1][:-1]) for heading in headings(page)) == len(ROWS)
    overdue = [day for day in days(page) if day.endswith("/01/2024")]
    assert overdue
    assert "quá hạn 131 ngày" in page  # 31/01/2024
    assert "còn 20 ngày" in page  # 30/06/2024


def test_the_chosen_day_decides() -> None:
    before = render_timeline(ROWS, date(2023, 1, 1), PLANS)
    after = render_timeline(ROWS, date(2030, 1, 1), PLANS)
    assert not any(heading.startswith(texts.OVERDUE) for heading in headings(before))
    assert any(heading.startswith(texts.OVERDUE) for heading in headings(after))
    assert not any(heading.startswith((texts.SOON, texts.LATER)) for heading in headings(after))


def test_a_task_due_on_the_day_itself_is_not_overdue() -> None:
    page = render_timeline(ROWS, date(2024, 6, 30), PLANS)
    assert texts.DUE_TODAY in page


def test_each_task_opens_where_the_plan_says_it() -> None:
    page = render_timeline(ROWS, date(2024, 6, 10), PLANS)
    for row in ROWS:
        cited = row.citations[0]
        assert f'data-open="span:{cited.start}:{cited.end}:{BAC_GIANG.plan_id}"' in page


def test_nothing_due_is_said_in_words() -> None:
    assert texts.NO_ROWS in render_timeline([], date(2024, 1, 1), {})


def test_a_hostile_plan_is_text() -> None:
    page = render_timeline(deadline_rows([HOSTILE_PLAN]), date(2024, 1, 1), {HOSTILE_PLAN.plan_id: HOSTILE_PLAN})
    assert HOSTILE_HTML not in page
