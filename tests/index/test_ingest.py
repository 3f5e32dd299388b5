import zipfile
from pathlib import Path

import pytest

from index.ingest import Outcome, ingest_files, plan_files, shipped_plans
from index.store import PlanIndex, build_index
from tests.fakes import FakeEmbedder
from tests.index.plans import document


@pytest.fixture
def index(tmp_path: Path) -> PlanIndex:
    return build_index(tmp_path / "data", FakeEmbedder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "plans"
    made.mkdir()
    (made / "a.txt").write_text(document("I. MỤC ĐÍCH\n\n1. Nội dung a"), encoding="utf-8")
    (made / "b.md").write_text(document("I. MỤC ĐÍCH\n\n1. Nội dung b"), encoding="utf-8")
    (made / "README.md").write_text("ghi chú", encoding="utf-8")
    (made / "c.xlsx").write_bytes(b"bang tinh")
    (made / "~$a.docx").write_bytes(b"Word")
    return made


def outcomes(index: PlanIndex, files: list[Path]) -> list[str]:
    return [result.outcome.value for result in ingest_files(index, files)]


def test_a_folder_gives_its_plans_in_order_without_its_own_notes(folder: Path) -> None:
    assert [path.name for path in plan_files([folder])] == ["a.txt", "b.md"]
    assert plan_files([folder / "khong-co.txt"]) == [folder / "khong-co.txt"]


def test_the_second_time_nothing_is_done(index: PlanIndex, folder: Path) -> None:
    files = plan_files([folder])
    assert outcomes(index, files) == ["added", "added"]
    assert outcomes(index, files) == ["unchanged", "unchanged"]
    assert set(index.snapshot.plans) == {"a", "b"}


def test_a_changed_file_replaces_its_plan(index: PlanIndex, folder: Path) -> None:
    outcomes(index, plan_files([folder]))
    (folder / "a.txt").write_text(document("I. MỤC ĐÍCH\n\n1. Nội dung mới"), encoding="utf-8")
    assert outcomes(index, plan_files([folder])) == ["replaced", "unchanged"]
    assert "Nội dung mới" in index.snapshot.plans["a"].text
    assert index.search_lexical("nội dung mới", 1)[0][0].startswith("a#")


def test_a_bad_file_is_reported_and_the_rest_goes_on(index: PlanIndex, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"\xff\xfa\x00")
    seen: list[str] = []
    results = ingest_files(
        index, [*plan_files([folder]), folder / "khong-co.txt"], lambda result: seen.append(result.source)
    )
    assert [result.outcome for result in results] == [Outcome.FAILED, Outcome.ADDED, Outcome.FAILED]
    assert seen == ["a.txt", "b.md", "khong-co.txt"]
    assert "a.txt" in results[0].message
    assert set(index.snapshot.plans) == {"b"}


def test_a_changed_file_that_became_unreadable_leaves_the_plan_as_it_was(index: PlanIndex, folder: Path) -> None:
    outcomes(index, plan_files([folder]))
    before = index.snapshot.plans["a"]
    (folder / "a.txt").write_bytes(b"")
    assert outcomes(index, [folder / "a.txt"]) == ["failed"]
    index.refresh()
    assert index.snapshot.plans["a"] == before


def test_five_plans_ship_with_the_product() -> None:
    assert len(plan_files([shipped_plans()])) == 5


def test_an_archive_gives_its_documents_and_the_bad_ones_are_reported(index: PlanIndex, tmp_path: Path) -> None:
    path = tmp_path / "van-ban.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2024/a.txt", document("I. MỤC ĐÍCH\n\n1. Nội dung a"))
        archive.writestr("2024/hong.pdf", b"%PDF-1.7 cut")
    results = ingest_files(index, [path])
    assert [(r.source, r.outcome) for r in results] == [("a.txt", Outcome.ADDED), ("hong.pdf", Outcome.FAILED)]
    assert "hong.pdf" in results[1].message
    assert outcomes(index, [path]) == ["unchanged", "failed"]


def test_files_that_differ_in_their_suffix_are_two_plans(index: PlanIndex, folder: Path) -> None:
    (folder / "a.md").write_text(document("I. MỤC ĐÍCH\n\n1. Nội dung khác"), encoding="utf-8")
    for _ in range(2):
        ingest_files(index, plan_files([folder]))
        assert set(index.snapshot.plans) == {"a", "a-txt", "b"}
    assert "Nội dung khác" in index.snapshot.plans["a"].text
    assert index.rebuild() == 3
    assert set(index.snapshot.plans) == {"a", "a-txt", "b"}


def test_two_different_files_of_one_name_are_not_mixed_up(index: PlanIndex, folder: Path) -> None:
    (folder / "cu").mkdir()
    (folder / "cu" / "a.txt").write_text(document("I. MỤC ĐÍCH\n\n1. Nội dung cũ"), encoding="utf-8")
    results = ingest_files(index, plan_files([folder]))
    assert [r.outcome for r in results] == [Outcome.ADDED, Outcome.ADDED, Outcome.FAILED]
    assert "trùng tên" in results[2].message
