import pytest

from index.store import Snapshot
from rag.answers import Kind
from rag.question import understand
from rag.understanding.diacritics import Restorer
from rag.understanding.plans import choose_plans
from rag.understanding.sides import Side, find_sides, without_other_asides, without_years, years_in
from tests.shipped import HA_TINH, LAM_DONG

BAC_GIANG, NINH_SON, THI_DUA = "so-y-te-bac-giang-2024", "huyen-uy-ninh-son-2023", "so-y-te-ha-tinh-2021-thi-dua"


@pytest.mark.parametrize(
    ("question", "plans", "years"),
    [
        pytest.param(
            "Số bác sĩ của Bắc Giang năm 2024 so với Lâm Đồng đến 2030?",
            [(BAC_GIANG,), (LAM_DONG,)],
            [(2024,), (2030,)],
            id="places, each with its year",
        ),
        pytest.param(
            "Kế hoạch thi đua của Sở Y tế Hà Tĩnh với kế hoạch y tế cơ sở Lâm Đồng, cái nào ra trước?",
            [(THI_DUA,), (LAM_DONG,)],
            [(), ()],
            id="described",
        ),
        pytest.param(
            "So sánh kế hoạch 572/KH-UBND và kế hoạch 1750/KH-SYT về bảo hiểm y tế",
            [(LAM_DONG,), (THI_DUA,)],
            [(), ()],
            id="numbers",
        ),
        pytest.param(
            "Kế hoạch Ninh Sơn, kế hoạch Lâm Đồng và kế hoạch Bắc Giang, cái nào ra trước?",
            [(NINH_SON,), (LAM_DONG,), (BAC_GIANG,)],
            [(), (), ()],
            id="three",
        ),
        pytest.param("Sở Y tế và Sở Tài chính Lâm Đồng khác nhau ở việc gì?", [], [], id="two units of one plan"),
        pytest.param("Số bác sĩ và số giường của Bắc Giang?", [], [], id="two figures of one plan"),
    ],
)
def test_sides_of_a_question(
    snapshot: Snapshot, question: str, plans: list[tuple[str, ...]], years: list[tuple[int, ...]]
) -> None:
    every = list(snapshot.plans.values())
    sides, choice = find_sides(
        question, every, snapshot.vocabulary, choose_plans(question, every, snapshot.vocabulary), is_open=True
    )
    assert [side.plan_ids for side in sides] == plans
    assert [side.years for side in sides] == years
    if sides:
        assert set(choice.plan_ids) == {plan_id for side in sides for plan_id in side.plan_ids}


@pytest.mark.parametrize(
    ("question", "kind", "single"),
    [
        ("Lâm Đồng và Hà Tĩnh căn cứ những văn bản nào?", Kind.COMPARISON, Kind.LEGAL_BASIS),
        ("Kế hoạch Ninh Sơn và kế hoạch Lâm Đồng, cái nào ra trước?", Kind.COMPARISON, Kind.METADATA),
        ("Tỷ lệ thấp còi của Bắc Giang năm 2024 so với năm 2023 giảm bao nhiêu?", Kind.INDICATOR, Kind.INDICATOR),
        ("Số bác sĩ của Bắc Giang là bao nhiêu?", Kind.INDICATOR, Kind.INDICATOR),
        ("Ai chịu trách nhiệm chỉ tiêu bảo hiểm y tế ở Lâm Đồng?", Kind.RESPONSIBILITY, Kind.RESPONSIBILITY),
    ],
)
def test_one_question_to_two_plans_is_a_comparison(
    snapshot: Snapshot, restorer: Restorer, question: str, kind: Kind, single: Kind
) -> None:
    understood = understand(question, snapshot, restorer)
    assert (understood.kind, understood.single_kind) == (kind, single)


def test_what_is_said_of_another_side_in_brackets_is_not_asked_of_this_one() -> None:
    text = "Tiền mặt (chung): Lâm Đồng (giao dịch) và Hà Tĩnh (người hưởng) là bao nhiêu?"
    one = Side((LAM_DONG,), "Tiền mặt (chung): Lâm Đồng (giao dịch)", (), ": Lâm Đồng (giao dịch)")
    other = Side((HA_TINH,), " và Hà Tĩnh (người hưởng) là bao nhiêu?", (), " và Hà Tĩnh (người hưởng) là bao nhiêu?")
    left = without_other_asides(text, other, (one, other))
    assert "(chung)" in left and "(người hưởng)" in left and "giao dịch" not in left


def test_years() -> None:
    assert years_in("từ 2024 đến 2030, 12024") == (2024, 2030)
    assert without_years("năm 2025 và 2030").split() == ["và"]
