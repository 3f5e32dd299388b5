"""Plans in: upload, replace, delete, and the jobs that do the work."""

from __future__ import annotations

from pathlib import Path
from time import sleep
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.deps import Services, build_services
from index.locks import FileLocks, Purpose
from tests.index.plans import document

BODY = """I. MỤC TIÊU
1. Mọi trạm y tế có bác sĩ.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: {task}
2. Sở Y tế: Chủ trì, báo cáo trước ngày 15/12/2025.
"""
FIRST = document(BODY.format(task="Chủ trì tuyển dụng bác sĩ cho trạm y tế."))
SECOND = document(BODY.format(task="Phối hợp xét thăng hạng viên chức y tế."))
JOB_KEYS = {
    "id", "state", "files", "results", "passages_done", "passages", "reason", "created_at", "started_at", "finished_at",
}  # fmt: skip
QUESTION = "Sở Nội vụ An Bình có nhiệm vụ gì?"


def upload(client: TestClient, *files: tuple[str, str | bytes]) -> list[dict[str, object]]:
    parts = [("files", (name, text.encode() if isinstance(text, str) else text, "text/plain")) for name, text in files]
    response = client.post("/v1/plans", files=parts)
    assert response.status_code == 202, response.text
    job = finished(client, response.headers["location"])
    results: list[dict[str, object]] = job["results"]
    return results


def finished(client: TestClient, path: str) -> dict[str, Any]:
    """The job at `path`, when it is done or failed."""
    for _ in range(600):
        job: dict[str, Any] = client.get(path).json()
        if job["state"] in ("done", "failed"):
            return job
        sleep(0.05)
    raise AssertionError(f"{path} does not end")


def answer(client: TestClient, question: str = QUESTION) -> dict[str, object]:
    body: dict[str, object] = client.post("/v1/ask", json={"question": question}).json()
    return body


def test_an_uploaded_plan_is_answered_from_replaced_and_deleted(empty_client: TestClient) -> None:
    (added,) = upload(empty_client, ("an-binh.txt", FIRST))
    assert set(added) == {"source", "outcome", "plan_id", "passages", "message"}
    assert (added["source"], added["outcome"], added["plan_id"], added["message"]) == (
        "an-binh.txt",
        "added",
        "an-binh",
        "",
    )
    assert "tuyển dụng bác sĩ" in str(answer(empty_client)["answer"])

    (again,) = upload(empty_client, ("an-binh.txt", FIRST))
    assert again["outcome"] == "unchanged"

    (replaced,) = upload(empty_client, ("an-binh.txt", SECOND))
    assert (replaced["outcome"], replaced["plan_id"]) == ("replaced", "an-binh")
    text = str(answer(empty_client)["answer"])
    assert "thăng hạng viên chức" in text
    assert "tuyển dụng bác sĩ" not in text
    assert len(empty_client.get("/v1/plans").json()) == 1

    response = empty_client.delete("/v1/plans/an-binh")
    assert (response.status_code, response.content) == (204, b"")
    assert empty_client.get("/v1/plans").json() == []
    assert empty_client.get("/v1/plans/an-binh").status_code == 404
    assert answer(empty_client)["status"] == "not_found"
    assert empty_client.delete("/v1/plans/an-binh").status_code == 404


def test_a_bad_file_is_reported_and_the_good_ones_are_in(empty_client: TestClient) -> None:
    results = upload(
        empty_client, ("an-binh.txt", FIRST), ("rong.txt", b""), ("anh.png", b"\x89PNG\r\n"), ("binh-an.md", SECOND)
    )
    assert [result["outcome"] for result in results] == ["added", "failed", "failed", "added"]
    for result in results:
        failed = result["outcome"] == "failed"
        assert bool(result["message"]) == failed
        assert not failed or str(result["source"]) in str(result["message"])
    assert {plan["id"] for plan in empty_client.get("/v1/plans").json()} == {"an-binh", "binh-an"}


@pytest.mark.parametrize(
    "name",
    ["../../ngoai.txt", "..\\..\\ngoai.txt", "/etc/ngoai.txt", "C:\\thu muc\\ngoai.txt", "a/b/../ngoai.txt"],
)
def test_a_file_name_never_leads_out_of_the_server(
    empty_client: TestClient, services: Services, tmp_path: Path, name: str
) -> None:
    (result,) = upload(empty_client, (name, FIRST))
    assert (result["source"], result["outcome"]) == ("ngoai.txt", "added")
    assert [plan["source"] for plan in empty_client.get("/v1/plans").json()] == ["ngoai.txt"]
    assert list(tmp_path.iterdir()) == [services.settings.data]
    assert not list(tmp_path.rglob("ngoai*"))


