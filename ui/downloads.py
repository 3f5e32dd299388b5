"""Files made on demand: the server hands the bytes to the page, which saves them. Nothing is left on the server's disk."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from ui.escaping import escape
from ui.parts import stamped

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CALENDAR = "text/calendar"


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the person."""

    name: str
    media_type: str
    content: bytes


def render_download(moment: int, download: Download) -> str:
    """What makes the page save the file; it shows nothing."""
    encoded = b64encode(download.content).decode("ascii")
    return stamped(
        moment,
        f'<i hidden data-download="{escape(download.name)}" data-type="{download.media_type}" data-content="{encoded}"></i>',
    )
