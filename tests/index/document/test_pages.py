from index.document.pages import page_of, page_starts
from index.parsing import parse_file
from index.readers.filetext import FileText
from tests.index.plans import document


def test_pages_start_where_their_first_words_stand_in_the_text() -> None:
    text = "Trang một mở đầu kế hoạch này.\nCâu bị ngắt giữa hai trang thì được nối lại.\nTrang ba kết thúc."
    pages = [
        "Trang một mở đầu kế hoạch này.\nCâu bị ngắt",
        "2\ngiữa hai trang thì được nối lại.",
        "3\nTrang ba kết thúc.",
    ]
    starts = page_starts(pages, text)
    assert [text[start : start + 8] for start in starts] == ["Trang mộ", "giữa hai", "Trang ba"]
    assert [page_of(starts, text.index(words)) for words in ("Câu bị", "nối lại", "kết thúc.")] == [1, 2, 3]


def test_a_page_of_which_nothing_is_left_starts_with_the_next() -> None:
    assert page_starts(["Quảng cáo trang mạng nào đó", "Nội dung của kế hoạch này"], "Nội dung của kế hoạch này") == (
        0,
        0,
    )


def test_a_format_without_pages_has_none() -> None:
    assert page_starts((), "Nội dung") == ()
    assert page_of((), 3) is None


def test_a_plan_read_from_pages_knows_them() -> None:
    pages = tuple(document("I. MỤC TIÊU\n\n1. Củng cố trạm y tế xã.").split("I. MỤC TIÊU"))
    pages = (pages[0], f"I. MỤC TIÊU{pages[1]}")
    plan = parse_file(FileText("\n".join(pages), pages), "ke-hoach.pdf", "0" * 64)
    assert page_of(plan.pages, plan.text.index("Củng cố trạm y tế xã")) == 2
    assert page_of(plan.pages, plan.text.index("KẾ HOẠCH")) == 1
