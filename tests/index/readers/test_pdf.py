import random
from contextlib import suppress
from io import BytesIO

import pypdfium2
import pytest

from index.errors import UnreadableFile
from index.readers.page_tables import _cut_in_syllable
from index.readers.pdf import MAX_PAGES, read_pdf
from tests.index.readers.office import COVERED, LONG, body, centred, document, needs_office, saved_as, table
from tests.index.readers.test_encodings import in_tcvn3

pytestmark = needs_office

LETTERHEAD = table(
    [
        [
            "UBND TỈNH HÀ TĨNH\nSỞ Y TẾ\nSố: 1750/KH-SYT",
            "CỘNG HÒA XÃ HỘI\nĐộc lập - Tự do - Hạnh phúc\nHà Tĩnh, ngày 18/01/2024",
        ]
    ],
    ruled=False,
)
SIGNATURE = table(
    [
        [
            "Nơi nhận:\n- Bộ Y tế (b/c);\n- Các phòng chức năng và đơn vị trực thuộc Sở Y tế;\n- Lưu: VT, NVY.",
            "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\n\nNguyễn Văn Ánh",
        ]
    ],
    ruled=False,
)
PARAGRAPHS = [f"{number}. {LONG} {LONG}" for number in range(1, 16)]
NOTE = "Kế hoạch số 242-KH/TU ngày 28/12/2023 của Ban Thường vụ Tỉnh ủy."


def task_rows(count: int) -> list[list[str | tuple[str, int, int]]]:
    """Rows of a table with a header of two rows; the last column is one cell for each three rows."""
    rows: list[list[str | tuple[str, int, int]]] = [
        [("TT", 2, 1), ("Nhiệm vụ", 2, 1), ("Đơn vị", 1, 2), COVERED, ("Thời gian", 2, 1)],
        [COVERED, COVERED, "Chủ trì", "Phối hợp", COVERED],
    ]
    for n in range(count):
        when = (f"Quý {n // 3 + 1}", 3, 1) if n % 3 == 0 else COVERED
        rows.append(
            [
                str(n + 1),
                f"Xây dựng kế hoạch số {n + 1} về nâng cao năng lực y tế cơ sở",
                "Sở Y tế",
                "Sở Tài chính, các huyện",
                when,
            ]
        )
    return rows


@pytest.fixture(scope="module")
def plan() -> bytes:
    blocks = [
        LETTERHEAD,
        centred("KẾ HOẠCH"),
        *map(body, PARAGRAPHS[:3]),
        body(PARAGRAPHS[3], NOTE),
        *map(body, PARAGRAPHS[4:]),
    ]
    return saved_as(document(*blocks, table(task_rows(24), header=2), SIGNATURE), "pdf")


@pytest.fixture(scope="module")
def lines(plan: bytes) -> list[str]:
    return [line for line in read_pdf(plan, "a.pdf").text.split("\n") if line]


def test_the_letterhead_is_read_column_by_column(lines: list[str]) -> None:
    assert lines[:7] == [
        "UBND TỈNH HÀ TĨNH",
        "SỞ Y TẾ",
        "Số: 1750/KH-SYT",
        "CỘNG HÒA XÃ HỘI",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Tĩnh, ngày 18/01/2024",
        "KẾ HOẠCH",
    ]


def test_paragraphs_are_whole_across_lines_and_pages(lines: list[str]) -> None:
    expected = list(PARAGRAPHS)
    expected[3] += "[1]"
    assert lines[7 : 7 + len(expected)] == expected


def test_a_table_over_pages_is_one(lines: list[str]) -> None:
    rows = [line.split("\t") for line in lines if "\t" in line]
    assert rows[:2] == [
        ["TT", "Nhiệm vụ", "Đơn vị", "", "Thời gian"],
        ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"],
    ]
    assert rows[2:] == [
        [
            str(n + 1),
            f"Xây dựng kế hoạch số {n + 1} về nâng cao năng lực y tế cơ sở",
            "Sở Y tế",
            "Sở Tài chính, các huyện",
            f"Quý {n // 3 + 1}",
        ]
        for n in range(24)
    ]


def test_the_signature_block_is_read_column_by_column(lines: list[str]) -> None:
    assert lines[-8:-1] == [
        "Nơi nhận:",
        "- Bộ Y tế (b/c);",
        "- Các phòng chức năng và đơn vị trực thuộc Sở Y tế;",
        "- Lưu: VT, NVY.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Văn Ánh",
    ]


def test_footnotes_stand_at_the_end(lines: list[str]) -> None:
    assert lines[-1] == f"[1] {NOTE}"


