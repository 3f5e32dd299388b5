"""Which plans are asked."""

from __future__ import annotations

import pytest

from tests.ui.fakes import BAC_GIANG, HOSTILE_PLAN, LAM_DONG
from ui import texts
from ui.chat.scope import Scope, describe

PLANS = {plan.plan_id: plan for plan in (LAM_DONG, BAC_GIANG, HOSTILE_PLAN)}


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        (Scope(), [LAM_DONG, BAC_GIANG, HOSTILE_PLAN]),
        (Scope(places=["Lâm Đồng"]), [LAM_DONG]),
        (Scope(places=["Lâm Đồng", "Bắc Giang"]), [LAM_DONG, BAC_GIANG]),
        (Scope(years=[2024]), [LAM_DONG, BAC_GIANG, HOSTILE_PLAN]),
        (Scope(issuers=["Sở Y tế, Bắc Giang"]), [BAC_GIANG]),
        (Scope(places=["Lâm Đồng"], years=[2024]), [LAM_DONG]),
        (Scope(places=["Lâm Đồng"], plan_ids=[BAC_GIANG.plan_id]), []),
    ],
)
def test_every_choice_limits_and_empty_ones_do_not(scope: Scope, asked: list[object]) -> None:
    assert [PLANS[plan_id] for plan_id in scope.of(PLANS)] == asked


def test_the_line_says_what_is_asked() -> None:
    assert describe(Scope(), PLANS) == texts.SCOPE_ALL.format(count=3)
    assert "572/KH-UBND" in describe(Scope(places=["Lâm Đồng"]), PLANS)
    assert describe(Scope(years=[2024]), PLANS) == texts.SCOPE_MANY.format(count=3, all=3)
    assert describe(Scope(years=[1999]), PLANS) == texts.SCOPE_NONE
