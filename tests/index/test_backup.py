"""Backup and restore, between SQLite and PostgreSQL in both directions."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from api.access.audit import Action, AuditLog
from api.access.keys import KeyStore
from api.access.roles import Role
from index.backup import restore_backup, write_backup
from index.errors import BackupUnusable, DatabaseTooNew, IndexLocked
from index.ingest import Intake
from index.jobs import JobQueue, Upload, UploadLimits
from index.locks import FileLocks, Purpose
from index.migrations import DATABASE_VERSION
from index.store import PlanIndex, build_index
from tests.fakes import FakeEmbedder
from tests.index.plans import document
from tests.servers import postgres

A = document("I. MỤC ĐÍCH\n\n1. Củng cố trạm y tế xã.").encode()
B = document("I. MỤC ĐÍCH\n\n1. Bố trí kinh phí tiêm chủng.").encode()


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture
def index(tmp_path: Path) -> PlanIndex:
    made = build_index(tmp_path / "data", FakeEmbedder)
    put(made, "a.txt", A)
    return made


def put(index: PlanIndex, name: str, data: bytes) -> None:
    with index.ingesting():
        intake = Intake(index)
        assert [result.message for result in intake.take(name, data)] == [""]
        intake.finish()


def test_what_was_saved_comes_back_and_what_came_later_is_gone(index: PlanIndex, tmp_path: Path) -> None:
    beside = {"feedback.jsonl": tmp_path / "data" / "feedback.jsonl"}
    beside["feedback.jsonl"].write_text("một\n", encoding="utf-8")
    _, key = KeyStore(index.engine).create("An", Role.EDITOR)
    AuditLog(index.engine).record("An", Action.PLAN_ADDED, "a")
    waiting = JobQueue(index.engine, UploadLimits(9, 9, 9_999)).submit([Upload("b.txt", B)], "An")
    before = index.snapshot
    backup = tmp_path / "saved.zip"
    assert write_backup(index.engine, backup, beside) == 1

    put(index, "c.txt", B)
    index.remove("a")
    KeyStore(index.engine).revoke(key.split("_")[1])
    beside["feedback.jsonl"].write_text("một\nhai\n", encoding="utf-8")
    assert restore_backup(index, backup, beside) == 1

    assert index.snapshot == before
    assert index._derived.lexical.count() == index._derived.vectors.count() == len(before.passages)
    assert index.search_dense("trạm y tế", 1) and index.search_lexical("trạm y tế", 1)
    assert KeyStore(index.engine).check(key) is not None
    assert [entry.target for entry in AuditLog(index.engine).entries(9)] == ["a"]
    queue = JobQueue(index.engine, UploadLimits(9, 9, 9_999))
    assert queue.next() == waiting.job_id
    assert [upload.data for upload in queue.uploads(waiting.job_id)] == [B]
    assert beside["feedback.jsonl"].read_text(encoding="utf-8") == "một\n"


def test_a_backup_moves_to_postgresql_and_back(index: PlanIndex, tmp_path: Path, database_url: str) -> None:
    AuditLog(index.engine).record("An", Action.PLAN_ADDED, "a")
    write_backup(index.engine, tmp_path / "one.zip", {})
    other = build_index(tmp_path / "other", FakeEmbedder, None, database_url)
    restore_backup(other, tmp_path / "one.zip", {})
    assert other.snapshot.plans == index.snapshot.plans
    assert other.search_lexical("trạm y tế", 1) and other.search_dense("trạm y tế", 1)
    AuditLog(other.engine).record("An", Action.PLAN_ADDED, "b")  # goes on counting after the rows that came along
    assert [entry.target for entry in AuditLog(other.engine).entries(9)] == ["b", "a"]

    write_backup(other.engine, tmp_path / "two.zip", {})
    other.close()
    back = build_index(tmp_path / "back", FakeEmbedder)
    restore_backup(back, tmp_path / "two.zip", {})
    assert back.snapshot.plans == index.snapshot.plans


def test_a_backup_is_of_one_moment_while_plans_are_written(index: PlanIndex, tmp_path: Path) -> None:
    stop = Event()

    def write() -> None:
        while not stop.is_set():
            put(index, "a.txt", A)
            put(index, "b.txt", B)
            for plan_id in "ba":
                index.remove(plan_id)

    index.remove("a")
    writer = Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            backup = tmp_path / f"{number}.zip"
            plans = write_backup(index.engine, backup, {})
            with zipfile.ZipFile(backup) as archive:
                archive.extract("database.sqlite3", tmp_path)
            file = sqlite3.connect(tmp_path / "database.sqlite3")
            ids = [row[0] for row in file.execute("SELECT plan_id FROM plans ORDER BY plan_id")]
            file.close()
            assert len(ids) == plans
            assert ids in ([], ["a"], ["a", "b"])  # never b without a
    finally:
        stop.set()
        writer.join()


def test_other_processes_notice_a_restore(index: PlanIndex, tmp_path: Path) -> None:
    write_backup(index.engine, tmp_path / "saved.zip", {})
    index.remove("a")
    other = build_index(tmp_path / "data", FakeEmbedder)
    restore_backup(index, tmp_path / "saved.zip", {})
    assert other.refresh_if_changed()
    assert set(other.snapshot.plans) == {"a"}


def test_a_restore_that_was_interrupted_is_finished_at_the_next_start(
    index: PlanIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_backup(index.engine, tmp_path / "saved.zip", {})
    index.remove("a")
    monkeypatch.setattr(index, "rebuild_derived", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        restore_backup(index, tmp_path / "saved.zip", {})
    again = build_index(tmp_path / "data", FakeEmbedder)
    assert again.search_dense("trạm y tế", 1) and again.search_lexical("trạm y tế", 1)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"SQLite format 3\x00"])
def test_a_file_that_is_no_backup_changes_nothing(index: PlanIndex, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(BackupUnusable, match=r"bad\.zip"):
        restore_backup(index, tmp_path / "bad.zip", {})
    with pytest.raises(BackupUnusable):
        restore_backup(index, tmp_path / "khong-co.zip", {})
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("database.sqlite3", "not one")
    with pytest.raises(BackupUnusable):
        restore_backup(index, tmp_path / "other.zip", {})
    assert set(index.snapshot.plans) == {"a"}


def test_a_backup_of_a_later_release_changes_nothing(index: PlanIndex, tmp_path: Path) -> None:
    index._catalog.remember("database_version", f"{DATABASE_VERSION + 1}")
    write_backup(index.engine, tmp_path / "saved.zip", {})
    index._catalog.remember("database_version", f"{DATABASE_VERSION}")
    with pytest.raises(DatabaseTooNew):
        restore_backup(index, tmp_path / "saved.zip", {})
    assert set(index.received()) == {"a"}


def test_while_somebody_ingests_nothing_is_restored(index: PlanIndex, tmp_path: Path) -> None:
    write_backup(index.engine, tmp_path / "saved.zip", {})
    with FileLocks(tmp_path / "data").hold(Purpose.INGEST), pytest.raises(IndexLocked):
        restore_backup(index, tmp_path / "saved.zip", {})


def test_nobody_else_may_read_a_backup(index: PlanIndex, tmp_path: Path) -> None:
    write_backup(index.engine, tmp_path / "saved.zip", {})
    assert (tmp_path / "saved.zip").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "saved.zip"]
