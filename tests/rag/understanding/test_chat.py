import pytest

from rag.understanding.chat import write_out


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Sở Y tế đc giao j", "Sở Y tế được giao gì"),
        ("việc này ko có hạn à", "việc này không có hạn à"),
        ("bn giường bệnh", "bao nhiêu giường bệnh"),
        ("bao h nộp bc", "bao giờ nộp báo cáo"),
        ("KH 1750 ai ký", "kế hoạch 1750 ai ký"),
        ("QĐ 281 nói gì", "quyết định 281 nói gì"),
        ("cqđv nào lm", "cơ quan, đơn vị nào làm"),
    ],
)
def test_shorthand_is_written_out(typed: str, written: str) -> None:
    assert write_out(typed) == written


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 572/KH-UBND",
        "Kế hoạch số 101-KH/TU",
        "Chỉ thị 25-CT/TW",
        "kế hoạch 572/kh-ubnd",
        "quyết định 281/qđ-ttg",
        "phần mềm của CT",
        "Trung tâm Y tế thành phố Đà Lạt",
        "Sở KH&ĐT",
        "",
    ],
)
def test_signs_capitals_and_whole_words_stay(text: str) -> None:
    assert write_out(text) == text
