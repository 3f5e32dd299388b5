import pytest

from index.layout import lines_of
from index.tables import read_tables
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
