from datetime import date

import pytest

from index.assignments.assignments import role_of
from tests.index.plans import plan_of, who_does_what


@pytest.mark.parametrize(
    ("task", "role"),
    [
        ("Chủ trì, phối hợp với các sở", "chủ trì"),
        ("Phối hợp với Sở Y tế chủ trì", "phối hợp"),
        ("Tham mưu UBND tỉnh chỉ đạo", "tham mưu"),
        ("Tổng hợp, báo cáo UBND tỉnh", "báo cáo"),
        ("tổng hợp, trình Hội đồng nhân dân", "thực hiện"),
        ("tiếp tục định hướng tuyên truyền; phối hợp theo dõi", "thực hiện"),
        ("định kỳ hằng quý báo cáo", "báo cáo"),
        ("Tăng cường thanh tra, kiểm tra", "theo dõi, giám sát"),
        ("Xây dựng đề án hỗ trợ doanh nghiệp", "thực hiện"),
        ("Nâng cao chất lượng", "thực hiện"),
    ],
)
def test_role_is_the_tasks_own_verb(task: str, role: str) -> None:
    assert role_of(task).value == role


def test_a_heading_that_is_a_unit_owns_what_stands_below_it() -> None:
    plan = plan_of(
        "V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- Chủ trì triển khai.\n\n- Phối hợp kiểm tra.\n\n2. Sở Tài chính: Bố trí kinh phí."
    )
    assert who_does_what(plan) == [
        ("Sở Y tế", "chủ trì", "Chủ trì triển khai."),
        ("Sở Y tế", "phối hợp", "Phối hợp kiểm tra."),
        ("Sở Tài chính", "thực hiện", "Bố trí kinh phí."),
    ]


def test_a_unit_heading_outside_the_organisation_part_needs_a_task_verb_below_it() -> None:
    assert who_does_what(plan_of("II. NỘI DUNG\n\n1. Bệnh viện\n\n- 100% bệnh viện đạt chuẩn.")) == []
    assert who_does_what(plan_of("II. NỘI DUNG\n\n1. Sở Y tế\n\n- Chủ trì triển khai.")) == [
        ("Sở Y tế", "chủ trì", "Chủ trì triển khai.")
    ]


def test_a_sentence_with_a_unit_as_its_subject() -> None:
    plan = plan_of("V. TỔ CHỨC THỰC HIỆN\n\n1. Giao Sở Y tế theo dõi, đôn đốc. Các địa phương báo cáo định kỳ.")
    assert who_does_what(plan) == [
        ("Sở Y tế", "theo dõi, giám sát", "theo dõi, đôn đốc."),
        ("Các địa phương", "báo cáo", "báo cáo định kỳ."),
    ]


def test_the_list_below_a_sentence_that_ends_in_a_colon_is_its_subjects() -> None:
    plan = plan_of(
        "V. TỔ CHỨC THỰC HIỆN\n\n1. Giao Sở Y tế là cơ quan đầu mối, có trách nhiệm thực hiện các nhiệm vụ sau đây:\n\n- Chủ trì triển khai.\n\n- Cán bộ y tế các xã."
    )
    assert [(unit, task) for unit, _, task in who_does_what(plan)] == [("Sở Y tế", "Chủ trì triển khai.")]


def test_a_line_that_names_its_own_unit_under_anothers_heading_is_that_units() -> None:
    plan = plan_of("V. TỔ CHỨC THỰC HIỆN\n\n1. Các cơ quan liên quan\n\n- Sở Xây dựng: hướng dẫn kiểm kê.")
    assert who_does_what(plan) == [("Sở Xây dựng", "thực hiện", "hướng dẫn kiểm kê.")]


