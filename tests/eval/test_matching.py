import pytest

from eval.matching import holds, numbered, overlaps, same_address, within

EVIDENCE = "Chủ trì, phối hợp với các sở, ngành triển khai kế hoạch này"


@pytest.mark.parametrize(
    ("answer", "words", "expected"),
    [
        ("Trên 95% dân số", "95", True),
        ("Trên **95** % dân số [1]", "95 %", True),
        ("Trên 95% dân số", "5", False),
        ("đạt 12,5 bác sĩ", "2,5", False),
        ("đạt 12,5 bác sĩ", "12", False),
        ("đạt 1.500 giường", "500", False),
        ("trước ngày 15/12", "12", False),
        ("có 3 việc [12]", "12", False),
        ("đạt ≥ 95 trở lên", "≥ 95", True),
        ("SỞ  TÀI\nCHÍNH chủ trì", "Sở Tài chính", True),
        ("quý III năm 2024", "quý II", False),
        ("Năm 2024.", "2024", True),
        ("từ 95, đến 96", "95", True),
        ("bất kỳ", "", False),
    ],
)
def test_words_are_found_whole_and_figures_not_inside_figures(answer: str, words: str, expected: bool) -> None:
    assert holds(answer, words) is expected


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (EVIDENCE, True),
        (f"1. Sở Y tế: {EVIDENCE}; báo cáo.", True),
        ("CHỦ TRÌ,  phối hợp với các sở,\nngành triển khai kế hoạch này", True),
        ("phối hợp với các sở, ngành triển khai kế hoạch này", True),
        ("1. Sở Y tế: Chủ trì, phối hợp với các sở, ngành", True),  # it ends with the first half and more
        ("các sở, ngành triển khai kế hoạch này; báo cáo", True),
        ("Chủ trì, phối hợp với các sở, ngành thanh tra việc chấp hành", False),  # boilerplate of another section
        ("Chủ trì", False),
        ("kế hoạch này", False),
        ("", False),
        (".", False),
    ],
)
def test_quotes_overlap_by_half_of_the_evidence_and_not_by_boilerplate(quote: str, expected: bool) -> None:
    assert overlaps(quote, EVIDENCE) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("V", "2.1"), ("v", "2.1")),
        (("V", "2", "-3", "+1"), ("v", "2")),
        (("III (2)", "1)"), ("iii", "1")),
        (("(2)",), ("2",)),
        (("-1",), ()),
        ((), ()),
    ],
)
def test_addresses_compare_without_dashes_and_punctuation(path: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert numbered(path) == expected


def test_an_address_is_the_same_only_at_the_same_depth() -> None:
    assert same_address(("II", "2", "-1"), ("II", "2"))
    assert not same_address(("II", "2", "a"), ("II", "2"))
    assert within(("II", "2", "a"), ("II", "2"))
    assert not within(("II",), ("II", "2"))
    assert not within(("II", "2"), ())
