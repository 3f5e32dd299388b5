import sys
import zipfile
from io import BytesIO
from pathlib import Path
from subprocess import run as run_process

import pytest

from index.errors import UnreadableFile
from index.parsing import parse_plan, plan_id_of, read_plan
from index.readers import limits
from index.readers.limits import MAX_BYTES
from index.readers.sniffing import FileKind, kind_of
from index.reading import DOCUMENT_SUFFIXES, SUPPORTED_SUFFIXES, expand_archive, is_archive, read_bytes, read_file
from tests.index.readers.packages import docx, p, package

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
DOCX = docx(p("Sở Y tế"))
HTML = "<!DOCTYPE html><html><body><p>Sở Y tế</p></body></html>".encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files_of_several_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_bytes("Sở Y tế".encode(encoding))
    read, data = read_file(path)
    assert (read.text, read.pages, data) == ("Sở Y tế", (), "Sở Y tế".encode(encoding))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"%PDF-1.7\n", FileKind.PDF),
        ("a.doc", b"\n\n%PDF-1.4", FileKind.PDF),
        ("a.txt", DOCX, FileKind.WORD),
        ("a.doc", DOCX, FileKind.WORD),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), FileKind.OLD_WORD),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), FileKind.LOCKED),
        ("a.doc", OLE + "Workbook".encode("utf-16-le"), FileKind.SHEET),
        ("a.doc", OLE, FileKind.OTHER),
        ("a.doc", b"{\\rtf1\\ansi", FileKind.OLD_WORD),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', FileKind.OLD_WORD),
        ("a.doc", b"\xef\xbb\xbf  <!-- x --><HTML xmlns:o=x>", FileKind.WEB),
        ("a.doc", "<html>".encode("utf-16"), FileKind.WEB),
        ("a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x", FileKind.WEB),
        ("a.html", b"<p>x", FileKind.WEB),
        ("a.md", b"<p align=center>x", FileKind.TEXT),
        ("a.txt", b"From: x\nContent-Type: text/html", FileKind.TEXT),
        ("a.zip", package({"kh.txt": "x"}), FileKind.ARCHIVE),
        ("a.odt", package({"mimetype": "application/vnd.oasis.opendocument.text"}), FileKind.ARCHIVE),
        ("a.xlsx", package({"[Content_Types].xml": "", "xl/workbook.xml": ""}), FileKind.SHEET),
        ("a.pptx", package({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), FileKind.SLIDES),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", FileKind.OTHER_ARCHIVE),
        ("a.txt", b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
        ("a.jpg", b"\xff\xd8\xff\xe0", FileKind.IMAGE),
        ("a.tif", b"II*\x00", FileKind.IMAGE),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileKind.IMAGE),
        ("a.txt", "Kế hoạch".encode("utf-16-le"), FileKind.TEXT),
        ("a.bmp", b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36", FileKind.IMAGE),
        ("a.txt", b"<!---->" * 500, FileKind.TEXT),
        ("a.txt", b"BMI trung binh", FileKind.TEXT),
        ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00", FileKind.OTHER),
    ],
)  # fmt: skip
def test_a_files_kind_is_told_from_its_content(name: str, data: bytes, kind: FileKind) -> None:
    assert kind_of(data, name) is kind


