import gc
import time
from email.message import EmailMessage

import pytest

from index.errors import UnreadableFile
from index.readers.web import is_mhtml, read_web


def read(body: str, head: str = "<meta charset=utf-8>") -> list[str]:
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return read_web(page.encode(), "trang.html").text.split("\n")


def test_what_is_no_text_of_the_page_is_left_out() -> None:
    body = """<nav>Trang chủ</nav><header>Cổng thông tin</header><script>alert('x')</script><style>p{}</style><p hidden>ẩn</p>
    <p style="display : none">ẩn</p><div style="VISIBILITY:hidden">ẩn</div><!-- ghi chú --><label for=q>Tìm</label><input value=x><button>Gửi</button>
    <select><option>chọn</select><p>Kế hoạch <a href=x>số 1</a><img src=x alt=ảnh></p><footer>Bản quyền</footer>"""
    assert read(body, "<title>Tiêu đề</title>") == ["Kế hoạch số 1"]


def test_the_header_of_an_article_is_its_own() -> None:
    assert read("<article><header><h1>Kế hoạch</h1></header><p>Nội dung</p></article>") == ["Kế hoạch", "Nội dung"]


def test_blocks_are_lines_and_inline_tags_are_not() -> None:
    body = "<h2>I. MỤC <b>ĐÍCH</b></h2><div>Một\n  dòng<br>hai<span> dòng</span></div>ngoài &aacute;&#273;&nbsp;x<p>m<sup>2</sup> và 5 &lt; 6"
    assert read(body) == ["I. MỤC ĐÍCH", "Một dòng", "hai dòng", "ngoài áđ x", "m2 và 5 < 6"]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<ol><li>x<li>y</ol>", ["1. x", "2. y"]),
        ("<ol start=3><li>x<li value=7>y<li>z</ol>", ["3. x", "7. y", "8. z"]),
        ("<ol type=a><li>x<li>y</ol>", ["a) x", "b) y"]),
        ("<ol type=I><li>x<ol type=A><li>y</ol><li>z</ol>", ["I. x", "A. y", "II. z"]),
        ("<ol style='list-style-type: lower-alpha'><li>x</ol>", ["a) x"]),
        ("<ol style='list-style:none'><li>x</ol>", ["x"]),
        ("<ul><li>x<ul><li>y</ul></ul>", ["- x", "- y"]),
        ("<ul><li>- x<li><p>+ y</p></ul>", ["- x", "+ y"]),
        ("<ul><li><p>x</p><p>y</p></ul>", ["- x", "y"]),
    ],
)
def test_lists_have_their_numbers(markup: str, lines: list[str]) -> None:
    assert read(markup) == lines


def test_tables_keep_merged_cells() -> None:
    table = """<table><tr><th rowspan=2>TT<th rowspan=2>Chỉ tiêu<th colspan=2>Năm<tr><th>2024<th>2025
    <tr><td rowspan=0>1<td>Tỷ lệ<br>bao phủ<td>10%<td>20%<tr><td>Giường bệnh<td>3<td>4</table>"""
    assert read("<p>Trước</p>" + table + "<p>Sau</p>") == [
        "Trước",
        "",
        "TT\tChỉ tiêu\tNăm\t",
        "TT\tChỉ tiêu\t2024\t2025",
        "1\tTỷ lệ bao phủ\t10%\t20%",
        "1\tGiường bệnh\t3\t4",
        "",
        "Sau",
    ]


PLAN = "<p>Số: 12/KH-UBND</p><p>KẾ HOẠCH</p>" + "<p>Nội dung kế hoạch.</p>" * 40 + "<p>Nơi nhận:</p>"
AROUND = "<div class=menu><a href=1>Tin tức</a></div>{}<div class=side>Thời tiết hôm nay</div>"


@pytest.mark.parametrize(
    "page",
    [
        f"<div id=content>{PLAN}</div>",
        f"<main>{PLAN}</main>",
        f"<div class=x9><div class=k2>{PLAN}</div></div>",
        f"<table><tr><td>Thực đơn</td><td>{PLAN}</td></tr></table>",
    ],
)
def test_a_saved_pages_document_is_found(page: str) -> None:
    lines = read(AROUND.format(page))
    assert (lines[0], lines[-1], len(lines)) == ("Số: 12/KH-UBND", "Nơi nhận:", 43)


