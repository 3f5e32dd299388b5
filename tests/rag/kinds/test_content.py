import pytest

from rag.answers import Kind, Status
from rag.assistant import Assistant
from tests.shipped import HA_TINH, LAM_DONG, NINH_SON


@pytest.mark.parametrize(
    ("question", "plan_id", "addresses"),
    [
        pytest.param(
            "Mục đích của kế hoạch 572/KH-UBND là gì?",
            LAM_DONG,
            ["Mục I, khoản 1, điểm a", "Mục I, khoản 1, điểm b"],
            id="its items",
        ),
        pytest.param(
            "Kinh phí thực hiện kế hoạch y tế cơ sở Hà Tĩnh lấy từ đâu?", HA_TINH, ["Mục IV"], id="one paragraph"
        ),
        pytest.param("Yêu cầu của kế hoạch 572/KH-UBND?", LAM_DONG, ["Mục I, khoản 2"], id="requirements"),
    ],
)
def test_a_section_asked_for_by_its_heading(
    assistant: Assistant, question: str, plan_id: str, addresses: list[str]
) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.CONTENT
    assert [(c.plan_id, c.address) for c in answer.citations] == [(plan_id, address) for address in addresses]


@pytest.mark.parametrize(
    ("question", "words", "address"),
    [
        (
            "Y học cổ truyền được phát huy ra sao ở Lâm Đồng?",
            "Phát huy vai trò, hiệu quả của y học cổ truyền",
            "Mục III, khoản 5, điểm c",
        ),
        (
            "Lâm Đồng sắp xếp phòng khám đa khoa khu vực thế nào?",
            "Sắp xếp các phòng khám đa khoa khu vực",
            "Mục III, khoản 2, điểm d",
        ),
        (
            "Lâm Đồng phát triển mô hình bác sĩ gia đình thế nào?",
            "Phát triển mô hình bác sĩ gia đình",
            "Mục III, khoản 5, điểm b",
        ),
        ("Ninh Sơn làm thế nào để giữ chân cán bộ y tế?", "giữ chân đội ngũ cán bộ y tế", "Mục II, khoản 4"),
    ],
)
def test_the_passage_that_answers(assistant: Assistant, question: str, words: str, address: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert words in answer.answer
    assert address in [citation.address for citation in answer.citations]


def test_passages_are_quoted_in_the_plans_order(assistant: Assistant) -> None:
    citations = assistant.ask("Y học cổ truyền được phát triển ra sao ở Lâm Đồng?").citations
    assert len(citations) > 1
    assert [c.start for c in citations] == sorted(c.start for c in citations)


def test_a_question_limited_to_a_plan_is_answered_from_it_alone(assistant: Assistant) -> None:
    question = "Phòng, chống dịch bệnh Covid-19 được chỉ đạo ra sao?"
    assert {c.plan_id for c in assistant.ask(question, plan_ids=[NINH_SON]).citations} == {NINH_SON}


def test_a_footnote_mark_in_a_quote_leaves_the_answer_grounded(assistant: Assistant) -> None:
    answer = assistant.ask("Lâm Đồng sắp xếp phòng khám đa khoa khu vực thế nào?")
    assert "7175/KH-UBND[1]" in answer.citations[0].quote
    assert answer.status is Status.ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "Tóm tắt kế hoạch của Huyện ủy Ninh Sơn",
        "tom tat ke hoach cua huyen uy ninh son",
        "Kế hoạch y tế cơ sở của Lâm Đồng nói về gì?",
    ],
)
def test_a_plan_is_summed_up_by_its_title_and_parts(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert len(answer.citations) > 2


def test_what_is_asked_of_a_unit_that_the_plan_does_not_name_is_not_answered(assistant: Assistant) -> None:
    assert assistant.ask("Kinh phí của Sở Xây dựng Bắc Giang?").status is Status.NOT_FOUND
