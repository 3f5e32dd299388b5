import pytest

from index.indicators.measured import is_past, measured_in, sentences_in
from index.indicators.periods import last_when, when_in, without_when


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("Trên 95% dân số tham gia bảo hiểm y tế.", [("dân số tham gia bảo hiểm y tế", "Trên 95%", "")]),
        ("Tỷ lệ hộ nghèo giảm 1 - 1,5%/năm.", [("Tỷ lệ hộ nghèo", "giảm 1 - 1,5%/năm", "")]),
        ("Năm 2025 đạt 60% cơ quan có lãnh đạo là nữ.", [("cơ quan có lãnh đạo là nữ", "60%", "Năm 2025")]),
        ("Kinh tế số chiếm 45% GRDP tỉnh.", [("Kinh tế số", "45%", "")]),
        (
            "Mỗi trạm y tế xã có ít nhất một bác sĩ.",
            [("Mỗi trạm y tế xã có bác sĩ", "ít nhất một bác sĩ", "")],
        ),
        (
            "100% xã và trên 70% hộ có điện thoại thông minh.",
            [("xã", "100%", ""), ("hộ có điện thoại thông minh", "trên 70%", "")],
        ),
        (
            "Hình thành ít nhất 100 doanh nghiệp khởi nghiệp, trong đó có 20 doanh nghiệp công nghệ cao.",
            [
                ("Hình thành doanh nghiệp khởi nghiệp", "ít nhất 100 doanh nghiệp", ""),
                ("doanh nghiệp công nghệ cao", "20 doanh nghiệp", ""),
            ],
        ),
        (
            "Tổng đầu tư xã hội đạt 1,5% GDP vào năm 2025, trên 2% GDP vào năm 2030.",
            [("Tổng đầu tư xã hội", "1,5%", "vào năm 2025"), ("Tổng đầu tư xã hội", "trên 2%", "vào năm 2030")],
        ),
        ("Giải quyết việc làm cho khoảng 59.000 người.", [("Giải quyết việc làm", "khoảng 59.000 người", "")]),
    ],
)
def test_each_figure_with_its_name_and_year(sentence: str, measures: list[tuple[str, str, str]]) -> None:
    found = measured_in(sentence, 0, len(sentence))
    assert [(m.name, sentence[m.start : m.end], m.when) for m in found] == measures


@pytest.mark.parametrize(
    "sentence",
    [
        "100% khu công nghiệp có tối thiểu 1 trạm phát sóng.",
        "100% người bị bạo lực được tiếp cận ít nhất một trong các dịch vụ.",
        "Tỷ lệ người dùng băng rộng tốc độ 01 Gb/s đạt 100%.",
        "100% hồ sơ được số hóa (giảm 20% so với trước).",
    ],
)
def test_a_figure_that_only_says_what_a_share_gets_is_left_out(sentence: str) -> None:
    assert [sentence[m.start : m.end] for m in measured_in(sentence, 0, len(sentence))] == ["100%"]


def test_what_was_and_what_is_to_be_are_one_things_baseline_and_target() -> None:
    sentence = "Giảm tỷ lệ hộ nghèo từ 5,3% năm 2021 xuống còn dưới 1% vào năm 2025."
    found = measured_in(sentence, 0, len(sentence))
    assert [(m.name, sentence[m.start : m.end], m.when, m.is_baseline) for m in found] == [
        ("tỷ lệ hộ nghèo", "từ 5,3%", "năm 2021", True),
        ("tỷ lệ hộ nghèo", "dưới 1%", "vào năm 2025", False),
    ]


@pytest.mark.parametrize(
    ("sentence", "past"),
    [
        ("Hiện nay, toàn tỉnh có 180 trạm.", True),
        ("Sản lượng ước đạt 368 tấn, tăng 11% so cùng kỳ.", True),
        ("Đến nay đã đạt 60%, phấn đấu đạt 80%.", False),
        ("Đạt 80% vào năm 2030.", False),
        ("Có 85% người đã có tài khoản nhận tiền.", False),
    ],
)
def test_what_was_reached_is_told_from_what_is_to_be(sentence: str, past: bool) -> None:
    figure = next(i for i, char in enumerate(sentence) if char.isdigit())
    assert is_past(sentence, figure) is past


def test_sentences_and_clauses_between_semicolons() -> None:
    text = "- 80% xã; 50% hộ tại TP. Vinh. Có 5 trạm."
    assert [text[start:end] for start, end in sentences_in(text, 2)] == [
        "80% xã;",
        "50% hộ tại TP. Vinh.",
        "Có 5 trạm.",
    ]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Phấn đấu đến hết năm 2030:", "đến hết năm 2030"),
        ("2. Mục tiêu giai đoạn 2026 - 2030", "giai đoạn 2026 - 2030"),
        ("Từ năm 2025 trở đi, 100% xã", "Từ năm 2025 trở đi"),
        ("Đến 2025, trên 90% trẻ em", "Đến 2025"),
        ("hoàn thành trước ngày 31/12/2025", "trước ngày 31/12/2025"),
        ("giảm 20% so với năm 2024", ""),
        ("Quyết định ngày 22 tháng 7 năm 2022", ""),
        ("trồng 2.025 cây", ""),
    ],
)
def test_year_or_date_by_which(text: str, when: str) -> None:
    assert when_in(text) == when


def test_the_last_year_and_the_text_without_years() -> None:
    assert last_when("năm 2025 và đến năm 2030") == "đến năm 2030"
    assert without_when("Đến năm 2030 , có 5 xã") == ", có 5 xã"


def test_a_figure_at_another_time_has_the_name_of_the_one_before() -> None:
    sentence = "Lượng máu hiến: năm 2018 tiếp nhận 2.450 đơn vị, năm 2019 phấn đấu 3.000 đơn vị."
    found = measured_in(sentence, 0, len(sentence))
    assert [(m.when, sentence[m.start : m.end]) for m in found] == [
        ("năm 2018", "2.450 đơn vị"),
        ("năm 2019", "3.000 đơn vị"),
    ]
    assert found[0].name == found[1].name


def test_a_year_in_brackets_belongs_to_the_figure_there() -> None:
    sentence = "Tỷ lệ tốt nghiệp đạt từ 98,5% trở lên (năm 2024 là 97,2%)"
    assert [m.when for m in measured_in(sentence, 0, len(sentence))] == [""]
