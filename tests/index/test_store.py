from pathlib import Path

import pytest

from index.errors import ModelMismatch, PlanNotFound
from index.passages import make_passages
from index.store import PlanIndex, build_index
from tests.fakes import FakeEmbedder
from tests.index.plans import plan_of

PLAN = plan_of(
    "I. MỤC ĐÍCH\n\n1. Củng cố trạm y tế xã.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Tài chính\n\n- Bố trí kinh phí."
)


@pytest.fixture
def index(tmp_path: Path) -> PlanIndex:
    made = build_index(tmp_path, FakeEmbedder)
    made.put(PLAN, b"raw")
    made.refresh()
    return made


def test_an_empty_index_answers_nothing_and_loads_no_model(tmp_path: Path) -> None:
    def no_model() -> FakeEmbedder:
        raise AssertionError("the model is not needed")

    empty = build_index(tmp_path, no_model)
    assert empty.search_lexical("y tế", 3) == []
    assert empty.snapshot.plans == {}


def test_both_searches_find_the_passages_of_the_snapshot(index: PlanIndex) -> None:
    for found in (index.search_lexical("bố trí kinh phí", 3), index.search_dense("bố trí kinh phí", 3)):
        assert "Bố trí kinh phí" in index.snapshot.passages[found[0][0]].text


def test_a_plan_is_found_by_its_id_only(index: PlanIndex) -> None:
    assert index.plan(PLAN.plan_id) == PLAN
    with pytest.raises(PlanNotFound):
        index.plan("khong-co")


def test_another_process_sees_what_was_written(tmp_path: Path, index: PlanIndex) -> None:
    again = build_index(tmp_path, FakeEmbedder)
    assert again.snapshot.plans == index.snapshot.plans
    assert again.search_lexical("kinh phí", 1) == index.search_lexical("kinh phí", 1)


def test_a_removed_plan_leaves_nothing_behind(index: PlanIndex) -> None:
    index.remove(PLAN.plan_id)
    assert index.snapshot.plans == {}
    assert index.search_lexical("kinh phí", 3) == index.search_dense("kinh phí", 3) == []
    with pytest.raises(PlanNotFound):
        index.remove(PLAN.plan_id)


def test_vectors_of_another_model_are_refused(tmp_path: Path, index: PlanIndex) -> None:
    other = build_index(tmp_path, lambda: FakeEmbedder("other"))
    with pytest.raises(ModelMismatch, match="other"):
        other.check_model()
    with pytest.raises(ModelMismatch):
        other.put(PLAN, b"raw")
    index.check_model()


def test_a_write_that_was_interrupted_is_mended_from_the_catalog(tmp_path: Path, index: PlanIndex) -> None:
    index._derived.vectors.remove(PLAN.plan_id)  # a crash after the mark, before the derived indexes were whole
    index._derived.lexical.replace({PLAN.plan_id: []})
    catalog = index._catalog
    catalog.remember(f"dirty:{PLAN.plan_id}", "put")
    again = build_index(tmp_path, FakeEmbedder)
    assert again.search_lexical("kinh phí", 1)
    assert again.search_dense("kinh phí", 1)
    assert catalog.settings("dirty:") == {}


def test_a_first_write_that_was_interrupted_leaves_no_plan(tmp_path: Path) -> None:
    index = build_index(tmp_path, FakeEmbedder)
    index._derived.lexical.replace({PLAN.plan_id: make_passages(PLAN)})
    index._catalog.remember(f"dirty:{PLAN.plan_id}", "put")
    assert build_index(tmp_path, FakeEmbedder).search_lexical("kinh phí", 1) == []


def test_a_question_keeps_its_snapshot_while_another_plan_is_written(index: PlanIndex) -> None:
    before = index.snapshot
    index.remove(PLAN.plan_id)
    assert PLAN.plan_id in before.plans