def test_a_title_over_a_list_is_no_sentence() -> None:
    plan = plan_of("V. TỔ CHỨC THỰC HIỆN\n\n1. Các cơ quan tham mưu quản lý ngành, lĩnh vực\n\n- Hướng dẫn kiểm kê.")
    assert who_does_what(plan) == []


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Sở Y tế là cơ quan thường trực, theo dõi Kế hoạch.", "Sở Y tế"),
        ("Sở Tài chính, trên cơ sở đề xuất của các đơn vị, chủ trì tổng hợp.", "Sở Tài chính"),
        ("Các bệnh viện là nơi khám bệnh.", None),
        ("Trạm y tế xã hoạt động gắn với quản lý sức khỏe.", None),
    ],
)
def test_outside_the_organisation_part_only_words_that_assign_work_make_a_task(sentence: str, unit: str | None) -> None:
    found = who_does_what(plan_of(f"III. NỘI DUNG\n\n1. Nội dung chung\n\n- {sentence}"))
    assert [u for u, _, _ in found] == ([unit] if unit else [])


def test_below_a_bare_label_every_unit_has_a_task() -> None:
    plan = plan_of("III. NỘI DUNG\n\n1. Truyền thông\n\n- Cơ quan thực hiện:\n\n+ Sở Xây dựng đăng tải thông điệp.")
    assert who_does_what(plan) == [("Sở Xây dựng", "thực hiện", "đăng tải thông điệp.")]


def test_labels_below_a_task_name_its_units_and_time() -> None:
    plan = plan_of(
        "III. NỘI DUNG\n\n1. Khám sức khỏe\n\n- Đơn vị chủ trì: Sở Y tế.\n\n- Đơn vị phối hợp: Sở Nội vụ; các địa phương.\n\n- Thời gian thực hiện: Quý IV/2025."
    )
    assert who_does_what(plan) == [
        ("Sở Y tế", "chủ trì", "Khám sức khỏe"),
        ("Sở Nội vụ", "phối hợp", "Khám sức khỏe"),
        ("các địa phương", "phối hợp", "Khám sức khỏe"),
    ]
    assert {a.deadline.last for a in plan.assignments if a.deadline} == {date(2025, 12, 31)}


@pytest.mark.parametrize(
    ("label", "unit", "role"),
    [
        ("Cơ quan thực hiện: Sở Y tế", "Sở Y tế", "thực hiện"),
        ("Chủ trì: Phòng Nghiệp vụ Y", "Phòng Nghiệp vụ Y", "chủ trì"),
        ("Cơ quan phối hợp thực hiện: UBND cấp xã.", "UBND cấp xã", "phối hợp"),
        ("Cơ quan thực hiện: Các sở, ngành theo chức năng, nhiệm vụ được giao.", "Các sở, ngành", "thực hiện"),
    ],
)
def test_label_forms(label: str, unit: str, role: str) -> None:
    assert who_does_what(plan_of(f"III. NỘI DUNG\n\n1. Khám sức khỏe\n\n- {label}")) == [(unit, role, "Khám sức khỏe")]


def test_other_labels_between_keep_the_time_with_the_unit() -> None:
    plan = plan_of(
        "III. NỘI DUNG\n\n1. Làm sạch dữ liệu\n\n- Cơ quan chủ trì: Sở Nông nghiệp và Môi trường (NN&MT).\n"
        "- Người phụ trách: Giám đốc Sở.\n- Địa điểm: toàn tỉnh.\n- Thời hạn: Xong trước ngày 15/10/2025."
    )
    (task,) = plan.assignments
    assert task.unit_name == "Sở Nông nghiệp và Môi trường"
    assert task.deadline and task.deadline.last == date(2025, 10, 15)


def test_a_label_that_holds_a_sentence_is_read_as_one() -> None:
    plan = plan_of("III. NỘI DUNG\n\n1. Rà soát\n\n- Cơ quan thực hiện: Sở Tư pháp tiến hành rà soát văn bản.")
    assert who_does_what(plan) == [("Sở Tư pháp", "thực hiện", "tiến hành rà soát văn bản.")]


@pytest.mark.parametrize(
    "label", ["Thời gian thực hiện: Hằng năm", "Đơn vị tính: người", "Kinh phí: Ngân sách nhà nước"]
)
def test_other_labels_name_no_unit(label: str) -> None:
    assert who_does_what(plan_of(f"III. NỘI DUNG\n\n1. Khám sức khỏe\n\n- {label}")) == []


