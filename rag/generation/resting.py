"""A language model that is left alone for a while when it keeps failing: an endpoint that hangs must not hold up every question in turn."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from threading import Lock

from rag.generation.language_model import LanguageModel, LanguageModelError, Prompt

log = logging.getLogger(__name__)
FAILURES = 3  # in a row
REST_S = 60.0  # then one question tries it again


class RestingModel:
    """A `LanguageModel` around another one."""

    def __init__(self, model: LanguageModel, clock: Callable[[], float] = time.monotonic) -> None:
        self._model = model
        self._clock = clock
        self._failures = 0
        self._rests_until = 0.0
        self._lock = Lock()

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """The model's answer; while it rests, a `LanguageModelError` at once."""
        with self._lock:
            if self._failures >= FAILURES:
                if self._clock() < self._rests_until:
                    raise LanguageModelError("the model failed several times and is left alone for a while")
                self._rests_until = self._clock() + REST_S  # the others wait for how this question fares
        try:
            yield from self._model.stream(prompt)
        except LanguageModelError:
            with self._lock:
                self._failures += 1
                self._rests_until = self._clock() + REST_S
            raise
        self._failures = 0
