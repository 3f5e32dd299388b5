import pytest

from index.indicators.figures import comparison_in, is_baseline_column, number_in, year_in


@pytest.mark.parametrize(
    ("text", "number", "comparison"),
    [
        ("12,5", 12.5, ""),
        ("1.922.700", 1922700.0, ""),
        ("trên 95%", 95.0, ">"),
        ("hơn 60%", 60.0, ">"),
        ("≥ 11,5", 11.5, "≥"),
        ("ít nhất 01 bác sĩ", 1.0, "≥"),
        ("ít nhất một bác sĩ", 1.0, "≥"),
        ("từ 15 bác sĩ/10.000 dân", 15.0, "≥"),
        ("từ 98% trở lên", 98.0, "≥"),
        ("không quá 10%", 10.0, "≤"),
        ("dưới 4/100.000 trẻ đẻ sống", 4.0, "<"),
        ("<8,6", 8.6, "<"),
        ("giảm 20%", 20.0, ""),
        ("8,95 tỷ USD", 8.95, ""),
        ("giảm 1 - 1,5%/năm", None, ""),
        ("từ 5 đến 10 mô hình", None, ""),
        ("Đạt mục tiêu", None, ""),
    ],
)
def test_number_and_comparison(text: str, number: float | None, comparison: str) -> None:
    assert (number_in(text), comparison_in(text)) == (number, comparison)


@pytest.mark.parametrize(
    ("column", "year", "is_baseline"),
    [
        ("Mục tiêu đến năm 2025", 2025, False),
        ("Giai đoạn 2026 - 2030", 2030, False),
        ("Mục tiêu – 2025", 2025, False),
        ("Kế hoạch thực hiện năm 2024", 2024, False),
        ("Thực hiện năm 2023", 2023, True),
        ("Ước thực hiện 2025", 2025, True),
        ("Hiện trạng", None, True),
        ("Kết quả năm 2022", 2022, True),
        ("TH 2023", 2023, True),
        ("1.950", None, False),
        ("", None, False),
    ],
)
def test_year_and_baseline_of_a_column(column: str, year: int | None, is_baseline: bool) -> None:
    assert (year_in(column), is_baseline_column(column)) == (year, is_baseline)