def test_the_time_on_the_line_below_a_units_task_is_its_deadline() -> None:
    plan = plan_of(
        "V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- Tổ chức tập huấn.\n\nThời gian hoàn thành: Tháng 12/2025.\n\n- Báo cáo kết quả."
    )
    assert [(plan.text[a.start : a.end], a.deadline.last if a.deadline else None) for a in plan.assignments] == [
        ("Tổ chức tập huấn.", date(2025, 12, 31)),
        ("Báo cáo kết quả.", None),
    ]


TABLE = "V. PHÂN CÔNG\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\tKinh phí\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1\tKhám sức khỏe\tSở Y tế\tSở Nội vụ\tQuý I/2025\tNSNN", [("Sở Y tế", "chủ trì"), ("Sở Nội vụ", "phối hợp")]),
        (
            "1\tKhám sức khỏe\tSở Y tế\tSở Nội vụ\tQuý I/2025",
            [("Sở Y tế", "chủ trì"), ("Sở Nội vụ", "phối hợp")],
        ),  # the last cell is merged
        ("1\tKhám sức khỏe\tSở Y tế\t\tQuý I/2025\tNSNN", [("Sở Y tế", "chủ trì")]),
        (
            "1\tKhám sức khỏe\t- Sở Y tế; - Sở Nội vụ\t\t2025\t",
            [("Sở Y tế", "chủ trì"), ("Sở Nội vụ", "chủ trì")],
        ),
        ("1\tKhám sức khỏe\tSở Y tế thúc đẩy, theo dõi\t\t2025\t", [("Sở Y tế", "chủ trì")]),
        ("1\tKhám sức khỏe\tThường xuyên\t\t2025\t", []),
        ("1\tKhám sức khỏe\tCác xã, phường Sở Y tế\t\t2025\t", []),  # two cells that lost the line between them
        ("1\tKhám sức khỏe\tQuý I/2025\tNSNN", []),  # cells are missing before the units: nobody knows which
    ],
)
def test_task_table_rows(row: str, expected: list[tuple[str, str]]) -> None:
    plan = plan_of(f"{TABLE}{row}\n2\tTập huấn\tSở Nội vụ\tSở Y tế\t2025\tNSNN")
    found = [(unit, role) for unit, role, task in who_does_what(plan) if task == "Khám sức khỏe"]
    assert found == expected


def test_every_span_is_the_plans_own_words() -> None:
    plan = plan_of(
        f"{TABLE}1\tKhám sức khỏe\tSở Y tế\tSở Nội vụ\tQuý I/2025\tNSNN\n2\tTập huấn\tSở Nội vụ\tSở Y tế\t2025\tNSNN"
    )
    assert len(plan.assignments) == 4
    for assignment in plan.assignments:
        assert plan.text[assignment.unit_start : assignment.unit_end] == assignment.unit
        assert (
            assignment.deadline
            and plan.text[assignment.deadline.start : assignment.deadline.end] == assignment.deadline.text
        )


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (
            "Sở Y tế chủ trì, phối hợp với Sở Nội vụ, Sở Văn hóa, Thể thao và Du lịch và UBND các huyện, thành phố tổ chức tập huấn.",
            [
                ("Sở Y tế", "chủ trì"),
                ("Sở Nội vụ", "phối hợp"),
                ("Sở Văn hóa, Thể thao và Du lịch", "phối hợp"),
                ("UBND các huyện, thành phố", "phối hợp"),
            ],
        ),
        (
            "Sở Nội vụ, Sở Tư pháp và UBND các xã có trách nhiệm rà soát.",
            [("Sở Nội vụ", "thực hiện"), ("Sở Tư pháp", "thực hiện"), ("UBND các xã", "thực hiện")],
        ),
        ("Các Vụ, Cục thuộc Bộ tham mưu sửa đổi.", [("Các Vụ, Cục thuộc Bộ", "tham mưu")]),
        (
            "Khoa Dược phối hợp với Phòng Điều dưỡng kiểm tra.",
            [("Khoa Dược", "phối hợp"), ("Phòng Điều dưỡng", "phối hợp")],
        ),
        ("Chủ tịch UBND các xã chỉ đạo rà soát.", [("Chủ tịch UBND các xã", "chỉ đạo")]),
        (
            "Trung tâm Y tế các huyện; các bệnh viện công lập tổ chức thực hiện Kế hoạch.",
            [("Trung tâm Y tế các huyện", "thực hiện"), ("các bệnh viện công lập", "thực hiện")],
        ),
        ("Các đơn vị được giao nhiệm vụ có trách nhiệm báo cáo.", [("Các đơn vị được giao nhiệm vụ", "báo cáo")]),
        ("Đối với trạm y tế xã: Đổi mới hoạt động.", [("trạm y tế xã", "thực hiện")]),
        (
            "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị báo cáo về Sở Y tế.",
            [("các đơn vị", "báo cáo")],
        ),
    ],
)
def test_every_unit_of_a_sentence_shares_its_task(task: str, expected: list[tuple[str, str]]) -> None:
    found = plan_of(f"V. TỔ CHỨC THỰC HIỆN\n\n1. {task}").assignments
    assert [(a.unit, a.role.value) for a in found] == expected
    assert len({(a.start, a.end) for a in found}) == 1


