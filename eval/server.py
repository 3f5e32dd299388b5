"""A running server as the system under test, over the same HTTP API that everybody uses."""

from __future__ import annotations

from typing import Any

import httpx

from eval import texts
from eval.errors import ServerFailed
from eval.metrics import Cited, Given
from eval.running import Reply, SystemBroke

_TIMEOUT_S = 120.0


class OverHttp:
    """A server behind a client whose base URL is set. Quotes are checked against GET /v1/plans/{id}/text, read once a plan."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._texts: dict[str, str] = {}

    def ask(self, question: str, conversation_id: str | None) -> Reply:
        """The reply to one turn. Raises `SystemBroke` for an error of the server, `ServerFailed` when there is none."""
        body: dict[str, str] = {"question": question} | (
            {"conversation_id": conversation_id} if conversation_id else {}
        )
        response = self._send("POST", "/v1/ask", body)
        if response.status_code != httpx.codes.OK:
            raise SystemBroke(f"HTTP {response.status_code}: {response.text[:200]}")
        try:
            return self._reply(response.json())
        except (KeyError, TypeError, ValueError) as error:
            raise ServerFailed(texts.NOT_OURS.format(url=self._client.base_url, error=repr(error))) from error

    def plan_ids(self) -> set[str]:
        """The plans that the server has."""
        return {str(plan["id"]) for plan in self._json("/v1/plans")}

    def _reply(self, answer: dict[str, Any]) -> Reply:
        cited = tuple(
            Cited(
                c["plan_id"],
                tuple(c["path"]),
                c["quote"],
                self._text(c["plan_id"])[c["start"] : c["end"]] == c["quote"],
            )
            for c in answer["citations"]
        )
        return Reply(
            conversation_id=answer["conversation_id"],
            kind=answer["kind"],
            standalone=answer["standalone_question"],
            given=Given(
                answer["status"] == "answered",
                answer["answer"],
                answer["refusal"]["reason"] if answer["refusal"] else "",
                cited,
            ),
            spans=tuple((c["plan_id"], c["start"], c["end"]) for c in answer["citations"]),
            timings_ms={str(step): float(ms) for step, ms in answer["timings_ms"].items()},
        )

    def _text(self, plan_id: str) -> str:
        if plan_id not in self._texts:
            self._texts[plan_id] = str(self._json(f"/v1/plans/{plan_id}/text")["text"])
        return self._texts[plan_id]

    def _json(self, path: str) -> Any:
        response = self._send("GET", path)
        try:
            return response.raise_for_status().json()
        except (httpx.HTTPStatusError, ValueError) as error:
            raise ServerFailed(texts.NOT_OURS.format(url=self._client.base_url, error=error)) from error

    def _send(self, method: str, path: str, body: dict[str, str] | None = None) -> httpx.Response:
        try:
            return self._client.request(method, path, json=body)
        except httpx.TimeoutException as error:
            raise SystemBroke(repr(error)) from error
        except httpx.TransportError as error:
            raise ServerFailed(texts.NO_SERVER.format(url=self._client.base_url, error=error)) from error


def build_server_system(url: str) -> OverHttp:
    """The server at `url`."""
    return OverHttp(httpx.Client(base_url=url.rstrip("/"), timeout=_TIMEOUT_S))
