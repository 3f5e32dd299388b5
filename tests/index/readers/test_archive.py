import stat
import zipfile
from io import BytesIO

import pytest

from index.errors import UnreadableFile
from index.readers import archive, limits
from index.readers.archive import ArchiveMember, read_archive

SUFFIXES = {".txt", ".docx"}


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            package.writestr(name, data)
    return buffer.getvalue()


def read(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> list[ArchiveMember]:
    return read_archive(zipped(*entries), "kh.zip", SUFFIXES)


def test_documents_come_in_order_with_their_bytes() -> None:
    assert read(("b/Kế hoạch.txt", b"1"), ("a.docx", b"2")) == [ArchiveMember("Kế hoạch.txt", b"1"), ArchiveMember("a.docx", b"2")]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["../../etc/a.txt", "/etc/a.txt", "C:\\Windows\\a.txt", "..\\a.txt", "x/../../a.txt", "x/\x01a.txt"]
)
def test_paths_that_lead_out_become_plain_names(path: str) -> None:
    assert [member.name for member in read((path, b"1"))] == ["a.txt"]


def test_files_of_one_name_are_told_apart() -> None:
    names = [m.name for m in read(("2023/kh.txt", b"1"), ("2024/kh.txt", b"2"), ("2024 - kh.txt", b"3"))]
    assert names == ["2023 - kh.txt", "2024 - kh.txt", "2024 - kh (2).txt"]


def test_a_name_that_old_programs_wrote_without_saying_utf_8() -> None:
    data = zipped(("Kế hoạch.txt", b"1"))
    for place in (6, data.index(b"PK\x01\x02") + 8):  # the flags in both headers
        data = data[: place + 1] + bytes([data[place + 1] & ~0x08]) + data[place + 2 :]
    assert read_archive(data, "kh.zip", SUFFIXES)[0].name == "Kế hoạch.txt"


def test_what_systems_leave_behind_is_passed_over() -> None:
    names = ("__MACOSX/a.txt", ".an/a.txt", ".a.txt", "~$a.docx", "Thumbs.db", "thu-muc/", "that.txt")
    assert [m.name for m in read(*((name, b"x") for name in names))] == ["that.txt"]


def test_a_bad_member_has_a_reason_and_the_rest_go_on() -> None:
    link = zipfile.ZipInfo("lien-ket.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    members = read(("a.exe", b"MZ"), ("trong.zip", zipped(("x.txt", b"1"))), (link, b"/etc/passwd"), ("tot.txt", b"1"))
    assert [(m.name, bool(m.error)) for m in members] == [("a.exe", True), ("trong.zip", True), ("lien-ket.txt", True), ("tot.txt", False)]  # fmt: skip
    assert all("kh.zip" in m.error and m.name in m.error and not m.data for m in members[:3])


def test_a_locked_member_is_reported() -> None:
    data = zipped(("a.txt", b"1"))
    for place in (6, data.index(b"PK\x01\x02") + 8):
        data = data[:place] + bytes([data[place] | 1]) + data[place + 1 :]
    (member,) = read_archive(data, "kh.zip", SUFFIXES)
    assert "mật khẩu" in member.error


def test_a_bomb_is_not_unpacked() -> None:
    (bomb, good) = read(("bom.txt", bytes(50_000_000)), ("tot.txt", b"1"))
    assert "lớn bất thường" in bomb.error
    assert good.data == b"1"


def test_a_size_that_lies_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(("a.txt", b"x" * 5000))
    place = data.index(b"PK\x01\x02") + 24
    (member,) = read_archive(data[:place] + (10).to_bytes(4, "little") + data[place + 4 :], "kh.zip", SUFFIXES)
    assert "bị hỏng" in member.error


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 15)
    members = read(("a.txt", b"x" * 10), ("b.txt", b"x" * 10), ("c.txt", b"x" * 5))
    assert [bool(m.error) for m in members] == [False, True, False]


def test_a_broken_empty_or_overfull_archive_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match=r"kh\.zip không chứa"):
        read()
    with pytest.raises(UnreadableFile, match=r"kh\.zip bị hỏng"):
        read_archive(zipped(("a.txt", b"1"))[:-10], "kh.zip", SUFFIXES)
    monkeypatch.setattr(archive, "MAX_MEMBERS", 1)
    with pytest.raises(UnreadableFile, match=r"kh\.zip chứa 2 tệp"):
        read(("a.txt", b"1"), ("b.txt", b"1"))
    monkeypatch.setattr(limits, "MAX_ENTRIES", 1)
    with pytest.raises(UnreadableFile, match=r"kh\.zip chứa 2 mục"):
        read(("a.txt", b"1"), ("b.txt", b"1"))
