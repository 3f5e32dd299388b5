from datetime import date

import pytest

from index.records import Reference
from index.vietnamese import expand, key
from rag.understanding.asked_documents import (
    AskedDocument,
    asked_documents,
    asks_for_basis,
    asks_for_citing,
    asks_for_document,
    body_fit,
    fit,
    short_numbers,
)


def _compared(question: str) -> str:
    return key(expand(question))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Kế hoạch dựa trên chỉ thị nào của Ban Bí thư?", [(("chỉ thị",), "ban bí thư")]),
        ("theo kế hoạch nào của Tỉnh ủy và chỉ thị nào?", [(("kế hoạch",), "tỉnh ủy"), (("chỉ thị",), "")]),
        ("thực hiện quyết định số mấy, ngày nào của TTg", [(("quyết định",), "ttg")]),
        ("theo nghị quyết nào, của cơ quan nào?", [(("nghị quyết",), "")]),
        ("Công văn hướng dẫn nào của Bộ Nội vụ?", [(("công văn", "hướng dẫn"), "bộ nội vụ")]),
        (
            "dựa vào chiến lược chuyển đổi số nào của Bộ Xây dựng, số quyết định bao nhiêu?",
            [(("quyết định",), "bộ xây dựng")],
        ),
        ("Bộ Nội vụ có hướng dẫn nào về khen thưởng?", [(("hướng dẫn",), "bộ nội vụ")]),
        ("Thủ tướng phê duyệt Đề án nước sạch bằng văn bản nào?", [(("văn bản",), "thủ tướng")]),
        ("Nghị quyết của Chính phủ mà kế hoạch dẫn là nghị quyết nào?", [(("nghị quyết",), "chính phủ")]),
        ("Quyết định phê duyệt đề án được dẫn là số mấy?", [(("quyết định",), "")]),
        ("làm theo thông báo nào của cấp trên?", [(("thông báo",), "")]),
        ("xây dựng theo kết luận nào, của ai?", [(("kết luận",), "")]),
        ("Căn cứ trực tiếp từ UBND tỉnh là văn bản nào?", [(("văn bản",), "ủy ban nhân dân tỉnh")]),
        ("được Bộ Y tế điều chỉnh bằng những quyết định nào?", [(("quyết định",), "bộ y tế")]),
        ("Kế hoạch nói về pháp luật thuộc giai đoạn nào?", []),
        ("báo cáo kết quả thực hiện kế hoạch theo chu kỳ nào?", []),
        ("Theo kế hoạch của tỉnh, những địa phương nào sắp xếp lại trạm y tế?", []),
        ("Chỉ thị số 25-CT/TW nhằm mục đích gì?", []),
    ],
)
def test_the_documents_asked_for(question: str, asked: list[tuple[tuple[str, ...], str]]) -> None:
    assert [(one.kinds, one.body) for one in asked_documents(_compared(question))] == asked


@pytest.mark.parametrize(
    ("question", "basis"),
    [
        ("Kế hoạch của tỉnh để thực hiện kế hoạch số mấy của UBND tỉnh?", True),
        ("Thông tri nào của Thành ủy được nêu làm căn cứ?", True),
        ("Sắp xếp trạm y tế theo văn bản nào?", True),
        ("Chiến lược dữ liệu được phê duyệt tại quyết định nào?", True),
        ("Ban hành kèm theo quyết định số mấy?", False),
        ("Kế hoạch nào thực hiện Quyết định 281/QĐ-TTg?", False),
        ("Sở Y tế triển khai đề án nào?", False),
    ],
)
def test_whether_something_rests_on_what_is_asked_for(question: str, basis: bool) -> None:
    assert asks_for_basis(_compared(question)) is basis


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Nghị định nào quy định giá dịch vụ?", True),
        ("Nghị quyết nói gì về nhân lực?", False),
        ("Báo cáo nào phải gửi hằng quý?", False),
        ("Kế hoạch nào của tỉnh?", False),
    ],
)
def test_whether_a_document_that_is_no_plan_is_asked_for(question: str, document: bool) -> None:
    assert asks_for_document(_compared(question)) is document


@pytest.mark.parametrize(
    ("question", "citing"),
    [
        ("Kế hoạch nào căn cứ Nghị quyết 57-NQ/TW?", True),
        ("Những tỉnh nào triển khai Chỉ thị số 25-CT/TW?", True),
        ("Văn bản nào có viện dẫn Chỉ thị số 25-CT/TW?", True),
        ("Kế hoạch 572/KH-UBND căn cứ văn bản nào?", False),
    ],
)
def test_whether_the_number_names_the_basis(question: str, citing: bool) -> None:
    assert asks_for_citing(_compared(question)) is citing


def test_numbers_without_letters() -> None:
    assert short_numbers("Quyết định 3531 và chỉ thị số 025, kế hoạch năm 2024, Nghị quyết 57-NQ/TW") == [
        ("quyết định", "3531"),
        ("chỉ thị", "25"),
    ]


def _reference(kind: str, number: str, issuer: str = "") -> Reference:
    return Reference(kind, number, date(2025, 1, 2), issuer, 0, 1)


@pytest.mark.parametrize(
    ("body", "reference", "how"),
    [
        ("thủ tướng", _reference("Quyết định", "1/QĐ-TTg", "Thủ tướng Chính phủ"), 2),
        ("chính phủ", _reference("Quyết định", "1/QĐ-TTg", "Thủ tướng Chính phủ"), 1),
        ("bộ xây dựng", _reference("Quyết định", "1/QĐ-BXD", "Bộ trưởng Bộ Xây dựng"), 2),
        ("bộ khoa học và công nghệ", _reference("Quyết định", "1/QĐ-BKHCN"), 2),
        ("btc", _reference("Thông tư", "1/2025/TT-BTC", "Bộ trưởng Bộ Tài chính"), 2),
        ("hội đồng nhân dân tỉnh", _reference("Nghị quyết", "1/NQ-HĐND", "HĐND tỉnh An Bình"), 2),
        ("tỉnh", _reference("Quyết định", "1/QĐ-UBND"), 2),
        ("tỉnh", _reference("Quyết định", "1/QĐ-BYT", "Bộ Y tế"), 0),
        ("bộ y tế", _reference("Quyết định", "1/QĐ-UBND", "UBND tỉnh"), 0),
        ("trung ương", _reference("Nghị quyết", "57-NQ/TW", "Bộ Chính trị"), 2),
        ("tỉnh ủy an bình", _reference("Kế hoạch", "1-KH/TU", "Ban Thường vụ Tỉnh ủy"), 2),
        ("", _reference("Luật Dược", ""), 2),
    ],
)
def test_how_well_a_body_fits(body: str, reference: Reference, how: int) -> None:
    assert body_fit(body, reference) == how


@pytest.mark.parametrize(
    ("kind", "clause", "how"),
    [
        ("quyết định", "", (2, 2)),
        ("văn bản", "", (2, 2)),
        ("chiến lược", "ban hành Chiến lược chuyển đổi số", (1, 2)),
        ("chiến lược", "ban hành quy chế", (0, 0)),
        ("nghị quyết", "", (0, 0)),
    ],
)
def test_how_well_a_kind_fits(kind: str, clause: str, how: tuple[int, int]) -> None:
    asked = AskedDocument((kind,), "bộ xây dựng", 0)
    assert fit(asked, _reference("Quyết định", "1/QĐ-BXD"), clause) == how
