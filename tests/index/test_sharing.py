"""Several processes on one Chroma server and one PostgreSQL database; here each process is an index of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from index.database import open_engine
from index.errors import DatabaseTooNew, IndexLocked, PlanNotFound, StoreUnreachable
from index.ingest import Outcome, ingest_files
from index.job_runner import JobRunner
from index.jobs import JobQueue, JobState, Upload, UploadLimits
from index.migrations import DATABASE_VERSION
from index.store import PlanIndex, build_index
from tests.fakes import FakeEmbedder
from tests.index.plans import document
from tests.servers import chroma_server, postgres

A = document("I. MỤC ĐÍCH\n\n1. Củng cố trạm y tế xã.")
B = document("I. MỤC ĐÍCH\n\n1. Bố trí kinh phí tiêm chủng.")
Open = Callable[[], PlanIndex]


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@pytest.fixture
def process(tmp_path_factory: pytest.TempPathFactory, chroma_url: str, database_url: str) -> Iterator[Open]:
    """Opens the shared index as another process would, with a data directory of its own; it is empty at first."""
    opened: list[PlanIndex] = []

    def start() -> PlanIndex:
        opened.append(build_index(tmp_path_factory.mktemp("process"), FakeEmbedder, chroma_url, database_url))
        return opened[-1]

    yield start
    for plan_id in list(opened[0].received()):
        opened[0].remove(plan_id)
    for index in opened:
        index.close()


def put(index: PlanIndex, folder: Path, name: str, content: str) -> Outcome:
    (folder / name).write_text(content, encoding="utf-8")
    (result,) = ingest_files(index, [folder / name])
    return result.outcome


def test_a_plan_of_one_process_is_found_by_the_others(process: Open, tmp_path: Path) -> None:
    one, two = process(), process()
    put(one, tmp_path, "a.txt", A)
    assert two.refresh_if_changed()
    assert two.snapshot == one.snapshot
    for find in (two.search_lexical, two.search_dense):
        assert "trạm y tế xã" in two.snapshot.passages[find("củng cố trạm y tế xã", 1)[0][0]].text
    assert not two.refresh_if_changed()
    assert process().search_lexical("trạm y tế", 3) == one.search_lexical("trạm y tế", 3)  # one that starts later


def test_a_replaced_and_a_removed_plan_are_gone_everywhere(process: Open, tmp_path: Path) -> None:
    one, two = process(), process()
    put(one, tmp_path, "a.txt", A)
    two.refresh_if_changed()
    assert put(one, tmp_path, "a.txt", B) is Outcome.REPLACED
    two.refresh_if_changed()
    assert "kinh phí" in two.plan("a").text
    assert two._derived.lexical.count() == two._derived.vectors.count() == len(two.snapshot.passages)
    two.remove("a")
    one.refresh_if_changed()
    assert one.snapshot.plans == {}
    assert one.search_lexical("kinh phí", 3) == one.search_dense("kinh phí", 3) == []
    with pytest.raises(PlanNotFound):
        one.remove("a")


def test_one_process_ingests_at_a_time_and_others_may_remove_meanwhile(process: Open, tmp_path: Path) -> None:
    one, two = process(), process()
    put(one, tmp_path, "a.txt", A)
    with one.ingesting():
        with pytest.raises(IndexLocked), two.ingesting():
            pass
        two.remove("a")
    with two.ingesting():
        pass


def test_the_lock_of_a_process_that_dies_is_free(process: Open, database_url: str) -> None:
    one, two = process(), process()
    held = one.ingesting()
    held.__enter__()
    killer = open_engine(database_url)
    with killer.begin() as connection:  # its connection ends with it
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        )
    with two.ingesting(wait_s=30):
        pass
    killer.dispose()
    with pytest.raises(DBAPIError):
        held.__exit__(None, None, None)


def test_uploads_to_one_process_are_worked_off_by_another(process: Open) -> None:
    one, two = process(), process()
    limits = UploadLimits(10, 10, 100_000)
    job = JobQueue(one.engine, limits).submit([Upload("a.txt", A.encode()), Upload("b.txt", A.encode())], "An")
    queue = JobQueue(two.engine, limits)
    JobRunner(two, queue, 60, lambda *_: None).run_waiting()
    done = JobQueue(one.engine, limits).get(job.job_id)
    assert (done.state, [result.outcome for result in done.results]) == (
        JobState.DONE,
        [Outcome.ADDED, Outcome.DUPLICATE],
    )
    one.refresh_if_changed()
    assert set(one.snapshot.plans) == {"a"}


def test_an_interrupted_write_of_a_dead_process_is_mended_by_the_next(process: Open, tmp_path: Path) -> None:
    one = process()
    put(one, tmp_path, "a.txt", A)
    one._derived.vectors.remove("a")
    one._catalog.remember("dirty:a", "put")
    two = process()
    assert two.search_dense("trạm y tế", 1)


def test_an_index_made_anew_is_used_by_the_others(process: Open, tmp_path: Path) -> None:
    one, two = process(), process()
    put(one, tmp_path, "a.txt", A)
    two.refresh_if_changed()
    one.rebuild()
    two.refresh_if_changed()
    assert two.search_dense("trạm y tế", 1) == one.search_dense("trạm y tế", 1) != []
    assert put(two, tmp_path, "b.txt", B) is Outcome.ADDED


@pytest.mark.parametrize(
    ("setting", "url", "told"),
    [
        ("chroma_url", "http://127.0.0.1:1", "127.0.0.1:1.*KEHOACH_CHROMA_URL"),
        ("database_url", "postgresql://an@127.0.0.1:1/csdl", "127.0.0.1:1.*KEHOACH_DATABASE_URL"),
        ("database_url", "postgresql://127.0.0.1/csdl", "người-dùng"),
        ("database_url", "csdl", "người-dùng"),
    ],
)
def test_a_server_that_is_not_there_is_named(tmp_path: Path, setting: str, url: str, told: str) -> None:
    with pytest.raises(StoreUnreachable, match=told):
        build_index(tmp_path, FakeEmbedder, **{setting: url})


def test_a_database_of_a_later_release_is_refused(process: Open, tmp_path: Path, database_url: str) -> None:
    index = process()
    index._catalog.remember("database_version", f"{DATABASE_VERSION + 1}")
    try:
        with pytest.raises(DatabaseTooNew):
            build_index(tmp_path, FakeEmbedder, None, database_url)
    finally:
        index._catalog.remember("database_version", f"{DATABASE_VERSION}")
