import pytest

from index.document.layout import (
    DATE_LINE,
    find_signature,
    is_letterhead_line,
    is_person_name,
    is_recipients_line,
    is_signature_line,
    is_title_of_office,
    is_type_line,
    lines_of,
    opens_attachment,
)


def test_lines_know_their_offsets() -> None:
    text = "KẾ HOẠCH\n\nI. MỤC ĐÍCH"
    assert [text[line.start : line.end] for line in lines_of(text)] == ["KẾ HOẠCH", "", "I. MỤC ĐÍCH"]


@pytest.mark.parametrize("line", ["KẾ HOẠCH", "KẾ HOẠCH:", "QUYẾT ĐỊNH:"])
def test_a_documents_kind_alone_is_a_type_line(line: str) -> None:
    assert is_type_line(line)


@pytest.mark.parametrize("line", ["KẾ HOẠCH NĂM 2024", "Kế hoạch này"])
def test_other_lines_are_none(line: str) -> None:
    assert not is_type_line(line)


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("Lâm Đồng, ngày 18 tháng 01 năm 2024", "Lâm Đồng", "18"),
        ("Bắc Giang, ngày tháng năm 2024", "Bắc Giang", None),
        ("Hà Nội, ngày … tháng … năm 2024", "Hà Nội", None),
    ],
)
def test_place_and_date(line: str, place: str, day: str | None) -> None:
    match = DATE_LINE.fullmatch(line)
    assert match is not None
    assert (match["place"], match["day"]) == (place, day)


@pytest.mark.parametrize(
    "line", ["KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", "Q. GIÁM ĐỐC", "T/M BAN THƯỜNG VỤ"]
)
def test_lines_above_a_signature(line: str) -> None:
    assert is_signature_line(line)


@pytest.mark.parametrize("line", ["Phó Chủ tịch phụ trách khối văn xã", "GIÁM ĐỐC ĐIỀU HÀNH DỰ ÁN", "Chủ tịch"])
def test_titles_in_text_are_no_signature(line: str) -> None:
    assert not is_signature_line(line)


def test_title_of_office_on_behalf_of_another() -> None:
    assert is_title_of_office("KT. CHỦ TỊCH")
    assert not is_title_of_office("KT. ỦY BAN")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Trần Văn Minh", True),
        ("Phạm S", True),
        ("TRẦN VĂN MINH", False),
        ("Trần Văn Minh đã ký", False),
        ("Minh", False),
    ],
)
def test_person_name(line: str, name: bool) -> None:
    assert is_person_name(line) is name


@pytest.mark.parametrize(
    ("line", "opens"),
    [("Nơi nhận:", True), ("Nơi nhận", True), ("Nơi nhận hồ sơ là bộ phận một cửa của xã, phường", False)],
)
def test_recipients(line: str, opens: bool) -> None:
    assert is_recipients_line(line) is opens


@pytest.mark.parametrize(
    "line", ["PHỤ LỤC I", "Biểu số 01", "(Kèm theo Kế hoạch số 1/KH-UBND)", "KẾ HOẠCH", "TT\tChỉ tiêu\tĐơn vị\tNăm"]
)
def test_what_opens_an_attachment(line: str) -> None:
    assert opens_attachment(line)


def test_letterhead_names_a_body_in_capitals() -> None:
    assert is_letterhead_line("ỦY BAN NHÂN DÂN TỈNH AN BÌNH")
    assert not is_letterhead_line("Ủy ban nhân dân tỉnh An Bình")


def test_signature_is_the_first_name_under_a_title_before_the_next_document() -> None:
    lines = ["Nơi nhận:", "- Lưu: VT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Minh", "PHỤ LỤC"]
    assert find_signature(lines, 0) == 4
    assert find_signature([*lines[:4], "PHỤ LỤC", "Trần Văn Minh"], 0) is None
