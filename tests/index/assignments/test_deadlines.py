from datetime import date

import pytest

from index.assignments.deadlines import date_range, find_deadline, make_deadline


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("trước ngày 15/12/2025", date(2025, 12, 15), date(2025, 12, 15)),
        ("ngày 05 tháng 3 năm 2024", date(2024, 3, 5), date(2024, 3, 5)),
        ("Trong tháng 6/2024", date(2024, 6, 1), date(2024, 6, 30)),
        ("tháng 02 năm 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Tháng 11 - 12/2025", date(2025, 11, 1), date(2025, 12, 31)),
        ("Quý IV/2025", date(2025, 10, 1), date(2025, 12, 31)),
        ("quý 2 năm 2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("Quý III, IV/2025", date(2025, 7, 1), date(2025, 12, 31)),
        ("giai đoạn 2021 - 2025", date(2021, 1, 1), date(2025, 12, 31)),
        ("Năm 2025-2030", date(2025, 1, 1), date(2030, 12, 31)),
        ("hết năm 2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("Từ ngày 01/3/2025 đến ngày 30/6/2026", date(2025, 3, 1), date(2026, 6, 30)),
        ("từ ngày 20 tháng 11 năm 2025 đến ngày 03 tháng 12 năm 2025", date(2025, 11, 20), date(2025, 12, 3)),
        ("Quý IV/2025 - Quý II/2026", date(2025, 10, 1), date(2026, 6, 30)),
        ("từ tháng 3 đến tháng 6/2025", date(2025, 3, 1), date(2025, 6, 30)),
        ("tháng 8, 9 năm 2025", date(2025, 8, 1), date(2025, 9, 30)),
        ("từ quý I đến quý III năm 2026", date(2026, 1, 1), date(2026, 9, 30)),
        ("từ ngày 15/4 đến ngày 15/5/2025", date(2025, 4, 15), date(2025, 5, 15)),
        ("từ ngày 08 đến ngày 10 tháng 12 năm 2025", date(2025, 12, 8), date(2025, 12, 10)),
        ("6 tháng đầu năm 2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("trong 06 tháng cuối năm 2025", date(2025, 7, 1), date(2025, 12, 31)),
        ("cuối tháng 11/2025", date(2025, 11, 1), date(2025, 11, 30)),
        ("Từ 01/7/2025", date(2025, 7, 1), None),
        ("năm 2026 và các năm tiếp theo", date(2026, 1, 1), None),
        ("ngày 31/02/2025", None, None),
        ("tháng 13/2024", None, None),
        ("Hằng năm", None, None),
        ("", None, None),
    ],
)
def test_what_a_time_limit_means(words: str, first: date | None, last: date | None) -> None:
    assert date_range(words) == (first, last)


@pytest.mark.parametrize(
    ("words", "recurring"),
    [
        ("Hằng quý", True),
        ("Thường xuyên", True),
        ("định kỳ 6 tháng", True),
        ("ngày 20 của tháng cuối quý", True),
        ("ngày 05 tháng sau", True),
        ("02 lần/năm", True),
        ("3 tháng/lần", True),
        ("Quý I/2025", False),
        ("6 tháng đầu năm 2025", False),
        ("Khi có phát sinh", False),
    ],
)
def test_what_comes_back(words: str, recurring: bool) -> None:
    assert make_deadline(words, 0).recurring is recurring


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2025.", "trước ngày 15/12/2025"),
        ("Tham mưu ban hành Kế hoạch. Thời gian hoàn thành: Trong tháng 6/2024.", "Trong tháng 6/2024"),
        ("Phấn đấu hoàn thành trong quý II năm 2026.", "hoàn thành trong quý II năm 2026"),
        ("Định kỳ hằng quý báo cáo Sở Y tế.", "Định kỳ hằng quý"),
        ("Tổng hợp, báo cáo kết quả hằng năm.", "hằng năm"),
        ("Định kỳ hoặc đột xuất báo cáo Huyện ủy.", "Định kỳ hoặc đột xuất"),
        ("Gửi báo cáo chậm nhất 15 ngày sau khi kết thúc đợt.", "chậm nhất 15 ngày sau khi kết thúc đợt"),
        ("Trả lời trong thời hạn 05 ngày làm việc kể từ ngày nhận.", "trong thời hạn 05 ngày làm việc kể từ ngày nhận"),
        ("Hoàn thành sau 30 ngày kể từ ngày ký.", "sau 30 ngày kể từ ngày ký"),
        ("Tổ chức từ ngày 15/11 đến ngày 15/12 tại các xã.", "từ ngày 15/11 đến ngày 15/12"),
        ("Báo cáo 02 lần/ngày (trước 9h00 và 16h00).", "02 lần/ngày (trước 9h00 và 16h00)"),
    ],
)
def test_a_limit_inside_a_task(sentence: str, words: str) -> None:
    found = find_deadline(sentence, 0, len(sentence))
    assert found is not None
    assert found.text == words
    assert sentence[found.start : found.end] == words


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Quyết định số 5 ngày 15/12/2023 của Thủ tướng.",
        "Giao các chỉ tiêu hằng năm.",
        "Trong thời gian phát động: Chỉ đạo các phòng, ban.",
        "Nâng cao năng lực.",
        "Định kỳ kiểm tra an toàn hệ thống.",
    ],
)
def test_a_task_without_a_limit(sentence: str) -> None:
    assert find_deadline(sentence, 0, len(sentence)) is None


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [
        (
            "Đợt 2 làm trong 03 ngày (từ ngày 08 đến ngày 10 tháng 12 năm 2025).",
            "từ ngày 08 đến ngày 10 tháng 12 năm 2025",
        ),
        ("Cao điểm từ tháng 10 năm 2025 đến hết tháng 3 năm 2026.", "từ tháng 10 năm 2025 đến hết tháng 3 năm 2026"),
        ("Lập kế hoạch chi tiết hằng năm và báo cáo kết quả trước ngày 20/11 về Sở Xây dựng.", "trước ngày 20/11"),
        ("Đánh giá kết quả hằng năm; gửi báo cáo trước ngày 15/11 hằng năm về Sở.", "trước ngày 15/11 hằng năm"),
    ],
)
def test_spans_and_days_without_a_year_are_limits(sentence: str, limit: str) -> None:
    found = find_deadline(sentence, 0, len(sentence))
    assert found is not None
    assert found.text == limit


