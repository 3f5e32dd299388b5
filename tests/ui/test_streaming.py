"""Work that tells how it gets on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ui.streaming import Result, stream


def test_what_is_told_comes_before_the_result() -> None:
    def work(tell: Callable[[str], None]) -> int:
        tell("một")
        tell("hai")
        return 3

    assert list(stream(work)) == ["một", "hai", Result(3)]


def test_what_the_work_raises_is_raised_to_the_reader() -> None:
    def work(tell: Callable[[str], None]) -> int:
        tell("một")
        raise RuntimeError("hỏng")

    items = stream(work)
    assert next(items) == "một"
    with pytest.raises(RuntimeError, match="hỏng"):
        next(items)
