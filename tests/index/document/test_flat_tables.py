import pytest

from index.document.cleaning import clean
from index.document.flat_tables import read_flat_table
from tests.index.plans import plan_of, who_does_what

TASKS = [
    "STT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian",
    "1", "Sửa chữa đường liên thôn", "Phòng Kinh tế", "Các thôn", "Quý II/2026",
    "2", "Lắp đặt loa", "Phòng Văn hóa - Xã hội", "Công an xã", "Tháng 6/2026",
    "3", "Diễn tập", "Ban Chỉ huy Quân sự xã", "Trạm Y tế", "Tháng 7/2026",
]  # fmt: skip


@pytest.mark.parametrize("joint", ["\n", "\n\n"])
def test_a_task_table_with_a_cell_a_line_or_a_paragraph_is_read_row_by_row(joint: str) -> None:
    plan = plan_of("III. PHÂN CÔNG NHIỆM VỤ\n\n" + joint.join(TASKS))
    found = who_does_what(plan)
    assert found[0] == ("Phòng Kinh tế", "chủ trì", "Sửa chữa đường liên thôn")
    assert found[-1] == ("Trạm Y tế", "phối hợp", "Diễn tập")
    assert [a.deadline.text for a in plan.assignments if a.deadline][::2] == [
        "Quý II/2026",
        "Tháng 6/2026",
        "Tháng 7/2026",
    ]


def test_a_row_that_lost_a_cell_ends_where_the_next_number_is_due() -> None:
    lines = [*TASKS[:8], *TASKS[9:]]
    rows, after = read_flat_table(lines, 0) or ([], 0)
    assert [len(row) for row in rows] == [5, 4, 5, 5]
    assert after == len(lines)


def test_groups_between_rows_are_rows_of_their_own() -> None:
    lines = [*TASKS[:5], "I", "Hạ tầng", *TASKS[5:15], "II", "Quốc phòng", *TASKS[15:]]
    rows, _ = read_flat_table(lines, 0) or ([], 0)
    assert ["I", "Hạ tầng"] in rows and ["II", "Quốc phòng"] in rows


def test_names_and_figures_without_numbers_are_a_table_too() -> None:
    body = "II. CHỈ TIÊU\n\nChỉ tiêu\nNăm 2024\nNăm 2025\nTỷ lệ bao phủ bảo hiểm y tế (%)\n94,1\n95,2\nTỷ lệ chậm đóng (%)\n2,1\n1,9"
    found = [(i.name, i.unit, [(v.column, v.text) for v in i.values]) for i in plan_of(body).indicators]
    assert found == [
        ("Tỷ lệ bao phủ bảo hiểm y tế (%)", "%", [("Năm 2024", "94,1"), ("Năm 2025", "95,2")]),
        ("Tỷ lệ chậm đóng (%)", "%", [("Năm 2024", "2,1"), ("Năm 2025", "1,9")]),
    ]


def test_rows_with_pipes_only_between_cells_are_a_table() -> None:
    rows = "Tháng | Nội dung | Người phụ trách\n01/2025 | Khảo sát | Tổ trưởng chuyên môn\n02/2025 | Thi thử | Giáo viên chủ nhiệm"
    assert clean(rows).split("\n")[1] == "01/2025\tKhảo sát\tTổ trưởng chuyên môn"


@pytest.mark.parametrize(
    "lines",
    [
        ["I. MỤC TIÊU", "1. Mục tiêu chung", "Nâng cao năng lực.", "2. Mục tiêu cụ thể", "Đạt 95%.", "3. Yêu cầu"],
        ["TT", "Nội dung chưa có dòng nào"],
        ["- Sở Y tế;", "- Sở Tài chính;", "- Lưu: VT.", "CHỦ TỊCH", "Trần Văn Minh", "An Bình"],
    ],
)  # fmt: skip
def test_lists_headings_and_a_signature_are_no_table(lines: list[str]) -> None:
    assert read_flat_table(lines, 0) is None


def test_a_block_that_opens_with_headers_of_work_is_a_table_without_numbers_and_figures() -> None:
    body = "III. TIẾN ĐỘ\n\nNội dung\nĐơn vị thực hiện\nHoàn thành\nThả phao\nSở Giao thông\nNgày 20/12/2023\nDiễn tập\nSở Y tế\nTháng 5/2024"
    assert who_does_what(plan_of(body)) == [
        ("Sở Giao thông", "chủ trì", "Thả phao"),
        ("Sở Y tế", "chủ trì", "Diễn tập"),
    ]
