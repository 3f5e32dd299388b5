from dataclasses import replace

import pytest

from index.store import Snapshot
from rag.understanding.descriptions import issuer_names, self_names
from tests.shipped import BAC_GIANG, LAM_DONG, NINH_SON


@pytest.mark.parametrize(
    ("plan_id", "names"),
    [
        (LAM_DONG, {"ủy ban nhân dân tỉnh lâm đồng", "ủy ban nhân dân"}),
        (NINH_SON, {"ban thường vụ huyện ủy", "huyện ủy"}),
        (BAC_GIANG, {"sở y tế"}),
    ],
)
def test_names_an_issuer_is_called_by(snapshot: Snapshot, plan_id: str, names: set[str]) -> None:
    assert set(issuer_names(snapshot.plans[plan_id])) == names


def test_the_prime_minister_is_called_without_the_government(snapshot: Snapshot) -> None:
    plan = snapshot.plans[LAM_DONG]
    issuer = replace(plan.metadata.issuer, value="Thủ tướng Chính phủ") if plan.metadata.issuer else None
    central = replace(plan, metadata=replace(plan.metadata, issuer=issuer))
    assert set(issuer_names(central)) == {"thủ tướng chính phủ", "thủ tướng"}


def test_a_plan_is_called_by_title_issuer_place_and_kind(snapshot: Snapshot) -> None:
    names = self_names(snapshot.plans[NINH_SON])
    assert {"Ban Thường vụ Huyện ủy", "Ninh Sơn", "Kế hoạch"} < set(names)
    assert any(name.startswith("khắc phục những hạn chế") for name in names)
