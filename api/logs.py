"""Logs: one line an event, as JSON or as text. Neither keys nor questions stand in them."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from api.request_id import current_request_id
from api.settings import LogFormat, Settings

OURS = (
    "api",
    "index",
    "rag",
    "ui",
    "wiring",
    "kehoach",
)  # other packages only warn: httpx, for one, logs whole addresses
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


def configure_logging(settings: Settings) -> None:
    """Sends all logs to standard error in the format that the settings name."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.log_format is LogFormat.JSON else TextLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level.upper())


class JsonLines(logging.Formatter):
    """{"at": …, "level": …, "logger": …, "message": …, "request_id": …} and what the event adds."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := current_request_id():
            line["request_id"] = request_id
        line |= _added(record)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """The same for a terminal: `21:04:09 info api.request_log POST /v1/ask 200 38 ms (7f3c…) key_id=1a2b3c4d`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the traceback of an error."""
        at = datetime.fromtimestamp(record.created).astimezone()
        shown = {name: value for name, value in _added(record).items() if value and name not in _IN_MESSAGE}
        added = " ".join(f"{name}={value}" for name, value in shown.items())
        request_id = f"({current_request_id()})" if current_request_id() else ""
        parts = (f"{at:%H:%M:%S}", record.levelname.lower(), record.name, record.getMessage(), request_id, added)
        line = " ".join(part for part in parts if part)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


_IN_MESSAGE = frozenset({"method", "route", "status", "duration_ms", "kind"})


def _added(record: logging.LogRecord) -> dict[str, object]:
    """What the event passed as `extra`."""
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}
