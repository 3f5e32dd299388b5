from pathlib import Path

import pytest

from index.parsing import parse_plan
from index.store import PlanIndex, build_index
from rag.kinds.figures import find_figures
from rag.kinds.indicators import rank_indicators
from rag.question import understand
from rag.retrieval.search import Search
from rag.understanding.diacritics import build_restorer
from tests.fakes import FakeEmbedder
from tests.index.plans import document

BODY = """I. NHIỆM VỤ
1. Khởi công cải tạo 08 trạm y tế xã từ nguồn vốn phục hồi.
2. Kiểm tra cơ sở khám bệnh tư nhân ít nhất 02 lần mỗi năm; 100% trạm y tế có máy tính.
3. Kinh phí mua máy tính dự kiến 1.250 triệu đồng trong năm 2025.
4. Dự kiến tổng thu 03 năm 2026 - 2028 như Mẫu biểu số 02, 03 đính kèm.
6. Vốn ngân sách xây chợ là 40 tỷ đồng. Vốn ngân sách xây chợ chiếm tỷ lệ 85% tổng vốn.
7. Tổng thiệt hại do bão ước trên 4.500 tỷ đồng; hơn 3,5 triệu con gia cầm chết do bão.
8. Hiện nay, thành phố có 22 trạm sạc xe điện; bão làm ngập hơn 200 nhà.
9. Khen thưởng không quá 02 tập thể và 05 cá nhân.
5. Lắp đặt 12 camera giao thông. Tổng kết lại: lắp đặt 15 camera giao thông.
II. MỤC TIÊU
1. Đến năm 2024
Rác chôn lấp trực tiếp không quá 50% tổng lượng.
2. Đến năm 2025
Rác chôn lấp trực tiếp không quá 15% tổng lượng.
"""


@pytest.fixture
def index(tmp_path: Path) -> PlanIndex:
    index = build_index(tmp_path, FakeEmbedder)
    text = document(BODY)
    index.put(parse_plan(text, "An Bình.txt", "1"), text.encode())
    index.refresh()
    return index


def _found(index: PlanIndex, text: str) -> list[str]:
    snapshot = index.snapshot
    question = understand(text, snapshot, build_restorer(snapshot.vocabulary))
    search = Search(index, snapshot, question, list(snapshot.plans))
    return [figure.plan.quote(figure.start, figure.end) for figure in find_figures(question, search)]


@pytest.mark.parametrize(
    ("question", "held"),
    [
        pytest.param(
            "Khởi công cải tạo bao nhiêu trạm y tế xã từ nguồn vốn phục hồi?", ["08 trạm"], id="count, no money"
        ),
        pytest.param("Cơ sở khám bệnh tư nhân được kiểm tra mấy lần?", ["02 lần"], id="times"),
        pytest.param("Kinh phí mua máy tính là bao nhiêu?", ["1.250 triệu đồng"], id="money"),
        pytest.param("Lắp đặt bao nhiêu camera giao thông?", ["12 camera", "15 camera"], id="stated twice, not alike"),
        pytest.param("Vốn ngân sách xây chợ chiếm tỷ lệ bao nhiêu?", ["85%"], id="a share, not a sum"),
        pytest.param("Lắp đặt bao nhiêu camera giao thông năm 2040?", [], id="a year beyond the plan's time"),
        pytest.param("Kinh phí mua máy tính năm 2027 là bao nhiêu?", [], id="another year"),
        pytest.param("Tổng thu 3 năm tới là bao nhiêu?", [], id="years and forms are no figures"),
        pytest.param("Bao nhiêu bác sĩ tham gia kiểm tra cơ sở khám bệnh tư nhân?", [], id="another thing counted"),
        pytest.param("Năm 2025 rác chôn lấp trực tiếp tối đa bao nhiêu phần trăm?", ["15%"], id="the year above"),
        pytest.param("Có bao nhiêu trạm y tế có máy tính?", [], id="a share counts nothing"),
        pytest.param("Thiệt hại do bão ước bao nhiêu tiền?", ["4.500 tỷ đồng"], id="a sum above a round number"),
        pytest.param("Bão làm ngập bao nhiêu ngôi nhà?", ["200 nhà"], id="without the classifier"),
        pytest.param("Khen thưởng tối đa bao nhiêu tập thể, bao nhiêu cá nhân?", ["05 cá nhân"], id="two things"),
        pytest.param("Hiện có bao nhiêu trạm sạc xe điện?", ["22 trạm"], id="what is"),
        pytest.param("Đến năm 2030 phải có bao nhiêu trạm sạc xe điện?", [], id="what is tells no aim"),
    ],
)
def test_the_sentence_that_holds_the_asked_quantity(index: PlanIndex, question: str, held: list[str]) -> None:
    found = _found(index, question)
    assert len(found) == len(held)
    assert all(figure in quote for figure, quote in zip(held, found, strict=True))


def test_a_figure_of_one_place_is_not_of_another(tmp_path: Path) -> None:
    index = build_index(tmp_path, FakeEmbedder)
    text = document("I. MỤC TIÊU\nĐến năm 2030:\n- Tỷ lệ nước thải được xử lý tại thành phố Huế đạt 70%.\n")
    index.put(parse_plan(text, "An Bình.txt", "1"), text.encode())
    index.refresh()

    def found(place: str) -> list[str]:
        snapshot = index.snapshot
        question = understand(
            f"Tỷ lệ nước thải được xử lý tại {place} năm 2030?", snapshot, build_restorer(snapshot.vocabulary)
        )
        plans = list(snapshot.plans.values())
        return [f.indicator.name for f in rank_indicators(question, plans, Search(index, snapshot, question, None))]

    assert found("thành phố Huế")
    assert not found("thành phố Đà Nẵng")


def test_a_figure_under_a_heading_of_another_year_is_not_the_asked_one(tmp_path: Path) -> None:
    index = build_index(tmp_path, FakeEmbedder)
    body = "I. MỤC TIÊU ĐẾN NĂM 2045\n1. Quy mô kinh tế số bằng 40% tổng sản phẩm.\n"
    index.put(parse_plan(document(body), "An Bình.txt", "1"), document(body).encode())
    index.refresh()
    assert _found(index, "Quy mô kinh tế số năm 2045 bằng bao nhiêu % tổng sản phẩm?")
    assert not _found(index, "Quy mô kinh tế số năm 2030 bằng bao nhiêu % tổng sản phẩm?")
