import dataclasses

import pytest

from index.parsing import parse_file, parse_plan
from index.readers.filetext import FileText
from index.store import Snapshot
from rag.drafting import Draft, front_address, make_citation, name_plan, numbered_section
from tests.index.plans import document, plan_of
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG, NINH_SON, THI_DUA

PLAN = plan_of(
    "I. NHIỆM VỤ\n1. Củng cố mạng lưới\na) Trạm y tế xã\n- Sắp xếp lại.\n2. Nhân lực\n\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế: Chủ trì."
)


def test_a_span_cited_twice_keeps_its_number() -> None:
    draft = Draft()
    assert [draft.cite(PLAN, 0, 5), draft.cite(PLAN, 5, 9), draft.cite(PLAN, 0, 5)] == ["[1]", "[2]", "[1]"]
    assert [citation.marker for citation in draft.citations] == [1, 2]


def test_lines_become_markdown_without_blank_ends() -> None:
    draft = Draft()
    for line in ("", "một", "", "hai", ""):
        draft.say(line)
    assert draft.text == "một\n\nhai"


@pytest.mark.parametrize(
    ("words", "address", "path"),
    [
        ("NHIỆM VỤ", "Mục I", ("I",)),
        ("Nhân lực", "Mục I, khoản 2", ("I", "2")),
        ("Trạm y tế xã", "Mục I, khoản 1, điểm a", ("I", "1", "a")),
        ("Sắp xếp lại", "Mục I, khoản 1, điểm a", ("I", "1", "a")),  # an official doesn't cite a dash
        ("Chủ trì.", "Mục II, khoản 1", ("II", "1")),
        ("12/KH-UBND", "Phần đầu văn bản", ()),
        ("Củng cố y tế cơ sở", "Tên văn bản", ()),
        ("Thực hiện Nghị quyết", "Phần mở đầu", ()),
        ("Bộ Y tế", "Nơi nhận", ()),
        ("Trần Văn Minh", "Phần ký", ()),
    ],
)
def test_the_address_of_a_citation(words: str, address: str, path: tuple[str, ...]) -> None:
    start = PLAN.text.index(words)
    citation = make_citation(PLAN, start, start + len(words), 7)
    assert (citation.address, citation.path) == (address, path)
    assert (citation.marker, citation.quote) == (7, words)


def test_a_citation_says_what_is_cited() -> None:
    citation = make_citation(PLAN, 0, 3, 1)
    assert citation.plan_number == "12/KH-UBND"
    assert citation.plan_title == "Củng cố y tế cơ sở năm 2024"
    assert citation.issued_on is not None
    assert citation.issued_on.isoformat() == "2024-03-05"
    assert citation.source == "An Binh 2024.txt"


def test_a_plan_without_a_title_is_cited_by_its_file() -> None:
    untitled = dataclasses.replace(PLAN, metadata=dataclasses.replace(PLAN.metadata, title=None, number=None))
    citation = make_citation(untitled, 0, 3, 1)
    assert (citation.plan_title, citation.plan_number) == ("An Binh 2024.txt", None)


def test_outside_every_section_there_is_no_numbered_one() -> None:
    assert numbered_section(PLAN, 0) is None
    assert front_address(PLAN, 0) == "Phần đầu văn bản"


@pytest.mark.parametrize(
    ("plan_id", "name"),
    [
        (NINH_SON, "Kế hoạch ngày 20/06/2023 của Ban Thường vụ Huyện ủy (Ninh Sơn)"),
        (BAC_GIANG, "Kế hoạch của Sở Y tế (Bắc Giang)"),
        (THI_DUA, "Kế hoạch số 1750/KH-SYT ngày 31/05/2021 của Sở Y tế (Hà Tĩnh)"),
        (HA_TINH, "Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh"),
        (LAM_DONG, "Kế hoạch số 572/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh Lâm Đồng"),
    ],
)
def test_how_a_sentence_names_a_plan(snapshot: Snapshot, plan_id: str, name: str) -> None:
    assert name_plan(snapshot.plans[plan_id]) == name


PAGED = document("I. MỤC TIÊU\n\n1. Củng cố trạm y tế xã theo đề án[1].\n\n[1] Đề án số 5/ĐA-UBND.")


def test_a_citation_of_a_file_with_pages_says_the_page() -> None:
    head, body = PAGED.split("I. MỤC TIÊU")
    pages = (head, f"I. MỤC TIÊU{body}")
    plan = parse_file(FileText("\n".join(pages), pages), "ke-hoach.pdf", "0" * 64)
    start = plan.text.index("Củng cố trạm y tế xã")
    citation = make_citation(plan, start, start + 10, 1)
    assert (citation.page, citation.place) == (2, "Mục I, khoản 1 (trang 2)")


def test_a_format_without_pages_gives_the_address_alone() -> None:
    plan = parse_plan(PAGED, "ke-hoach.txt")
    start = plan.text.index("Củng cố trạm y tế xã")
    citation = make_citation(plan, start, start + 10, 1)
    assert (citation.page, citation.place) == (None, "Mục I, khoản 1")


def test_a_footnote_is_cited_by_the_section_of_its_mark() -> None:
    plan = parse_plan(PAGED, "ke-hoach.txt")
    start = plan.text.index("[1] Đề án")
    assert make_citation(plan, start, start + 10, 1).address == "Mục I, khoản 1, chú thích"