def test_an_open_document_is_known_by_its_first_entry() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as stored:
        stored.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert kind_of(buffer.getvalue(), "a.odt") is FileKind.OLD_WORD


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.docx", DOCX), ("a.doc", DOCX), ("a.txt", DOCX), ("a", DOCX), ("a.doc", HTML), ("a.html", HTML), ("a.txt", HTML), ("a.doc", "Sở Y tế".encode())],
)  # fmt: skip
def test_a_document_is_read_whatever_its_suffix(name: str, data: bytes) -> None:
    assert read_bytes(data, name).text == "Sở Y tế"


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("a.txt", b"", "rỗng"),
        ("a.txt", b" \r\n\x00", "rỗng"),
        ("a.txt", b"\xff\xfa\x00", "a.txt"),
        ("a.txt", b"PK\x03\x04\x00\x00", "hỏng"),
        ("a.txt", b"123 456", "không có chữ"),
        ("a.html", b"<html><body><script>x</script></body></html>", "không có chữ"),
        ("a.docx", docx(p("<w:r/>")), "không có chữ"),
        ("a.docx", "Sở Y tế".encode(), "đuôi .docx nhưng nội dung là văn bản thuần"),
        ("a.pdf", "Sở Y tế".encode(), "đuôi .pdf nhưng"),
        ("a", b"S", "không có đuôi"),
        ("a.csv", b"S;1", "chưa được hỗ trợ"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "bỏ mật khẩu"),
        ("a.xlsx", package({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "bảng tính"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "nén lại thành .zip"),
        ("a.zip", package({"kh.txt": "x"}), "từng văn bản"),
        ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00", "nhị phân"),
    ],
)
def test_what_is_no_document_is_refused_by_name_with_advice(name: str, data: bytes, advice: str) -> None:
    with pytest.raises(UnreadableFile, match=advice) as error:
        read_bytes(data, name)
    assert name in str(error.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"khong-co\.txt"):
        read_file(tmp_path / "khong-co.txt")
    with pytest.raises(UnreadableFile, match=tmp_path.name):
        read_file(tmp_path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_file(path)


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reading.MAX_TEXT", 5)
    with pytest.raises(UnreadableFile, match="quá nhiều chữ"):
        read_bytes("Sở Y tế".encode(), "a.txt")


def test_an_archives_documents_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    data = package({"a/kh.docx": DOCX, "b.xlsx": b"x", "c.docx": DOCX[:99], "d.txt": "Sở Tài chính"})
    assert is_archive(data, "kh.zip") and not is_archive(DOCX, "kh.zip")
    members = expand_archive(data, "kh.zip")
    assert [(m.name, bool(m.error)) for m in members] == [("kh.docx", False), ("b.xlsx", True), ("c.docx", False), ("d.txt", False)]  # fmt: skip
    assert [read_bytes(m.data, m.name).text for m in (members[0], members[3])] == ["Sở Y tế", "Sở Tài chính"]
    with pytest.raises(UnreadableFile, match=r"c\.docx"):
        read_bytes(members[2].data, members[2].name)


def test_suffixes() -> None:
    assert {".txt", ".md", ".docx", ".doc", ".pdf", ".html", ".mht", ".png"} <= DOCUMENT_SUFFIXES
    assert {".zip"} == SUPPORTED_SUFFIXES - DOCUMENT_SUFFIXES
    assert limits.number(1234567) == "1.234.567"


def test_readers_load_on_first_use_only() -> None:
    code = "import sys, index.reading; print([m for m in sys.modules if m.startswith(('lxml', 'pypdfium2', 'PIL'))])"
    done = run_process([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_of_furniture_only_is_no_plan() -> None:
    with pytest.raises(UnreadableFile, match="không có nội dung"):
        parse_plan("Đăng nhập\n-----", "a.txt")


@pytest.mark.parametrize(
    ("source", "plan_id"), [("UBND Lâm Đồng 2024.txt", "ubnd-lam-dong-2024"), ("kế hoạch (1).md", "ke-hoach-1")]
)
def test_plan_id_comes_from_the_files_name(source: str, plan_id: str) -> None:
    assert plan_id_of(source) == plan_id


def test_a_name_without_letters_still_has_an_id() -> None:
    assert plan_id_of("计划.txt")


def test_read_plan_knows_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# KẾ HOẠCH\n\nI. MỤC ĐÍCH\n\n1. Nội dung", encoding="utf-8")
    plan = read_plan(path)
    assert (plan.source, len(plan.sha256)) == ("a.md", 64)
    assert [section.path for section in plan.sections] == [("I",), ("I", "1")]
