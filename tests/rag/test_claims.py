import pytest

from rag.claims import unproved_claims

PROOF = (
    "Sở Kế hoạch và Đầu tư phối hợp với Sở Y tế bố trí 12,5% của 1.922.700 đồng, xong trước ngày 05 tháng 4 năm 2024 và trong quý II, "
    "theo Quyết định số 281/QĐ-TTg ngày 20/3/2024 của Thủ tướng Chính phủ."
)


@pytest.mark.parametrize(
    "text",
    [
        "Sở KH&ĐT phối hợp với Sở Y tế",
        "**Sở Kế hoạch và Đầu tư** (phối hợp)",
        "12,5 % của 1922700 đồng",
        "trước ngày 5/4/2024",
        "trước tháng 4/2024, năm 2024",
        "Quyết định 281/QĐ-TTg",
        "theo Quyết định số 281/QĐ- TTg của Thủ tướng",
        "quý II",
        "việc không có số nào",
    ],
)
def test_what_the_citations_state_in_any_spelling_is_proved(text: str) -> None:
    assert unproved_claims(text, PROOF) == []


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("12,6%", ["số 12.6"]),
        ("12%", ["số 12.0"]),
        ("281 trạm", ["số 281.0"]),
        ("trước ngày 6/4/2024", ["ngày 6/4/2024"]),
        ("trong tháng 5/2024", ["tháng 5/2024"]),
        ("trong quý III", ["III"]),
        ("Quyết định số 282/QĐ-TTg", ["văn bản 282/qd-ttg"]),
        ("Sở Tài chính bố trí", ["sở tài chính"]),
        ("Sở Phép thuật chủ trì", ["sở phép thuật"]),
        ("Sở Y tế và Sở Nội vụ", ["sở nội vụ"]),
        ("Sở Kế hoạch và Tài chính là đơn vị", ["sở kế hoạch và tài chính"]),
    ],
)
def test_what_they_do_not_state_is_named(text: str, lost: list[str]) -> None:
    assert unproved_claims(text, PROOF) == lost