@pytest.mark.parametrize(
    "name", ["<script>alert(1)<script>.txt", "'; DROP TABLE plans; --.txt", "kế hoạch (1) & 2.txt", "...txt"]
)
def test_an_odd_file_name_makes_a_plan_that_can_be_reached(empty_client: TestClient, name: str) -> None:
    (result,) = upload(empty_client, (name, FIRST))
    assert result["outcome"] == "added"
    assert empty_client.get(f"/v1/plans/{result['plan_id']}").status_code == 200
    assert answer(empty_client)["status"] == "answered"


def test_two_files_of_one_name_do_not_hide_each_other(empty_client: TestClient) -> None:
    results = upload(empty_client, ("a/an-binh.txt", FIRST), ("b/an-binh.txt", SECOND))
    assert [result["outcome"] for result in results] == ["added", "failed"]
    assert "trùng tên" in str(results[1]["message"])
    assert "thăng hạng viên chức" not in str(answer(empty_client)["answer"])


def test_a_file_that_is_too_large_changes_nothing(empty_client: TestClient) -> None:
    parts = [("files", ("an-binh.txt", FIRST.encode())), ("files", ("lon.txt", b"a" * 100_001))]
    response = empty_client.post("/v1/plans", files=parts)
    assert response.status_code == 413
    error = response.json()
    assert (error["code"], set(error)) == ("upload_too_large", {"code", "message", "detail"})
    assert "lon.txt" in error["message"]
    assert empty_client.get("/v1/plans").json() == []


def test_no_file_is_a_bad_request(empty_client: TestClient) -> None:
    response = empty_client.post("/v1/plans")
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_no_job_has_this_id(empty_client: TestClient) -> None:
    response = empty_client.get("/v1/jobs/khong-co")
    assert (response.status_code, response.json()["code"]) == (404, "job_not_found")


def test_a_job_says_what_became_of_each_file(empty_client: TestClient) -> None:
    files = [("files", ("an-binh.txt", FIRST.encode())), ("files", ("rong.txt", b""))]
    response = empty_client.post("/v1/plans", files=files)
    body = response.json()
    assert response.headers["location"] == f"/v1/jobs/{body['id']}"
    assert (body["files"], body["results"], body["reason"]) == (["an-binh.txt", "rong.txt"], [], "")
    assert body["state"] in ("queued", "reading")
    job = finished(empty_client, response.headers["location"])
    assert set(job) == JOB_KEYS == set(body)
    assert (job["state"], job["reason"]) == ("done", "")  # one file is in
    assert [result["outcome"] for result in job["results"]] == ["added", "failed"]
    assert job["created_at"] <= job["started_at"] <= job["finished_at"]
    assert job["finished_at"].endswith("Z")


def test_a_job_without_a_good_file_failed_and_says_why(empty_client: TestClient) -> None:
    one = finished(
        empty_client, empty_client.post("/v1/plans", files=[("files", ("rong.txt", b""))]).headers["location"]
    )
    assert (one["state"], one["reason"]) == ("failed", one["results"][0]["message"])
    files = [("files", ("rong.txt", b"")), ("files", ("anh.png", b"\x89PNG\r\n"))]
    two = finished(empty_client, empty_client.post("/v1/plans", files=files).headers["location"])
    assert two["state"] == "failed"
    assert "results" in two["reason"]


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(FIRST.encode(), id="the same bytes"),
        pytest.param(FIRST.encode("utf-16"), id="another encoding"),
        pytest.param(FIRST.replace("\n", "\r\n\r\n").encode(), id="another layout"),
    ],
)
def test_a_duplicate_is_recognised_by_its_content(empty_client: TestClient, copy: bytes) -> None:
    upload(empty_client, ("an-binh.txt", FIRST))
    (result,) = upload(empty_client, ("ban-sao.txt", copy))
    assert (result["outcome"], result["plan_id"], result["passages"]) == ("duplicate", "an-binh", 0)
    assert "an-binh.txt" in str(result["message"])
    assert [plan["id"] for plan in empty_client.get("/v1/plans").json()] == ["an-binh"]


def test_another_plan_of_nearly_the_same_words_is_no_duplicate(empty_client: TestClient) -> None:
    results = upload(empty_client, ("an-binh.txt", FIRST), ("binh-an.txt", FIRST.replace("15/12", "16/12")))
    assert [result["outcome"] for result in results] == ["added", "added"]


