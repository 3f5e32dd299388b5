import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese import bigrams, expand, fold, is_accented, key, nfc, parse_number, sort_key, syllables


def test_decomposed_text_becomes_the_same_as_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "Sở Y tế Hà Tĩnh")) == "Sở Y tế Hà Tĩnh"


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u202a"])
def test_invisible_characters_go(sign: str) -> None:
    assert nfc(f"y{sign} tế") == "y tế"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đà Lạt", "da lat"), ("ĐƯỜNG", "duong"), ("Thừa Thiên Huế", "thua thien hue"), ("2024", "2024")],
)
def test_fold_drops_case_and_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "accented"), [("Sở Y tế", True), ("so y te", False), ("Đ", True), ("UBND", False)])
def test_is_accented(text: str, accented: bool) -> None:
    assert is_accented(text) is accented


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Y tế", ["sở", "y", "tế"]),
        ("1.922.700 người; 12,5%", ["1.922.700", "người", "12,5"]),
        ("hoà bình", ["hòa", "bình"]),
        ("uỷ ban", ["ủy", "ban"]),
        ("quý", ["quý"]),  # "uý" behind q is no diphthong
        ("bác sỹ", ["bác", "sĩ"]),
    ],
)
def test_syllables_keep_single_letters_and_share_one_spelling(text: str, expected: list[str]) -> None:
    assert syllables(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban nhân dân", "ỦY BAN NHÂN DÂN"),
        ("Văn hoá", "văn hóa"),
        ("Tài chính & Kế hoạch", "Tài chính và Kế hoạch"),
        ("hằng năm", "Hàng năm"),
    ],
)
def test_two_spellings_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_bigrams_join_neighbours() -> None:
    assert bigrams(["y", "tế", "cơ"]) == ["y_tế", "tế_cơ"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở GD-ĐT", "Sở Giáo dục và Đào tạo"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Sở Y tế", "Sở Y tế"),
        ("XYZQ", "XYZQ"),
    ],
)
def test_known_abbreviations_are_written_out(text: str, expected: str) -> None:
    assert expand(text) == expected


def test_dictionary_order_puts_letters_before_tones() -> None:
    words = ["đá", "da", "ạ", "à", "a", "ăn", "ân", "an"]
    assert sorted(words, key=sort_key) == ["a", "à", "ạ", "an", "ăn", "ân", "da", "đá"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", 12.5),
        ("1.922.700", 1_922_700.0),
        ("≥ 95%", 95.0),
        ("11.5", 11.5),
        ("1.200 công trình", 1200.0),
        ("không có", None),
        ("0,05", 0.05),
    ],
)
def test_numbers_are_read_the_vietnamese_way(text: str, number: float | None) -> None:
    assert parse_number(text) == number


@given(st.text(alphabet=st.sampled_from("aàảãáạăâbcdđeêghiklmnoôơpqrstuưvxyAĐƯ 12.,"), max_size=40))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))


def test_an_invisible_character_between_a_letter_and_its_mark_does_not_part_them() -> None:
    assert nfc("so\u200b\u0309") == "sỏ"
