import pytest

from rag.generation.statements import StatementReader, split_statements

TEXTS = [
    ("Sở Y tế chủ trì [1]. Sở Nội vụ phối hợp [2].", ["Sở Y tế chủ trì [1].", "Sở Nội vụ phối hợp [2]."]),
    ("Sắp xếp trạm y tế. [1] Đào tạo cán bộ. [2][3]", ["Sắp xếp trạm y tế. [1]", "Đào tạo cán bộ. [2][3]"]),
    ("Có 1.922.700 lượt, đạt 12,5% [1]. Hết.", ["Có 1.922.700 lượt, đạt 12,5% [1].", "Hết."]),
    ("Tại TP. Hồ Chí Minh, Q. Giám đốc ký ngày 5.4.2024 [1].", ["Tại TP. Hồ Chí Minh, Q. Giám đốc ký ngày 5.4.2024 [1]."]),
    ("“Một câu. Hai câu.” [1]. Ba câu [2].", ["“Một câu. Hai câu.” [1].", "Ba câu [2]."]),
    ("- Việc a [1]\n- Việc b [2, 3]\n", ["- Việc a [1]", "- Việc b [2][3]"]),
    ("1. Việc a [1].\n2. Việc b [2].", ["1. Việc a [1].", "2. Việc b [2]."]),
    ("<think>Sở A [1].\nSở B [1].</think>Sở Y tế [1].", ["Sở Y tế [1]."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentences"), TEXTS)
def test_sentences_are_whole_with_their_markers(text: str, sentences: list[str]) -> None:
    assert split_statements(text) == sentences


@pytest.mark.parametrize("size", [1, 3, 1_000])
@pytest.mark.parametrize(("text", "sentences"), TEXTS)
def test_they_are_the_same_in_whatever_pieces_the_text_comes(text: str, sentences: list[str], size: int) -> None:
    reader = StatementReader()
    found = [s for i in range(0, len(text), size) for s in reader.feed(text[i : i + size])]
    assert found + reader.rest() == sentences


def test_a_sentence_is_held_back_until_its_markers_may_have_come() -> None:
    reader = StatementReader()
    assert reader.feed("Sở Y tế chủ trì. ") == []
    assert reader.feed("[1] ") == []
    assert reader.feed("S") == ["Sở Y tế chủ trì. [1]"]


def test_a_sentence_that_breaks_off_is_none() -> None:
    reader = StatementReader()
    assert reader.feed("Sở Y tế chủ trì [1]. Sở Nội vụ phối") == ["Sở Y tế chủ trì [1]."]
    assert reader.rest() == []