def test_a_plan_is_replaced_by_a_file_of_any_name(empty_client: TestClient) -> None:
    upload(empty_client, ("an-binh.txt", FIRST))
    response = empty_client.put("/v1/plans/an-binh", files=[("file", ("ban-moi.md", SECOND.encode()))])
    assert response.status_code == 202
    (result,) = finished(empty_client, response.headers["location"])["results"]
    assert (result["outcome"], result["plan_id"]) == ("replaced", "an-binh")
    (plan,) = empty_client.get("/v1/plans").json()
    assert (plan["id"], plan["source"]) == ("an-binh", "ban-moi.md")
    assert "thăng hạng viên chức" in str(answer(empty_client)["answer"])


def test_a_bad_file_replaces_nothing(empty_client: TestClient) -> None:
    upload(empty_client, ("an-binh.txt", FIRST))
    before = empty_client.get("/v1/plans/an-binh/text").json()
    response = empty_client.put("/v1/plans/an-binh", files=[("file", ("hong.txt", b""))])
    assert finished(empty_client, response.headers["location"])["state"] == "failed"
    assert empty_client.get("/v1/plans/an-binh/text").json() == before
    response = empty_client.put("/v1/plans/khong-co", files=[("file", ("a.txt", FIRST.encode()))])
    assert (response.status_code, response.json()["code"]) == (404, "plan_not_found")


def test_too_many_files_change_nothing(services: Services) -> None:
    few = services.settings.model_copy(update={"max_upload_files": 2})
    with TestClient(build_app(build_services(few, services.index, services.assistant))) as client:
        response = client.post("/v1/plans", files=[("files", (f"{i}.txt", FIRST.encode())) for i in range(3)])
        assert (response.status_code, response.json()["code"]) == (413, "upload_too_large")
        assert client.get("/v1/plans").json() == []


def test_a_full_queue_says_when_to_come_again(services: Services) -> None:
    short = services.settings.model_copy(update={"max_waiting_jobs": 1})
    client = TestClient(build_app(build_services(short, services.index, services.assistant)))  # nothing is worked off
    files = [("files", ("a.txt", FIRST.encode()))]
    assert client.post("/v1/plans", files=files).status_code == 202
    response = client.post("/v1/plans", files=files)
    assert (response.status_code, response.json()["code"]) == (503, "queue_full")
    assert int(response.headers["retry-after"]) > 0


def test_a_file_that_takes_too_long_is_given_up(services: Services) -> None:
    hasty = services.settings.model_copy(update={"max_file_seconds": 1e-9})
    with TestClient(build_app(build_services(hasty, services.index, services.assistant))) as client:
        (result,) = upload(client, ("a.txt", FIRST))
        assert result["outcome"] == "failed"
        assert "giây" in str(result["message"])
        assert client.get("/v1/plans").json() == []


def test_an_upload_waits_for_another_process_that_writes(empty_client: TestClient, services: Services) -> None:
    upload(empty_client, ("an-binh.txt", FIRST))
    with FileLocks(services.settings.data).hold(Purpose.INGEST):
        response = empty_client.post("/v1/plans", files=[("files", ("binh-an.txt", SECOND.encode()))])
        assert response.status_code == 202
        sleep(1)
        assert empty_client.get(response.headers["location"]).json()["state"] == "queued"
    assert finished(empty_client, response.headers["location"])["state"] == "done"


def test_changes_are_in_the_audit_log(empty_client: TestClient) -> None:
    upload(empty_client, ("an-binh.txt", FIRST), ("rong.txt", b""))
    upload(empty_client, ("an-binh.txt", SECOND))
    response = empty_client.delete("/v1/plans/an-binh", headers={"X-Request-ID": "vong-1"})
    entries = empty_client.get("/v1/audit").json()
    assert [(entry["action"], entry["target"]) for entry in entries if entry["action"] != "plans.uploaded"] == [
        ("plan.deleted", "an-binh"),
        ("plan.replaced", "an-binh"),
        ("plan.failed", "rong.txt"),
        ("plan.added", "an-binh"),
    ]
    assert {entry["actor"] for entry in entries} == {"local"}
    assert entries[0]["request_id"] == response.headers["x-request-id"] == "vong-1"
    older = empty_client.get("/v1/audit", params={"before": entries[1]["id"], "limit": 1}).json()
    assert older == [entries[2]]
