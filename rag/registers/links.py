"""Where a citation can be opened: the page, at the plan's section with the quote highlighted."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from rag.answers import Citation

PAGE = "/ui/"


def section_link(citation: Citation, base_url: str = "") -> str:
    """The address of a citation on the page ("/ui/?plan=…&muc=V/2&tu=9120&den=9391"), absolute with a `base_url`.

    `muc` is the section's path, `tu` and `den` the offsets of the quote in the plan's text.
    """
    query = {"plan": citation.plan_id, "muc": "/".join(citation.path), "tu": citation.start, "den": citation.end}
    return f"{base_url.rstrip('/')}{PAGE}?{urlencode(query, quote_via=quote, safe='/')}"
