"""Registers over HTTP: filters, order, pages, files, ETags."""

from __future__ import annotations

import csv
import io
from typing import Any

import icalendar
import openpyxl
import pytest
from fastapi.testclient import TestClient

from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG

LISTS = ["/v1/assignments", "/v1/tasks", "/v1/deadlines", "/v1/indicators", "/v1/units"]
FILES = [
    ("/v1/assignments", "phan-cong"),
    ("/v1/tasks", "phan-cong"),
    ("/v1/deadlines", "thoi-han"),
    ("/v1/indicators", "chi-tieu"),
]


def rows(client: TestClient, path: str, **query: Any) -> list[dict[str, Any]]:
    response = client.get(path, params=query)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


def test_from_unit_to_task(client: TestClient) -> None:
    (row,) = rows(client, "/v1/assignments", unit="so cong thuong")
    assert list(row) == ["unit", "task", "due", "product", "plan_name", "citations"]
    assert row["unit"] == {
        "name": "Sở Công Thương",
        "written": "Sở Công Thương",
        "scope": "Hà Tĩnh",
        "role": "lead",
        "role_name": "chủ trì",
    }
    assert row["task"].startswith("Chủ trì, phối hợp với Sở Y tế")
    assert row["citations"][0]["link"].startswith(f"/ui/?plan={HA_TINH}&muc=V/2.8&tu=")


def test_from_task_to_units(client: TestClient) -> None:
    (row,) = rows(client, "/v1/tasks", unit="so cong thuong")
    assert list(row) == ["task", "units", "due", "product", "plan_name", "citations"]
    roles = {unit["name"]: unit["role"] for unit in row["units"]}
    assert roles["Sở Công Thương"] == "lead"
    assert "support" in roles.values()


@pytest.mark.parametrize("path", LISTS)
def test_only_the_plans_asked_for(client: TestClient, path: str) -> None:
    found = rows(client, path, plan_id=BAC_GIANG)
    ids = {row["citations"][0]["plan_id"] if "citations" in row else row["plan_ids"][0] for row in found}
    assert ids == {BAC_GIANG}
    both = rows(client, path, plan_id=[BAC_GIANG, LAM_DONG], limit=1000)
    assert len(both) > len(found) or path == "/v1/deadlines"


@pytest.mark.parametrize("path", LISTS)
def test_pages_put_together_are_the_whole(client: TestClient, path: str) -> None:
    whole = rows(client, path, limit=1000)
    total = int(client.get(path).headers["x-total-count"])
    assert total == len(whole) > 3
    address: str | None = f"{path}?limit=3"
    pages: list[dict[str, Any]] = []
    turns = 0
    while address:
        response = client.get(address)
        pages += response.json()
        turns += 1
        address = response.links["next"]["url"] if "next" in response.links else None
    assert pages == whole
    assert turns == -(-total // 3)
    assert rows(client, path, offset=total) == []


@pytest.mark.parametrize("path", [*LISTS, "/v1/plans", f"/v1/plans/{HA_TINH}", f"/v1/plans/{HA_TINH}/text"])
def test_what_has_not_changed_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": f'"khac", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"if-none-match": '"khac"'}).status_code == 200
    if path in LISTS:
        other = client.get(path, params={"plan_id": LAM_DONG, "limit": 2})
        assert other.headers["etag"] != first.headers["etag"]


def test_deadlines_in_order_of_days_and_only_those_with_a_day_when_days_are_asked(client: TestClient) -> None:
    days = [row["due"]["last"] for row in rows(client, "/v1/deadlines", sort="due")]
    dated = [day for day in days if day]
    assert dated == sorted(dated) != []
    assert days[len(dated) :] == [None] * (len(days) - len(dated))
    june = rows(client, "/v1/deadlines", due_after="2024-06-01", due_before="2024-06-30")
    assert {row["due"]["last"] for row in june} == {"2024-06-30"}


def test_units_by_name_in_order(client: TestClient) -> None:
    found = rows(client, "/v1/units", name="tai chinh")
    assert ("Sở Tài chính", "Hà Tĩnh") in {(row["name"], row["scope"]) for row in found}
    assert all("Tài chính" in row["name"] for row in found)


@pytest.mark.parametrize(("path", "name"), FILES)
def test_files_hold_every_row_whatever_the_page(client: TestClient, path: str, name: str) -> None:
    total = len(rows(client, path, limit=1000))
    response = client.get(path, params={"format": "csv", "limit": 1})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert f'filename="{name}' in response.headers["content-disposition"]
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert len(lines) == total + 1
    assert all(line[-1].startswith("http://testserver/ui/?plan=") for line in lines[1:])
    workbook = client.get(path, params={"format": "xlsx"})
    assert openpyxl.load_workbook(io.BytesIO(workbook.content)).active.max_row == total + 3


def test_the_calendar_of_what_is_due(client: TestClient) -> None:
    response = client.get("/v1/deadlines", params={"format": "ics", "unit": "phong nghiep vu y"})
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert len(events) == 2
    assert all("Phòng Nghiệp vụ Y, Sở Y tế (Bắc Giang)" in event["description"] for event in events)


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("/v1/assignments", {"role": "boss"}, 422, "invalid_request"),
        ("/v1/assignments", {"due_before": "hôm nay"}, 422, "invalid_request"),
        ("/v1/assignments", {"due_before": "0"}, 422, "invalid_request"),  # no seconds since 1970
        ("/v1/assignments", {"limit": 0}, 422, "invalid_request"),
        ("/v1/assignments", {"limit": 1001}, 422, "invalid_request"),
        ("/v1/assignments", {"format": "ics"}, 422, "invalid_request"),
        ("/v1/tasks", {"plan_id": "khong-co"}, 404, "plan_not_found"),
        ("/v1/indicators", {"year": "nay"}, 422, "invalid_request"),
        ("/v1/deadlines", {"sort": "size"}, 422, "invalid_request"),
    ],
)
def test_what_can_not_be_asked(client: TestClient, path: str, query: dict[str, Any], status: int, code: str) -> None:
    response = client.get(path, params=query)
    assert (response.status_code, response.json()["code"]) == (status, code)
