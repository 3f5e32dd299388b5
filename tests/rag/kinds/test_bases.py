from dataclasses import replace
from datetime import date

import pytest

from index.records import Reference
from index.store import Snapshot
from rag.answers import Status
from rag.assistant import Assistant
from rag.kinds.bases import is_own
from rag.kinds.citing_plans import name_reference
from rag.understanding.asked_documents import AskedDocument
from tests.shipped import HA_TINH, LAM_DONG, NINH_SON


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Kế hoạch 572/KH-UBND căn cứ vào văn bản nào?", ["101-KH/TU", "25-CT/TW"]),
        ("Căn cứ pháp lý của kế hoạch thi đua Hà Tĩnh?", ["177/KH-UBND"]),
        ("Kế hoạch của Ninh Sơn dựa trên văn bản nào?", ["470-TB/TU", "93-KH/TU", "20-NQ/TW"]),
        ("Kế hoạch của Bắc Giang thực hiện những văn bản nào?", ["02/KH-UBND", "01/NQ-CP"]),
    ],
)
def test_the_documents_a_plan_rests_on(assistant: Assistant, question: str, documents: list[str]) -> None:
    answer = assistant.ask(question)
    lines = [line for line in answer.answer.split("\n") if line.startswith("- **")]
    assert len(lines) == len(documents) == len(answer.citations)
    for line, document in zip(lines, documents, strict=True):
        assert document in line


@pytest.mark.parametrize(
    ("question", "plan_ids"),
    [
        ("Kế hoạch nào thực hiện Chỉ thị 25-CT/TW?", [HA_TINH, LAM_DONG]),
        ("Những kế hoạch nào căn cứ Nghị quyết 20-NQ/TW?", [NINH_SON]),
        ("Văn bản nào thực hiện Kế hoạch 101-KH/TU?", [LAM_DONG]),
        (
            "Những kế hoạch nào do UBND tỉnh ban hành để thực hiện Chỉ thị số 25-CT/TW về y tế cơ sở?",
            [HA_TINH, LAM_DONG],
        ),
        ("Văn bản nào lấy Quyết định 281/QĐ-TTg làm căn cứ?", [HA_TINH]),
        ("Kế hoạch nào viện dẫn Quyết định 281/QĐ-TTg?", [HA_TINH]),
        ("kế hoạch nào triển khai nghị quyết 20?", [NINH_SON]),
        ("Chỉ thị 25 của Ban Bí thư được những tỉnh nào triển khai?", [HA_TINH, LAM_DONG]),
    ],
)
def test_the_plans_that_rest_on_a_document(assistant: Assistant, question: str, plan_ids: list[str]) -> None:
    cited = [citation.plan_id for citation in assistant.ask(question).citations]
    assert list(dict.fromkeys(cited)) == plan_ids


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        (
            "Kế hoạch y tế cơ sở Lâm Đồng dựa trên kế hoạch nào của Tỉnh ủy và chỉ thị nào của Ban Bí thư?",
            ["101-KH/TU", "25-CT/TW"],
        ),
        ("Kế hoạch của Sở Y tế Bắc Giang để thực hiện kế hoạch số mấy của UBND tỉnh?", ["02/KH-UBND"]),
        ("Kế hoạch của Ninh Sơn căn cứ vào thông báo nào của Ban Thường vụ Tỉnh ủy?", ["470-TB/TU"]),
        ("ke hoach cua ninh son can cu nghi quyet nao", ["20-NQ/TW"]),
    ],
)
def test_the_document_asked_for_by_kind_and_body(assistant: Assistant, question: str, documents: list[str]) -> None:
    answer = assistant.ask(question)
    lines = [line for line in answer.answer.split("\n") if line.startswith("- **")]
    assert [document in line for document, line in zip(documents, lines, strict=True)] == [True] * len(documents)


def test_a_document_of_a_body_that_the_plan_does_not_name_is_not_made_up(assistant: Assistant) -> None:
    assert assistant.ask("Kế hoạch 572/KH-UBND thực hiện quyết định nào của Thủ tướng?").status is Status.NOT_FOUND


def test_what_is_found_of_two_documents_is_said_and_what_is_not(assistant: Assistant) -> None:
    answer = assistant.ask("Kế hoạch 572/KH-UBND căn cứ chỉ thị nào và nghị định nào của Chính phủ?")
    assert "25-CT/TW" in answer.answer
    assert "Văn bản không nêu nghị định được hỏi." in answer.answer


def test_the_document_named_with_a_subject(assistant: Assistant) -> None:
    answer = assistant.ask("Phòng khám đa khoa khu vực ở Lâm Đồng được sắp xếp theo kế hoạch nào?")
    assert "**Kế hoạch số 7175/KH-UBND" in answer.answer
    assert [citation.address for citation in answer.citations] == ["Mục III, khoản 2, điểm d"]


def test_one_document_asked_for_is_cited_with_what_the_preamble_says_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("Kế hoạch y tế cơ sở của Hà Tĩnh căn cứ quyết định nào của Thủ tướng?")
    (citation,) = answer.citations
    assert citation.quote.startswith("Quyết định số 281/QĐ-TTg")
    assert len(citation.quote) > len("Quyết định số 281/QĐ-TTg ngày 05/4/2024 của Thủ tướng Chính phủ")


def test_the_decision_that_a_plan_is_and_the_one_it_names(snapshot: Snapshot) -> None:
    plan = snapshot.plans[LAM_DONG]
    decision = replace(plan, metadata=replace(plan.metadata, kind="Quyết định"))
    asked = AskedDocument(("quyết định",), "ủy ban nhân dân tỉnh lâm đồng", 0)
    assert is_own(decision, asked)
    assert not is_own(plan, asked)
    assert not is_own(decision, replace(asked, body="thủ tướng"))


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        (
            Reference("Quyết định", "281/QĐ-TTg", date(2024, 4, 5), "Thủ tướng Chính phủ", 0, 1),
            "Quyết định số 281/QĐ-TTg ngày 05/04/2024 của Thủ tướng Chính phủ",
        ),
        (Reference("Chỉ thị", "25-CT/TW", None, "", 0, 1), "Chỉ thị số 25-CT/TW"),
        (Reference("Luật Dược", "", date(2016, 4, 6), "", 0, 1), "Luật Dược ngày 06/04/2016"),
        (Reference("", "7/X-Y", None, "Sở Y tế", 0, 1), "số 7/X-Y của Sở Y tế"),
    ],
)
def test_how_a_sentence_names_a_document(reference: Reference, name: str) -> None:
    assert name_reference(reference) == name
