"""Who sees to the plan itself, over a made-up plan whose title, dates and closing words a question may use to name it."""

import pytest

from rag.answers import Status
from rag.assistant import Assistant
from tests.rag.an_binh import assistant_knowing

BODY = """
I. MỤC TIÊU

1. Mục tiêu tổng quát: Nâng cao chất lượng giống cây ăn quả nhằm đạt mục tiêu kép: tăng thu nhập cho nông dân và giữ đất trên đồi dốc.

2. Mục tiêu cụ thể: Mỗi năm trồng mới 500 ha; đến năm 2030, cả tỉnh có 20 vườn cây đầu dòng.

II. TỔ CHỨC THỰC HIỆN

1. Sở Nông nghiệp và Môi trường: Chủ trì, tham mưu tổ chức triển khai thực hiện Kế hoạch này; cấp mã số vùng trồng.

2. Sở Tài chính: Tổng hợp kết quả thực hiện Kế hoạch này trong báo cáo ngân sách hằng năm; bố trí kinh phí cho vườn ươm.

3. Thanh tra tỉnh: Kiểm tra việc cấp giống cho hộ nghèo.

4. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh: Tuyên truyền về giống mới; giám sát việc thực hiện Kế hoạch này.
"""


@pytest.fixture(scope="module")
def an_binh(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_knowing(BODY, tmp_path_factory.mktemp("in_charge"))


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Ai giám sát việc thực hiện kế hoạch của tỉnh An Bình?", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("Ngoài Sở Tài chính, cơ quan nào giám sát việc thực hiện kế hoạch của An Bình?", "Ủy ban Mặt trận"),
        ("Kế hoạch của An Bình giao sở nào chủ trì tham mưu, tổ chức thực hiện?", "Sở Nông nghiệp và Môi trường"),
        ("Sở nào đứng đầu việc thực hiện kế hoạch của An Bình?", "Sở Nông nghiệp và Môi trường"),
        ("Ai tổng hợp kết quả thực hiện kế hoạch của An Bình?", "Sở Tài chính"),
    ],
)
def test_the_unit_whose_deed_is_asked_for(an_binh: Assistant, question: str, unit: str) -> None:
    answer = an_binh.ask(question)
    assert answer.status is Status.ANSWERED
    assert f"- **{unit}" in answer.answer
    assert answer.answer.count("- **") == 1


@pytest.mark.parametrize(
    "question", ["Ai điều phối việc thực hiện kế hoạch của An Bình?", "Cơ quan nào sơ kết kế hoạch của An Bình?"]
)
def test_a_deed_that_the_plan_gives_nobody(an_binh: Assistant, question: str) -> None:
    assert an_binh.ask(question).status is Status.NOT_FOUND


def test_a_task_of_its_own_is_not_the_plan(an_binh: Assistant) -> None:
    answer = an_binh.ask("Trong kế hoạch của An Bình, ai kiểm tra việc cấp giống cho hộ nghèo?")
    assert "**Thanh tra tỉnh**" in answer.answer


def test_a_heading_in_the_question_wants_what_is_asked_beside_it(an_binh: Assistant) -> None:
    answer = an_binh.ask("“Mục tiêu kép” của kế hoạch An Bình là những mục tiêu nào?")
    assert "giữ đất trên đồi dốc" in answer.answer
    assert "20 vườn cây" not in answer.answer.split("[1]")[0]
