import pytest

from rag.answers import Kind
from rag.assistant import Assistant
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG


@pytest.mark.parametrize(
    ("question", "unit", "role", "address"),
    [
        (
            "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?",
            "Sở Kế hoạch và Đầu tư",
            "phối hợp",
            "Mục V, 2.2",
        ),
        (
            "Ai theo dõi, đôn đốc tiến độ kế hoạch y tế cơ sở của UBND tỉnh Hà Tĩnh?",
            "Sở Y tế",
            "theo dõi, giám sát",
            "Mục V, 2.1",
        ),
        ("Đơn vị nào chủ trì nghiên cứu phát huy vai trò của y học cổ truyền?", "Sở Y tế", "chủ trì", "Mục V, 2.1"),
        ("Ở Lâm Đồng ai ưu tiên phân bổ ngân sách cho y tế cơ sở?", "Sở Tài chính", "chủ trì", "Mục IV, khoản 3"),
        (
            "Cơ quan nào hoàn thiện mạng lưới y tế trường học ở Lâm Đồng?",
            "Sở Giáo dục và Đào tạo",
            "thực hiện",
            "Mục IV, khoản 6",
        ),
        (
            "Phòng nào của Sở Y tế Bắc Giang lo phòng, chống kháng thuốc?",
            "Phòng Nghiệp vụ Dược, Sở Y tế",
            "tham mưu",
            "Mục III, khoản 5",
        ),
        (
            "Ai thanh toán chi phí bảo hiểm y tế theo gói dịch vụ ở Hà Tĩnh?",
            "Bảo hiểm xã hội tỉnh",
            "thực hiện",
            "Mục V, 2.10",
        ),
    ],
)
def test_who_is_responsible(assistant: Assistant, question: str, unit: str, role: str, address: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.RESPONSIBILITY
    first = next(line for line in answer.answer.split("\n") if line.startswith("- "))
    assert first.startswith((f"- **{unit}** ({role}): “", f"- **{unit}** ({role}); "))
    assert answer.citations[0].address == address


@pytest.mark.parametrize(
    ("question", "unit", "count", "plan_id"),
    [
        ("Sở Công Thương Hà Tĩnh làm gì?", "Sở Công Thương", 1, HA_TINH),
        ("Sở Y tế Lâm Đồng có nhiệm vụ gì?", "Sở Y tế", 5, LAM_DONG),
        (
            "Phòng Tổ chức - Hành chính của Sở Y tế Bắc Giang có nhiệm vụ gì?",
            "Phòng Tổ chức - Hành chính, Sở Y tế",
            4,
            BAC_GIANG,
        ),
        ("UBND các huyện của Lâm Đồng có nhiệm vụ gì?", "Ủy ban nhân dân các huyện, thành phố", 6, LAM_DONG),
        (
            "Mặt trận Tổ quốc ở Hà Tĩnh có trách nhiệm gì?",
            "Ủy ban Mặt trận Tổ quốc",
            1,
            HA_TINH,
        ),
        ("Sở GD&ĐT Lâm Đồng làm gì?", "Sở Giáo dục và Đào tạo", 1, LAM_DONG),
    ],
)
def test_all_the_tasks_of_a_unit(assistant: Assistant, question: str, unit: str, count: int, plan_id: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.TASKS
    assert f"giao **{unit}** {count} nhiệm vụ" in answer.answer
    assert sum(line[:1].isdigit() for line in answer.answer.split("\n")) == count
    assert {citation.plan_id for citation in answer.citations} == {plan_id}


def test_only_the_tasks_about_a_subject(assistant: Assistant) -> None:
    answer = assistant.ask("Sở Y tế có nhiệm vụ gì về công nghệ thông tin ở Hà Tĩnh?")
    assert "**Sở Y tế** 1 nhiệm vụ về nội dung này" in answer.answer
    assert "hệ thống công nghệ thông tin" in answer.answer


def test_a_units_tasks_in_two_plans_come_plan_by_plan(assistant: Assistant) -> None:
    answer = assistant.ask("Sở Nội vụ có nhiệm vụ gì?")
    assert answer.answer.count("giao **Sở Nội vụ**") == 2
    assert [citation.marker for citation in answer.citations] == [1, 2, 3, 4, 5, 6]
    assert "Ngoài ra, **Sở Nội vụ** được nêu là đơn vị phối hợp trong 1 nhiệm vụ" in answer.answer


def test_the_units_of_one_task_stand_together_leads_first(assistant: Assistant) -> None:
    answer = assistant.ask("Ai truyền thông về Chỉ thị số 25-CT/TW ở Lâm Đồng?")
    line = next(line for line in answer.answer.split("\n") if "Sở Thông tin và Truyền thông" in line)
    assert line.startswith(
        "- **Sở Thông tin và Truyền thông** (phối hợp); các sở, ngành, Ủy ban nhân dân các huyện, thành phố, "
    )
    assert line.count("[") == 1


def test_a_tasks_time_limit_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("Phòng Nghiệp vụ Dược có nhiệm vụ gì?")
    assert "— thời hạn: **trong tháng 12/2024" in answer.answer


def test_two_plans_units_are_compared_by_their_tasks(assistant: Assistant) -> None:
    answer = assistant.ask("So sánh nhiệm vụ của Sở Nội vụ Hà Tĩnh và Lâm Đồng")
    assert answer.kind is Kind.COMPARISON
    assert answer.answer.count("giao **Sở Nội vụ**") == 2
    assert "|---|" not in answer.answer


@pytest.mark.parametrize("question", ["Ai phụ trách xây sân bay ở Lâm Đồng?", "Đơn vị nào lo cấp hộ chiếu ở Hà Tĩnh?"])
def test_no_unit_is_guessed(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).citations == ()


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Ai chịu trách nhiệm thực hiện kế hoạch của Lâm Đồng?", "Sở Y tế"),
        ("Cơ quan nào chủ trì tổ chức thực hiện Kế hoạch 572/KH-UBND?", "Sở Y tế"),
        ("Ai là đầu mối triển khai kế hoạch thi đua của Sở Y tế Hà Tĩnh?", "Phòng Tổ chức cán bộ, Sở Y tế"),
        ("ai chiu trach nhiem thuc hien ke hoach cua lam dong", "Sở Y tế"),
    ],
)
def test_who_sees_to_the_plan_itself(assistant: Assistant, question: str, unit: str) -> None:
    answer = assistant.ask(question)
    assert f"**{unit}**" in answer.answer
