import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.readers import legacy_word
from index.readers.legacy_word import read_doc
from tests.index.readers.office import LONG, body, centred, document, needs_office, saved_as, table

PLAN = document(
    centred("KẾ HOẠCH"),
    body(f"1. {LONG}"),
    table(
        [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Xây dựng đề án", "Sở Y tế"], ["2", "Báo cáo kết quả", "Sở Tài chính"]]
    ),
)
EXPECTED = [
    "KẾ HOẠCH",
    f"1. {LONG}",
    "TT\tNhiệm vụ\tChủ trì",
    "1\tXây dựng đề án\tSở Y tế",
    "2\tBáo cáo kết quả\tSở Tài chính",
]


@pytest.fixture(scope="module")
def word_97() -> bytes:
    return saved_as(PLAN, "doc")


@needs_office
@pytest.mark.parametrize("form", ["doc", "rtf", "odt:writer8"])
def test_paragraphs_and_tables_are_read(form: str) -> None:
    lines = [line for line in read_doc(saved_as(PLAN, form), f"a.{form}").text.split("\n") if line]
    assert [line for line in lines if line != "1"] == EXPECTED  # "1": the page's number, in Word's header


@needs_office
def test_two_files_at_once(word_97: bytes) -> None:
    with ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(lambda name: read_doc(word_97, name).text, ["a.doc", "b.doc"]))
    assert texts[0] == texts[1]
    assert EXPECTED[1] in texts[0]


@needs_office
def test_a_name_that_looks_like_an_option_is_no_option(word_97: bytes) -> None:
    assert EXPECTED[1] in read_doc(word_97, "--help; rm -rf .doc").text


@needs_office
def test_a_locked_file_says_so(word_97: bytes) -> None:
    start = next(at for at in range(512, len(word_97), 512) if word_97[at : at + 2] == b"\xec\xa5")
    locked = bytearray(word_97)
    locked[start + 11] |= 0x01  # fEncrypted
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read_doc(bytes(locked), "a.doc")


def test_a_locked_docx_says_so() -> None:
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.docx")


@pytest.mark.parametrize(
    "data", [b"", b"Some text", b"PK\x03\x04 a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)]
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.doc"):
        read_doc(data, "a.doc")


def test_without_libreoffice_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(UnreadableFile, match=r"libreoffice-writer.*\.docx|\.docx.*libreoffice-writer"):
        read_doc(rb"{\rtf1 a}", "a.rtf")


def test_a_conversion_that_hangs_is_killed_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    child = tmp_path / "child"
    program.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {child}\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    monkeypatch.setattr(legacy_word, "TIMEOUT_S", 1)
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="quá 1 giây"):
        read_doc(rb"{\rtf1 a}", "a.rtf")
    assert time.monotonic() - started < 10
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", child.read_text().strip()], capture_output=True, text=True, check=False
    ).stdout
    assert state.strip() in ("", "Z")  # gone, or dead and not yet collected


def test_a_conversion_without_result_says_that_the_file_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/bin/true")
    with pytest.raises(UnreadableFile, match="hỏng"):
        read_doc(rb"{\rtf1 a}", "a.rtf")
