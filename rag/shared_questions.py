"""The last question of each running conversation in the database, so that any process can understand what follows it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import DateTime, Engine, String, Text, delete
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from index.database import Base
from rag.conversation import EXPIRES_AFTER_S

log = logging.getLogger(__name__)
_MAX_ID = 100  # characters


class _QuestionRow(Base):
    __tablename__ = "conversations"

    conversation_id: Mapped[str] = mapped_column(String(_MAX_ID), primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime, index=True)


class SharedQuestions:
    """The questions in a database that `migrate` has made ready; each goes half a day after it was asked. Without it, there are none."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self, conversation_id: str) -> str | None:
        """The conversation's last question, as one that stands alone."""
        with _forgiving(), Session(self._engine) as session:
            row = session.get(_QuestionRow, conversation_id)
            return row.question if row is not None and row.at >= _oldest() else None
        return None

    def save(self, conversation_id: str, question: str) -> None:
        """Keeps the conversation's last question."""
        row = _QuestionRow(conversation_id=conversation_id, question=question.replace("\x00", ""), at=_now())
        with _forgiving(), Session(self._engine) as session, session.begin():
            session.execute(delete(_QuestionRow).where(_QuestionRow.at < _oldest()))
            session.merge(row)

    def forget(self, conversation_id: str) -> None:
        """Drops a conversation."""
        with _forgiving(), Session(self._engine) as session, session.begin():
            session.execute(delete(_QuestionRow).where(_QuestionRow.conversation_id == conversation_id))


@contextmanager
def _forgiving() -> Iterator[None]:
    """Without the database a question is answered all the same; only a follow-up in another process misses it."""
    try:
        yield
    except (DBAPIError, OSError):  # pg8000 lets a socket's own errors through
        log.warning("the conversations of other processes can't be reached", exc_info=True)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _oldest() -> datetime:
    return _now() - timedelta(seconds=EXPIRES_AFTER_S)
