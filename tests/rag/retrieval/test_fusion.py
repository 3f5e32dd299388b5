import pytest

from rag.retrieval.fusion import RANK_CONSTANT, fuse


def test_scores_are_sums_of_reciprocal_ranks() -> None:
    fused = dict(fuse({"lexical": ["a", "b"], "dense": ["b", "c"]}))
    assert fused == {
        "a": pytest.approx(1 / 61),
        "b": pytest.approx(1 / 62 + 1 / 61),
        "c": pytest.approx(1 / 62),
    }


@pytest.mark.parametrize(
    ("rankings", "order"),
    [
        pytest.param({"lexical": ["a", "b", "c"]}, ["a", "b", "c"], id="one ranking stays as it is"),
        pytest.param({"lexical": ["a", "b"], "dense": ["b", "a"]}, ["a", "b"], id="a tie goes by id"),
        pytest.param(
            {"lexical": ["x", "b"], "dense": ["y", "b"]}, ["b", "x", "y"], id="second in both beats first in one"
        ),
        pytest.param({"lexical": [], "dense": ["a"]}, ["a"], id="an empty ranking adds nothing"),
        pytest.param({}, [], id="nothing found"),
    ],
)
def test_order_of_the_fused_ranking(rankings: dict[str, list[str]], order: list[str]) -> None:
    assert [found for found, _ in fuse(rankings)] == order


def test_a_weight_makes_one_ranking_count_more() -> None:
    rankings = {"lexical": ["a"], "dense": ["b"]}
    assert fuse(rankings, {"dense": 2.0}) == [("b", 2 / (RANK_CONSTANT + 1)), ("a", 1 / (RANK_CONSTANT + 1))]
