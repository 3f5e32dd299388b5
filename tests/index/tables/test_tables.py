import pytest

from index.document.layout import lines_of
from index.tables.tables import Table, read_tables
from tests.index.plans import plan_of

INDICATORS = """I. MỤC TIÊU

1. Các chỉ tiêu cơ bản

TT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2023\tKế hoạch năm 2024
I\tChỉ tiêu đầu vào
1\tSố bác sỹ/10.000 dân\tBác sỹ\t12,2\t≥ 12,5
2\tTỷ lệ trạm y tế có bác sỹ\t%\t-\t100
Chỉ tiêu đầu ra
TT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2023\tKế hoạch năm 2024
3\tTuổi thọ\tTuổi\t74\t
4\tGhi chú
"""


def test_an_indicator_has_name_unit_group_and_its_values_by_column() -> None:
    plan = plan_of(INDICATORS)
    found = [i for i in plan.indicators if i.from_table]
    assert [(i.group, i.name, i.unit, [(v.column, v.text) for v in i.values]) for i in found] == [
        (
            "Chỉ tiêu đầu vào",
            "Số bác sỹ/10.000 dân",
            "Bác sỹ",
            [("Thực hiện năm 2023", "12,2"), ("Kế hoạch năm 2024", "≥ 12,5")],
        ),
        ("Chỉ tiêu đầu vào", "Tỷ lệ trạm y tế có bác sỹ", "%", [("Kế hoạch năm 2024", "100")]),
        ("Chỉ tiêu đầu ra", "Tuổi thọ", "Tuổi", [("Thực hiện năm 2023", "74")]),
    ]
    assert {i.address for i in found} == {"Mục I, khoản 1"}


def test_values_are_the_plans_own_words() -> None:
    plan = plan_of(INDICATORS)
    values = [value for indicator in plan.indicators for value in indicator.values]
    assert values
    assert all(plan.text[value.start : value.end] == value.text for value in values)


def test_a_task_table_holds_no_indicators() -> None:
    plan = plan_of(
        "I. PHÂN CÔNG\n\nTT\tChỉ tiêu\tChủ trì\n1\tKinh tế số chiếm 45%\tSở Tài chính\n2\tPhủ sóng 5G\tSở Y tế"
    )
    assert [i for i in plan.indicators if i.from_table] == []
    assert [a.unit for a in plan.assignments] == ["Sở Tài chính", "Sở Y tế"]


def test_a_row_pushed_one_cell_to_the_right_is_put_back() -> None:
    plan = plan_of("I. PHÂN CÔNG\n\nTT\tNhiệm vụ\tChủ trì\n\t1\tKhám sức khỏe\tSở Y tế\n2\tTập huấn\tSở Nội vụ")
    assert [a.unit for a in plan.assignments] == ["Sở Y tế", "Sở Nội vụ"]


@pytest.mark.parametrize("text", ["a\tb", "a\tb\nđoạn văn", "không có bảng"])
def test_a_single_row_is_no_table(text: str) -> None:
    assert read_tables(lines_of(text), []) == []


def test_two_tables_with_a_paragraph_between_them_stay_two() -> None:
    text = "a\tb\n1\t2\nĐây là một đoạn văn kết thúc bằng dấu chấm.\nc\td\n3\t4"
    assert [table.header for table in read_tables(lines_of(text), [])] == [("a", "b"), ("c", "d")]


def table_of(*rows: str) -> Table:
    """The one table of these lines, cells between "|"."""
    (table,) = read_tables(lines_of("\n".join(row.replace("|", "\t") for row in rows)), [])
    return table


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        pytest.param(
            ("TT|Chỉ tiêu|Mục tiêu||", "TT|Chỉ tiêu|2024|2025|2030", "1|Số xã|1|2|3"),
            ("TT", "Chỉ tiêu", "Mục tiêu – 2024", "Mục tiêu – 2025", "Mục tiêu – 2030"),
            id="merged down: repeated; merged across: text in the first",
        ),
        pytest.param(
            ("TT|Chỉ tiêu|Mục tiêu||Ghi chú", "||2024|2025|", "1|Số xã|1|2|x"),
            ("TT", "Chỉ tiêu", "Mục tiêu – 2024", "Mục tiêu – 2025", "Ghi chú"),
            id="merged down: text in the upper alone",
        ),
        pytest.param(
            (
                "STT|Nội dung|ĐVT|Năm hiện hành 2025|Năm 2026|Năm 2027",
                "Kế hoạch|Ước thực hiện",
                "1|2|3|4|5|6|7",
                "1|Số xã|xã|1|2|3|4",
            ),
            (
                "STT",
                "Nội dung",
                "ĐVT",
                "Năm hiện hành 2025 – Kế hoạch",
                "Năm hiện hành 2025 – Ước thực hiện",
                "Năm 2026",
                "Năm 2027",
            ),
            id="merged cells lost: the one that looks unlike the others spans",
        ),
        pytest.param(
            ("BẢNG CHỈ TIÊU|||", "TT|Chỉ tiêu|2024|2025", "1|Số xã|1|2"),
            ("TT", "Chỉ tiêu", "2024", "2025"),
            id="a title merged across the first row",
        ),
        pytest.param(
            (
                "TT|Nội dung|Năm hiện hành 2025|Dự kiến 03 năm",
                "Dự toán|Ước thực hiện|Năm 2026|Năm 2027|Năm 2028",
                "1|Thuế|1|2|3|4|5",
            ),
            (
                "TT",
                "Nội dung",
                "Năm hiện hành 2025 – Dự toán",
                "Năm hiện hành 2025 – Ước thực hiện",
                "Dự kiến 03 năm – Năm 2026",
                "Dự kiến 03 năm – Năm 2027",
                "Dự kiến 03 năm – Năm 2028",
            ),
            id="two headers, one of them over years",
        ),
        pytest.param(
            ("TT|Chỉ tiêu|2024", "A|Nhóm|", "1|Số xã|1"), ("TT", "Chỉ tiêu", "2024"), id="a group is no header"
        ),
    ],
)
def test_header_rows_are_joined(rows: tuple[str, ...], header: tuple[str, ...]) -> None:
    assert table_of(*rows).header == header


