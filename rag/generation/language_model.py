"""A language model behind any OpenAI-compatible endpoint (vLLM, Ollama, llama.cpp, a cloud), through llama-index; a leaf that streams text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

_RETRIES = 2  # after the first attempt, and only before any text has come
_PAUSE_S = 0.5  # before the first retry; twice as long before the next
_CONNECT_S = 10.0
_CHARS_PER_TOKEN = 8  # more text than this for each token allowed: the endpoint ignores the limit


class LanguageModelError(Exception):
    """The model gave no whole answer: unreachable, too slow, refused, cut off, or no sense in its protocol."""


@dataclass(frozen=True)
class Prompt:
    """What a model is asked: the rules, and the question with its evidence."""

    rules: str
    request: str


class LanguageModel(Protocol):
    """Something that writes."""

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """The answer in pieces as they come. Raises `LanguageModelError`, also after some pieces."""
        ...


class OpenAILikeModel:
    """A `LanguageModel` around llama-index's `OpenAILike`. Build with `build_language_model`."""

    def __init__(
        self,
        open_model: Callable[[httpx.Client], Any],
        timeout_s: float,
        max_tokens: int,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._open_model = open_model
        self._certificates = httpx.create_ssl_context()  # slow to make, and the same for every call
        self._timeout_s = timeout_s
        self._max_chars = max_tokens * _CHARS_PER_TOKEN
        self._pause = pause

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """The answer in pieces; attempts that fail before the first one are repeated, twice, within the same time limit."""
        ends = time.monotonic() + self._timeout_s
        for attempt in range(_RETRIES + 1):
            began = False
            try:
                for piece in self._attempt(prompt, ends - time.monotonic()):
                    began = True
                    yield piece
                return
            except LanguageModelError as error:
                pause_s = _PAUSE_S * 2**attempt
                if began or attempt == _RETRIES or not _is_passing(error) or time.monotonic() + pause_s >= ends:
                    raise
                self._pause(pause_s)

    def _attempt(self, prompt: Prompt, left_s: float) -> Iterator[str]:
        import openai
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=prompt.rules),
            ChatMessage(role=MessageRole.USER, content=prompt.request),
        ]
        timeout = httpx.Timeout(max(left_s, 0.1), connect=min(_CONNECT_S, max(left_s, 0.1)))
        length = 0
        # What a misbehaving endpoint sends reaches us as any of these: the last five from JSON of another shape than the protocol's.
        broken = (
            openai.OpenAIError,
            httpx.HTTPError,
            ValueError,
            TypeError,
            AttributeError,
            LookupError,
            AssertionError,
        )
        try:
            # A client for each attempt: closing it closes the connection, in whatever state the endpoint left it.
            with httpx.Client(transport=_TimedTransport(verify=self._certificates)) as client:
                for response in self._open_model(client).stream_chat(messages, timeout=timeout):
                    piece = response.delta or ""
                    length += len(piece)
                    if length > self._max_chars:
                        raise LanguageModelError("the answer never ends")
                    if piece:
                        yield piece
        except broken as error:
            raise LanguageModelError(f"{type(error).__name__}: {error}") from error
        if not length:
            raise LanguageModelError("the answer is empty")


def _is_passing(error: LanguageModelError) -> bool:
    """Whether another attempt may fare better: no connection, too many requests, the server's own error."""
    import openai

    passing = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError, httpx.TransportError)
    return isinstance(error.__cause__, passing) and not isinstance(error.__cause__, openai.APITimeoutError)


class _TimedStream(httpx.SyncByteStream):
    """A response's body that ends with `httpx.ReadTimeout` at a point in time, however lively it is: `httpx` itself only limits silence."""

    def __init__(self, body: httpx.SyncByteStream, ends: float) -> None:
        self._body = body
        self._ends = ends

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._body:
            if time.monotonic() > self._ends:
                raise httpx.ReadTimeout("the answer takes too long")
            yield chunk

    def close(self) -> None:
        self._body.close()


class _TimedTransport(httpx.HTTPTransport):
    """Gives every response as long as its request allows for reading, from its start to its end."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        ends = time.monotonic() + float(request.extensions["timeout"]["read"])
        response = super().handle_request(request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _TimedStream(response.stream, ends)
        return response


def build_language_model(
    url: str, model: str, key: str = "", timeout_s: float = 60.0, max_tokens: int = 800
) -> OpenAILikeModel:
    """The model `model` at the endpoint `url` ("http://máy:8001/v1"). Calls nothing; proxies and keys of the environment aren't read.

    `timeout_s` limits one whole answer, retries included; silence right at the end of it can double that.
    """
    from llama_index.llms.openai_like import OpenAILike

    def open_model(client: httpx.Client) -> Any:
        return OpenAILike(
            model=model,
            api_base=url,
            api_key=key or "-",  # never empty: llama-index would look for another one in the environment
            is_chat_model=True,
            is_function_calling_model=False,
            temperature=0.0,
            max_tokens=max_tokens,
            max_retries=0,
            timeout=timeout_s,
            http_client=client,
        )

    return OpenAILikeModel(open_model, timeout_s, max_tokens)
