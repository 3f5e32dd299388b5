"""How many requests a key may make: a bucket a key, refilled evenly."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class RateLimiter:
    """`per_minute` requests for each key, all at once if need be; 0 is no limit. Counted by each process for itself."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self._lock = Lock()

    def wait_s(self, key_id: str) -> int:
        """0 when a request of this key is in order, which is then counted; else after how many seconds one will be."""
        if not self._per_minute:
            return 0
        now, per_second = self._clock(), self._per_minute / 60
        with self._lock:
            bucket = self._buckets.setdefault(key_id, _Bucket(self._per_minute, now))
            bucket.left = min(self._per_minute, bucket.left + (now - bucket.at) * per_second)
            bucket.at = now
            if bucket.left < 1:
                return math.ceil((1 - bucket.left) / per_second)
            bucket.left -= 1
            return 0
