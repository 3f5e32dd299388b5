import pytest

from tests.index.plans import plan_of


@pytest.mark.parametrize(
    ("item", "values"),
    [
        ("Trên 95% dân số tham gia bảo hiểm y tế.", ["Trên 95%"]),
        ("Tỷ lệ người dân tham gia bảo hiểm y tế >95%.", [">95%"]),
        ("Mỗi trạm y tế có ít nhất một bác sĩ.", ["ít nhất một bác sĩ"]),
        ("Phấn đấu đến năm 2030, cả nước có 1.200 công trình.", ["1.200 công trình"]),
        ("Tỷ lệ tử vong mẹ dưới 4/100.000 trẻ đẻ sống.", ["dưới 4/100.000 trẻ đẻ sống"]),
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


@pytest.mark.parametrize(
    ("item", "values"),
    [
        ("Bảo đảm 100% cán bộ được tập huấn.", ["100%"]),
        ("Phấn đấu đến hết năm 2025 có trên 95% người dân tham gia bảo hiểm y tế.", ["trên 95%"]),
        ("Tổ chức diễn tập phương án ứng phó sự cố tối thiểu một lần/năm.", ["tối thiểu một lần/năm"]),
        ("Tổ chức 02 lớp tập huấn cho 100 cán bộ.", []),
        ("Năm 2023 đã đạt 92% kế hoạch.", []),
        ("Ngân sách hỗ trợ trên 50% kinh phí mua thẻ bảo hiểm y tế.", []),
        ("Truyền thông khẩn cấp khi VN_AQI ≥ 300 đơn vị.", []),
        ("Đơn vị có tỷ lệ nữ dưới 30% có thể điều chỉnh mục tiêu.", []),
    ],
)
def test_a_task_that_sets_a_figure_is_a_target_too(item: str, values: list[str]) -> None:
    plan = plan_of(f"III. NHIỆM VỤ\n\n1. Nội dung\n\n- {item}\n\n- Nội dung khác.")
    assert [value.text for indicator in plan.indicators for value in indicator.values] == values


@pytest.mark.parametrize("heading", ["TÌNH HÌNH, KẾT QUẢ THỰC HIỆN", "KINH PHÍ THỰC HIỆN", "QUAN ĐIỂM", "KHEN THƯỞNG"])
def test_figures_of_the_past_of_money_and_of_prizes_are_no_targets(heading: str) -> None:
    assert plan_of(f"II. {heading}\n\n1. Nội dung\n\n- Đạt 100% xã.").indicators == ()


def test_what_was_reached_is_marked_under_aims() -> None:
    plan = plan_of("II. MỤC TIÊU\n\nHiện nay, toàn tỉnh có 180 trạm.\n\n1. Đến năm 2030\n\n- Có 250 trạm.")
    assert [(v.text, v.column, v.is_baseline) for i in plan.indicators for v in i.values] == [
        ("180 trạm", "", True),
        ("250 trạm", "Đến năm 2030", False),
    ]


def test_several_figures_are_several_indicators_that_quote_the_item_whole() -> None:
    item = "Chỉ tiêu 2: 100% xã có trạm y tế; trên 70% hộ dùng nước sạch, đến năm 2027 đạt 90% hộ."
    plan = plan_of(f"II. MỤC TIÊU\n\n1. Mục tiêu cụ thể đến năm 2030\n\n- {item}\n\n- Khác.")
    assert [(i.name, i.unit, [(v.column, v.text) for v in i.values]) for i in plan.indicators] == [
        ("xã có trạm y tế", "%", [("đến năm 2030", "100%")]),
        ("hộ dùng nước sạch", "%", [("đến năm 2030", "trên 70%")]),
        ("hộ", "%", [("đến năm 2027", "90%")]),
    ]
    assert {plan.text[i.start : i.end] for i in plan.indicators} == {f"- {item}"}


def test_a_sentence_that_announces_aims_leads_a_list_of_them() -> None:
    lead = "Nâng cao nhận thức của người hưởng trợ cấp, được cụ thể hóa bằng các chỉ tiêu sau:"
    plan = plan_of(
        f"III. THI ĐUA\n\n1. Nội dung\n\n{lead}\n\n(1) 85% người mở tài khoản từ ngân sách;\n\n(2) Mở 20 điểm chi trả."
    )
    assert [(v.text, v.column) for i in plan.indicators for v in i.values] == [("85%", ""), ("20 điểm", "")]


def test_of_a_long_item_the_sentence_is_quoted() -> None:
    long = "Đẩy mạnh công tác tuyên truyền, vận động, " * 20
    plan = plan_of(f"II. MỤC TIÊU\n\n1. Cụ thể\n\n- {long}nâng cao nhận thức. Đạt 90% xã.\n\n- Khác.")
    assert [plan.text[i.start : i.end] for i in plan.indicators] == ["Đạt 90% xã."]


def test_spans_are_the_plans_own_words() -> None:
    plan = plan_of("II. MỤC TIÊU\n\n- 100% xã, trên 95% dân số.\n\n- Có 80% hộ.")
    values = [value for indicator in plan.indicators for value in indicator.values]
    assert len(values) == 3
    assert all(plan.text[value.start : value.end] == value.text for value in values)