def test_column_numbers_and_repeated_headers_are_no_rows() -> None:
    table = table_of("TT|Chỉ tiêu|2024", "(1)|(2)|(3)", "1|Số xã|4", "TT|Chỉ tiêu|2024", "(1)|(2)|(3)", "2|Số hộ|5")
    assert [row.name for row in table.rows] == ["Số xã", "Số hộ"]


def test_groups_nest() -> None:
    table = table_of(
        "TT|Chỉ tiêu|2024",
        "A|KINH TẾ|",
        "I|Nông nghiệp|",
        "1|Sản lượng|7",
        "|- Lúa|5",
        "|- Ngô|2",
        "II|Công nghiệp|",
        "2|Số dự án|3",
        "B|XÃ HỘI|",
        "3|Hộ nghèo|1",
    )
    assert [(row.name, row.groups) for row in table.rows] == [
        ("Sản lượng", ("KINH TẾ", "Nông nghiệp")),
        ("- Lúa", ("KINH TẾ", "Nông nghiệp", "Sản lượng")),
        ("- Ngô", ("KINH TẾ", "Nông nghiệp", "Sản lượng")),
        ("Số dự án", ("KINH TẾ", "Công nghiệp")),
        ("Hộ nghèo", ("XÃ HỘI",)),
    ]


def test_a_name_merged_down_a_column_is_inherited() -> None:
    table = table_of("Chỉ tiêu|Địa bàn|2024", "Số xã|Thành thị|4", "|Nông thôn|5")
    assert [row.name for row in table.rows] == ["Số xã", "Số xã"]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("1|Số xã đạt chuẩn|xã|4|5|Sở Y tế", ["1", "Số xã đạt chuẩn", "xã", "4", "5", "Sở Y tế"]),
        ("2|Tỷ lệ hộ nghèo|4|5|Sở Y tế", ["2", "Tỷ lệ hộ nghèo", "", "4", "5", "Sở Y tế"]),
        ("Tỷ lệ hộ nghèo|%|4|5|Sở Y tế", ["", "Tỷ lệ hộ nghèo", "%", "4", "5", "Sở Y tế"]),
        ("2|Tỷ lệ hộ nghèo|%|4|Sở Y tế", None),  # of which year is not said
        ("2|Tỷ lệ hộ nghèo|%|4|5|Sở Y tế||", ["2", "Tỷ lệ hộ nghèo", "%", "4", "5", "Sở Y tế"]),
    ],
)
def test_a_row_that_lost_cells_is_put_back_or_not_trusted(row: str, cells: list[str] | None) -> None:
    table = table_of("TT|Chỉ tiêu|ĐVT|Năm 2024|Năm 2025|Cơ quan chủ trì", "9|Số hộ dân|hộ|8|9|Sở Nội vụ", row)
    found = table.rows[-1]
    assert found.is_aligned is (cells is not None)
    if cells is not None:
        assert [cell.text for cell in found.cells] == cells


def test_a_row_cut_in_two_is_joined() -> None:
    table = table_of("TT|Chỉ tiêu|ĐVT|2024|2025|2026", "1|Chỉ số giá|%", "5,2|5,3", "2|Số xã|xã|1|2|3")
    assert [cell.text for cell in table.rows[0].cells] == ["1", "Chỉ số giá", "%", "", "5,2", "5,3"]


def test_a_table_without_a_header_goes_on_the_one_before() -> None:
    text = "TT\tChỉ tiêu\t2024\n1\tSố xã\t4\nTrang số 2, tiếp theo.\n2\tSố hộ\t5\n3\tSố thôn\t6"
    assert [table.header for table in read_tables(lines_of(text), [])] == [("TT", "Chỉ tiêu", "2024")] * 2


