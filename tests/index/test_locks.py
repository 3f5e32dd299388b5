from pathlib import Path
from threading import Event, Thread

import pytest

from index.errors import IndexLocked
from index.locks import FileLocks, Purpose


def test_one_ingests_at_a_time_whether_thread_or_process(tmp_path: Path) -> None:
    here, elsewhere = FileLocks(tmp_path), FileLocks(tmp_path)
    with here.hold(Purpose.INGEST):
        for locks in (here, elsewhere):
            with pytest.raises(IndexLocked), locks.hold(Purpose.INGEST):
                pass
    with elsewhere.hold(Purpose.INGEST):
        pass


def test_another_process_is_told_which_folder_is_locked(tmp_path: Path) -> None:
    with (
        FileLocks(tmp_path).hold(Purpose.INGEST),
        pytest.raises(IndexLocked, match=tmp_path.name),
        FileLocks(tmp_path).hold(Purpose.WRITE),
    ):
        pass


def test_a_process_that_ingests_may_also_write(tmp_path: Path) -> None:
    locks = FileLocks(tmp_path)
    with locks.hold(Purpose.INGEST):
        with locks.hold(Purpose.WRITE):
            pass
        with pytest.raises(IndexLocked), FileLocks(tmp_path).hold(Purpose.WRITE):  # still the folder's only writer
            pass


def test_a_lock_can_be_waited_for(tmp_path: Path) -> None:
    here, held, free = FileLocks(tmp_path), Event(), Event()

    def hold() -> None:
        with FileLocks(tmp_path).hold(Purpose.INGEST):
            held.set()
            free.wait(30)

    other = Thread(target=hold)
    other.start()
    held.wait(30)
    Thread(target=free.set).start()
    with here.hold(Purpose.WRITE, wait_s=30):
        pass
    other.join()
