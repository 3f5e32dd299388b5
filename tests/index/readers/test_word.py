import time
from io import BytesIO

import docx as python_docx
import pytest

from index.errors import UnreadableFile
from index.readers.word import read_word
from tests.index.readers.packages import docx, item, level, numbering, p, package, run, tbl, tc, tr


def read(body: str, **parts: str) -> list[str]:
    return read_word(docx(body, **parts), "kh.docx").text.split("\n")


def test_a_document_that_word_made() -> None:
    document = python_docx.Document()
    document.add_heading("KẾ HOẠCH", 1)
    document.add_paragraph("Mục tiêu", style="List Number")
    document.add_paragraph("Sở Y tế", style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ("TT", "Chỉ tiêu", "2024", "1", "Tỷ lệ", "95%"), strict=True):
        cell.text = text
    document.add_paragraph("Hết")
    buffer = BytesIO()
    document.save(buffer)
    lines = read_word(buffer.getvalue(), "kh.docx").text.split("\n")
    assert lines == ["KẾ HOẠCH", "1. Mục tiêu", "• Sở Y tế", "", "TT\tChỉ tiêu\t2024", "1\tTỷ lệ\t95%", "", "Hết"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("Sở ") + run("Y tế"), "Sở Y tế"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "a b-c"),
        ("<w:r><w:t>KẾ HOẠCH</w:t><w:br/><w:t>Về y tế</w:t></w:r>", "KẾ HOẠCH\nVề y tế"),
        (run("nghiê\u00adn c\u200bứu\ufeff"), "nghiên cứu"),
        (f"<w:ins>{run('thêm ')}</w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>{run('giữ')}", "thêm giữ"),
        (f"<w:moveFrom>{run('cũ')}</w:moveFrom><w:moveTo>{run('mới')}</w:moveTo>", "mới"),
        (f"<w:hyperlink>{run('liên')}</w:hyperlink><w:smartTag>{run(' kết')}</w:smartTag>", "liên kết"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('ô nhập')}</w:sdtContent></w:sdt>", "ô nhập"),
        (run("thấy ") + run("ẩn", "<w:vanish/>") + run("rõ", '<w:vanish w:val="0"/>'), "thấy rõ"),
        (run("kế hoạch", "<w:caps/>"), "KẾ HOẠCH"),
        (run("x", '<w:rStyle w:val="An"/>') + run("y"), "y"),
        (f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>{run("Trang")}', "Trang"),
        (run("\uf0b3 5 \uf0a3", '<w:rFonts w:ascii="Symbol"/>'), "≥ 5 ≤"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> Đạt</w:t></w:r>', "☑ Đạt"),
        ('<w:r><w:sym w:font="Wingdings" w:char="lạ"/><w:t>Đạt</w:t></w:r>', "Đạt"),
        ("<w:r><w:ruby><w:rt>" + run("phiên âm") + "</w:rt><w:rubyBase>" + run("chữ") + "</w:rubyBase></w:ruby></w:r>", "chữ"),
    ],
)  # fmt: skip
def test_a_paragraph_is_what_its_reader_sees(content: str, text: str) -> None:
    styles = '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert "\n".join(read(p(content), styles=styles)) == text


