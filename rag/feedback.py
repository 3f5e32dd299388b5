"""What readers say of answers, kept as lines of JSON in one file, with the question and the answer while those are remembered."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock

from rag.answers import Answer

_REMEMBERED = 2_000  # answers


class Verdict(StrEnum):
    """What a reader thinks of an answer."""

    GOOD = "good"
    BAD = "bad"
    WRONG_CITATION = "wrong_citation"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer; `wrong_citations` are the markers of those that don't prove it."""

    answer_id: str
    verdict: Verdict
    wrong_citations: tuple[int, ...] = ()
    comment: str = ""


def _now() -> datetime:
    return datetime.now(UTC)


class FeedbackBook:
    """Keeps feedback in the file at `path`; thread-safe, and several processes may write to one file."""

    def __init__(self, path: Path, now: Callable[[], datetime] = _now, remembered: int = _REMEMBERED) -> None:
        self._path = path
        self._now = now
        self._remembered = remembered
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def remember(self, answer: Answer) -> None:
        """Keeps an answer in memory, so that feedback on it can say what it is about; the oldest go first."""
        with self._lock:
            self._answers[answer.id] = answer
            while len(self._answers) > self._remembered:
                self._answers.popitem(last=False)

    def knows(self, answer_id: str) -> bool:
        """Whether an answer is still remembered."""
        return answer_id in self._answers

    def write(self, feedback: Feedback) -> str:
        """Appends feedback to the file, on disk when this returns; returns its id."""
        feedback_id = uuid.uuid4().hex
        answer = self._answers.get(feedback.answer_id)
        line = {"id": feedback_id, "at": self._now().isoformat(timespec="seconds"), **asdict(feedback)}
        if answer is not None:
            line |= {
                "question": answer.standalone_question,
                "answer": answer.answer,
                "citations": [
                    {"marker": c.marker, "plan_id": c.plan_id, "start": c.start, "end": c.end} for c in answer.citations
                ],
            }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        data = (json.dumps(line, ensure_ascii=False) + "\n").encode()
        handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # until closed: threads and processes see whole lines of each other
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":  # a line that a crash or a full disk cut off
                data = b"\n" + data
            if os.write(handle, data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
            os.fsync(handle)
        finally:
            os.close(handle)
        return feedback_id
