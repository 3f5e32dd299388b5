import pytest

from index.indicators.quantities import Kind, find_quantities


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Trên 95% dân số tham gia bảo hiểm y tế", [("Trên 95%", "%")]),
        ("tỷ lệ hồ sơ đúng hạn đạt từ 98% trở lên", [("từ 98% trở lên", "%")]),
        ("học sinh giỏi cấp tỉnh 25 giải trở lên", [("25 giải trở lên", "giải")]),
        ("hộ nghèo giảm hàng năm 1%-1,5%", [("giảm hàng năm 1%-1,5%", "%")]),
        ("tăng trưởng đạt 8,5 - 9%/năm", [("8,5 - 9%/năm", "%/năm")]),
        ("hình thành ít nhất 20 mô hình sản xuất", [("ít nhất 20 mô hình", "mô hình")]),
        ("có ít nhất một bác sĩ", [("ít nhất một bác sĩ", "bác sĩ")]),
        ("đạt 85 triệu đồng/người/năm", [("85 triệu đồng/người/năm", "triệu đồng/người/năm")]),
        ("đạt 11 người trên một vạn dân", [("11 người trên một vạn dân", "người trên một vạn dân")]),
        ("đạt dưới 40 μg/m3 tại các trạm", [("dưới 40 μg/m3", "μg/m3")]),
        ("phấn đấu 34/34 xã đạt chuẩn", [("34/34 xã", "xã")]),
        ("khám sức khỏe ít nhất mỗi năm một lần", [("ít nhất mỗi năm một lần", "lần")]),
        ("số bác sĩ trên 10.000 dân đạt 12 bác sĩ", [("12 bác sĩ", "bác sĩ")]),
    ],
)
def test_figures_with_their_words_and_units(sentence: str, figures: list[tuple[str, str]]) -> None:
    assert [(sentence[q.start : q.end], q.unit) for q in find_quantities(sentence)] == figures


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Quyết định số 12 ngày 05 tháng 3 năm 2024",
        "trẻ em dưới 5 tuổi và người từ 60 tuổi",
        "kế hoạch tài chính 03 năm 2026 - 2028",
        "phủ sóng 5G, nồng độ bụi PM2.5",
        "đối tượng 4, cấp độ 1, khóa 13 của trung ương",
        "theo Nghị quyết 21 của Ban Chấp hành",
        "có một số lĩnh vực đạt trình độ tiên tiến",
        "trong vòng 10 ngày, trước ngày 15/12 hằng năm",
        "điểm a khoản 2 Điều 9 của Quy định",
    ],
)
def test_dates_ages_and_numbers_of_documents_are_no_figures(sentence: str) -> None:
    assert find_quantities(sentence) == []


def test_shares_and_counts_are_told_apart() -> None:
    assert [q.kind for q in find_quantities("80% xã có 05 mô hình")] == [Kind.SHARE, Kind.COUNT]
