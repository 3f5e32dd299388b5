"""Two things of one plan set side by side, over a made-up plan."""

from pathlib import Path

import pytest

from index.parsing import parse_plan
from index.store import PlanIndex, build_index
from rag.answers import Kind, Status
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.fakes import FakeEmbedder
from tests.index.plans import document

BODY = """I. MỤC TIÊU
Phấn đấu đến năm 2028:
- Trên 60% trường học và 35% chợ dân sinh có điện mặt trời áp mái.
- 80% hộ dân vùng cao được cấp nước sạch.
- 95% hộ dân đô thị được cấp nước sạch.
II. TỔ CHỨC THỰC HIỆN
1. Sở Xây dựng
- Tổng hợp số liệu kiểm kê ao hồ, gửi Bộ Xây dựng trước ngày 30/6/2026.
2. Ủy ban nhân dân các xã
- Kiểm kê ao hồ trên địa bàn, gửi số liệu về Sở Xây dựng trước ngày 15/4/2026.
"""


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    index: PlanIndex = build_index(tmp_path, FakeEmbedder)
    text = document(BODY)
    index.put(parse_plan(text, "An Bình.txt", "1"), text.encode())
    index.refresh()
    return Assistant(index, Conversations())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param(
            "Kiểm kê ao hồ ở An Bình: các xã gửi số liệu trước ngày nào, Sở Xây dựng gửi Bộ Xây dựng trước ngày nào?",
            ["15/4/2026", "30/6/2026"],
            id="two limits",
        ),
        pytest.param(
            "Ở An Bình tỷ lệ hộ dân vùng cao và tỷ lệ hộ dân đô thị được cấp nước sạch khác nhau thế nào?",
            ["80%", "95%"],
            id="two aims",
        ),
        pytest.param(
            "An Bình đặt tỷ lệ trường học có điện mặt trời bao nhiêu, còn tỷ lệ chợ dân sinh bao nhiêu?",
            ["60%", "35%"],
            id="two figures of one sentence",
        ),
    ],
)
def test_both_facets_are_answered(assistant: Assistant, question: str, said: list[str]) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.COMPARISON
    assert all(figure in answer.answer for figure in said)
    assert answer.answer.count("Theo Kế hoạch") == 1


def test_two_things_that_the_plan_does_not_state_are_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Ở An Bình số trạm sạc xe điện và số trạm cứu hỏa khác nhau bao nhiêu?")
    assert answer.status is Status.NOT_FOUND
