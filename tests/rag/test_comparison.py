from dataclasses import replace

import pytest

from index.records import Plan
from index.store import PlanIndex, Snapshot
from rag.comparison import answer_comparison
from rag.diacritics import Restorer
from rag.drafting import Draft
from rag.question import Question, understand
from rag.retrieval import Search
from tests.shipped import HA_TINH, LAM_DONG


@pytest.fixture
def question(snapshot: Snapshot, restorer: Restorer) -> Question:
    return understand("So sánh nhiệm vụ của Sở Nội vụ Hà Tĩnh và Lâm Đồng", snapshot, restorer)


@pytest.fixture
def search(shipped_index: PlanIndex, snapshot: Snapshot, question: Question) -> Search:
    return Search(shipped_index, snapshot, question)


def _two_quotes(_question: Question, plan: Plan) -> Draft:
    draft = Draft()
    draft.say(f"Một {draft.cite(plan, 0, 5)}, hai {draft.cite(plan, 5, 9)}")
    return draft


def test_each_plans_own_answer_with_markers_numbered_through(
    snapshot: Snapshot, question: Question, search: Search
) -> None:
    plans = [snapshot.plans[HA_TINH], snapshot.plans[LAM_DONG]]
    draft = answer_comparison(question, plans, search, _two_quotes)
    assert draft is not None
    assert draft.lines == ["Một [1], hai [2]", "", "Một [3], hai [4]"]
    assert [c.plan_id for c in draft.citations] == [HA_TINH, HA_TINH, LAM_DONG, LAM_DONG]


def test_one_answer_is_no_comparison(snapshot: Snapshot, question: Question, search: Search) -> None:
    plans = [snapshot.plans[HA_TINH], snapshot.plans[LAM_DONG]]

    def only_first(q: Question, plan: Plan) -> Draft | None:
        return _two_quotes(q, plan) if plan.plan_id == HA_TINH else None

    assert answer_comparison(question, plans, search, only_first) is None


def test_a_quotes_own_footnote_mark_stays(snapshot: Snapshot, question: Question, search: Search) -> None:
    def with_footnote(_question: Question, plan: Plan) -> Draft:
        draft = Draft()
        draft.say(f"“Kế hoạch số 7175/KH-UBND[1]” {draft.cite(plan, 0, 5)}")
        return draft

    first = snapshot.plans[HA_TINH]
    plans = [first, replace(first, plan_id="b")]
    draft = answer_comparison(question, plans, search, with_footnote)
    assert draft is not None
    assert draft.lines[-1] == "“Kế hoạch số 7175/KH-UBND[1]” [2]"
