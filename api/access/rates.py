"""How many requests a key may make: a bucket a key, refilled evenly."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

_MOST = 10_000  # buckets before those that nobody uses go


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

    def is_used_up(self, key_id: str) -> bool:
        """Whether the next request would have to wait; counts nothing."""
        with self._lock:
            bucket = self._buckets.get(key_id)
            return bucket is not None and bucket.left + (self._clock() - bucket.at) * self._per_minute / 60 < 1

    def wait_s(self, key_id: str) -> int:
        """0 when a request of this key is in order, which is then counted; else after how many seconds one will be."""
        if not self._per_minute:
            return 0
        now, per_second = self._clock(), self._per_minute / 60
        with self._lock:
            if len(self._buckets) >= _MOST:  # full ones are as good as none
                self._buckets = {
                    name: kept
                    for name, kept in self._buckets.items()
                    if kept.left + (now - kept.at) * per_second < self._per_minute
                }
            bucket = self._buckets.setdefault(key_id, _Bucket(self._per_minute, now))
            bucket.left = min(self._per_minute, bucket.left + (now - bucket.at) * per_second)
            bucket.at = now
            if bucket.left < 1:
                return math.ceil((1 - bucket.left) / per_second)
            bucket.left -= 1
            return 0
