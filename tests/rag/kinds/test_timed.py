from pathlib import Path

import pytest

from index.parsing import parse_plan
from index.store import PlanIndex, build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.fakes import FakeEmbedder
from tests.index.plans import document

BODY = """I. MỤC TIÊU
Phấn đấu đến năm 2028:
- 100% xã có nhà văn hóa đạt chuẩn.
- Người trên 60 tuổi được khám sức khỏe miễn phí ít nhất mỗi năm một lần.
II. THỜI GIAN
1. Đợt 01: Ra quân cao điểm dọn vệ sinh kênh mương (từ ngày 05 đến ngày 20 tháng 3 năm 2026).
2. Tổng hợp số liệu rác thải tại thời điểm ngày 01/01/2026.
III. TỔ CHỨC THỰC HIỆN
1. Sở Xây dựng
- Chủ trì rà soát quy hoạch cấp nước, trình trước ngày 30/6/2026.
- Phê duyệt Đề án phát triển chợ nổi giai đoạn 2026-2030 của tỉnh.
- Các đơn vị thành lập Tổ rà phá vật cản lòng hồ theo tình hình thực tế. Thời hạn hoàn thành: Trước ngày 20/4/2026.
- Các đơn vị gửi danh sách hộ nuôi cá lồng trong thời hạn 10 ngày kể từ ngày nhận Kế hoạch này.
- Các đơn vị gửi số liệu hộ nuôi cá lồng trước ngày 25/12/2026.
- Các đơn vị đánh giá kết quả hằng năm. Báo cáo về trồng cây xanh gửi trước ngày 15/11 hằng năm.
"""


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    index: PlanIndex = build_index(tmp_path, FakeEmbedder)
    text = document(BODY)
    index.put(parse_plan(text, "An Bình.txt", "1"), text.encode())
    index.refresh()
    return Assistant(index, Conversations())


@pytest.mark.parametrize(
    ("question", "limit"),
    [
        pytest.param("Đến năm nào thì các xã có nhà văn hóa đạt chuẩn?", "đến năm 2028", id="the year of an aim"),
        pytest.param("Người trên 60 tuổi được khám sức khỏe miễn phí mấy năm 1 lần?", "mỗi năm", id="how often"),
        pytest.param(
            "Đợt ra quân dọn vệ sinh kênh mương từ ngày nào đến ngày nào?",
            "từ ngày 05 đến ngày 20 tháng 3 năm 2026",
            id="both ends of a span",
        ),
        pytest.param(
            "Các đơn vị có bao nhiêu ngày để gửi danh sách hộ nuôi cá lồng?",
            "trong thời hạn 10 ngày kể từ ngày nhận Kế hoạch này",
            id="a length of time, not a date",
        ),
        pytest.param("Các xã có nhà văn hóa đạt chuẩn vào thời điểm nào?", "đến năm 2028", id="an aim's point in time"),
        pytest.param(
            "Quy hoạch cấp nước phải trình trước ngày bao nhiêu?", "trước ngày 30/6/2026", id="a task's limit"
        ),
        pytest.param(
            "Báo cáo về trồng cây xanh gửi trước ngày mấy hằng năm?",
            "trước ngày 15/11 hằng năm",
            id="a day, not a round",
        ),
    ],
)
def test_a_time_as_exact_as_asked(assistant: Assistant, question: str, limit: str) -> None:
    assert f"**{limit}" in assistant.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "Đề án phát triển chợ nổi phải phê duyệt trước ngày nào?",
        "Đến năm nào thì các xã có sân vận động đạt chuẩn?",
        "Bể bơi phải xây xong trước ngày bao nhiêu?",
    ],
)
def test_no_time_of_another_thing(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).refusal is not None


def test_a_limit_on_its_own_is_quoted_with_what_it_limits(assistant: Assistant) -> None:
    answer = assistant.ask("Tổ rà phá vật cản lòng hồ phải thành lập xong trước ngày nào?").answer
    assert "20/4/2026" in answer
    assert "rà phá vật cản" in answer
