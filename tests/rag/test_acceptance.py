"""The main job on the shipped plans: the questions of the first issue, in every way people type them, with both models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from index.store import Snapshot
from rag.answers import Answer, Kind, Reason, Status
from rag.assistant import Assistant
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG, THI_DUA, assert_proved, bare, decomposed


@dataclass(frozen=True)
class Expected:
    """What the answer to a question must say, and where it must point."""

    kind: Kind
    says: tuple[str, ...]
    cited: tuple[tuple[str, str], ...] = ()  # plan, address
    quotes: tuple[str, ...] = ()
    refused: Reason | None = None


ISSUE = {
    "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?": Expected(
        Kind.RESPONSIBILITY,
        ("**Sở Kế hoạch và Đầu tư** (phối hợp)", "tham mưu bố trí nguồn vốn đầu tư công"),
        ((HA_TINH, "Mục V, 2.2"),),
    ),
    "Sở Công Thương Hà Tĩnh làm gì?": Expected(
        Kind.TASKS,
        ("**Sở Công Thương** 1 nhiệm vụ", "(chủ trì)", "an toàn thực phẩm"),
        ((HA_TINH, "Mục V, 2.8"),),
    ),
    "Phòng Tổ chức - Hành chính của Sở Y tế Bắc Giang có nhiệm vụ gì?": Expected(
        Kind.TASKS,
        (
            "**Phòng Tổ chức - Hành chính, Sở Y tế** 4 nhiệm vụ",
            "1. (tham mưu) “Tham mưu xây dựng và phát triển mạng lưới các cơ sở y tế",
            "2. (tham mưu) “Tham mưu triển khai thực hiện các nhiệm vụ, giải pháp về ứng dụng công nghệ thông tin",
            "3. (thực hiện) “Tiếp tục tuyên truyền, quán triệt tới người lao động ngành y tế",
            "4. (tham mưu) “Tham mưu chỉ đạo các đơn vị triển khai phần mềm quản lý Hệ thống thông tin xét nghiệm",
        ),
        ((BAC_GIANG, "Mục III, khoản 3"),) * 4,
    ),
    "Hạn trình kế hoạch phát triển giường bệnh của Bắc Giang?": Expected(
        Kind.DEADLINE,
        ("**Trong tháng 6/2024**", "Phòng Kế hoạch - Tài chính, Sở Y tế", "Kế hoạch phát triển giường bệnh"),
        ((BAC_GIANG, "Mục III, khoản 2"),),
        ("Trong tháng 6/2024",),
    ),
    "Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ của Hà Tĩnh đến 2025?": Expected(
        Kind.INDICATOR,
        ("Tỷ lệ trẻ em dưới 1 tuổi được tiêm chủng đầy đủ các loại vắc xin", "**≥ 95 %** (Mục tiêu đến năm 2025)"),
        ((THI_DUA, "Mục II, khoản 2"),),
        ("≥ 95",),
    ),
    "Kế hoạch 1750/KH-SYT do ai ký?": Expected(
        Kind.METADATA, ("**Nguyễn Tuấn**", "Q. Giám đốc"), ((THI_DUA, "Phần ký"),), ("Nguyễn Tuấn",)
    ),
    "Kế hoạch nào của Lâm Đồng?": Expected(
        Kind.METADATA, ("Có 1 văn bản", "572/KH-UBND", "TRÊN ĐỊA BÀN TỈNH LÂM ĐỒNG"), ((LAM_DONG, "Tên văn bản"),)
    ),
    "Sở Xây dựng Bắc Giang có nhiệm vụ gì?": Expected(
        Kind.TASKS, ("Sở Y tế (Bắc Giang) không giao nhiệm vụ cho Sở",), refused=Reason.NOT_STATED
    ),
    "Kế hoạch y tế của tỉnh Quảng Trị?": Expected(
        Kind.CONTENT, ("Không có văn bản nào của Quảng Trị",), refused=Reason.NO_SUCH_PLAN
    ),
    "Thời tiết hôm nay thế nào?": Expected(Kind.OUT_OF_SCOPE, ("ngoài phạm vi",), refused=Reason.OUT_OF_SCOPE),
}
TYPED: dict[str, Callable[[str], str]] = {
    "as written": str,
    "without diacritics": bare,
    "in capitals": str.upper,
    "in capitals without diacritics": lambda text: bare(text).upper(),
    "in NFD": decomposed,
}


@pytest.fixture(scope="module", params=TYPED)
def typed(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """A way of typing."""
    return TYPED[request.param]


@pytest.mark.parametrize("question", ISSUE)
def test_the_questions_of_the_first_issue(
    either_assistant: Assistant, snapshot: Snapshot, typed: Callable[[str], str], question: str
) -> None:
    expected, answer = ISSUE[question], either_assistant.ask(typed(question))
    assert_proved(answer, snapshot.plans)
    assert (answer.refusal.reason if answer.refusal else None) is expected.refused
    assert answer.kind is expected.kind
    for words in expected.says:
        assert words in answer.answer
    assert tuple((citation.plan_id, citation.address) for citation in answer.citations) == expected.cited
    for words in expected.quotes:
        assert words in answer.citations[0].quote


def test_a_table_row_is_cited_with_its_column(either_assistant: Assistant, snapshot: Snapshot) -> None:
    (citation,) = either_assistant.ask("Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ của Hà Tĩnh đến 2025?").citations
    indicator = next(i for i in snapshot.plans[THI_DUA].indicators if i.start == citation.start)
    assert [(value.column, value.text) for value in indicator.values] == [("Mục tiêu đến năm 2025", "≥ 95")]
    assert indicator.unit == "%"


def test_every_task_of_the_department_is_cited_apart(either_assistant: Assistant, snapshot: Snapshot) -> None:
    answer = either_assistant.ask("Phòng Tổ chức - Hành chính của Sở Y tế Bắc Giang có nhiệm vụ gì?")
    tasks = [a for a in snapshot.plans[BAC_GIANG].assignments if a.unit.startswith("Phòng Tổ chức")]
    assert [(c.start, c.end) for c in answer.citations] == [(task.start, task.end) for task in tasks]


def test_the_answer_does_not_rest_on_the_way_of_typing(
    either_assistant: Assistant, typed: Callable[[str], str]
) -> None:
    def said(answer: Answer) -> tuple[object, ...]:
        return answer.status, answer.kind, answer.citations

    question = "So sánh mục tiêu giảm suy dinh dưỡng thấp còi của Hà Tĩnh và Bắc Giang"
    assert said(either_assistant.ask(typed(question))) == said(either_assistant.ask(question))
    assert said(either_assistant.ask(question))[0] is Status.ANSWERED
