from datetime import date

import pytest

from index.document.capitals import ordinary_case
from index.parsing import parse_plan
from index.records import Metadata
from tests.index.plans import LETTERHEAD, SIGNATURE, document


def metadata(text: str) -> Metadata:
    return parse_plan(text, "a.txt").metadata


def test_a_complete_document_says_everything_of_itself() -> None:
    plan = parse_plan(document("I. MỤC ĐÍCH\n\n1. Mục đích"), "a.txt")
    found = plan.metadata
    assert found.kind == "Kế hoạch"
    assert found.title and found.title.value == "Củng cố y tế cơ sở năm 2024"
    assert found.number and found.number.value == "12/KH-UBND"
    assert found.issuer and found.issuer.value == "Ủy ban nhân dân tỉnh An Bình"
    assert (found.place, found.issued_on) == ("An Bình", date(2024, 3, 5))
    assert found.signer and found.signer.value == "Trần Văn Minh"
    assert found.signer_title and found.signer_title.value == "Phó Chủ tịch"
    assert found.on_behalf == ("TM. Ủy ban nhân dân", "KT. Chủ tịch")
    assert [fact.value for fact in found.recipients] == ["Bộ Y tế (để b/c)", "Lưu: VT, KGVX"]
    assert [(base.kind, base.number, base.issued_on) for base in found.legal_bases] == [
        ("Nghị quyết", "20-NQ/TW", date(2017, 10, 25))
    ]
    assert found.years == (2024,)
    assert plan.text[found.number.start : found.number.end] == "12/KH-UBND"
    assert plan.text[found.signer.start : found.signer.end] == "Trần Văn Minh"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Số: 1750/KH- SYT", "1750/KH-SYT"),
        ("Số 101-KH/TU", "101-KH/TU"),
        ("Số: 10- CTr/TU", "10-CTr/TU"),
        ("Số: /KH-UBND", None),
        ("Số:", None),
    ],
)
def test_number_has_no_stray_spaces_and_a_blank_one_is_none(written: str, number: str | None) -> None:
    found = metadata(document("I. A").replace("Số: 12/KH-UBND", written)).number
    assert (found.value if found else None) == number


@pytest.mark.parametrize(
    "written",
    ["An Bình, ngày tháng năm 2024", "An Bình, ngày 31 tháng 02 năm 2024", "An Bình, ngày … tháng 3 năm 2024"],
)
def test_a_date_with_a_blank_or_that_never_was_is_none(written: str) -> None:
    found = metadata(document("I. A").replace("An Bình, ngày 05 tháng 3 năm 2024", written))
    assert found.issued_on is None
    assert found.place == "An Bình"


def test_a_date_in_the_text_is_not_the_documents_own() -> None:
    found = metadata("KẾ HOẠCH\n\nTheo Công văn ngày 05 tháng 3 năm 2024 của Bộ Y tế\n\nI. MỤC ĐÍCH\n\n1. A")
    assert found.issued_on is None
    assert found.number is None


def test_without_a_signature_block_there_is_no_signer() -> None:
    found = metadata(f"{LETTERHEAD}\nI. MỤC ĐÍCH\n\nTrần Văn Minh")
    assert found.signer is None
    assert found.recipients == ()


def test_a_body_below_another_has_it_as_superior() -> None:
    found = metadata(document("I. A").replace("ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH", "UBND TỈNH AN BÌNH\n\nSỞ Y TẾ"))
    assert found.issuer and found.superior
    assert (found.issuer.value, found.superior.value) == ("Sở Y tế", "UBND tỉnh An Bình")


def test_an_office_over_two_lines_is_one_issuer_and_no_part_of_the_title() -> None:
    text = "THỦ TƯỚNG\n\nCHÍNH PHỦ\n\nSố: 5/QĐ-TTg\n\nQUYẾT ĐỊNH\n\nBAN HÀNH KẾ HOẠCH BẢO VỆ MÔI TRƯỜNG\n\nTHỦ TƯỚNG CHÍNH PHỦ\n\nCăn cứ Luật Tổ chức Chính phủ;\n\nĐiều 1. Ban hành Kế hoạch của Thủ tướng Chính phủ."
    found = metadata(text)
    assert found.issuer and found.issuer.value == "Thủ tướng Chính phủ"
    assert found.superior is None
    assert found.title and found.title.value == "BAN HÀNH KẾ HOẠCH BẢO VỆ MÔI TRƯỜNG"