def test_each_unit_of_a_heading_has_every_task_below_it() -> None:
    plan = plan_of("V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Tài chính, Sở Nội vụ\n\n- Bố trí kinh phí.")
    assert [unit for unit, _, _ in who_does_what(plan)] == ["Sở Tài chính", "Sở Nội vụ"]


def test_role_and_helpers_before_a_list_are_those_of_its_items() -> None:
    plan = plan_of("V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế chủ trì, phối hợp với Sở Nội vụ:\n\n- Xây dựng đề án.")
    assert who_does_what(plan) == [
        ("Sở Y tế", "chủ trì", "Xây dựng đề án."),
        ("Sở Nội vụ", "phối hợp", "Xây dựng đề án."),
    ]


def test_in_running_text_each_sentence_is_a_task_and_an_item_of_a_list_is_one() -> None:
    sentences = "Xây dựng kế hoạch trong tháng 01/2024. Định kỳ hằng quý báo cáo kết quả."
    plan = plan_of(f"V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n{sentences}\n\n2. Sở Nội vụ\n\n- {sentences}")
    found = [(a.unit, a.deadline.text if a.deadline else None) for a in plan.assignments]
    assert found == [
        ("Sở Y tế", "trong tháng 01/2024"),
        ("Sở Y tế", "Định kỳ hằng quý"),
        ("Sở Nội vụ", "trong tháng 01/2024"),
    ]


def test_a_label_may_state_the_roles_of_several_units() -> None:
    plan = plan_of(
        "III. NỘI DUNG\n\n1. Khám sức khỏe\n\n- Cơ quan thực hiện: Sở Y tế chủ trì, phối hợp với Sở Nội vụ, báo, đài.\n\n- Sản phẩm: Báo cáo của Sở Y tế."
    )
    assert who_does_what(plan) == [
        ("Sở Y tế", "chủ trì", "Khám sức khỏe"),
        ("Sở Nội vụ", "phối hợp", "Khám sức khỏe"),
        ("báo, đài", "phối hợp", "Khám sức khỏe"),
    ]
    assert {a.product.value for a in plan.assignments if a.product} == {"Báo cáo của Sở Y tế"}


def test_a_tables_product_column() -> None:
    plan = plan_of(
        "V. PHÂN CÔNG\n\nTT\tNhiệm vụ\tĐơn vị chủ trì\tSản phẩm\tThời gian\n1\tTập huấn\tSở Y tế\tBáo cáo\tHằng quý\n2\tRà soát\tSở Nội vụ\tTờ trình\tQuý I/2025"
    )
    assert [
        (a.product.value if a.product else "", a.deadline.recurring if a.deadline else None) for a in plan.assignments
    ] == [
        ("Báo cáo", True),
        ("Tờ trình", False),
    ]


