import pytest

from rag.understanding.named_documents import named_documents

BODIES = {"sở y tế", "an bình", "ủy ban nhân dân tỉnh an bình", "thủ tướng chính phủ"}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        pytest.param(
            "Kế hoạch 572/KH-UBND của An Bình phấn đấu 100% xã đạt tiêu chí về y tế vào năm nào?",
            ["Kế hoạch 572/KH-UBND của An Bình"],
            id="what is asked goes on behind the body",
        ),
        pytest.param(
            "Kế hoạch 17/KH-SYT của Sở Y tế đề ra tỷ lệ tiêm chủng bao nhiêu?",
            ["Kế hoạch 17/KH-SYT của Sở Y tế"],
            id="a department",
        ),
        pytest.param(
            "Kế hoạch 572/KH-UBND ngày 18/01/2024 của UBND tỉnh An Bình giao ai?",
            ["Kế hoạch 572/KH-UBND ngày 18/01/2024 của UBND tỉnh An Bình"],
            id="dated, the body abbreviated",
        ),
        pytest.param(
            "Phải trình Nghị định xử lý vi phạm về môi trường khi nào theo quyết định 2530/QĐ-TTg?",
            ["quyết định 2530/QĐ-TTg"],
            id="another document, in the making, before it",
        ),
        pytest.param(
            "Nghị quyết 214/NQ-CP của nước ta phải báo cáo trước ngày nào?", ["Nghị quyết 214/NQ-CP"], id="no body"
        ),
        pytest.param("Luật Đất đai ngày 18 tháng 01 năm 2024 nói gì?", ["Luật Đất đai ngày 18 tháng 01 năm 2024"]),
    ],
)
def test_a_document_is_named_to_its_body_and_no_further(question: str, named: list[str]) -> None:
    assert [question[r.start : r.end] for r in named_documents(question, BODIES)] == named
