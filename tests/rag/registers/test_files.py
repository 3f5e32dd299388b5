"""CSV, workbook and calendar, read back by other programs than those that wrote them."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import openpyxl
import pytest

from index.store import Snapshot
from rag.registers.calendar_file import write_calendar
from rag.registers.columns import (
    assignment_register,
    deadline_register,
    indicator_register,
    task_register,
)
from rag.registers.csv_file import write_csv
from rag.registers.ordering import WorkOrder, order_work
from rag.registers.rows import TaskRow, assignment_rows, deadline_rows, indicator_rows, task_rows
from rag.registers.xlsx_file import write_xlsx
from tests.shipped import BAC_GIANG

BASE = "http://kehoach.test"
FORMULAS = ["=1+1", "+84 912", "-cmd|'/C calc'!A0", "@SUM(A1)", "\t=1", "https://x.test"]


@pytest.fixture(scope="module")
def due(snapshot: Snapshot) -> list[TaskRow]:
    return order_work(deadline_rows([snapshot.plans[BAC_GIANG]]), WorkOrder.DUE)


def _sheet(data: bytes) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert len(book.sheetnames) == 1
    return book.active


def _csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")  # without it Excel reads Vietnamese wrongly
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_line_for_each_row_with_citation_and_link(due: list[TaskRow]) -> None:
    head, *lines = _csv(write_csv(deadline_register(due), BASE))
    assert head[0] == "Hạn cuối"
    assert head[-2:] == ["Trích dẫn", "Liên kết"]
    assert len(lines) == len(due)
    assert lines[0][0] == "2024-01-31"
    assert lines[0][-2] == "Mục III, khoản 1, Kế hoạch của Sở Y tế (Bắc Giang)"
    assert lines[0][-1].startswith(f"{BASE}/ui/?plan={BAC_GIANG}&muc=III/1&tu=")


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_in_a_plan_runs_in_a_spreadsheet(due: list[TaskRow], text: str) -> None:
    row = replace(due[0], task=text, plan_name=text)
    cell = _csv(write_csv(task_register([row])))[1][0]
    assert cell.lstrip("'") == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    sheet = _sheet(write_xlsx(task_register([row]), BASE))
    assert (sheet["B4"].value, sheet["B4"].data_type, sheet["B4"].hyperlink) == (text, "s", None)


def test_the_workbook_is_formatted_for_reading_and_printing(due: list[TaskRow]) -> None:
    sheet = _sheet(write_xlsx(deadline_register(due), BASE))
    heads = [cell.value for cell in sheet[3]]
    assert heads == [
        "STT",
        "Hạn cuối",
        "Thời hạn (theo văn bản)",
        "Nhiệm vụ",
        "Chủ trì, thực hiện",
        "Phối hợp",
        "Sản phẩm, kết quả",
        "Trích dẫn",
    ]
    assert sheet["A1"].value == "Thời hạn thực hiện nhiệm vụ"
    assert sheet.max_row == 3 + len(due)
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == f"A3:H{3 + len(due)}"
    assert sheet["A3"].font.bold
    assert sheet.column_dimensions["D"].width > 60
    assert sheet["D4"].alignment.wrap_text
    assert sheet["B4"].value == datetime(2024, 1, 31)
    assert sheet["B4"].number_format == "dd/mm/yyyy"
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$3")


def test_the_citation_is_the_link(due: list[TaskRow]) -> None:
    cell = _sheet(write_xlsx(deadline_register(due), BASE))["H4"]
    assert cell.value == "Mục III, khoản 1, Kế hoạch của Sở Y tế (Bắc Giang)"
    assert cell.hyperlink.target.startswith(f"{BASE}/ui/?plan={BAC_GIANG}&muc=III/1&tu=")


def test_without_an_address_of_the_server_the_citation_is_words(due: list[TaskRow]) -> None:
    cell = _sheet(write_xlsx(deadline_register(due)))["H4"]
    assert cell.value.startswith("Mục III, khoản 1")
    assert cell.hyperlink is None


def test_numbers_are_numbers(snapshot: Snapshot) -> None:
    rows = indicator_rows([snapshot.plans[BAC_GIANG]])[:1]
    sheet = _sheet(write_xlsx(indicator_register(rows), BASE))
    line = {head.value: cell.value for head, cell in zip(sheet[3], sheet[4], strict=True)}
    assert (line["Giá trị (theo văn bản)"], line["Số"], line["Năm"]) == ("12,2", 12.2, 2023)
    assert line["Loại"] == "Hiện trạng"
    assert _csv(write_csv(indicator_register(rows)))[1][6] == "12.2"


def test_all_the_shipped_plans_can_be_written(snapshot: Snapshot) -> None:
    plans = list(snapshot.plans.values())
    for register in (assignment_register(assignment_rows(plans)), task_register(task_rows(plans))):
        assert _sheet(write_xlsx(register, BASE)).max_row == 3 + len(register.rows)
        assert len(_csv(write_csv(register, BASE))) == 1 + len(register.rows)


def test_an_empty_register_is_headings_only() -> None:
    assert len(_csv(write_csv(task_register([])))) == 1
    assert _sheet(write_xlsx(task_register([]))).max_row == 3


def test_the_calendar_has_a_whole_day_for_each_dated_limit(due: list[TaskRow]) -> None:
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    calendar = icalendar.Calendar.from_ical(write_calendar(due, BASE, now))
    events = calendar.walk("VEVENT")
    dated = [row for row in due if row.due and row.due.last]
    assert len(events) == len(dated) < len(due)
    first = events[0]
    assert first.decoded("dtstart") == date(2024, 1, 31)
    assert first.decoded("dtend") == date(2024, 2, 1)
    assert first["summary"].startswith("Hạn: Căn cứ chức năng, nhiệm vụ được giao")
    assert "Trích dẫn: Mục III, khoản 1, Kế hoạch của Sở Y tế (Bắc Giang)" in first["description"]
    assert first["url"].startswith(f"{BASE}/ui/?plan={BAC_GIANG}")
    assert len({event["uid"] for event in events}) == len(events)
    assert all(not component.errors for component in calendar.walk())


def test_an_event_keeps_its_id(due: list[TaskRow]) -> None:
    early, late = (datetime(year, 1, 1, tzinfo=UTC) for year in (2025, 2026))
    ids = [
        [event["uid"] for event in icalendar.Calendar.from_ical(write_calendar(due, BASE, now)).walk("VEVENT")]
        for now in (early, late)
    ]
    assert ids[0] == ids[1]


def test_lines_of_the_calendar_are_short_enough(due: list[TaskRow]) -> None:
    lines = write_calendar(due, BASE).split(b"\r\n")
    assert max(map(len, lines)) <= 75
