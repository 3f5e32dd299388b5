"""The generator of synthetic plans: the same plans for the same numbers, records that hold, no two alike."""

from __future__ import annotations

from bench.synthetic import synthetic_plans
from index.passages import make_passages
from index.vietnamese import fingerprint
from tests.index.invariants import check

BEYOND = 40  # from here on plans are made from parsed ones by exchanging phrases


def test_the_same_numbers_give_the_same_plans() -> None:
    assert list(synthetic_plans(38, 4)) == list(synthetic_plans(38, 4))


def test_records_of_exchanged_plans_hold_like_parsed_ones() -> None:
    for plan, raw in synthetic_plans(BEYOND - 1, 12):
        check(plan)
        assert raw.decode() == plan.text
        assert plan.metadata.number is not None and plan.metadata.number.value in plan.text
        assert plan.metadata.place and plan.metadata.place in plan.text
        assert plan.assignments and len(make_passages(plan)) > 40


def test_no_two_plans_say_the_same() -> None:
    plans = [plan for plan, _ in synthetic_plans(0, 200)]
    assert len({fingerprint(plan.text) for plan in plans}) == 200
    assert len({plan.plan_id for plan in plans}) == 200


def test_places_of_the_shipped_plans_are_left_alone() -> None:
    for plan, _ in synthetic_plans(0, 120):
        assert not any(place in plan.text for place in ("Hà Tĩnh", "Bắc Giang", "Lâm Đồng"))