def test_a_table_of_units_and_their_tasks() -> None:
    plan = plan_of("V. PHÂN CÔNG\n\nTT\tĐơn vị\tNhiệm vụ\n1\tSở Y tế\tTổ chức tập huấn\n2\tSở Nội vụ\tRà soát biên chế")
    assert [(unit, task) for unit, _, task in who_does_what(plan)] == [
        ("Sở Y tế", "Tổ chức tập huấn"),
        ("Sở Nội vụ", "Rà soát biên chế"),
    ]


def test_name_in_full_and_place_of_a_unit() -> None:
    plan = plan_of("V. TỔ CHỨC THỰC HIỆN\n\n1. Sở GD&ĐT\n\n- Tổ chức tập huấn.\n\n2. Bộ Y tế\n\n- Hướng dẫn thực hiện.")
    assert [(a.unit, a.unit_name, a.scope) for a in plan.assignments] == [
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo", "An Bình"),
        ("Bộ Y tế", "Bộ Y tế", ""),
    ]


@pytest.mark.parametrize(
    ("sentence", "unit", "role"),
    [
        ("UBND các xã được phân công chủ trì nhiệm vụ có trách nhiệm báo cáo.", "UBND các xã", "báo cáo"),
        ("Hội đồng thi đua họp xét, chọn tập thể tiêu biểu.", "Hội đồng thi đua", "thực hiện"),
        ("Chủ tịch UBND tỉnh quyết định khen thưởng tập thể.", "Chủ tịch UBND tỉnh", "thực hiện"),
        ("Trên cơ sở kết quả chấm điểm, giao Sở Nội vụ thành lập đoàn khảo sát.", "Sở Nội vụ", "thực hiện"),
        ("Chi trả trợ cấp: Sau khi mở tài khoản, UBND cấp xã rà soát danh sách.", "UBND cấp xã", "thực hiện"),
        ("Sở Tư pháp có trách nhiệm giúp Chủ tịch UBND tỉnh theo dõi Kế hoạch.", "Sở Tư pháp", "theo dõi, giám sát"),
        ("Ban Chỉ đạo bầu cử của tỉnh: Không quá 05 cá nhân.", None, None),
    ],
)
def test_doers_outside_the_organisation_part(sentence: str, unit: str | None, role: str | None) -> None:
    found = who_does_what(plan_of(f"III. NỘI DUNG\n\n1. Nội dung chung\n\n- {sentence}"))
    assert [(u, r) for u, r, _ in found] == ([(unit, role)] if unit else [])


def test_words_that_announce_the_parts_of_a_task_are_no_part_of_it() -> None:
    task = "Chỉ đạo các ngân hàng thương mại mở tài khoản cho người hưởng trợ cấp trên địa bàn tỉnh"
    plan = plan_of(f"V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\na) {task}, cụ thể như sau:\n\n- Cử chuyên viên hỗ trợ.")
    assert [t for _, _, t in who_does_what(plan)] == [task, "Cử chuyên viên hỗ trợ."]


def test_a_time_that_opens_the_sentence_is_the_tasks() -> None:
    plan = plan_of("V. TỔ CHỨC THỰC HIỆN\n\n1. Hằng năm, trước ngày 25 tháng 12, các cơ quan báo cáo tiến độ.")
    assert [a.deadline.text for a in plan.assignments if a.deadline] == ["Hằng năm, trước ngày 25 tháng 12"]


def test_duties_whose_holder_cannot_be_read_are_not_those_of_the_unit_further_up() -> None:
    plan = plan_of(
        "I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Tài chính\n\n1.1. Nhiệm vụ chung\n\n- Tham mưu bố trí kinh phí.\n\n"
        "1.2. Trách nhiệm của đối tượng thực hiện kiểm kê:\n\n- Chuẩn bị hồ sơ kiểm kê."
    )
    assert [(unit, task) for unit, _, task in who_does_what(plan)] == [("Sở Tài chính", "Tham mưu bố trí kinh phí.")]


ANYWHERE = "II. NHIỆM VỤ\n\n1. Về thủ tục\n\n"


