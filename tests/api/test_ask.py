from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.deps import build_services
from api.settings import Settings
from index.store import PlanIndex
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.generation.language_model import build_language_model
from rag.generation.writing import Writer
from tests.language_server import saying, serving
from tests.shipped import ALL, BAC_GIANG, HA_TINH, LAM_DONG

ANSWER_KEYS = {
    "id",
    "conversation_id",
    "status",
    "kind",
    "standalone_question",
    "answer",
    "citations",
    "refusal",
    "timings_ms",
    "composed_by",
    "note",
}
CITATION_KEYS = {
    "marker", "plan_id", "plan_title", "plan_number", "issuer", "issued_on", "source", "address", "path", "heading", "quote", "start", "end", "page", "link",
}  # fmt: skip
ANSWERED = [
    "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?",
    "so cong thuong ha tinh lam gi",
    "Hạn trình kế hoạch phát triển giường bệnh của Bắc Giang?",
    "Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ của Hà Tĩnh đến 2025?",
    "Kế hoạch 1750/KH-SYT do ai ký?",
    "So sánh mục tiêu giảm suy dinh dưỡng thấp còi của Hà Tĩnh và Bắc Giang",
    "Lâm Đồng sắp xếp phòng khám đa khoa khu vực thế nào?",
    "Kế hoạch nào thực hiện Chỉ thị 25-CT/TW?",
]
REFUSED = {
    "Sở Xây dựng Bắc Giang có nhiệm vụ gì?": "not_stated",
    "Kế hoạch y tế của tỉnh Quảng Trị?": "no_such_plan",
    "Thời tiết hôm nay thế nào?": "out_of_scope",
}


def ask(client: TestClient, question: str, **more: object) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def said(body: dict[str, Any]) -> dict[str, Any]:
    """An answer without what differs each time."""
    return {key: body[key] for key in ("status", "kind", "standalone_question", "answer", "citations", "refusal")}


@pytest.mark.parametrize("question", ANSWERED)
def test_an_answer_has_the_contracts_keys_and_offsets_into_the_plans_text(client: TestClient, question: str) -> None:
    body = ask(client, question)
    assert set(body) == ANSWER_KEYS
    assert (body["status"], body["refusal"]) == ("answered", None)
    assert body["citations"]
    assert [citation["marker"] for citation in body["citations"]] == list(range(1, len(body["citations"]) + 1))
    for citation in body["citations"]:
        assert set(citation) == CITATION_KEYS
        assert f"[{citation['marker']}]" in body["answer"]
        text = client.get(f"/v1/plans/{citation['plan_id']}/text").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"] != ""


def test_the_values_of_a_citation(client: TestClient) -> None:
    (citation,) = ask(client, "Sở Tài chính Lâm Đồng có nhiệm vụ gì?")["citations"]
    assert citation["marker"] == 1
    assert citation["plan_id"] == LAM_DONG
    assert citation["plan_number"] == "572/KH-UBND"
    assert citation["issuer"] == "Ủy ban nhân dân tỉnh Lâm Đồng"
    assert citation["issued_on"] == "2024-01-18"
    assert citation["source"] == f"{LAM_DONG}.txt"
    assert (citation["address"], citation["path"]) == ("Mục IV, khoản 3", ["IV", "3"])
    assert citation["heading"] == "Sở Tài chính"


def test_what_a_plan_leaves_blank_is_null(client: TestClient) -> None:
    (citation,) = ask(client, "Sở Công Thương Hà Tĩnh làm gì?")["citations"]
    assert (citation["plan_id"], citation["plan_number"], citation["issued_on"]) == (HA_TINH, None, None)


@pytest.mark.parametrize(("question", "reason"), REFUSED.items())
def test_a_refusal_cites_nothing_and_says_why(client: TestClient, question: str, reason: str) -> None:
    body = ask(client, question)
    assert set(body) == ANSWER_KEYS
    assert (body["status"], body["citations"]) == ("not_found", [])
    assert set(body["refusal"]) == {"reason", "message", "nearest"}
    assert body["refusal"]["reason"] == reason
    assert body["refusal"]["message"] == body["answer"] != ""
    for citation in body["refusal"]["nearest"]:
        assert set(citation) == CITATION_KEYS
        text = client.get(f"/v1/plans/{citation['plan_id']}/text").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize("mode", ["auto", "extractive"])
def test_modes_without_a_language_model(client: TestClient, mode: str) -> None:
    assert ask(client, ANSWERED[0], mode=mode)["status"] == "answered"


def test_a_question_put_to_some_plans_is_answered_from_them(client: TestClient) -> None:
    for plan_id in (HA_TINH, LAM_DONG):
        body = ask(client, "Sở Nội vụ có nhiệm vụ gì?", plan_ids=[plan_id])
        assert {citation["plan_id"] for citation in body["citations"]} == {plan_id}


@pytest.mark.parametrize("plan_ids", [None, [], list(ALL)])
def test_no_plans_or_all_plans_are_the_same(client: TestClient, plan_ids: list[str] | None) -> None:
    question = "Hạn trình kế hoạch phát triển giường bệnh?"
    assert said(ask(client, question, plan_ids=plan_ids)) == said(ask(client, question))


