import pytest

from index.store import Snapshot
from rag.understanding.plans import choose_plans
from tests.shipped import LAM_DONG


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        pytest.param("Sở Y tế làm gì theo Kế hoạch 572/KH-UBND của UBND tỉnh Hà Tĩnh?", "572/KH-UBND của Hà Tĩnh", id="another province"),
        pytest.param("KH 572 ngày 18/01/2024 của tỉnh Bắc Giang giao ai?", "572 của Bắc Giang", id="short number and date"),
        pytest.param("1750/KH-SYT của Sở Y tế Lâm Đồng nói gì?", "1750/KH-SYT của Lâm Đồng", id="a department elsewhere"),
    ],
)  # fmt: skip
def test_a_number_given_to_another_owner_is_no_plan_here(snapshot: Snapshot, question: str, missing: str) -> None:
    choice = choose_plans(question, list(snapshot.plans.values()), snapshot.vocabulary)
    assert (choice.plan_ids, choice.missing) == ((), missing)


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch 572/KH-UBND của UBND tỉnh Lâm Đồng giao ai?",
        "Kế hoạch 572/KH-UBND so với kế hoạch của Hà Tĩnh thế nào?",
        "Kế hoạch 572/KH-UBND giao Sở Y tế Hà Tĩnh việc gì?",
    ],
)
def test_a_place_elsewhere_in_the_question_is_no_owner(snapshot: Snapshot, question: str) -> None:
    assert LAM_DONG in choose_plans(question, list(snapshot.plans.values()), snapshot.vocabulary).plan_ids
