from datetime import date

import pytest

from index.document.references import find_references, make_date, plain_number


@pytest.mark.parametrize(
    ("text", "kind", "number", "issued_on", "issuer"),
    [
        (
            "Quyết định số 281/QĐ-TTg ngày 05/4/2024 của Thủ tướng Chính phủ về y tế",
            "Quyết định",
            "281/QĐ-TTg",
            date(2024, 4, 5),
            "Thủ tướng Chính phủ",
        ),
        (
            "Kế hoạch số 101-KH/TU ngày 13 tháng 12 năm 2023 của Tỉnh ủy",
            "Kế hoạch",
            "101-KH/TU",
            date(2023, 12, 13),
            "Tỉnh ủy",
        ),
        ("Chỉ thị số 25- CT/TW, ngày 25/10/2023", "Chỉ thị", "25-CT/TW", date(2023, 10, 25), ""),
        (
            "Nghị quyết số 03/NQ-CP ngày 09/01/2025 của Chính phủ Ban hành chương trình",
            "Nghị quyết",
            "03/NQ-CP",
            date(2025, 1, 9),
            "Chính phủ",
        ),
        (
            "Nghị định số 131/2025/NĐ-CP của Chính phủ Quy định phân cấp",
            "Nghị định",
            "131/2025/NĐ-CP",
            None,
            "Chính phủ",
        ),
        ("Luật Dữ liệu số 60/2024/QH15", "Luật Dữ liệu", "60/2024/QH15", None, ""),
        ("theo 1750/KH-SYT", "Kế hoạch", "1750/KH-SYT", None, ""),
        ("Luật Quy hoạch ngày 24 tháng 11 năm 2017", "Luật Quy hoạch", "", date(2017, 11, 24), ""),
    ],
)
def test_a_named_document_is_read(text: str, kind: str, number: str, issued_on: date | None, issuer: str) -> None:
    (found,) = find_references(text)
    assert (found.kind, found.number, found.issued_on, found.issuer) == (kind, number, issued_on, issuer)


def test_each_of_several_documents_is_read_where_it_stands() -> None:
    text = "Căn cứ Quyết định số 1/QĐ-TTg và Kế hoạch số 2/KH-UBND của Ủy ban nhân dân tỉnh;"
    found = list(find_references(text))
    assert [reference.number for reference in found] == ["1/QĐ-TTg", "2/KH-UBND"]
    assert all(reference.number in text[reference.start : reference.end] for reference in found)


@pytest.mark.parametrize(
    "text", ["tỷ lệ 15/100 trẻ", "giai đoạn 2021-2025", "Quyết định này có hiệu lực", "ngày 05/4/2024"]
)
def test_other_numbers_name_no_document(text: str) -> None:
    assert list(find_references(text)) == []


def test_a_list_of_laws_is_not_one_law() -> None:
    found = list(find_references("Luật Đầu tư, Luật Đầu tư công và Luật Đấu thầu ngày 29 tháng 11 năm 2024"))
    assert [reference.kind for reference in found] == ["Luật Đấu thầu"]


def test_plain_number_and_date() -> None:
    assert plain_number("71/NQ -CP") == "71/NQ-CP"
    assert make_date("2024", "2", "30") is None
    assert make_date("2024", None, "3") is None


def test_a_party_circular_is_no_ministry_circular() -> None:
    found = next(find_references("Thực hiện Thông tri số 02-TT/TU ngày 03/10/2025 của Tỉnh ủy về bầu cử"))
    assert (found.kind, found.number, found.issuer) == ("Thông tri", "02-TT/TU", "Tỉnh ủy")


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Luật Phòng, chống thiên tai số 33/2013/QH13", "Luật Phòng, chống thiên tai", "33/2013/QH13"),
        ("Luật sửa đổi, bổ sung một số điều của Luật Đê điều và Luật Phòng, chống thiên tai số 60/2020/QH14", "Luật sửa đổi, bổ sung một số điều của Luật Đê điều và Luật Phòng, chống thiên tai", "60/2020/QH14"),
        ("Luật sửa đổi, bổ sung một số điều của Luật Bảo hiểm y tế ngày 13/6/2014", "Luật sửa đổi, bổ sung một số điều của Luật Bảo hiểm y tế", ""),
        ("Luật Trẻ em, Nghị định số 56/2017/NĐ-CP", "Nghị định", "56/2017/NĐ-CP"),
    ],
)  # fmt: skip
def test_a_laws_name_holds_commas_and_other_laws_but_no_other_document(text: str, kind: str, number: str) -> None:
    assert [(r.kind, r.number) for r in find_references(text)] == [(kind, number)]