def test_page_numbers_are_gone_and_pages_are_the_text(plan: bytes) -> None:
    read = read_pdf(plan, "a.pdf")
    assert len(read.pages) == len(pypdfium2.PdfDocument(plan)) > 3
    assert "\n".join(read.pages) == read.text
    assert not [line for line in read.text.split("\n") if line.isdigit()]
    assert "KẾ HOẠCH" in read.pages[0] and "Nguyễn Văn Ánh" in read.pages[-1]


def test_text_in_tcvn3_fonts_is_decoded() -> None:
    text = f"I. Mục tiêu\n{LONG}"
    data = saved_as(document(*(body(in_tcvn3(line).replace("\xad", "-")) for line in text.split("\n"))), "pdf")
    assert read_pdf(data, "a.pdf").text == text.replace("Ủy", "ủy")  # which has no code of its own


def test_a_code_cut_at_its_hyphen_is_whole() -> None:
    text = " ".join(f"Quyết định số {n}/QĐ-UBND, Kế hoạch số {n}/KH-SYT;" for n in range(100, 130))
    assert read_pdf(saved_as(document(body(text)), "pdf"), "a.pdf").text == text


def test_list_items_and_headings_stay_apart() -> None:
    texts = [
        "I. MỤC TIÊU",
        "1. Mục tiêu chung",
        LONG,
        "- Đến năm 2025;",
        f"- {LONG}",
        "a) Giao Sở Y tế;",
        "Sở Tài chính bố trí kinh phí.",
    ]
    assert read_pdf(saved_as(document(*map(body, texts)), "pdf"), "a.pdf").text.split("\n") == texts


def test_a_table_without_rules_keeps_its_rows() -> None:
    rows = [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Đề án y tế", "Sở Y tế"], ["2", "Báo cáo", "Sở Nội vụ"]]
    read = read_pdf(
        saved_as(document(body(LONG), table([[*row] for row in rows], ruled=False), body(LONG)), "pdf"), "a.pdf"
    ).text
    assert [line.split("\t") for line in read.split("\n") if "\t" in line] == rows


def test_a_row_cut_by_the_page_is_whole() -> None:
    rows = [[str(n), f"{LONG} Mục {n}", f"Sở Y tế {n}"] for n in range(1, 12)]
    read = read_pdf(
        saved_as(document(table([["TT", "Nhiệm vụ", "Chủ trì"], *([*row] for row in rows)], header=1)), "pdf"), "a.pdf"
    ).text
    assert [line.split("\t") for line in read.split("\n") if "\t" in line][1:] == rows


# --- files that are no sound PDF -------------------------------------------------------------------------------------


def test_a_locked_file_says_so() -> None:
    options = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read_pdf(saved_as(document(body(LONG)), f"pdf:writer_pdf_Export:{options}"), "a.pdf")


def test_a_file_that_only_forbids_changes_is_read() -> None:
    options = (
        '{"RestrictPermissions":{"type":"boolean","value":"true"},"PermissionPassword":{"type":"string","value":"x"}}'
    )
    assert read_pdf(saved_as(document(body(LONG)), f"pdf:writer_pdf_Export:{options}"), "a.pdf").text == LONG


@pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\nstartxref\n0\n%%EOF"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.pdf"):
        read_pdf(data, "a.pdf")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(plan: bytes, share: float) -> None:
    with pytest.raises(UnreadableFile, match="chưa đủ"):
        read_pdf(plan[: int(share * len(plan))], "a.pdf")


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_raises_nothing_else(plan: bytes, seed: int) -> None:
    chosen = random.Random(seed)
    damaged = bytearray(plan)
    for _ in range(40):
        damaged[chosen.randrange(len(damaged))] = chosen.randrange(256)
    with suppress(UnreadableFile):  # where only a font or a picture is damaged, the text may be read
        read_pdf(bytes(damaged), "a.pdf")


def test_a_page_that_cannot_be_unpacked_is_refused_not_left_out(plan: bytes) -> None:
    start = plan.index(b"stream\n") + 200  # within the first page's text
    with pytest.raises(UnreadableFile, match="hỏng"):
        read_pdf(plan[:start] + b"\xff" * 400 + plan[start + 400 :], "a.pdf")


def blank(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_blank_pages_have_no_text() -> None:
    assert read_pdf(blank(2), "a.pdf").text.strip() == ""


@pytest.mark.parametrize("pages", [0, MAX_PAGES + 1])
def test_no_pages_and_too_many_are_refused(pages: int) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.pdf"):
        read_pdf(blank(pages), "a.pdf")


@pytest.mark.parametrize(
    ("before", "after", "cut"),
    [("xã/phường/th", "ị trấn", True), ("Sở Y", "tế", False), ("kế", "hoạch", False), ("BHXH", "tỉnh", False)],
)
def test_a_narrow_cell_may_break_a_line_inside_a_syllable(before: str, after: str, cut: bool) -> None:
    assert _cut_in_syllable(before, after) is cut
