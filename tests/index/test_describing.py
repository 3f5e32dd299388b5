from index.describing import describe
from index.records import Metadata, Plan
from tests.index.plans import plan_of

BODY = """
I. MỤC TIÊU

1. Đến năm 2025, trên 95% dân số tham gia bảo hiểm y tế.

II. TỔ CHỨC THỰC HIỆN

1. Sở Y tế

a) Chủ trì kiểm tra các trạm y tế trước ngày 15/12/2024.
"""


def test_what_was_understood_is_shown_for_a_person_to_check() -> None:
    lines = list(describe(plan_of(BODY)))
    assert [line for line in lines if line.isupper() and not line.startswith(" ")] == [
        "THÔNG TIN",
        "ĐỀ CƯƠNG",
        "CHỈ TIÊU (1)",
        "PHÂN CÔNG (1)",
    ]
    for words in (
        "  Số, ký hiệu: 12/KH-UBND",
        "  Người ký: Trần Văn Minh",
        "  Căn cứ: Nghị quyết số 20-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương",
        "      Mục II, khoản 1, điểm a: Chủ trì kiểm tra các trạm y tế trước ngày 15/12/2024",
    ):
        assert words in lines
    assert any(line.startswith("  Sở Y tế (chủ trì):") and "thời hạn: trước ngày 15/12/2024" in line for line in lines)


def test_what_a_plan_leaves_blank_is_said_to_be_blank() -> None:
    lines = list(describe(Plan("a", "a.txt", "", "", Metadata("Kế hoạch"), ())))
    assert "  Số, ký hiệu: không ghi" in lines
    assert not any("Cơ quan cấp trên" in line for line in lines)
