import pytest

from index.document.bases import planned_years
from index.parsing import parse_plan
from tests.index.plans import SIGNATURE, document, plan_of

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH\nSố: 12/KH-UBND\n\nAn Bình, ngày 05 tháng 3 năm 2024\n\nKẾ HOẠCH\nCủng cố y tế cơ sở\n\n"


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Phát triển y tế giai đoạn 2026 - 2030", (2026, 2030)),
        ("Phát triển hạ tầng số đến năm 2030", (2024, 2030)),
        ("Cải cách hành chính năm 2025", (2025, 2025)),
        ("Triển khai Quyết định số 06/QĐ-TTg ngày 02 tháng 01 năm 2025 của Thủ tướng", ()),
        ("THỰC HIỆN CHỈ THỊ SỐ 25-CT/TW NGÀY 25/10/2023 CỦA BAN BÍ THƯ", ()),
    ],
)
def test_the_years_of_a_plan_stand_in_its_title(title: str, years: tuple[int, ...]) -> None:
    assert planned_years("", title, 2024, ()) == years


def test_without_years_in_the_title_what_stands_over_the_aims_says_them() -> None:
    plan = plan_of("I. MỤC TIÊU\n\nPhấn đấu đến năm 2030:\n\n- Mỗi xã có trạm y tế.")
    assert parse_plan(plan.text.replace("y tế cơ sở năm 2024", "y tế cơ sở"), "a.txt").metadata.period == (2024, 2030)


@pytest.mark.parametrize(
    ("preamble", "bases"),
    [
        (
            "Căn cứ các Quyết định của Thủ tướng Chính phủ về quy hoạch: Quyết định số 5/QĐ-TTg ngày 02/3/2023 phê duyệt quy hoạch A; Quyết định số 6/QĐ-TTg;",
            [("5/QĐ-TTg", "Thủ tướng Chính phủ"), ("6/QĐ-TTg", "Thủ tướng Chính phủ")],
        ),
        (
            "Thực hiện các Công điện số 7/CĐ-UBND ngày 17/3/2024, số 8/CĐ-UBND ngày 19/3/2024 của UBND tỉnh về ứng phó lũ;",
            [("7/CĐ-UBND", "UBND tỉnh"), ("8/CĐ-UBND", "UBND tỉnh")],
        ),
        (
            "Căn cứ Nghị quyết số 66.2/2025/NQ-CP ngày 28 tháng 8 năm 2025 của Chính phủ Quy định xử lý khó khăn;",
            [("66.2/2025/NQ-CP", "Chính phủ")],
        ),
        (
            "Thực hiện Nghị quyết số 20-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương Đảng (khóa XII) về y tế;",
            [("20-NQ/TW", "Ban Chấp hành Trung ương Đảng khóa XII")],
        ),
    ],
)
def test_a_legal_basis_has_its_body(preamble: str, bases: list[tuple[str, str]]) -> None:
    plan = parse_plan(f"{HEAD}{preamble}\n\nI. MỤC ĐÍCH\n\n1. Nâng cao.\n{SIGNATURE}", "a.txt")
    assert [(r.number, r.issuer) for r in plan.metadata.legal_bases] == bases


@pytest.mark.parametrize(
    ("sentence", "replaced"),
    [
        ("Kế hoạch này thay thế Kế hoạch số 5/KH-UBND ngày 02/3/2020.", ["5/KH-UBND"]),
        ("Bãi bỏ Quyết định số 6/QĐ-UBND.", ["6/QĐ-UBND"]),
        ("Quyết định số 7/QĐ-UBND hết hiệu lực kể từ ngày Kế hoạch này được ban hành.", ["7/QĐ-UBND"]),
        ("Sở Y tế rà soát, thay thế Quyết định số 8/QĐ-UBND.", []),
    ],
)
def test_what_a_document_replaces(sentence: str, replaced: list[str]) -> None:
    plan = parse_plan(document(f"I. HIỆU LỰC\n\n1. {sentence}"), "a.txt")
    assert [reference.number for reference in plan.metadata.replaces] == replaced


def test_what_a_document_amends_stands_in_its_title() -> None:
    text = HEAD.replace(
        "Củng cố y tế cơ sở", "Điều chỉnh, bổ sung Kế hoạch số 5/KH-UBND ngày 02/3/2023 của Ủy ban nhân dân tỉnh"
    )
    plan = parse_plan(f"{text}I. MỤC ĐÍCH\n\n1. Nâng cao.\n{SIGNATURE}", "a.txt")
    assert [reference.number for reference in plan.metadata.amends] == ["5/KH-UBND"]


def test_a_year_before_a_span_belongs_to_the_years_planned_for() -> None:
    assert planned_years("", "Phát triển bảo hiểm năm 2023 và giai đoạn 2024 - 2025", 2023, ()) == (2023, 2025)
