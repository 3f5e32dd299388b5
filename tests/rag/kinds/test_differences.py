import pytest

from index.records import Indicator
from rag.drafting import Draft
from rag.grounding import ground
from rag.kinds.differences import difference, first_due
from tests.index.plans import plan_of


def _rows(*rows: str) -> Indicator:
    plan = plan_of("I. CHỈ TIÊU\nTT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2023\tKế hoạch năm 2024\n" + "\n".join(rows))
    return plan.indicators[0]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        pytest.param("1\tTỷ lệ hộ có nước sạch\t%\t17,2\t27,8", "Chênh lệch: 10,6 điểm phần trăm.", id="shares"),
        pytest.param("1\tSản lượng lúa\tNghìn tấn\t1.430,5\t3.520", "Chênh lệch: 2.089,5 nghìn tấn.", id="thousands"),
        pytest.param("1\tTỷ lệ hộ nghèo\t%\t4,0\t≤ 3,1", "", id="a limit is no figure to subtract"),
    ],
)
def test_how_far_apart_two_columns_are(row: str, line: str) -> None:
    indicator = _rows(row)
    assert difference("hai năm chênh nhau bao nhiêu", indicator, indicator.values) == line


def test_a_difference_is_said_only_where_it_is_asked() -> None:
    indicator = _rows("1\tTỷ lệ hộ có nước sạch\t%\t17,2\t27,8")
    assert difference("hai năm đạt bao nhiêu", indicator, indicator.values) == ""
    assert difference("chênh nhau bao nhiêu", indicator, indicator.values[:1]) == ""


def _limit(text: str) -> Draft:
    draft = Draft()
    draft.say(f"- **{text}** — Sở Xây dựng: “Rà soát” [1]")
    return draft


@pytest.mark.parametrize(
    ("limits", "line"),
    [
        pytest.param(("Trước ngày 31/5/2026", "tháng 4/2026"), "Thời hạn đến trước: tháng 4/2026.", id="a month"),
        pytest.param(("Trước ngày 31/5/2026", "trước ngày 15 hằng tháng"), "", id="a round has no one day"),
        pytest.param(("tháng 4/2026", "trước ngày 30/4/2026"), "", id="the same day"),
    ],
)
def test_which_limit_comes_first(limits: tuple[str, str], line: str) -> None:
    assert first_due("việc nào phải xong trước", [_limit(limit) for limit in limits]) == line


@pytest.mark.parametrize(("said", "kept"), [("Chênh lệch: 0,9 %.", True), ("Chênh lệch: 1,9 %.", False)])
def test_a_wrong_difference_is_withheld(said: str, kept: bool) -> None:
    plan = plan_of("I. CHỈ TIÊU\nTỷ lệ hộ nghèo giảm từ 4,0% xuống 3,1%.")
    start = plan.text.index("Tỷ lệ")
    draft = Draft()
    draft.say(f"“{plan.quote(start, start + 39)}” {draft.cite(plan, start, start + 39)}")
    draft.say(said)
    assert (said in ground(draft, {plan.plan_id: plan}).lines) is kept
