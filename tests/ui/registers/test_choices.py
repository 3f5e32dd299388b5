"""What people type as a day."""

from __future__ import annotations

from datetime import date

import pytest

from ui.registers.choices import UnreadableDay, read_day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/12/2025", date(2025, 12, 31)),
        (" 1/2/2024 ", date(2024, 2, 1)),
        ("01-02-2024", date(2024, 2, 1)),
        ("1.2.2024", date(2024, 2, 1)),
        ("", None),
        ("   ", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str | None, day: date | None) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize("typed", ["31/02/2025", "2025-12-31", "hôm nay", "1/2", "<b>", "0/0/0000"])
def test_what_is_no_day_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UnreadableDay, match="ngày/tháng/năm"):
        read_day(typed)