def test_another_header_opens_another_table() -> None:
    text = "TT\tChỉ tiêu\t2024\n1\tSố xã\t4\nTT\tDự án\tVốn\n1\tĐường\t5"
    assert [table.header[1] for table in read_tables(lines_of(text), [])] == ["Chỉ tiêu", "Dự án"]


def test_title_and_unit_stand_above() -> None:
    plan = plan_of(
        "I. MỤC TIÊU\n\nBảng 1. Thu, chi ngân sách\n\n(Đơn vị tính: triệu đồng)\n\nNội dung\t2024\t2025\nThu\t1.200\t1.300\nChi\t900\t-"
    )
    assert [(i.name, i.unit, i.table_title, len(i.values)) for i in plan.indicators] == [
        ("Thu", "triệu đồng", "Bảng 1. Thu, chi ngân sách", 2),
        ("Chi", "triệu đồng", "Bảng 1. Thu, chi ngân sách", 1),
    ]


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("TT\tChỉ tiêu\tNăm 2025\tCơ quan chủ trì\n1\tTỷ lệ hộ nghèo\t2\tSở Nội vụ\n2\tSố xã\t3\tSở Y tế", 2),
        ("TT\tTiêu chí thi đua\tĐiểm chuẩn\n1\tTỷ lệ mở tài khoản\t40\n2\tTỷ lệ nhận tiền\t20", 0),
        ("TT\tNhiệm vụ\tThời gian\tChủ trì\n1\tTập huấn\t2025\tSở Y tế\n2\tKhám\t2026\tSở Y tế", 0),
        ("TT\tHọ và tên\tChức vụ\n1\tNguyễn Văn An\tTrưởng ban\n2\tLê Văn Bình\tỦy viên", 0),
        ("TT\tXã, phường\tNăm 2024\tNăm 2025\n1\tTân An\t10\t12\n2\tTân Bình\t11\t13", 2),
    ],
)
def test_which_tables_hold_indicators(table: str, count: int) -> None:
    assert len([i for i in plan_of(f"I. NỘI DUNG\n\n{table}").indicators if i.from_table]) == count


def test_baselines_are_marked() -> None:
    plan = plan_of(INDICATORS)
    assert [v.is_baseline for i in plan.indicators[:1] for v in i.values] == [True, False]


def test_a_markdown_table_keeps_its_empty_cells() -> None:
    plan = plan_of(
        "I. MỤC TIÊU\n\n|TT|Chỉ tiêu|Giai đoạn 2021-2025||\n|---|---|---|---|\n|||Kế hoạch|Thực hiện|\n|1|Số xã|10|12|\n|2|Số hộ|5||"
    )
    assert [[(v.column, v.text) for v in i.values] for i in plan.indicators] == [
        [("Giai đoạn 2021-2025 – Kế hoạch", "10"), ("Giai đoạn 2021-2025 – Thực hiện", "12")],
        [("Giai đoạn 2021-2025 – Kế hoạch", "5")],
    ]


@pytest.mark.parametrize("name", ["Tổng thu (I+II+III)", "Thu thuế - phí", "Tỷ lệ nữ+nam"])
def test_a_sign_inside_a_name_stays(name: str) -> None:
    plan = plan_of(
        f"I. CHỈ TIÊU\n\nTT\tChỉ tiêu\tĐơn vị tính\tNăm 2026\n1\t{name}\tTriệu đồng\t11.405\n2\tSố xe\tXe\t7\n"
    )
    assert plan.indicators[0].name == name
    assert name in plan.text


def test_a_table_under_a_title_of_targets_holds_figures_for_each_place_and_its_total_stands_alone() -> None:
    plan = plan_of(
        "I. MỤC TIÊU\n\n1. Chỉ tiêu giao các xã (người)\n\nTT\tXã\tThẻ tăng mới\n1\tXã Hòa An\t310\n2\tXã Hòa Bắc\t405\n\tCộng\t715"
    )
    assert [(i.name, i.group, i.values[0].text) for i in plan.indicators] == [
        ("Xã Hòa An", "", "310"),
        ("Xã Hòa Bắc", "", "405"),
        ("Cộng", "", "715"),
    ]


def test_the_money_column_of_a_task_table_is_a_figure_of_the_task() -> None:
    plan = plan_of(
        "III. PHÂN CÔNG\n\nTT\tNội dung\tĐơn vị chủ trì\tKinh phí (triệu đồng)\n1\tSố hóa hồ sơ\tSở Nội vụ\t1.240\n2\tThuê đường truyền\tSở Y tế\t360"
    )
    assert [(i.name, i.unit, i.values[0].text) for i in plan.indicators] == [
        ("Số hóa hồ sơ", "triệu đồng", "1.240"),
        ("Thuê đường truyền", "triệu đồng", "360"),
    ]