def test_a_conversation_keeps_its_own_context(client: TestClient) -> None:
    one = ask(client, "Sở Nội vụ Hà Tĩnh làm gì?")["conversation_id"]
    two = ask(client, "Sở Tài chính Lâm Đồng làm gì?")["conversation_id"]
    assert one != two
    first, second = ask(client, "Còn Lâm Đồng?", conversation_id=one), ask(client, "Còn Hà Tĩnh?", conversation_id=two)
    assert (first["conversation_id"], second["conversation_id"]) == (one, two)
    assert "**Sở Nội vụ**" in first["answer"]
    assert "**Sở Tài chính**" in second["answer"]
    assert "Nội vụ" not in ask(client, "Còn Lâm Đồng?")["answer"]


def test_questions_at_once_are_answered_as_alone(client: TestClient) -> None:
    questions = [*ANSWERED, *REFUSED]
    alone = [said(ask(client, question)) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda question: said(ask(client, question)), questions * 2))
    assert at_once == alone * 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param({"question": ""}, 422, "empty_question", id="empty"),
        pytest.param({"question": " \n\t "}, 422, "empty_question", id="blank"),
        pytest.param({"question": "sở y tế " * 1_250}, 422, "question_too_long", id="10,000 characters"),
        pytest.param({}, 422, "invalid_request", id="no question"),
        pytest.param({"question": None}, 422, "invalid_request", id="null"),
        pytest.param({"question": 7}, 422, "invalid_request", id="a number"),
        pytest.param({"question": ["a"]}, 422, "invalid_request", id="a list"),
        pytest.param([], 422, "invalid_request", id="no object"),
        pytest.param({"question": "Ai ký?", "mode": "magic"}, 422, "invalid_request", id="unknown mode"),
        pytest.param({"question": "Ai ký?", "mode": "generative"}, 422, "generation_off", id="no model configured"),
        pytest.param({"question": "Ai ký?", "plan_ids": "x"}, 422, "invalid_request", id="plans no list"),
        pytest.param({"question": "Ai ký?", "plan_ids": ["khong-co"]}, 404, "plan_not_found", id="unknown plan"),
        pytest.param(
            {"question": "Ai ký?", "plan_ids": [BAC_GIANG, "khong-co"]}, 404, "plan_not_found", id="one unknown of two"
        ),
        pytest.param(
            {"question": "Ai ký?", "conversation_id": "x" * 101}, 422, "invalid_request", id="long conversation id"
        ),
    ],
)
def test_a_bad_request_is_answered_in_the_one_shape(client: TestClient, body: object, status: int, code: str) -> None:
    response = client.post("/v1/ask", json=body)
    assert response.status_code == status
    error = response.json()
    assert set(error) == {"code", "message", "detail"}
    assert error["code"] == code
    assert error["message"].endswith(".")


def test_what_is_wrong_is_named(client: TestClient) -> None:
    error = client.post("/v1/ask", json={"question": 7, "plan_ids": "x"}).json()
    assert {problem["field"] for problem in error["detail"]} == {"body.question", "body.plan_ids"}
    assert "body.question" in error["message"]
    missing = client.post("/v1/ask", json={"question": "Ai ký?", "plan_ids": ["khong-co"]}).json()
    assert "khong-co" in missing["message"]
    long = client.post("/v1/ask", json={"question": "a" * 10_000}).json()
    assert "10000" in long["message"]
    assert "2000" in long["message"]


def test_a_body_that_is_no_json(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b"{question:", headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    "question",
    [
        "'; DROP TABLE plans; --",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)> Sở Công Thương Hà Tĩnh làm gì?",
        "../../../etc/passwd",
        "{{7*7}} ${7*7} %s",
        "[1](javascript:alert(1))",
        "\x00 Sở Y tế",
        'AND OR NOT ( " ^ ~ * : [ TO ]',
        "👍🏽 Hà Tĩnh",
        "?" * 2_000,
    ],
)
def test_a_hostile_question_is_answered_or_refused_like_any_other(client: TestClient, question: str) -> None:
    body = ask(client, question)
    assert set(body) == ANSWER_KEYS
    assert bool(body["citations"]) == (body["status"] == "answered")
    assert len(client.get("/v1/plans").json()) == len(ALL)


def test_half_a_character_is_a_bad_request(client: TestClient) -> None:
    body = b'{"question": "\\ud83d H\\u00e0 T\\u0129nh"}'
    response = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_markup_of_the_question_never_stands_in_the_answer(client: TestClient) -> None:
    body = ask(client, "<b>Sở Kỳ Lạ</b> Hà Tĩnh có nhiệm vụ gì?")
    assert "<b>" not in body["answer"]


def test_without_plans_a_question_is_refused(empty_client: TestClient) -> None:
    body = ask(empty_client, "Sở Công Thương Hà Tĩnh làm gì?")
    assert (body["status"], body["refusal"]["reason"]) == ("not_found", "no_such_plan")


def test_a_configured_model_answers_and_the_answer_says_so(shipped_index: PlanIndex) -> None:
    question = "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?"
    text = "Sở Kế hoạch và Đầu tư phối hợp với Sở Y tế tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở [1]."
    with serving() as server:
        server.script = saying(text)
        assistant = Assistant(shipped_index, Conversations(), Writer(build_language_model(server.url, "thử")))
        with TestClient(build_app(build_services(Settings(_env_file=None), shipped_index, assistant))) as client:
            for mode in ("auto", "generative"):
                body = ask(client, question, mode=mode)
                assert (body["answer"], body["composed_by"], body["note"]) == (text, "generative", "")
            assert ask(client, question, mode="extractive")["composed_by"] == "extractive"
            server.script = saying("Sở Xây dựng [1].")
            body = ask(client, question)
    assert body["composed_by"] == "extractive"
    assert "không đủ căn cứ" in body["note"]
