from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.parsing import parse_plan, plan_id_of, read_plan
from index.reading import MAX_BYTES, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files_of_several_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_bytes("Sở Y tế".encode(encoding))
    assert read_text(path)[0] == "Sở Y tế"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b""),
        ("a.txt", b"\xff\xfa\x00"),
        ("a.txt", b"PK\x03\x04\x00\x00"),
        ("a.txt", b"123 456"),
        ("a.pdf", b"%PDF"),
        ("a", b"S"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=name):
        read_text(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"khong-co\.txt"):
        read_text(tmp_path / "khong-co.txt")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_text(path)


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