@pytest.mark.parametrize(
    ("sentence", "limit", "recurring"),
    [
        ("Báo cáo chậm nhất ngày 25 hằng tháng để tổng hợp.", "chậm nhất ngày 25 hằng tháng", True),
        ("Gửi về Phòng chậm nhất là ngày 10 tháng 12 hằng năm.", "chậm nhất là ngày 10 tháng 12 hằng năm", True),
        ("Báo cáo định kỳ ngày 20 tháng cuối quý gửi Sở.", "định kỳ ngày 20 tháng cuối quý", True),
        ("Định kỳ ngày 20 tháng cuối quý báo cáo Sở.", "Định kỳ ngày 20 tháng cuối quý", True),
        (
            "Hằng quý, trước ngày 15 của tháng đầu quý sau, gửi báo cáo.",
            "Hằng quý, trước ngày 15 của tháng đầu quý sau",
            True,
        ),
        ("Tổ chức kiểm tra mỗi học kỳ 01 lần.", "mỗi học kỳ 01 lần", True),
        ("Họp giao ban 3 tháng/lần.", "3 tháng/lần", True),
        ("Tổ chức đối thoại ít nhất 1 lần trong năm.", "1 lần trong năm", True),
        ("Gửi báo cáo trước 16 giờ thứ Sáu hằng tuần.", "trước 16 giờ thứ Sáu hằng tuần", True),
        ("Báo cáo định kỳ 6 tháng, hằng năm về Sở.", "định kỳ 6 tháng, hằng năm", True),
        (
            "Báo cáo 6 tháng (trước ngày 15/6) và năm (trước ngày 15/12).",
            "6 tháng (trước ngày 15/6) và năm (trước ngày 15/12)",
            True,
        ),
        ("Báo cáo hằng tháng (trước ngày 20).", "hằng tháng (trước ngày 20)", True),
        ("Tham mưu Quyết định, hoàn thành trong tháng 10.", "hoàn thành trong tháng 10", False),
        ("Ban hành kế hoạch trong quý III.", "trong quý III", False),
        ("Gửi về Sở trước 17 giờ 00 ngày 10/3/2025.", "trước 17 giờ 00 ngày 10/3/2025", False),
        ("Hoàn thành muộn nhất 30/6/2025.", "Hoàn thành muộn nhất 30/6/2025", False),
        ("Tổng kết vào quý IV/2030.", "vào quý IV/2030", False),
        ("Thông báo ngay sau khi được phê duyệt.", "ngay sau khi được phê duyệt", False),
    ],
)
def test_rounds_hours_and_months_without_a_year_are_limits(sentence: str, limit: str, recurring: bool) -> None:
    found = find_deadline(sentence, 0, len(sentence))
    assert found is not None
    assert (found.text, found.recurring) == (limit, recurring)


@pytest.mark.parametrize(
    "sentence",
    [
        "Sử dụng kinh phí chi thường xuyên.",
        "Tổ chức các ngày lễ trong năm.",
        "Thực hiện phân công của Ban Chỉ đạo về tháng 3.",
    ],
)
def test_words_of_time_that_limit_nothing(sentence: str) -> None:
    assert find_deadline(sentence, 0, len(sentence)) is None


@pytest.mark.parametrize(
    "words",
    [
        "trước ngày 10/6 và trước ngày 30/11 hằng năm",
        "vào ngày 05 và ngày 20 hằng tháng",
        "trước ngày 15/6/2024 và ngày 15/12/2024",
        "trong 15 phút",
    ],
)
def test_two_days_of_one_task_and_minutes_are_read_whole(words: str) -> None:
    sentence = f"Báo cáo kết quả {words}."
    found = find_deadline(sentence, 0, len(sentence))
    assert found and found.text == words
