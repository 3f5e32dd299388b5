import pytest

from rag.kinds.sentences import sentence_around, sentences, without_references


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Một việc. Hai việc.", ["Một việc.", "Hai việc."]),
        ("Dòng đầu\nDòng sau", ["Dòng đầu", "Dòng sau"]),
        ("Có 6.000 người. Còn 1.922.700 nữa.", ["Có 6.000 người.", "Còn 1.922.700 nữa."]),
        ("Tại TP. Hồ Chí Minh. Xong.", ["Tại TP. Hồ Chí Minh.", "Xong."]),
        ("Xong chưa? Đã xong! Tốt…", ["Xong chưa?", "Đã xong!", "Tốt…"]),
        ("vật tư, v.v. và thuốc", ["vật tư, v.v. và thuốc"]),
        ("Trình Kế hoạch. “Trích dẫn”.", ["Trình Kế hoạch.", "“Trích dẫn”."]),
        ("\n\nMột\n\n\nHai\n", ["Một", "Hai"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == found


def test_only_the_given_part_is_split() -> None:
    text = "Bỏ qua. Một. Hai. Bỏ qua."
    start, end = text.index("Một"), text.index(" Bỏ qua.")
    assert [text[a:b] for a, b in sentences(text, start, end)] == ["Một.", "Hai."]


LONG = "Tham mưu Ủy ban nhân dân tỉnh ban hành Nghị quyết quy định nội dung và mức chi các hoạt động."
SHORT = "Thời gian hoàn thành: Tháng 6/2024."


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        (f"{LONG} {SHORT}", "Nghị quyết", LONG),
        (f"{LONG} {SHORT}", "6/2024", f"{LONG} {SHORT}"),  # a short one with the one it belongs to
        (f"{LONG}\n{SHORT}", "6/2024", SHORT),  # not over a line break
        (f"{SHORT} {LONG}", "6/2024", SHORT),
    ],
)
def test_the_sentence_around_a_word(text: str, word: str, found: str) -> None:
    start, end = sentence_around(text, text.index(word), 0, len(text))
    assert text[start:end] == found


def test_between_sentences_it_is_the_whole_part() -> None:
    assert sentence_around("a\n\nb", 1, 0, 4) == (0, 4)


@pytest.mark.parametrize(
    ("text", "gone", "kept"),
    [
        (
            "Theo Quyết định số 281/QĐ-TTg ngày 05/4/2024 của Thủ tướng Chính phủ, xong trước 15/12/2025.",
            "281",
            "15/12/2025",
        ),
        ("Chỉ thị số 25-CT/TW và Kế hoạch số 101-KH/TU giao 12 việc.", "101", "12 việc"),
        ("Không dẫn văn bản nào năm 2025.", "2024", "Không dẫn văn bản nào năm 2025."),
    ],
)
def test_other_documents_numbers_and_dates_are_left_out(text: str, gone: str, kept: str) -> None:
    rest = without_references(text, 0, len(text))
    assert gone not in rest
    assert kept in rest
