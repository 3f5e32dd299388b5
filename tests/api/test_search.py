from fastapi.testclient import TestClient

from tests.shipped import HA_TINH, LAM_DONG


def test_passages_come_ranked_with_address_quote_and_link(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "an toàn thực phẩm", "limit": 3}).json()
    assert [passage["marker"] for passage in found] == [1, 2, 3]
    assert any("an toàn thực phẩm" in passage["quote"] for passage in found)
    for passage in found:
        text = client.get(f"/v1/plans/{passage['plan_id']}/text").json()["text"]
        assert text[passage["start"] : passage["end"]] == passage["quote"]
        assert passage["link"].startswith(f"/ui/?plan={passage['plan_id']}&muc=")


def test_only_in_the_plans_asked_for(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "y tế cơ sở", "plan_id": [HA_TINH, LAM_DONG], "limit": 50}).json()
    assert {passage["plan_id"] for passage in found} == {HA_TINH, LAM_DONG}


def test_words_that_are_none_are_refused(client: TestClient) -> None:
    assert client.get("/v1/search", params={"q": " "}).json()["code"] == "empty_question"
    assert client.get("/v1/search").json()["code"] == "invalid_request"
