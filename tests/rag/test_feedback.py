import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from rag.answers import Answer, Kind, Status
from rag.feedback import Feedback, FeedbackBook, Verdict


def _answer(number: int) -> Answer:
    return Answer(str(number), "c", Status.ANSWERED, Kind.CONTENT, f"Câu {number}?", "Trả lời.")


def test_lines_of_many_writers_do_not_mix(tmp_path: Path) -> None:
    book = FeedbackBook(tmp_path / "mới" / "feedback.jsonl", lambda: datetime(2026, 1, 2, tzinfo=UTC))
    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(lambda n: book.write(Feedback(str(n), Verdict.GOOD, comment="ý\n" * 500)), range(40)))
    lines = [json.loads(line) for line in (tmp_path / "mới" / "feedback.jsonl").read_text("utf-8").splitlines()]
    assert {line["id"] for line in lines} == set(ids)
    assert {line["at"] for line in lines} == {"2026-01-02T00:00:00+00:00"}


def test_only_the_latest_answers_are_remembered(tmp_path: Path) -> None:
    book = FeedbackBook(tmp_path / "feedback.jsonl")
    for number in range(2_001):
        book.remember(_answer(number))
    assert not book.knows("0")
    assert book.knows("1")
    assert book.knows("2000")


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    book = FeedbackBook(tmp_path / "feedback.jsonl")
    book.write(Feedback("1", Verdict.BAD))
    assert (tmp_path / "feedback.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_line_that_a_crash_cut_off_does_not_spoil_the_next(tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").write_text('{"id": "cụt', encoding="utf-8")
    said = FeedbackBook(tmp_path / "feedback.jsonl").write(Feedback("1", Verdict.GOOD))
    assert json.loads((tmp_path / "feedback.jsonl").read_text("utf-8").splitlines()[-1])["id"] == said
