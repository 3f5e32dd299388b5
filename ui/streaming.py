"""Work that tells how it gets on, as an iterator: Gradio shows each thing that a listener yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

Told = TypeVar("Told")
Done = TypeVar("Done")


@dataclass(frozen=True)
class Result(Generic[Done]):
    """What the work came to."""

    value: Done


def stream(work: Callable[[Callable[[Told], None]], Done]) -> Iterator[Told | Result[Done]]:
    """What `work` tells while it runs, then its `Result`; what it raises is raised here."""
    items: SimpleQueue[Told | Result[Done] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            items.put(Result(work(items.put)))
        except Exception as error:  # handed over, to be raised where the iterator is read
            items.put(error)

    Thread(target=run, daemon=True).start()
    while True:
        item = items.get()
        if isinstance(item, Exception):
            raise item
        yield item
        if isinstance(item, Result):
            return
