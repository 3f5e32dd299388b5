import pytest
from fastapi.testclient import TestClient

from tests.shipped import ALL, BAC_GIANG, HA_TINH, LAM_DONG, NINH_SON, THI_DUA, decomposed

SUMMARY_KEYS = {
    "id", "source", "kind", "number", "title", "issuer", "superior", "place", "issued_on", "signer", "signer_title", "on_behalf",
    "sections", "indicators", "assignments",
}  # fmt: skip


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


@pytest.mark.parametrize(
    ("words", "ids"),
    [("lam dong", {LAM_DONG}), ("572/KH-UBND", {LAM_DONG}), ("thi đua", {THI_DUA}), ("khinh khí cầu", set())],
)
def test_plans_are_found_by_words_of_what_they_say_of_themselves(client: TestClient, words: str, ids: set[str]) -> None:
    assert {plan["id"] for plan in client.get("/v1/plans", params={"words": words}).json()} == ids


def test_every_section_can_be_read_by_its_path(client: TestClient) -> None:
    text = client.get(f"/v1/plans/{HA_TINH}/text").json()["text"]
    for section in client.get(f"/v1/plans/{HA_TINH}").json()["outline"]:
        body = client.get(f"/v1/plans/{HA_TINH}/sections/{'/'.join(section['path'])}").json()
        assert body["text"] == text[section["start"] : section["end"]]
        assert (body["plan_id"], body["address"]) == (HA_TINH, section["address"])
        for child in body["children"]:
            assert section["start"] <= child["start"] < child["end"] <= section["end"]


def test_a_section_by_its_address_and_one_that_is_not_there(client: TestClient) -> None:
    found = client.get(f"/v1/plans/{HA_TINH}/sections/Mục V, 2.8").json()
    assert (found["path"], found["heading"]) == (["V", "2.8"], "Sở Công Thương")
    missing = client.get(f"/v1/plans/{HA_TINH}/sections/XX/9")
    assert (missing.status_code, missing.json()["code"]) == (404, "section_not_found")
