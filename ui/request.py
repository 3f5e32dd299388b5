"""What the page needs of a request."""

from __future__ import annotations

from ui.framework import gr


def base_url(request: gr.Request) -> str:
    """The address under which the person reached this server, for links that work outside the page ("http://may-chu:8000")."""
    return f"{request.url.scheme}://{request.headers['host']}"