@pytest.mark.parametrize(
    "page",
    [
        f"<div>Số: 12/KH-UBND</div><div id=content>{PLAN}</div>",
        f"<div id=content>{PLAN}</div><div><p>TM. ỦY BAN NHÂN DÂN</p></div>",
        f"<div>{PLAN}</div><table><tr><td>Phụ lục</td></tr></table>",
        f"<h1>Về y tế cơ sở</h1><div>{PLAN}</div>",
        f"<div>{PLAN}</div><div>{'Phụ lục kèm theo. ' * 20}</div>",
    ],
)
def test_nothing_of_a_document_is_left_outside(page: str) -> None:
    assert len(read(page)) > 43


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=windows-1252>", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("<meta http-equiv=Content-Type content='text/html; charset=utf-16'>", "utf-16-le"),
        ("<meta charset=windows-1258>", "cp1258"),
    ],
)
def test_charsets(head: str, encoding: str) -> None:
    text = "Uy ban nhân dân thành phô tích cuc" if encoding == "cp1258" else "Ủy ban nhân dân tỉnh"
    page = f"<html><head>{head}</head><body><p>{text}</p></body></html>"
    assert read_web(page.encode(encoding), "a.html").text == text


def test_one_broken_byte_does_not_refuse_a_page() -> None:
    page = "<meta charset=utf-8><p>Ủy ban nhân dân tỉnh</p>".encode() + b"\xe1\xbb"
    assert read_web(page, "a.html").text.startswith("Ủy ban nhân dân tỉnh")


def test_tcvn3_in_a_page() -> None:
    page = "<html><head><meta charset=windows-1252></head><body><p>KÕ ho¹ch ph¸t triÓn y tÕ c¬ së trªn ®Þa bµn tØnh</p></body></html>"
    assert read_web(page.encode("cp1252"), "a.htm").text == "Kế hoạch phát triển y tế cơ sở trên địa bàn tỉnh"


def mhtml(content: str, encoding: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Ke hoach"
    message.set_content(content, subtype="html", charset="utf-8", cte=encoding)
    message.add_related(b"\x89PNG", "image", "png", filename="<anh>")
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_mhtml(encoding: str) -> None:
    data = mhtml("<html><body><p>Kế hoạch số 1</p></body></html>", encoding)
    assert is_mhtml(data)
    assert read_web(data, "a.mht").text == "Kế hoạch số 1"


def test_mhtml_without_a_page_or_nested_without_end_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"a\.mht không chứa"):
        read_web(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n", "a.mht")
    nested = b"".join(b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000))
    with pytest.raises(UnreadableFile, match=r"a\.mht bị từ chối"):
        read_web(b"MIME-Version: 1.0\n" + nested, "a.mht")


@pytest.mark.parametrize(
    "start", ["<div>" * 5000, "<font><b>" * 5000, "<table><tr><td>" * 5000, "<ul><li>" * 5000, "<x-a>" * 5000]
)
def test_nesting_without_end_loses_no_text(start: str) -> None:
    assert [line for line in read(f"{start}lõi") if line and line != "-"] in (["lõi"], ["- lõi"])
    assert "sau" in read(f"{start}lõi<p>sau")


@pytest.mark.parametrize("data", [b"<html></html>", b"<html><body><script>x</script>", b"<!-- -->", b"<"])
def test_a_page_without_text_is_empty_or_refused(data: bytes) -> None:
    try:
        assert read_web(data, "a.html").text in ("", "<")
    except UnreadableFile as error:
        assert "a.html" in str(error)


def test_pictures_in_the_page_do_not_count() -> None:
    assert read(f"<p>Một<img src='data:image/png;base64,{'A' * 12_000_000}'></p><p>Hai</p>") == ["Một", "Hai"]


def test_programs_that_do_not_end_take_linear_time() -> None:
    deep = "<x-a>" * 3000
    assert read(f"{deep}lõi<script>1</script><style>2</style>sau" + "<script>" * 30_000) == ["lõisau"]


def seconds(rows: int) -> float:
    page = "<table>" + "<tr><td rowspan=3>1<td>Tên<td>20<td>30" * rows + "</table>"
    gc.disable()  # what the collector takes grows with what all tests before left behind
    try:
        start = time.process_time()
        read(page)
        return time.process_time() - start
    finally:
        gc.enable()


def test_long_tables_take_linear_time() -> None:
    assert seconds(8_000) < 12 * min(seconds(2_000) for _ in range(2))
