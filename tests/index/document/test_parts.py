from index.document.tree import SectionTree
from index.parsing import parse_plan
from index.records import SectionKind
from tests.index.plans import plan_of, section_of

DECISION = """ỦY BAN NHÂN DÂN
TỈNH AN BÌNH
Số: 34/QĐ-UBND

An Bình, ngày 05 tháng 3 năm 2025

QUYẾT ĐỊNH
Ban hành Kế hoạch củng cố y tế cơ sở giai đoạn 2025 - 2030

ỦY BAN NHÂN DÂN TỈNH AN BÌNH

Căn cứ Luật Khám bệnh, chữa bệnh số 15/2023/QH15;
Theo đề nghị của Sở Y tế tại Tờ trình số 20/TTr-SYT ngày 01 tháng 3 năm 2025.

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch củng cố y tế cơ sở.

Điều 2. Quyết định này thay thế Quyết định số 12/QĐ-UBND ngày 04/02/2021 của Ủy ban nhân dân tỉnh; Quyết định số 13/QĐ-UBND ngày 05/02/2021.

Nơi nhận:
- Như Điều 3;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Minh

KẾ HOẠCH
CỦNG CỐ Y TẾ CƠ SỞ
TRÊN ĐỊA BÀN TỈNH
(Kèm theo Quyết định số 34/QĐ-UBND ngày 05/3/2025)

Y tế cơ sở là nền tảng.

I. MỤC TIÊU

1. Mục tiêu chung

Nâng cao chất lượng.

II. TỔ CHỨC THỰC HIỆN

1. Sở Y tế

Chủ trì triển khai.

SỞ Y TẾ
Số: 56/DM-SYT

PHỤ LỤC I
DANH MỤC NHIỆM VỤ
(Kèm theo Kế hoạch)

1. Đầu tư trạm y tế.

PHỤ LỤC II

I. Nhân lực
"""


def test_a_decision_its_plan_and_each_annex_are_trees_of_their_own() -> None:
    plan = parse_plan(DECISION, "quyet-dinh.txt")
    assert [(part.name, part.title and part.title.value, part.number and part.number.value) for part in plan.parts] == [
        ("Kế hoạch", "CỦNG CỐ Y TẾ CƠ SỞ TRÊN ĐỊA BÀN TỈNH", None),
        ("Phụ lục I", "DANH MỤC NHIỆM VỤ", "56/DM-SYT"),
        ("Phụ lục II", None, None),
    ]
    assert [(s.path, s.address) for s in plan.sections if s.kind is SectionKind.NUMBER] == [
        (("I", "1"), "Kế hoạch kèm theo, Mục I, khoản 1"),
        (("II", "1"), "Kế hoạch kèm theo, Mục II, khoản 1"),
        (("Phụ lục I", "1"), "Phụ lục I, khoản 1"),
    ]
    assert section_of(plan, "Phụ lục II", "I").heading == "Nhân lực"


def test_an_attached_plan_is_the_parent_of_its_parts_and_holds_its_preamble() -> None:
    plan = parse_plan(DECISION, "quyet-dinh.txt")
    root = section_of(plan, "Kế hoạch")
    assert "Y tế cơ sở là nền tảng." in plan.text[root.start : root.own_end]
    assert SectionTree(plan.sections).parent(section_of(plan, "I")) == root


def test_the_decision_keeps_its_own_metadata() -> None:
    metadata = parse_plan(DECISION, "quyet-dinh.txt").metadata
    assert (metadata.kind, metadata.number and metadata.number.value) == ("Quyết định", "34/QĐ-UBND")
    assert [reference.number for reference in metadata.replaces] == ["12/QĐ-UBND", "13/QĐ-UBND"]
    assert metadata.period == (2025, 2030)
    assert [(r.number, r.issuer) for r in metadata.legal_bases] == [("15/2023/QH15", ""), ("20/TTr-SYT", "Sở Y tế")]


def test_a_footnote_knows_its_mark() -> None:
    plan = plan_of(
        "I. MỤC TIÊU\n\n1. Theo kế hoạch năm trước[1] và đề án[2].\n\n[1] Kế hoạch số 5/KH-UBND.\n[2] Đề án y tế.\n[3] Không có dấu."
    )
    notes = [
        (note.mark is not None and plan.text[note.mark : note.mark + 3], plan.text[note.start : note.end])
        for note in plan.footnotes
    ]
    assert notes == [
        ("[1]", "[1] Kế hoạch số 5/KH-UBND."),
        ("[2]", "[2] Đề án y tế."),
        (False, "[3] Không có dấu."),
    ]


def test_an_attached_plan_behind_a_stray_pipe_and_blank_lines_is_whole() -> None:
    text = "QUYẾT ĐỊNH\n\nBan hành Kế hoạch\n\n**Điều 1.** Ban hành kèm theo Quyết định này Kế hoạch.\n\n|\n**Nơi nhận:**\n- Lưu: VT.\n|\n**CỤC TRƯỞNG**\n\n\n**Vũ Mạnh An**\n|\n\n**KẾ HOẠCH**\n\n**PHÒNG NGỪA SỰ CỐ NĂM 2024**\n*(Ban hành kèm theo Quyết định số 1/QĐ-CĐT)*\n\n**I. MỤC TIÊU**\n\nGiảm số vụ.\n\n**PHỤ LỤC**\n\n|\nSTT\n|\nTên\n|\nSố xe\n|\n|\n1\n|\nCầu An\n|\n4\n|\n"
    plan = parse_plan(text, "a.txt")
    assert [(part.name, part.title and part.title.value) for part in plan.parts] == [
        ("Kế hoạch", "PHÒNG NGỪA SỰ CỐ NĂM 2024"),
        ("Phụ lục", None),
    ]
    assert "Giảm số vụ." in plan.text
