import pytest

from index.document.markers import read_marker
from index.records import SectionKind as Kind


@pytest.mark.parametrize(
    ("line", "kind", "token"),
    [
        ("I. MỤC ĐÍCH", Kind.ROMAN, "I"),
        ("IV- TỔ CHỨC", Kind.ROMAN, "IV"),
        ("II.NHIỆM VỤ", Kind.ROMAN, "II"),
        ("1. Mục tiêu", Kind.NUMBER, "1"),
        ("2- Yêu cầu", Kind.NUMBER, "2"),
        ("3/ Kinh phí", Kind.NUMBER, "3"),
        ("1. 100% xã đạt chuẩn", Kind.NUMBER, "1"),
        ("2.10. Bảo hiểm xã hội", Kind.DOTTED, "2.10"),
        ("1.1. 80% học sinh", Kind.DOTTED, "1.1"),
        ("1.2. 5 nhà máy", Kind.DOTTED, "1.2"),
        ("1.1 Mục tiêu", Kind.DOTTED, "1.1"),
        ("1.1.2. Nội dung", Kind.DOTTED3, "1.1.2"),
        ("a) Triển khai", Kind.LETTER, "a"),
        ("đ) Triển khai", Kind.LETTER, "đ"),
        ("(1) Nội dung", Kind.PAREN, "1"),
        ("- Chủ trì", Kind.DASH, "-"),
        ("– Chủ trì", Kind.DASH, "–"),
        ("+ Phối hợp", Kind.PLUS, "+"),
        ("- + Phối hợp", Kind.PLUS, "+"),
        ("• Phối hợp", Kind.BULLET, "•"),
        ("Một là, nâng cao", Kind.ORDINAL, "Một là"),
        ("Điều 2. Hiệu lực", Kind.ARTICLE, "Điều 2"),
        ("Chương I", Kind.CHAPTER, "Chương I"),
        ("PHẦN THỨ NHẤT", Kind.PART, "PHẦN THỨ NHẤT"),
        ("PHỤ LỤC", Kind.ANNEX, "PHỤ LỤC"),
        ("Phụ lục II", Kind.ANNEX, "Phụ lục II"),
        ("PHỤ LỤC SỐ 01: DANH MỤC", Kind.ANNEX, "PHỤ LỤC SỐ 01"),
        ("A. NỘI DUNG CHUNG", Kind.CAPITAL, "A"),
    ],
)
def test_numbering_sign_is_recognised(line: str, kind: Kind, token: str) -> None:
    marker = read_marker(line)
    assert marker is not None
    assert (marker.kind, marker.token) == (kind, token)


@pytest.mark.parametrize(
    "line",
    [
        "19/10/2024 là ngày hội",
        "2026 - 2030 là giai đoạn",
        "1.500 người tham gia",
        "Sở Y tế chủ trì",
        "Phụ lục II kèm theo Quyết định này",
        "A. Minh",
        "-1",
        "",
        "Phần lớn người dân",
    ],
)
def test_running_text_has_no_sign(line: str) -> None:
    assert read_marker(line) is None


def test_length_covers_the_sign_and_its_spaces() -> None:
    marker = read_marker("2.1.  Sở Y tế")
    assert marker is not None
    assert "2.1.  Sở Y tế"[marker.length :] == "Sở Y tế"
