"""What a power cut leaves: files that end anywhere after what was forced to the disk. Whole plans in one version or the other, nothing acknowledged lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from index.backup import restore_backup, write_backup
from index.errors import BackupUnusable
from index.parsing import parse_plan
from index.seal import write_whole
from index.store import build_index
from tests.fakes import FakeEmbedder
from tests.index.plans import document

CUTS = 8


def text_of(version: int) -> str:
    tasks = "\n".join(
        f"{n}. Củng cố trạm y tế số {n}, lần thứ {version}, bố trí đủ bác sĩ và trang thiết bị theo quy định."
        for n in range(1, 12)
    )
    return document(f"I. MỤC ĐÍCH\n{tasks}")


@dataclass(frozen=True)
class Running:
    """A data directory copied while its process wrote a second version of a plan, and the texts of both."""

    marked: Path  # when the plan was marked; all of this is on the disk
    written: Path  # when the derived indexes were written, but not forced to the disk yet
    sealed: Path  # when they were
    stored: Path  # when the catalog had it
    old: str
    new: str


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Running:
    folder = tmp_path_factory.mktemp("running")
    data = folder / "data"
    index = build_index(data, FakeEmbedder)
    old, new = (parse_plan(text_of(version), "a.txt") for version in (1, 2))
    index.put(old, text_of(1).encode())
    write, flush, put = index._derived.write, index._derived.flush, index._catalog.put

    def copying(
        name: str, work: Callable[..., None], *, before: bool = False, after: bool = False
    ) -> Callable[..., None]:
        def done(*arguments: Any, **more: Any) -> None:
            if before:
                shutil.copytree(data, folder / name)
            work(*arguments, **more)
            if after:
                shutil.copytree(data, folder / name)

        return done

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index._derived, "write", copying("marked", write, before=True))
        patched.setattr(index._derived, "flush", copying("written", flush, before=True))
        patched.setattr(index._catalog, "put", copying("sealed", put, before=True))
        index.put(new, text_of(2).encode())
    shutil.copytree(data, folder / "stored")
    index.close()
    return Running(folder / "marked", folder / "written", folder / "sealed", folder / "stored", old.text, new.text)


def whole(data: Path) -> str:
    """The plan's text after a start; its passages are those of the stores, in this version alone."""
    index = build_index(data, FakeEmbedder)
    with index.ingesting():
        while index.mend_found():
            pass
    passages = index.snapshot.passages
    assert index._derived.differing(passages.counts) == {}
    held = index._derived.vectors._collection.get(include=["documents"])
    assert dict(zip(held["ids"], held["documents"] or [], strict=True)) == {i: p.text for i, p in passages.items()}
    for passage_id, passage in passages.items():
        assert passage_id in [found for found, _ in index.search_lexical(passage.text, 10)]
    text = index.plan("a").text
    index.close()
    return text


@pytest.mark.parametrize("seed", range(CUTS))
def test_what_was_not_forced_to_the_disk_may_end_anywhere(running: Running, tmp_path: Path, seed: int) -> None:
    data = shutil.copytree(running.written, tmp_path / "data")
    random = Random(seed)
    for path in sorted(
        path for folder in ("chroma", "lexical") for path in (data / folder).rglob("*") if path.is_file()
    ):
        before = running.marked / path.relative_to(data)
        if not before.exists() or before.read_bytes() != path.read_bytes():
            os.truncate(path, random.choice([0, random.randint(0, path.stat().st_size), path.stat().st_size]))
    assert whole(data) == running.old


@pytest.mark.parametrize("seed", range(CUTS))
def test_a_database_log_that_was_cut_off_ends_with_a_whole_write(running: Running, tmp_path: Path, seed: int) -> None:
    data = shutil.copytree(running.stored, tmp_path / "data")
    log = data / "catalog.sqlite3-wal"
    forced, full = (running.sealed / log.name).stat().st_size, log.stat().st_size
    left = Random(seed).randint(forced, full)
    os.truncate(log, left)
    assert whole(data) == (running.new if left == full else running.old)


def test_what_was_acknowledged_is_there(running: Running, tmp_path: Path) -> None:
    assert whole(shutil.copytree(running.stored, tmp_path / "data")) == running.new


@pytest.fixture
def backup(tmp_path: Path) -> Iterator[Path]:
    index = build_index(tmp_path / "data", FakeEmbedder)
    text = document("I. MỤC ĐÍCH\n\n1. Củng cố trạm y tế.")
    index.put(parse_plan(text, "a.txt"), text.encode())
    write_backup(index.engine, tmp_path / "a.zip", {})
    yield tmp_path / "a.zip"
    index.close()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99])
def test_a_backup_that_was_cut_off_is_refused_and_changes_nothing(backup: Path, tmp_path: Path, share: float) -> None:
    os.truncate(backup, int(backup.stat().st_size * share))
    index = build_index(tmp_path / "data", FakeEmbedder)
    with pytest.raises(BackupUnusable, match="hỏng"):
        restore_backup(index, backup, {})
    assert set(index.snapshot.plans) == {"a"}
    index.close()


def test_bytes_are_on_the_disk_before_the_name_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        order.append(f"fsync {Path(f'/proc/self/fd/{descriptor}').readlink().name}")
        fsync(descriptor)

    def noted_replace(path: Path, target: Path) -> Path:
        order.append(f"rename to {target.name}")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    write_whole(tmp_path / "tep", b"x")
    assert order == ["fsync .tep.part", "rename to tep", f"fsync {tmp_path.name}"]
    index = build_index(tmp_path / "data", FakeEmbedder)
    order.clear()
    write_backup(index.engine, tmp_path / "a.zip", {})
    assert order == ["fsync a.zip", "rename to a.zip", f"fsync {tmp_path.name}"]
    index.close()


def test_what_a_killed_backup_left_is_cleared_by_a_later_one(backup: Path, tmp_path: Path) -> None:
    old, new = tmp_path / ".kehoach-backup-cu", tmp_path / ".kehoach-backup-moi"
    for folder in (old, new):
        folder.mkdir()
    os.utime(old, (0, 0))
    index = build_index(tmp_path / "data", FakeEmbedder)
    write_backup(index.engine, tmp_path / "b.zip", {})
    assert not old.exists()
    assert new.exists()  # somebody may be writing it
    index.close()
