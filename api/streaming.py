"""An answer while it is composed: pieces of text as they come, then the whole; the work stops when the reader leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from threading import Event

import anyio.to_thread
from fastapi.sse import format_sse_event
from pydantic import BaseModel

from rag.answers import Answer
from rag.generation.writing import Heard

HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # a proxy must not wait for the end
# What OpenAPI 3.2 (4.14.4) says of an event; the data is JSON, or "[DONE]" in OpenAI's streams.
EVENT = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
    "required": ["data"],
}
_PING_S = 15.0  # proxies give up on a connection that is silent for a minute or less


class Gone(Exception):
    """The reader has left; raised in the thread that composes the answer, to end it."""


@dataclass(frozen=True)
class Piece:
    """The next piece of the answer; with `restart`, what came before is void."""

    text: str
    restart: bool = False


async def compose(ask: Callable[[Heard], Answer]) -> AsyncGenerator[Piece | Answer | None, None]:
    """The pieces of the answer that `ask` gives, in the end the answer itself; None when nothing has come for a while.

    The pieces since the last `restart` make up `Answer.answer`. A language model's sentences come while it writes; an extractive answer
    is there at once and comes line by line. Closing the iterator ends the work at the next sentence.
    """
    loop = asyncio.get_running_loop()
    heard: asyncio.Queue[str | None] = asyncio.Queue()
    gone = Event()

    def hear(sentence: str) -> None:
        if gone.is_set():
            raise Gone
        loop.call_soon_threadsafe(heard.put_nowait, sentence)

    work = asyncio.ensure_future(anyio.to_thread.run_sync(ask, hear, abandon_on_cancel=True))
    work.add_done_callback(lambda _: heard.put_nowait(None))
    try:
        said = ""
        while True:
            try:
                sentence = await asyncio.wait_for(heard.get(), _PING_S)
            except TimeoutError:
                yield None
                continue
            if sentence is None:
                break
            piece = f"\n{sentence}" if said else sentence
            said += piece
            yield Piece(piece)
        answer = await work
        if said != answer.answer:
            for number, line in enumerate(answer.answer.splitlines(keepends=True)):
                yield Piece(line, restart=number == 0 and bool(said))
        yield answer
    finally:
        gone.set()
        work.cancel()


def event(name: str | None, body: BaseModel | str) -> bytes:
    """A server-sent event; a body is sent as JSON."""
    data = body if isinstance(body, str) else body.model_dump_json()
    return format_sse_event(event=name, data_str=data)
