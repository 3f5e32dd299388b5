"""How much is worked on at a time, how much may wait, and what is turned away at once instead of making all wait longer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from threading import Lock
from weakref import WeakKeyDictionary

from api import texts
from index.errors import KehoachError


class Overloaded(KehoachError):
    """As much is in work and waiting as may; the same will be taken in a moment."""


class Admission:
    """At most `in_all` are inside, of which `at_once` work and the others wait without holding a thread."""

    def __init__(self, at_once: int, in_all: int) -> None:
        self._at_once = at_once
        self._in_all = in_all
        self._inside = 0
        self._counting = Lock()
        self._places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    @property
    def inside(self) -> int:
        """How many work or wait now."""
        return self._inside

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[None]:
        """For a route: works when there is a place. Raises `Overloaded` when too many wait for one already."""
        with self.count():
            places = self._places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._at_once))
            async with places:
                yield

    @contextmanager
    def count(self) -> Iterator[None]:
        """For work that has a thread already: counts it. Raises `Overloaded` when too many are inside."""
        with self._counting:
            if self._inside >= self._in_all:
                raise Overloaded(texts.OVERLOADED.format(count=self._in_all))
            self._inside += 1
        try:
            yield
        finally:
            with self._counting:
                self._inside -= 1
