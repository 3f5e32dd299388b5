"""Who does what no list assigns, and whom others report to, over a made-up plan."""

import pytest

from rag.answers import Status
from rag.assistant import Assistant
from rag.understanding.asked_who import addressing, asks_who
from tests.rag.an_binh import assistant_knowing

BODY = """
I. NHIỆM VỤ

1. Chuyển đổi AI là việc đưa trí tuệ nhân tạo vào sản xuất nhằm giảm giờ làm ban đêm.

2. Chủ tịch Ủy ban nhân dân các xã chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh về tình hình phá rừng tại địa phương.

II. KINH PHÍ

- Máy bay không người lái phun thuốc: Do các nhà đầu tư tự bảo đảm chi phí.

III. TỔ CHỨC THỰC HIỆN

1. Sở Nông nghiệp và Môi trường: Đề xuất Bộ Nông nghiệp và Môi trường ban hành khung giá rừng; gửi số liệu rừng trồng.

2. Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo về Sở Tài chính (qua Phòng Ngân sách) để tổng hợp.
"""


@pytest.fixture(scope="module")
def an_binh(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_knowing(BODY, tmp_path_factory.mktemp("doers"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "Có vướng mắc khi thực hiện kế hoạch An Bình thì báo cáo về đâu?",
            "báo cáo về Sở Tài chính (qua Phòng Ngân sách)",
        ),
        (
            "Ở An Bình, chủ tịch xã chịu trách nhiệm trước ai về tình hình phá rừng?",
            "trước Chủ tịch Ủy ban nhân dân tỉnh",
        ),
        ("Máy bay không người lái phun thuốc ở An Bình do ai bảo đảm chi phí?", "Do các nhà đầu tư"),
        (
            "Cơ quan nào ở An Bình được giao đề xuất Bộ Nông nghiệp và Môi trường khung giá rừng?",
            "**Sở Nông nghiệp và Môi trường**",
        ),
        ("“Chuyển đổi AI” trong kế hoạch An Bình nghĩa là gì?", "giảm giờ làm ban đêm"),
    ],
)
def test_the_statement_that_names_whom(an_binh: Assistant, question: str, words: str) -> None:
    answer = an_binh.ask(question)
    assert answer.status is Status.ANSWERED
    assert words in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Đơn vị nào ở An Bình bảo hành máy bay không người lái?",
        "Kết quả thi bơi ở An Bình thì báo cáo về đâu?",
    ],
)
def test_nobody_is_made_up(an_binh: Assistant, question: str) -> None:
    assert an_binh.ask(question).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("compared", "raw"),
    [
        ("vướng mắc thì báo cáo về đâu", "báo cáo về Sở Y tế"),
        ("gửi kết quả cho phòng nào", "gửi kết quả cho Phòng Y tế"),
        ("xã chịu trách nhiệm trước ai", "chịu trách nhiệm trực tiếp trước Chủ tịch"),
    ],
)
def test_to_whom(compared: str, raw: str) -> None:
    pattern = addressing(compared)
    assert pattern is not None
    assert pattern.search(raw)


@pytest.mark.parametrize(
    "compared", ["kinh phí lấy từ đâu ra", "ai báo cáo ủy ban nhân dân tỉnh", "báo cáo trước ngày nào"]
)
def test_no_addressee_is_asked_for(compared: str) -> None:
    assert addressing(compared) is None


@pytest.mark.parametrize(
    ("compared", "asks"),
    [("những sở nào chủ trì", True), ("tổ chức gì", True), ("cơ sở nào đạt chuẩn", False), ("nhóm người nào", False)],
)
def test_what_asks_for_a_body(compared: str, asks: bool) -> None:
    assert asks_who(compared) is asks