def field(code: str, result: str) -> str:
    step = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{step('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{step('separate')}{result}{step('end')}"


def test_fields_show_their_results_but_pages() -> None:
    nested = field(" IF ", field(" PAGE ", run("3")) + run("kết quả"))
    assert read(p(run("A ") + field(" REF x ", run("mục 1")) + field(" NUMPAGES ", run("9")))) == ["A mục 1"]
    assert read(p(nested)) == ["kết quả"]


def test_a_field_left_open_swallows_nothing() -> None:
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r>'
    assert read(p(opened) + p("I. MỤC ĐÍCH")) == ["I. MỤC ĐÍCH"]


def test_a_table_of_contents_is_left_out() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="M1"><w:name w:val="toc 1"/></w:style>'
    gallery = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    contents = f"{gallery}<w:sdtContent>{p('I. MỤC ĐÍCH 1')}</w:sdtContent></w:sdt>"
    assert read(contents + p("II. X 2", '<w:pStyle w:val="M1"/>') + p("I. MỤC ĐÍCH"), styles=styles) == ["I. MỤC ĐÍCH"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('HỎA TỐC')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert read(p(f"{run('Số: 1')}<w:r>{drawing}</w:r>")) == ["Số: 1", "HỎA TỐC"]


def test_notes_are_marked_and_stand_at_the_end_in_one_sequence() -> None:
    body = p(run("Một") + '<w:r><w:endnoteReference w:id="2"/></w:r>') + p(
        run("Hai") + '<w:r><w:footnoteReference w:id="5"/></w:r>'
    )
    notes = {
        "footnotes": f'<w:footnote w:id="-1">{p("ngăn cách")}</w:footnote><w:footnote w:id="5">{p("Theo số")}{p("liệu")}</w:footnote>',
        "endnotes": f'<w:endnote w:id="2">{p("Nguồn")}</w:endnote>',
    }
    assert read(body, **notes) == ["Một[1]", "Hai[2]", "", "[1] Nguồn", "[2] Theo số liệu"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    assert read(p("Sở Y tế", "<w:rPr><w:del/></w:rPr>") + p("chủ trì")) == ["Sở Y tế chủ trì"]


HEADINGS = numbering(
    level(0, "upperRoman", "%1."), level(1, "decimal", "%2."), level(2, "decimal", "%2.%3."), level(3, "lowerLetter", "%4)"),
    nums='<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>',
)  # fmt: skip


def test_levels_count_and_start_over() -> None:
    body = "".join(item("x", place) for place in (0, 1, 2, 2, 1, 2, 3, 3, 0, 1))
    numbers = ["I.", "1.", "1.1.", "1.2.", "2.", "2.1.", "a)", "b)", "II.", "1."]
    assert read(body, numbering=HEADINGS) == [f"{number} x" for number in numbers]


def test_lists_of_one_definition_go_on_unless_they_say_where_to_start() -> None:
    body = item("x") + item("x", list_id="3") + item("x", list_id="2") + item("x", list_id="2")
    assert read(body, numbering=HEADINGS) == ["I. x", "II. x", "V. x", "VI. x"]


def test_a_number_that_is_switched_off_and_a_list_that_is_not_there() -> None:
    assert read(item("x", list_id="0") + item("y", list_id="99") + item("z", 8), numbering=HEADINGS) == ["x", "y", "z"]


@pytest.mark.parametrize(
    ("levels", "places", "numbers"),
    [
        ([level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")], [0, 1], ["I. ", "1.1 "]),
        ([level(0, "decimal", "%1)", '<w:suff w:val="nothing"/>')], [0], ["1)"]),
        ([level(0, "decimal", "%1."), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')], [0, 1, 0, 1], ["1. ", "1) ", "2. ", "2) "]),
        ([level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")], [1, 0, 1], ["1.1 ", "2. ", "2.1 "]),
        ([level(0, "decimal", "Điều %1.", '<w:start w:val="3"/>')], [0, 0], ["Điều 3. ", "Điều 4. "]),
        ([level(0, "lowerLetter", "%1)", '<w:start w:val="26"/>')], [0, 0], ["z) ", "aa) "]),
        ([level(0, "lowerLetter", "%1)", '<w:start w:val="4"/><w:rPr><w:lang w:val="vi-VN"/></w:rPr>')], [0, 0, 0, 0], ["d) ", "đ) ", "e) ", "g) "]),
        ([level(0, "lowerLetter", "%1)", '<w:start w:val="4"/>')], [0, 0], ["d) ", "e) "]),
        ([level(0, "lowerRoman", "(%1)", '<w:start w:val="9"/>')], [0], ["(ix) "]),
        ([level(0, "decimalZero", "%1")], [0], ["01 "]),
        ([level(0, "none", "")], [0], [""]),
        *(([level(0, "bullet", glyph)], [0], [sign]) for glyph, sign in
          (("-", "- "), ("–", "- "), ("\uf02d", "- "), ("+", "+ "), ("\uf0b7", "• "), ("o", "• "), ("\uf0d8", "• "), ("", ""))),
    ],
)  # fmt: skip
def test_number_formats(levels: list[str], places: list[int], numbers: list[str]) -> None:
    body = "".join(item("x", place) for place in places)
    assert read(body, numbering=numbering(*levels)) == [f"{number}x" for number in numbers]


def test_letters_go_on_as_word_shows_them_where_the_author_types_d_with_stroke() -> None:
    vietnamese = level(0, "lowerLetter", "%1)", '<w:rPr><w:lang w:val="vi-VN"/></w:rPr>')
    lines = read(item("x") * 4 + p("đ) x") + item("x"), numbering=numbering(vietnamese))
    assert [line[:2] for line in lines] == ["a)", "b)", "c)", "d)", "đ)", "e)"]


def test_numbers_come_through_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    definition = linked + numbering(
        level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "decimal", "(%3)", '<w:pStyle w:val="B"/>')
    )
    styled = [p("x", f'<w:pStyle w:val="{style}"/>') for style in "ACBA"]
    off = p("x", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert read("".join(styled) + item("x", list_id="7") + off, styles=styles, numbering=definition) == ["1. x", "a) x", "(1) x", "2. x", "3. x", "x"]  # fmt: skip


def test_an_empty_numbered_paragraph_counts_and_shows_only_in_tables() -> None:
    counted = numbering(level(0, "decimal", "%1"))
    assert read(item("x") + item("") + item("y"), numbering=counted) == ["1 x", "", "3 y"]
    rows = [tr("TT", "Tên", "Số"), tr(tc(item("")), "a", "10"), tr(tc(item("")), "b", "20")]
    assert read(tbl(*rows), numbering=counted) == ["TT\tTên\tSố", "1\ta\t10", "2\tb\t20"]


SPAN = '<w:gridSpan w:val="{}"/>'.format
TOP, BELOW = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells() -> None:
    table = tbl(
        tr(tc("TT", TOP), tc("Chỉ tiêu", TOP), tc("Năm", SPAN(2))),
        tr(tc("", BELOW), tc("", BELOW), "2024", "2025"),
        tr("1", "Giường", "30", "32"),
        tr("x", "y", properties='<w:gridBefore w:val="2"/>'),
        tr("bỏ", "bỏ", "bỏ", "bỏ", properties="<w:del/>"),
        tr("2", tc("gộp cũ", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "5"),
    )
    assert read(table) == ["TT\tChỉ tiêu\tNăm\t", "TT\tChỉ tiêu\t2024\t2025", "1\tGiường\t30\t32", "\t\tx\ty", "2\tgộp cũ\t\t5"]  # fmt: skip


def test_tables_within_content_controls_and_within_cells() -> None:
    nested = tbl(tr("2024", "10"), tr("2025", "20"))
    row = tr("1", tc(p("Gồm") + nested + p("")), "z")
    controlled = f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>"
    assert read(p("Trước") + tbl(tr("TT", "Tên", "Số"), controlled) + p("Sau")) == [
        "Trước",
        "",
        "TT\tTên\tSố",
        "1\tGồm 2024: 10; 2025: 20\tz",
        "",
        "Sau",
    ]


def test_a_letterhead_is_lines_as_a_table_and_with_tabs() -> None:
    halves = ("SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert [line for line in read(tbl(tr(*halves), tr("Số: 1/KH-SYT", "x"))) if line] == [*halves, "Số: 1/KH-SYT", "x"]
    assert read(p(f"<w:r><w:t>{halves[0]}</w:t><w:tab/><w:tab/><w:t>{halves[1]}</w:t></w:r>")) == list(halves)


def test_text_in_fonts_from_before_unicode() -> None:
    def font(name: str) -> str:
        return f'<w:rFonts w:ascii="{name}"/>'

    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{font('.VnTime')}</w:rPr></w:rPrDefault></w:docDefaults>"
    body = p(run("kÕ ho¹ch", font(".VnTimeH"))) + p("Ph¸t triÓn y tÕ") + p(run("Keá hoaïch", font("VNI-Times")))
    assert read(body, styles=styles) == ["KẾ HOẠCH", "Phát triển y tế", "Kế hoạch"]
    assert read(p("Kế hoạch à"), styles=styles) == ["Kế hoạch à"]


def test_strict_open_xml() -> None:
    body = f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>{p("Kế hoạch")}</w:body></w:document>'
    assert read_word(package({"[Content_Types].xml": "", "word/document.xml": body}), "a.docx").text == "Kế hoạch"


ENTITIES = (f'<!ENTITY {b} "{10 * ("&" + a + ";")}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(ENTITIES) + "]>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx(p("x"))[:-30], "hỏng"),
        (docx(p("x"))[:200], "hỏng"),
        (b"PK\x03\x04", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "mật khẩu"),
        (package({"a.txt": "x"}), "không phải văn bản Word"),
        (package({"word/document.xml": "<w:document"}), "XML"),
        (package({"word/document.xml": f"{LAUGHS}<l>&i;</l>"}), "a.docx"),
        (package({"word/document.xml": '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'}), "DTD"),
        (package({"word/document.xml": bytes(60_000_000)}), "lớn bất thường"),
        (docx("<w:sdt>" * 3000 + "</w:sdt>" * 3000), "XML"),
    ],
)
def test_broken_locked_and_hostile_files_are_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as error:
        read_word(data, "a.docx")
    assert "a.docx" in str(error.value)


def test_tables_as_deep_as_the_parser_takes_them() -> None:
    deep = p("đáy")
    for _ in range(80):
        deep = tbl(tr(tc(deep + p("x"))))
    assert "đáy" in read(deep)


def seconds(rows: int) -> float:
    data = docx(tbl(*(tr(str(i), tc("Nhóm", BELOW if i else TOP), "Tên", "20") for i in range(rows))))
    start = time.process_time()
    assert len(read_word(data, "a.docx").text.split("\n")) == rows
    return time.process_time() - start


def test_long_tables_take_linear_time() -> None:
    assert seconds(8_000) < 12 * min(seconds(2_000) for _ in range(2))
