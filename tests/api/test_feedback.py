"""Feedback over HTTP and the file it is kept in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.deps import Services
from index.ingest import ingest_files
from tests.index.plans import document

PLAN = document("I. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ: Chủ trì tuyển dụng bác sĩ cho trạm y tế.\n")
QUESTION = "Sở Nội vụ An Bình có nhiệm vụ gì?"


def kept(services: Services) -> list[dict[str, Any]]:
    file = services.settings.data / "feedback.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def test_it_is_kept_with_question_and_answer(empty_client: TestClient, services: Services, tmp_path: Path) -> None:
    (tmp_path / "an-binh.txt").write_text(PLAN, encoding="utf-8")
    ingest_files(services.index, [tmp_path / "an-binh.txt"])
    answer = empty_client.post("/v1/ask", json={"question": QUESTION}).json()
    response = empty_client.post(
        "/v1/feedback",
        json={
            "answer_id": answer["id"],
            "verdict": "wrong_citation",
            "wrong_citation": 1,
            "comment": "Sai mục.\nXem lại.",
        },
    )
    assert response.status_code == 201
    assert response.json()["known_answer"]
    (line,) = kept(services)
    assert line["id"] == response.json()["id"]
    assert (line["verdict"], line["wrong_citations"], line["comment"]) == ("wrong_citation", [1], "Sai mục.\nXem lại.")
    assert (line["question"], line["answer"]) == (answer["standalone_question"], answer["answer"])
    assert line["citations"][0]["plan_id"] == "an-binh"


def test_answers_of_every_route_are_known(empty_client: TestClient) -> None:
    chat = {"model": "kehoach", "messages": [{"role": "user", "content": QUESTION}]}
    answer_id = empty_client.post("/v1/chat/completions", json=chat).json()["kehoach"]["id"]
    receipt = empty_client.post("/v1/feedback", json={"answer_id": answer_id, "verdict": "good"}).json()
    assert receipt["known_answer"]


def test_an_unknown_answer_is_kept_as_well(empty_client: TestClient, services: Services) -> None:
    receipt = empty_client.post("/v1/feedback", json={"answer_id": "cu", "verdict": "bad", "comment": "Thiếu."}).json()
    assert not receipt["known_answer"]
    (line,) = kept(services)
    assert (line["answer_id"], line["comment"]) == ("cu", "Thiếu.")
    assert "question" not in line


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "good"},
        {"answer_id": "", "verdict": "good"},
        {"answer_id": "a", "verdict": "hay"},
        {"answer_id": "a", "verdict": "wrong_citation", "wrong_citation": 0},
        {"answer_id": "a", "verdict": "bad", "comment": "a" * 4_001},
        {"answer_id": "a", "verdict": "bad", "comment": "\ud83d"},
    ],
)
def test_nothing_is_kept_of_a_bad_request(
    empty_client: TestClient, services: Services, body: dict[str, object]
) -> None:
    response = empty_client.post("/v1/feedback", content=json.dumps(body), headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
    assert kept(services) == []
