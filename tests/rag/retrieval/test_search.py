import pytest

from index.store import PlanIndex, Snapshot
from rag.question import understand
from rag.retrieval.search import TOP_K, Search
from rag.understanding.diacritics import Restorer
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG


@pytest.fixture
def search(shipped_index: PlanIndex, snapshot: Snapshot, restorer: Restorer) -> Search:
    question = understand("Phát triển mô hình bác sĩ gia đình ở Lâm Đồng", snapshot, restorer)
    return Search(shipped_index, snapshot, question)


def test_both_searches_are_fused_best_first(search: Search) -> None:
    assert 0 < len(search.results) <= TOP_K
    assert set(search.rankings) == {"lexical", "dense"}
    scores = [scored.score for scored in search.results]
    assert scores == sorted(scores, reverse=True)
    assert "mô hình bác sĩ gia đình" in search.results[0].passage.text


def test_a_passage_knows_its_rank_in_each_search(search: Search) -> None:
    for scored in search.results:
        for name, rank in scored.ranks.items():
            assert search.rankings[name][rank - 1] == scored.passage.passage_id


def test_the_search_stays_within_the_given_plans(search: Search) -> None:
    within = Search(search.index, search.snapshot, search.question, [BAC_GIANG, HA_TINH])
    assert {scored.passage.plan_id for scored in within.results} <= {BAC_GIANG, HA_TINH}


def test_no_plans_no_results(search: Search) -> None:
    nowhere = Search(search.index, search.snapshot, search.question, [])
    assert nowhere.results == []
    assert nowhere.best() is None
    assert nowhere.rank_at(LAM_DONG, 0, 10) is None


def test_the_rank_of_a_span_is_that_of_the_best_passage_over_it(search: Search) -> None:
    best = search.best()
    assert best is not None
    assert search.rank_at(best.plan_id, best.start, best.start + 1) == 1
    assert search.rank_at(best.plan_id, best.end, best.end) != 1
    assert search.rank_at("khong-co", best.start, best.end) is None
