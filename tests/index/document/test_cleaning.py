import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document.cleaning import clean
from index.ingest import plan_files, shipped_plans
from tests.index.plans import document

LINES = [
    "KẾ HOẠCH", "I. MỤC ĐÍCH", "II. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế", "- Chủ trì, phối hợp với các sở", "a) Triển khai", "đến năm 2030 đạt", "2026 - 2030",
    "|", "| a | b |", "| --- | --- |", "a\tb\tc", "\t- Phối hợp", "**Nơi nhận:**", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Minh", "PHỤ LỤC I", "DANH MỤC", "--------",
    "ĐĂNG NHẬP", "Số: /KH-UBND", "An Bình, ngày tháng năm 2024", "<i>ghi chú</i>", "$\\geq 95$", "", "", "của tỉnh;", "* Nội dung", "./.", "[1] Chú thích", "# Tiêu đề", "o việc",
]  # fmt: skip


def lines(text: str) -> list[str]:
    return clean(text).split("\n")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Tỷ lệ $\\geq 11,5$ và $< 6$", "Tỷ lệ ≥ 11,5 và < 6"),
        ("<i>Thời gian</i>: <b>2024</b>", "Thời gian: 2024"),
        ("[bookmark: _Toc1]Mục đích", "Mục đích"),
        ("**1. Sở Y tế**", "1. Sở Y tế"),
        ("\\- Chủ trì", "- Chủ trì"),
        ("## Mục đích", "Mục đích"),
        ("Mục đích\n-----------\nYêu cầu", "Mục đích\nYêu cầu"),
        ("Ghi chú (*)", "Ghi chú (*)"),
        ("* Tập thể", "• Tập thể"),
        ("Sở  Y\u00a0tế", "Sở Y tế"),
    ],
)
def test_markup_goes_and_words_stay(raw: str, text: str) -> None:
    assert clean(raw) == text


WRAPPED = """1. Tiếp tục quán triệt, tuyên truyền sâu rộng đến toàn thể cán bộ
và nhân dân về vai trò của y tế cơ sở, bảo đảm mọi người dân
được chăm sóc sức khỏe ban đầu trong giai đoạn 2026
- 2030 trên địa bàn toàn tỉnh.
2. Nâng cao năng lực"""


def test_wrapped_lines_are_joined_though_one_begins_with_a_dash_and_a_year() -> None:
    joined, second = lines(WRAPPED)
    assert joined.endswith("giai đoạn 2026 - 2030 trên địa bàn toàn tỉnh.")
    assert second == "2. Nâng cao năng lực"


def test_a_lettered_item_stays_on_its_own_line_in_wrapped_text() -> None:
    text = WRAPPED + ", hiệu quả hoạt động hợp tác quốc tế và truyền thông\na) Hợp tác quốc tế\nb) Truyền thông"
    assert lines(text)[-2:] == ["a) Hợp tác quốc tế", "b) Truyền thông"]


def test_a_cited_letter_at_a_lines_start_is_no_item() -> None:
    text = WRAPPED + ", hiệu quả hoạt động theo đúng quy định tại điểm\na) khoản 1 Điều này"
    assert lines(text)[-1].endswith("tại điểm a) khoản 1 Điều này")


def test_a_sentence_cut_by_a_page_break_is_joined() -> None:
    assert lines("Các đơn vị tiếp tục thực hiện nghiêm các\n\nquy định về chăm sóc sức khỏe.") == [
        "Các đơn vị tiếp tục thực hiện nghiêm các quy định về chăm sóc sức khỏe."
    ]


def test_a_heading_in_capitals_is_not_joined_to_its_paragraph() -> None:
    text = f"{WRAPPED} cho cán bộ y tế cơ sở trên địa bàn\ntoàn tỉnh.\nIII. KINH PHÍ\nNgân sách nhà nước bảo đảm kinh phí cho các nhiệm vụ của\nkế hoạch này."
    assert "III. KINH PHÍ" in lines(text)


def test_a_heading_whose_second_line_names_a_kind_of_document_stays_one() -> None:
    assert "VII. CHẾ ĐỘ BÁO CÁO" in lines("VII. CHẾ ĐỘ\nBÁO CÁO\n\nCác đơn vị gửi báo cáo trước ngày 15/11.")


def test_an_annexs_title_stays_below_its_sign() -> None:
    assert "PHỤ LỤC I\nBẢNG PHÂN CÔNG" in clean(f"{WRAPPED}\n\nPHỤ LỤC I\nBẢNG PHÂN CÔNG\n\nnội dung")


