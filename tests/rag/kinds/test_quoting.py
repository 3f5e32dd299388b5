import pytest

from rag.assistant import Assistant
from tests.shipped import LAM_DONG


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Ninh Sơn luân phiên bác sĩ giữa xã và huyện để làm gì?", "cập nhật kiến thức"),
        ("Ninh Sơn làm gì để giảm tình trạng chuyển tuyến?", "giảm tình trạng chuyển tuyến"),
    ],
)
def test_a_long_item_is_quoted_in_part(assistant: Assistant, question: str, quote: str) -> None:
    answer = assistant.ask(question)
    assert any(quote in citation.quote for citation in answer.citations)
    assert all(len(citation.quote) < 700 for citation in answer.citations)


def test_dashes_of_one_section_share_a_citation(assistant: Assistant) -> None:
    answer = assistant.ask("Mục tiêu cụ thể của kế hoạch 572/KH-UBND là gì?")
    assert answer.answer.count("[1]") > 1
    assert {(c.plan_id, c.address) for c in answer.citations} == {(LAM_DONG, "Mục II, khoản 2")}