def test_a_named_body_has_its_task_in_every_part_but_those_that_tell_of_the_past() -> None:
    assert who_does_what(plan_of(ANYWHERE + "a) Kho bạc Nhà nước kiểm soát chi trong 01 ngày.")) == [
        ("Kho bạc Nhà nước", "thực hiện", "kiểm soát chi trong 01 ngày.")
    ]
    assert who_does_what(plan_of("I. TÌNH HÌNH\n\n1. Sở Xây dựng công bố giá chậm.")) == []


def test_roles_without_a_task_are_about_the_heading_above() -> None:
    plan = plan_of(
        "IV. CHƯƠNG TRÌNH\n\n1. Hành quân xanh\n\na) Nội dung: Giúp dân.\n\nb) Tỉnh đoàn chủ trì; Công an tỉnh phối hợp."
    )
    assert who_does_what(plan) == [
        ("Tỉnh đoàn", "chủ trì", "Hành quân xanh"),
        ("Công an tỉnh", "phối hợp", "Hành quân xanh"),
    ]


def test_a_task_may_name_its_unit_behind_it() -> None:
    plan = plan_of(
        ANYWHERE + "a) Tổ chức Ngày hội đổi rác lấy quà hằng năm do Hội Phụ nữ tỉnh phối hợp với Tỉnh đoàn thực hiện."
    )
    assert [(unit, role) for unit, role, _ in who_does_what(plan)] == [
        ("Hội Phụ nữ tỉnh", "chủ trì"),
        ("Tỉnh đoàn", "phối hợp"),
    ]


def test_a_clause_of_another_unit_in_a_units_line_is_that_units_too() -> None:
    plan = plan_of(
        "V. TỔ CHỨC THỰC HIỆN\n\n1. Mặt trận Tổ quốc xã: giám sát việc cứu trợ; Hội Phụ nữ xã phụ trách bếp ăn."
    )
    assert ("Hội Phụ nữ xã", "thực hiện", "phụ trách bếp ăn.") in who_does_what(plan)


@pytest.mark.parametrize(
    ("body", "units"),
    [
        ("1. Công an tỉnh\n\nGiao Phòng Cảnh sát môi trường xử lý vi phạm.", ["Công an tỉnh", "Phòng Cảnh sát môi trường"]),
        ("1. Trung tâm Khuyến nông\n\nGiao Trung tâm tổ chức các lớp tập huấn.", ["Trung tâm Khuyến nông"]),
        ("1. Cấp huyện và đoàn trực thuộc\n\nBan hành kế hoạch trước ngày 15/5/2019.", ["Cấp huyện và đoàn trực thuộc"]),
        ("1. Khoa Nội tổng hợp\n\nChủ trì chăm sóc người bệnh.", ["Khoa Nội tổng hợp"]),
        ("1. Trung tâm Hỗ trợ, phát triển thanh niên vận động nguồn lực.", ["Trung tâm Hỗ trợ, phát triển thanh niên"]),
    ],
)  # fmt: skip
def test_whose_task_it_is_under_a_heading(body: str, units: list[str]) -> None:
    plan = plan_of(f"V. TỔ CHỨC THỰC HIỆN\n\n{body}")
    assert sorted(unit for unit, _, _ in who_does_what(plan)) == units


def test_the_name_of_a_steering_board_states_no_role() -> None:
    assert role_of("Là cơ quan thường trực Ban Chỉ đạo").value == "thực hiện"


def test_a_cell_under_the_lead_names_whom_it_means_whatever_its_kind() -> None:
    plan = plan_of(
        "III. PHÂN CÔNG\n\nTT\tNội dung\tChủ trì\tPhối hợp\n1\tLắp đường truyền\tPhòng Kinh tế\tVNPT khu vực\n2\tTrồng rừng\tHạt Kiểm lâm\tThường xuyên"
    )
    assert who_does_what(plan) == [
        ("Phòng Kinh tế", "chủ trì", "Lắp đường truyền"),
        ("VNPT khu vực", "phối hợp", "Lắp đường truyền"),
        ("Hạt Kiểm lâm", "chủ trì", "Trồng rừng"),
    ]
