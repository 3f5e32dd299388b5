from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.deps import Services
from index.ingest import writing
from tests.index.plans import document
from tests.shipped import ALL, BAC_GIANG, HA_TINH, LAM_DONG, NINH_SON, THI_DUA, decomposed

SUMMARY_KEYS = {
    "id", "source", "kind", "number", "title", "issuer", "superior", "place", "issued_on", "signer", "signer_title", "on_behalf",
    "sections", "indicators", "assignments",
}  # fmt: skip
BODY = """I. MỤC TIÊU
1. Mọi trạm y tế có bác sĩ.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: {task}
2. Sở Y tế: Chủ trì, báo cáo trước ngày 15/12/2025.
"""
FIRST = document(BODY.format(task="Chủ trì tuyển dụng bác sĩ cho trạm y tế."))
SECOND = document(BODY.format(task="Phối hợp xét thăng hạng viên chức y tế."))
QUESTION = "Sở Nội vụ An Bình có nhiệm vụ gì?"


def upload(client: TestClient, *files: tuple[str, str | bytes]) -> list[dict[str, object]]:
    parts = [("files", (name, text.encode() if isinstance(text, str) else text, "text/plain")) for name, text in files]
    response = client.post("/v1/plans", files=parts)
    assert response.status_code == 201, response.text
    results: list[dict[str, object]] = response.json()
    return results


def answer(client: TestClient, question: str = QUESTION) -> dict[str, object]:
    body: dict[str, object] = client.post("/v1/ask", json={"question": question}).json()
    return body


def test_the_list_says_what_each_plan_says_of_itself(client: TestClient) -> None:
    plans = client.get("/v1/plans").json()
    assert [plan["id"] for plan in plans] == list(ALL)
    assert all(set(plan) == SUMMARY_KEYS for plan in plans)
    found = {plan["id"]: (plan["number"], plan["issued_on"], plan["signer"], plan["signer_title"]) for plan in plans}
    assert found == {
        NINH_SON: (None, "2023-06-20", "Lê Văn Chín", "Phó Bí thư"),
        BAC_GIANG: (None, None, "Nguyễn Thị Thu Hương", "Giám đốc"),
        THI_DUA: ("1750/KH-SYT", "2021-05-31", "Nguyễn Tuấn", "Q. Giám đốc"),
        HA_TINH: (None, None, None, None),
        LAM_DONG: ("572/KH-UBND", "2024-01-18", "Phạm S", "Phó Chủ tịch"),
    }


@pytest.mark.parametrize("plan_id", ALL)
def test_a_plan_with_its_outline_and_text(client: TestClient, plan_id: str) -> None:
    plan = client.get(f"/v1/plans/{plan_id}").json()
    assert set(plan) == SUMMARY_KEYS | {"recipients", "legal_bases", "outline"}
    assert plan["source"] == f"{plan_id}.txt"
    assert plan["sections"] == len(plan["outline"]) > 0
    body = client.get(f"/v1/plans/{plan_id}/text").json()
    assert set(body) == {"id", "text"}
    for section in plan["outline"]:
        assert set(section) == {"path", "kind", "address", "heading", "start", "end"}
        assert 0 <= section["start"] < section["end"] <= len(body["text"])


def test_texts_are_in_nfc_and_without_web_furniture(client: TestClient) -> None:
    for plan_id in ALL:
        text = client.get(f"/v1/plans/{plan_id}/text").json()["text"]
        assert decomposed(text) != text
        assert "\u0301" not in text
        assert "Đăng Nhập" not in text


@pytest.mark.parametrize(
    "path", ["/v1/plans/khong-co", "/v1/plans/khong-co/text", "/v1/plans/..%2F..%2Fetc", "/v1/plans/%00"]
)
def test_an_unknown_plan_is_not_found(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert set(response.json()) == {"code", "message", "detail"}


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
    assert (error["code"], set(error)) == ("file_too_large", {"code", "message", "detail"})
    assert "lon.txt" in error["message"]
    assert empty_client.get("/v1/plans").json() == []


def test_no_file_is_a_bad_request(empty_client: TestClient) -> None:
    response = empty_client.post("/v1/plans")
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_while_another_process_writes_nothing_is_written(empty_client: TestClient, services: Services) -> None:
    with writing(services.settings.data):
        response = empty_client.post("/v1/plans", files=[("files", ("an-binh.txt", FIRST.encode()))])
        assert (response.status_code, response.json()["code"]) == (409, "index_locked")
        assert empty_client.delete("/v1/plans/an-binh").status_code == 409
    assert upload(empty_client, ("an-binh.txt", FIRST))[0]["outcome"] == "added"
