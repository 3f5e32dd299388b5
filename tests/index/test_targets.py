import pytest

from tests.index.plans import plan_of


@pytest.mark.parametrize(
    ("item", "values"),
    [
        ("Trên 95% dân số tham gia bảo hiểm y tế.", ["Trên 95%"]),
        ("Tỷ lệ người dân tham gia bảo hiểm y tế >95%.", [">95%"]),
        ("Mỗi trạm y tế có ít nhất một bác sĩ.", ["ít nhất một"]),
        ("Phấn đấu đến năm 2030, cả nước có 1.200 công trình.", ["1.200"]),
        ("Tỷ lệ tử vong mẹ dưới 4/100.000 trẻ đẻ sống.", ["dưới 4/100.000"]),
        ("Tỷ lệ hộ nghèo giảm 1% - 1,5%.", ["giảm 1% - 1,5%"]),
        ("Nồng độ bụi PM2.5 giảm 20% so với năm 2024.", ["giảm 20%"]),
        ("Kế hoạch tài chính 03 năm 2026 - 2028.", []),
        ("Thực hiện Quyết định số 12 ngày 05 tháng 3.", []),
        ("Nâng cao chất lượng khám bệnh.", []),
    ],
)
def test_figures_of_a_target(item: str, values: list[str]) -> None:
    plan = plan_of(f"II. MỤC TIÊU\n\n1. Mục tiêu cụ thể\n\n- {item}\n\n- Nội dung khác.")
    assert [value.text for indicator in plan.indicators for value in indicator.values] == values


def test_a_targets_year_comes_from_its_own_words_or_from_the_nearest_lead() -> None:
    plan = plan_of(
        "II. MỤC TIÊU\n\n1. Mục tiêu cụ thể đến năm 2030\n\n- 100% xã đạt chuẩn.\n\n- Đến năm 2025, 80% xã đạt chuẩn."
    )
    assert [indicator.values[0].column for indicator in plan.indicators] == ["đến năm 2030", "Đến năm 2025"]


def test_paragraphs_without_a_sign_are_targets_too() -> None:
    plan = plan_of(
        "II. MỤC TIÊU\n\n1. Mục tiêu cụ thể đến năm 2030\n\n- Nông nghiệp\n\nPhấn đấu trên 50% diện tích ứng dụng công nghệ.\n\n- Thủy sản\n\nĐảm bảo trên 70% diện tích nuôi an toàn."
    )
    assert [value.text for indicator in plan.indicators for value in indicator.values] == ["trên 50%", "trên 70%"]
    assert {indicator.address for indicator in plan.indicators} == {"Mục II, khoản 1"}


@pytest.mark.parametrize("heading", ["NHIỆM VỤ", "CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA", "QUAN ĐIỂM"])
def test_figures_elsewhere_are_no_targets(heading: str) -> None:
    assert plan_of(f"II. {heading}\n\n1. Nội dung\n\n- 100% xã đạt chuẩn.").indicators == ()


def test_spans_are_the_plans_own_words() -> None:
    plan = plan_of("II. MỤC TIÊU\n\n- 100% xã, trên 95% dân số.\n\n- Có 80% hộ.")
    values = [value for indicator in plan.indicators for value in indicator.values]
    assert len(values) == 3
    assert all(plan.text[value.start : value.end] == value.text for value in values)
