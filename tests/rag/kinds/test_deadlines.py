import pytest

from index.store import Snapshot
from rag.answers import Kind, Reason, Status
from rag.assistant import Assistant
from tests.shipped import BAC_GIANG, assert_proved


@pytest.mark.parametrize(
    ("question", "deadline", "words"),
    [
        ("Hạn trình kế hoạch phát triển giường bệnh của Bắc Giang?", "Trong tháng 6/2024", "phát triển giường bệnh"),
        (
            "Khi nào phải trình nghị quyết quy định mức chi y tế - dân số?",
            "Trong tháng 11/2024",
            "mức chi các hoạt động Y tế - Dân số",
        ),
        ("Chiến lược phòng, chống kháng thuốc phải trình tháng mấy?", "trong tháng 12/2024", "kháng thuốc"),
        (
            "Các đơn vị trực thuộc Sở Y tế Bắc Giang phải xây dựng kế hoạch triển khai xong khi nào?",
            "trong tháng 01/2024",
            "chủ động xây dựng kế hoạch",
        ),
        ("Bao lâu Ban Tuyên giáo Huyện ủy Ninh Sơn báo cáo một lần?", "định kỳ", "định kỳ hoặc đột xuất báo cáo"),
        (
            "Sở Kế hoạch và Đầu tư Hà Tĩnh xây dựng chương trình xúc tiến đầu tư bao lâu một lần?",
            "hàng năm",
            "xúc tiến đầu tư",
        ),
    ],
)
def test_the_time_limit_of_a_task(assistant: Assistant, question: str, deadline: str, words: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.DEADLINE
    assert f"**{deadline}" in answer.answer
    assert words in answer.answer


@pytest.mark.parametrize(
    ("question", "count"),
    [("Việc nào phải xong trong tháng 6/2024?", 2), ("Bắc Giang có việc nào đến hạn trong quý II/2024?", 3)],
)
def test_tasks_due_within_a_month_or_quarter(assistant: Assistant, question: str, count: int) -> None:
    answer = assistant.ask(question)
    assert len(answer.citations) == count
    assert {citation.plan_id for citation in answer.citations} == {BAC_GIANG}
    assert answer.answer.count("tháng 5/2024") + answer.answer.count("tháng 6/2024") >= count


def test_the_tasks_of_a_unit_that_have_a_time_limit(assistant: Assistant) -> None:
    answer = assistant.ask("Phòng Kế hoạch - Tài chính của Bắc Giang có những việc nào có thời hạn?")
    limits = [line.split("**")[1] for line in answer.answer.split("\n") if line.startswith("- **")]
    assert limits == ["định kỳ hoặc đột xuất", "Trong tháng 6/2024", "Trong tháng 11/2024", "Trong tháng 6/2024"]


@pytest.mark.parametrize(
    "question",
    [
        "Hạn hoàn thành của Sở Công Thương Hà Tĩnh là khi nào?",
        "Lâm Đồng sắp xếp phòng khám đa khoa khu vực xong trước ngày nào?",
        "Khi nào Bắc Giang khánh thành bệnh viện quốc tế?",
    ],
)
def test_no_time_limit_is_made_up(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert answer.refusal is not None
    assert answer.refusal.reason is Reason.NOT_STATED
    assert "thời hạn" in answer.refusal.message


def test_an_inherited_time_limit_is_cited_too(assistant: Assistant, snapshot) -> None:
    assert_proved(assistant.ask("Phòng Nghiệp vụ Y có việc nào có thời hạn?"), snapshot.plans)


def test_all_the_limits_of_a_plan_are_listed(assistant: Assistant, snapshot: Snapshot) -> None:
    limits = [a.deadline.text for a in snapshot.plans[BAC_GIANG].assignments if a.deadline]
    answer = assistant.ask("Nhiệm vụ nào có thời hạn ở Bắc Giang?")
    assert answer.kind is Kind.DEADLINE
    assert {citation.plan_id for citation in answer.citations} == {BAC_GIANG}
    assert limits and all(f"**{limit}**" in answer.answer for limit in limits)
