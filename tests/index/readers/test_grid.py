import pytest

from index.errors import UnreadableFile
from index.readers.grid import MAX_CELLS, Cell, block_lines, grid_lines, side_by_side


def row(*texts: str) -> list[Cell]:
    return [Cell((text,)) for text in texts]


def test_a_data_table_is_tab_rows_between_blank_lines() -> None:
    rows = [row("TT", "Chỉ tiêu", "2024"), [Cell(("1",)), Cell(("Tỷ lệ", "bao\tphủ\nBHYT")), Cell(("95%",))]]
    assert grid_lines(rows) == ["", "TT\tChỉ tiêu\t2024", "1\tTỷ lệ bao phủ BHYT\t95%", ""]


def test_vertically_merged_text_is_in_every_row_and_horizontally_merged_text_once() -> None:
    rows = [
        [Cell(("TT",), rowspan=2), Cell(("Chỉ tiêu",), rowspan=2), Cell(("Năm",), colspan=2)],
        row("2024", "2025"),
        row("1", "Giường bệnh", "30", "32"),
    ]
    assert grid_lines(rows)[1:-1] == ["TT\tChỉ tiêu\tNăm\t", "TT\tChỉ tiêu\t2024\t2025", "1\tGiường bệnh\t30\t32"]


def test_rows_are_of_equal_length_and_empty_rows_and_columns_are_left_out() -> None:
    rows = [row("a", "", "b", "c"), row("", "", "", ""), row("1", "", "2")]
    assert grid_lines(rows) == ["", "a\tb\tc", "1\t2\t", ""]


@pytest.mark.parametrize(
    "rows",
    [
        [row("UBND TỈNH HÀ TĨNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), row("Số: 1/KH-UBND", "Hà Tĩnh, ngày 1 tháng 2 năm 2024")],
        [row("Nơi nhận:\n- Như trên;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")],
        [row("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"), row("- Như trên", "CHỦ TỊCH"), row("", "Nguyễn Văn A")],
        [row("Một cột"), row("hai hàng")],
        [row("Bên trái", "bên phải")],
    ],
)  # fmt: skip
def test_layout_tables_are_lines_of_their_own(rows: list[list[Cell]]) -> None:
    lines = grid_lines(rows)
    assert not any("\t" in line or "\n" in line for line in lines)
    assert lines[0] == lines[-1] == ""
    assert [line for line in lines if line] == [
        line for r in rows for cell in r for line in str(cell.paragraphs[0]).split("\n") if line
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [row("Tổng số", "120")],
        [row("1", "Quốc hiệu"), row("7", "Nơi nhận")],
        [row("Văn bản", "Ngày"), row("Số: 12/KH-UBND", "01/02/2024")],
        [row("TT", "Chỉ tiêu", "Đơn vị")],
    ],
)
def test_data_tables_that_look_like_layout_stay_rows(rows: list[list[Cell]]) -> None:
    assert all("\t" in line for line in grid_lines(rows)[1:-1])


def test_a_pages_frame_is_layout() -> None:
    assert "\t" not in "".join(grid_lines([[Cell(("Thực đơn",)), Cell(("Nội dung. " * 500,)), Cell(("Tin",))]]))


def test_a_nested_table_is_text_in_a_data_cell_and_a_table_in_a_layout_cell() -> None:
    nested = (tuple(row("2024", "10")), tuple(row("2025", "20")), tuple(row("a", "b", "c")))
    assert (
        grid_lines([row("TT", "Kết quả"), [Cell(("1",)), Cell(("Gồm", nested))]])[2]
        == "1\tGồm 2024: 10; 2025: 20; a b c"
    )
    layout = grid_lines([[Cell(("Trên", nested, "Dưới"))]])
    assert layout == ["", "Trên", "", "2024\t10\t", "2025\t20\t", "a\tb\tc", "", "Dưới", ""]


def test_spans_are_clipped() -> None:
    rows = [[Cell(("Nhóm",), rowspan=10**9), Cell(("x",), colspan=10**9)], row("y"), row("z")]
    assert grid_lines(rows)[1:-1] == ["Nhóm\tx", "Nhóm\ty", "Nhóm\tz"]


@pytest.mark.parametrize(
    "rows",
    [
        [[Cell(("x",), colspan=500)]] * (MAX_CELLS // 500 + 1),
        [[Cell(("x" * 1_000_000,), rowspan=30)], *([row("y")] * 29)],
    ],
)
def test_what_grows_without_bounds_is_refused_by_name(rows: list[list[Cell]]) -> None:
    with pytest.raises(UnreadableFile, match=r"to\.html"):
        grid_lines(rows, "to.html")


def test_blocks_have_no_two_blank_lines_together() -> None:
    table = (tuple(row("TT", "Tên", "Số")), tuple(row("1", "a", "2")))
    assert block_lines(["", "Một", "", "", table, "", "Hai\nBa"], "") == ["Một", "", "TT\tTên\tSố", "1\ta\t2", "", "Hai", "Ba"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("SỞ Y TẾ\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ["SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
        ("Số: 1/KH-SYT\tHà Tĩnh, ngày 1 tháng 2 năm 2024", ["Số: 1/KH-SYT", "Hà Tĩnh, ngày 1 tháng 2 năm 2024"]),
        ("Nơi nhận:          GIÁM ĐỐC", ["Nơi nhận:", "GIÁM ĐỐC"]),
        ("1.\tMục tiêu", ["1.\tMục tiêu"]),
    ],
)
def test_letterheads_set_apart_by_tabs_are_split(text: str, lines: list[str]) -> None:
    assert side_by_side(text).split("\n") == lines