def test_issuer_from_the_sentence_that_issues_when_there_is_no_letterhead() -> None:
    found = metadata(
        "KẾ HOẠCH\n\nChăm sóc sức khỏe\n\nThực hiện Chỉ thị số 5-CT/TW, Ban Thường vụ Huyện ủy xây dựng Kế hoạch như sau:\n\nI. MỤC ĐÍCH\n\n1. A"
    )
    assert found.issuer and found.issuer.value == "Ban Thường vụ Huyện ủy"


def test_acting_title_keeps_its_sign() -> None:
    found = metadata(document("I. A").replace("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "Q. GIÁM ĐỐC"))
    assert found.signer_title and found.signer_title.value == "Q. Giám đốc"


def test_recipients_end_at_the_signature() -> None:
    assert "KT. CHỦ TỊCH" not in [fact.value for fact in metadata(document("I. A")).recipients]
    assert SIGNATURE.count("- ") == len(metadata(document("I. A")).recipients)


@pytest.mark.parametrize(
    ("shouted", "text", "expected"),
    [
        ("SỞ Y TẾ", "Giám đốc Sở Y tế chỉ đạo", "Sở Y tế"),
        ("UBND TỈNH HÀ TĨNH", "", "UBND tỉnh Hà Tĩnh"),
        ("ỦY BAN NHÂN DÂN HUYỆN SƠN HÀ", "", "Ủy ban nhân dân huyện Sơn Hà"),
        ("SỞ Y TẾ", "SỞ Y TẾ", "Sở Y tế"),
        ("VĂN PHÒNG", "", "Văn phòng"),
    ],
)
def test_names_in_capitals_are_read_as_the_text_writes_them(shouted: str, text: str, expected: str) -> None:
    assert ordinary_case(shouted, text) == expected


@pytest.mark.parametrize(
    "motto",
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM",
        "CỘNG HÒA XÃ\nHỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HOÀ XÃ HỘI CHỦ\nNGHĨA VIỆT NAM",
        "ĐẢNG CỘNG SẢN\nVIỆT NAM",
    ],
)
def test_a_motto_cut_over_two_lines_is_no_part_of_the_issuers_name(motto: str) -> None:
    text = f"ỦY BAN NHÂN DÂN\nTỈNH BÌNH ĐỊNH\n-------\n\n{motto}\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 15/KH-UBND\n\nKẾ HOẠCH\n\nVề nước sạch\n\nI. A"
    issuer = metadata(text).issuer
    assert issuer and issuer.value == "Ủy ban nhân dân tỉnh Bình Định"


@pytest.mark.parametrize(
    "written",
    [
        "Số: 15/KH-UBND\n\nBình Định, ngày\n29 tháng 04 năm 2021",
        "Số: 15/KH-UBND | Bình Định, ngày 29 tháng 04 năm 2021 |",
        "| Số: 15/KH-UBND | Bình Định, ngày 29 tháng 04 năm 2021 |",
        "Số: 15/KH-UBND\tBình Định, ngày 29 tháng 04 năm 2021",
    ],
)
def test_the_date_line_may_be_cut_or_stand_in_a_row(written: str) -> None:
    text = f"ỦY BAN NHÂN DÂN TỈNH BÌNH ĐỊNH\n\n{written}\n\nKẾ HOẠCH\n\nVề nước sạch\n\nI. A"
    found = metadata(text)
    assert (found.place, found.issued_on) == ("Bình Định", date(2021, 4, 29))
    assert found.number and found.number.value == "15/KH-UBND"


def test_a_legal_basis_cut_before_its_number_keeps_it() -> None:
    text = "ỦY BAN NHÂN DÂN TỈNH BÌNH ĐỊNH\n\nKẾ HOẠCH\n\nVề nước sạch\n\nCăn cứ Quyết định số\n112/QĐ-TTg ngày 22/01/2021 của Thủ tướng Chính phủ;\n\nI. A"
    assert [base.number for base in metadata(text).legal_bases] == ["112/QĐ-TTg"]


def test_the_partys_letterhead_reads_as_it_stands() -> None:
    text = """TỈNH ỦY QUẢNG NAM
*
Số 215-KH/TU

ĐẢNG CỘNG SẢN VIỆT NAM
Quảng Nam, ngày 12 tháng 9 năm 2022

KẾ HOẠCH
thực hiện Chỉ thị số 16-CT/TW
-----

I- MỤC ĐÍCH"""
    found = metadata(text)
    assert found.issuer and found.issuer.value == "Tỉnh ủy Quảng Nam"
    assert (found.place, found.issued_on) == ("Quảng Nam", date(2022, 9, 12))


def test_recipients_and_signature_side_by_side_are_read_column_by_column() -> None:
    text = """SỞ Y TẾ AN BÌNH

KẾ HOẠCH
Về nước sạch

I. MỤC ĐÍCH
Uống nước sạch.

Nơi nhận:\tKT. GIÁM ĐỐC
- Bộ Y tế;\tPHÓ GIÁM ĐỐC
- Các phòng;\t(Đã ký)
- Lưu: VT.\tTrần Thị Bình"""
    found = metadata(text)
    assert [fact.value for fact in found.recipients] == ["Bộ Y tế", "Các phòng", "Lưu: VT"]
    assert found.signer and found.signer.value == "Trần Thị Bình"
    assert found.signer_title and found.signer_title.value == "Phó Giám đốc"


_SCHOOL = """SỞ GIÁO DỤC VÀ ĐÀO TẠO
TỔNG CÔNG TY ĐIỆN LỰC
TRƯỜNG THPT TRẦN HƯNG ĐẠO

Số: 8/KH-THPT

An Bình, ngày 10/9/2025

KẾ HOẠCH

Phòng, chống bạo lực học đường
6 tháng cuối năm 2025

Trường THPT Trần Hưng Đạo ban hành kế hoạch như sau:

I. MỤC ĐÍCH

1. Phòng ngừa.

HIỆU TRƯỞNG

ThS. Trần Quang Huy
"""


def test_a_school_letterhead_with_a_short_date_a_title_on_two_lines_and_a_degree_before_the_name() -> None:
    found = metadata(_SCHOOL)
    assert found.issuer and found.issuer.value == "Trường THPT Trần Hưng Đạo"
    assert found.superior and found.superior.value == "Tổng công ty điện lực"  # the nearest of two above
    assert found.issued_on == date(2025, 9, 10)
    assert found.title and found.title.value == "Phòng, chống bạo lực học đường 6 tháng cuối năm 2025"
    assert found.signer and found.signer.value == "ThS. Trần Quang Huy"


def test_a_citys_name_on_its_own_line_belongs_to_the_committee_above() -> None:
    text = document("I. A").replace("ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH", "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ")
    found = metadata(text)
    assert found.issuer and found.issuer.value == "Ủy ban nhân dân thành phố Cần Thơ"
    assert found.superior is None


@pytest.mark.parametrize(
    ("upper", "lower", "issuer", "superior"),
    [
        ("SỞ Y TẾ HÀ TĨNH", "BỆNH VIỆN ĐKKV HẠC THÀNH", "Bệnh viện ĐKKV Hạc Thành", "Sở Y tế Hà Tĩnh"),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "", "Bộ Lao động - Thương binh và Xã hội", None),
    ],
)
def test_a_body_of_any_kind_is_read_from_the_letterhead(
    upper: str, lower: str, issuer: str, superior: str | None
) -> None:
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    plan = parse_plan(
        f"{upper}\n{lower}\n\n{motto}\n\nKẾ HOẠCH\n\nNăm 2024\n\nI. MỤC ĐÍCH\n\nBệnh viện ĐKKV Hạc Thành, Bộ Lao động - Thương binh và Xã hội.",
        "a.txt",
    )
    assert plan.metadata.issuer and plan.metadata.issuer.value == issuer
    assert (plan.metadata.superior.value if plan.metadata.superior else None) == superior
