"""Deadlines as an iCalendar file (RFC 5545): a whole-day event on the day each task is due; limits without a day are left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from index.vietnamese import collapse
from rag.registers import texts
from rag.registers.columns import name_citation, name_unit
from rag.registers.rows import TaskRow

_MAX_SUMMARY = 120  # characters


def write_calendar(rows: Sequence[TaskRow], base_url: str = "", now: datetime | None = None) -> bytes:
    """The dated deadlines as a calendar; an event keeps its id as long as plan, task and day are the same, so a calendar can update it."""
    calendar = Calendar()
    calendar.add("prodid", "-//kehoach//Tro ly ke hoach//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", texts.DEADLINES_TITLE)
    for row in rows:
        if row.due is not None and row.due.last is not None:
            calendar.add_component(_event(row, base_url, now or datetime.now(UTC)))
    return bytes(calendar.to_ical())


def _event(row: TaskRow, base_url: str, now: datetime) -> Event:
    assert row.due is not None and row.due.last is not None
    cited = row.citations[0]
    units = "; ".join(texts.UNIT_IN_EVENT.format(unit=name_unit(u), role=u.role.value) for u in row.units)
    event = Event()
    event.add("uid", f"{cited.plan_id}-{cited.start}-{cited.end}-{row.due.last:%Y%m%d}@kehoach")
    event.add("dtstamp", now)
    event.add("dtstart", row.due.last)
    event.add("dtend", row.due.last + timedelta(days=1))
    event.add("summary", texts.EVENT.format(task=_short(row.task)))
    event.add(
        "description",
        texts.EVENT_DETAILS.format(task=row.task, units=units, due=row.due.text, citation=name_citation(row)),
    )
    event.add("url", base_url + cited.link)
    event.add("transp", "TRANSPARENT")
    return event


def _short(text: str) -> str:
    words = collapse(text)
    return words if len(words) <= _MAX_SUMMARY else words[:_MAX_SUMMARY].rsplit(" ", 1)[0] + " …"
