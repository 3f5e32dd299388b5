"""Files of the derived indexes that were cut off, overwritten or lost: noticed at the next start, and made anew from the catalog."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings

from index.derived import Part
from index.parsing import parse_plan
from index.store import PlanIndex, build_index
from tests.fakes import FakeEmbedder
from tests.index.plans import document, plan_of

PLANS = 4
TASKS = 120  # of each, in some 30 passages


def long_plan(number: int) -> str:
    tasks = (
        f"{n}. Xây trạm y tế số {number}.{n} với {n + 7} giường bệnh, hoàn thành đúng hạn, bố trí đủ nhân lực theo quy định hiện hành của ngành."
        for n in range(TASKS)
    )
    return document("\n\n".join(tasks))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a few plans, closed."""
    folder = tmp_path_factory.mktemp("whole")
    client = chromadb.PersistentClient(str(folder / "chroma"), settings=Settings(anonymized_telemetry=False))
    early = {
        "hnsw:space": "cosine",
        "hnsw:batch_size": 10,
        "hnsw:sync_threshold": 20,
    }  # to files of its own; usually after 1,000 vectors
    client.create_collection("passages", metadata=early)
    client.close()
    index = build_index(folder, FakeEmbedder)
    for number in range(PLANS):
        index.put(parse_plan(long_plan(number), f"dai-{number}.txt"), long_plan(number).encode())
    index.put(plan_of("I. MỤC ĐÍCH\n\n1. Bố trí kinh phí tiêm chủng."), b"raw")
    index.close()
    return folder


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return shutil.copytree(whole, tmp_path / "data")


Opened = Callable[[], PlanIndex]
Damage = Callable[[Path], None]


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    content = bytearray(path.read_bytes())
    first, last = len(content) // 4, len(content) // 2
    content[first:last] = random.Random(1).randbytes(last - first)
    path.write_bytes(content)


def lose(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    os.truncate(path, 0)


def files(data: Path, pattern: str) -> list[Path]:
    found = sorted(path for path in data.glob(pattern) if path.is_file())
    assert found, pattern
    return found


def mended(index: PlanIndex) -> None:
    """Makes anew what was found damaged, as a server does beside answering, then looks whether all is found."""
    with index.ingesting():
        while index.mend_found():
            pass
    assert not index.ailing
    assert index._derived.differing(index.snapshot.passages.counts) == {}
    for passage in list(index.snapshot.passages.values())[::10]:
        within = [passage.plan_id]
        assert passage.passage_id in [
            found for found, _ in index.search_dense(f"{passage.context}\n{passage.text}", 5, within)
        ]
        assert passage.passage_id in [found for found, _ in index.search_lexical(passage.text, 5, within)]


@pytest.fixture
def opened(data: Path) -> Iterator[Callable[[], PlanIndex]]:
    indexes: list[PlanIndex] = []

    def open_index() -> PlanIndex:
        indexes.append(build_index(data, FakeEmbedder))
        return indexes[-1]

    yield open_index
    for index in indexes:
        index.close()


def test_a_copy_of_a_sound_index_is_used_as_it_is(data: Path, opened: Opened) -> None:
    for path in data.rglob("*"):
        os.utime(path)  # a copy has times of its own
    index = opened()
    assert not index.ailing
    mended(index)


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("chroma.sqlite3", cut),
        ("chroma.sqlite3", overwrite),
        ("chroma.sqlite3", lose),
        ("chroma.sqlite3", empty),
        ("*/data_level0.bin", cut),
        ("*/data_level0.bin", overwrite),
        ("*/header.bin", lose),
        ("*/length.bin", empty),
        ("*/link_lists.bin", cut),
        ("*/index_metadata.pickle", cut),
        ("*/index_metadata.pickle", lose),
    ],
)
def test_damaged_vectors_are_noticed_and_made_anew(data: Path, opened: Opened, file: str, damage: Damage) -> None:
    damage(files(data, f"chroma/{file}")[0])
    index = opened()
    assert index.ailing == {Part.VECTORS}
    assert index.search_lexical("kinh phí tiêm chủng", 1)  # what is left answers meanwhile
    mended(index)


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("meta.json", cut),
        ("meta.json", overwrite),
        ("meta.json", lose),
        ("*.store", cut),
        ("*.idx", overwrite),
        ("*.term", lose),
        ("*.pos", empty),
    ],
)
def test_a_damaged_lexical_index_is_noticed_and_made_anew(
    data: Path, opened: Opened, file: str, damage: Damage
) -> None:
    for path in files(data, f"lexical/{file}"):
        damage(path)
    index = opened()
    assert index.ailing == {Part.LEXICAL}
    assert index.search_dense("kinh phí tiêm chủng", 1)
    mended(index)


def test_both_lost_are_both_made_anew(data: Path, opened: Opened) -> None:
    shutil.rmtree(data / "chroma")
    shutil.rmtree(data / "lexical")
    index = opened()
    assert index.ailing == {Part.VECTORS, Part.LEXICAL}
    mended(index)


def test_a_seal_that_is_lost_or_damaged_costs_a_trial_and_nothing_else(data: Path, opened: Opened) -> None:
    (data / "chroma.seal.json").unlink()
    (data / "lexical.seal.json").write_text("{", encoding="utf-8")
    index = opened()
    assert not index.ailing
    assert (data / "chroma.seal.json").exists()


def test_after_an_interrupted_write_a_torn_index_is_tried_where_it_does_no_harm(data: Path, opened: Opened) -> None:
    index = opened()
    index._catalog.remember("dirty:an-binh-2024", "put")  # the process died while it wrote, so files may differ rightly
    index.close()
    overwrite(files(data, "chroma/*/data_level0.bin")[0])  # ends whatever process searches it
    index = opened()
    assert index.ailing == {Part.VECTORS}
    mended(index)


def test_making_anew_goes_on_where_it_was(data: Path, opened: Opened) -> None:
    shutil.rmtree(data / "chroma")
    first = opened()
    with first.ingesting():
        assert first.mend_found()
    first.close()
    second = opened()
    assert second.ailing == {Part.VECTORS}
    mended(second)


def test_a_plan_removed_meanwhile_does_not_come_back(data: Path, opened: Opened) -> None:
    shutil.rmtree(data / "chroma")
    index = opened()
    index.remove("dai-0")
    mended(index)
    assert set(index._derived.vectors.counts()) == set(index.snapshot.plans)
