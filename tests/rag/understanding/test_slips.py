"""Slips of the keyboard."""

from __future__ import annotations

import pytest

from rag.understanding.slips import Neighbours, is_same_typed

ACCENTINGS = {
    "giai": ["giải", "giai", "giãi"],
    "gia": ["giá", "gia"],
    "dung": ["dụng", "đúng"],
    "an": ["an", "ăn"],
    "bau": ["bầu"],
}


@pytest.mark.parametrize(
    ("typed", "word"),
    [("điạ", "địa"), ("gía", "giá"), ("chuơng", "chương"), ("ngưòi", "người"), ("luợt", "lượt"), ("thuôc", "thuốc")],
)
def test_a_tone_elsewhere_or_a_mark_left_out_is_the_same_word(typed: str, word: str) -> None:
    assert is_same_typed(typed, word)


@pytest.mark.parametrize(
    ("typed", "word"), [("vạn", "vận"), ("tỉnh", "tĩnh"), ("bác", "bắc"), ("thể", "thế"), ("chuơng", "chuông")]
)
def test_two_words_are_not_the_same(typed: str, word: str) -> None:
    assert not is_same_typed(typed, word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gải", "giải"),
        ("gảii", "giải"),
        ("giảu", "giải"),
        ("igải", "giải"),
        ("dụg", "dụng"),
        ("dụgn", "dụng"),
        ("bầuu", "bầu"),
    ],
)
def test_a_word_one_letter_away_is_found(typed: str, meant: str) -> None:
    assert meant in Neighbours(ACCENTINGS).of(typed)


@pytest.mark.parametrize("typed", ["gả", "ăm", "x", "2024", "giảixyz", "giãnh", ""])
def test_short_and_far_ones_have_no_neighbour_of_their_tone(typed: str) -> None:
    assert "giải" not in Neighbours(ACCENTINGS).of(typed)