def test_markdown_table_becomes_tab_rows() -> None:
    assert lines("| TT | Chỉ tiêu | 2024 |\n| --- | --- | --- |\n| 1 | Số bác sỹ | 12,5 |") == [
        "TT\tChỉ tiêu\t2024",
        "1\tSố bác sỹ\t12,5",
    ]


CELLS = "|\nTT\n|\nNhiệm vụ\n|\nChủ trì\n|\n|\n1\n|\nKhám sức\nkhỏe\n|\nSở Y tế\n|\n"


def test_a_table_with_one_cell_a_line_becomes_tab_rows() -> None:
    assert lines(CELLS) == ["TT\tNhiệm vụ\tChủ trì", "1\tKhám sức khỏe\tSở Y tế"]


def test_an_annex_between_two_such_tables_is_no_cell() -> None:
    text = clean(f"|\nNơi nhận:\n- Bộ Y tế;\n|\nKT. CHỦ TỊCH\n|\nPHỤ LỤC I\nBẢNG PHÂN CÔNG\n{CELLS}")
    assert "\nPHỤ LỤC I\nBẢNG PHÂN CÔNG\nTT\tNhiệm vụ\tChủ trì\n" in text


def test_a_letterhead_in_a_web_pages_table_is_read_as_lines() -> None:
    head = "|\nTình trạng:\n|\nĐã biết\n|\nTóm tắt văn bản\n|\nTHỦ TƯỚNG CHÍNH PHỦ\n|\n|\nSố: 25/QĐ-TTg\n|\nHà Nội, ngày 19 tháng 11 năm 2025\n|\nQUYẾT ĐỊNH\n\nPHÊ DUYỆT KẾ HOẠCH"
    assert lines(head)[:2] == ["Số: 25/QĐ-TTg", "Hà Nội, ngày 19 tháng 11 năm 2025"]


@pytest.mark.parametrize(
    "furniture",
    [
        "Bạn Chưa Đăng Nhập Thành Viên!",
        "DMCA.com Protection Status",
        "IP: 10.0.0.1",
        "Từ khoá: y tế",
        "Hãy để chúng tôi hỗ trợ bạn",
    ],
)
def test_web_furniture_around_a_document_goes(furniture: str) -> None:
    text = clean(f"{furniture}\n\n{document('I. MỤC ĐÍCH')}\n{furniture}\n")
    assert furniture not in text
    assert text.endswith("Trần Văn Minh")


def test_cleaning_the_shipped_plans_twice_changes_nothing() -> None:
    for path in plan_files([shipped_plans()]):
        once = clean(path.read_text(encoding="utf-8"))
        assert clean(once) == once, path.name


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_cleaning_its_own_result_changes_nothing(mixture: list[str]) -> None:
    once = clean("\n".join(mixture))
    assert clean(once) == once


def test_a_kind_before_its_title_in_capitals_gets_its_own_line() -> None:
    text = document("I. MỤC ĐÍCH").replace(
        "KẾ HOẠCH\n\nCủng cố y tế cơ sở năm 2024", "KẾ HOẠCH CẢI TIẾN CHẤT LƯỢNG NĂM 2025"
    )
    lines = clean(text).split("\n")
    assert "CẢI TIẾN CHẤT LƯỢNG NĂM 2025" in lines
    assert lines[lines.index("CẢI TIẾN CHẤT LƯỢNG NĂM 2025") - 1] == "KẾ HOẠCH"


def test_a_break_in_a_table_cell_keeps_two_names_apart() -> None:
    table = "| STT | Nhiệm vụ | Chủ trì |\n|---|---|---|\n| 1 | Rà soát | Sở Tư pháp<br>Sở Nội vụ |"
    assert "Sở Tư pháp; Sở Nội vụ" in clean(document(f"I. NHIỆM VỤ\n\n{table}"))
    assert clean("Dòng một<br>Dòng hai") == "Dòng một\nDòng hai"


def test_a_signers_name_alone_beside_the_recipients_stands_below_the_title() -> None:
    text = document("I. MỤC ĐÍCH").split("Nơi nhận:")[0]
    cleaned = clean(f"{text}Nơi nhận:\tHIỆU TRƯỞNG\n- Sở Y tế;\t(Đã ký)\n- Lưu: VT.\t\n\tThS. Trần Quang Huy")
    assert cleaned.endswith("- Lưu: VT.\nHIỆU TRƯỞNG\n(Đã ký)\nThS. Trần Quang Huy")
