import math

import pytest

from eval import metrics as m
from eval.questions import Evidence
from tests.eval.fakes import (
    FINANCE,
    INSURANCE,
    PLAN,
    PLAN_ID,
    answered,
    cited,
    question,
    refused,
    retrieved,
    unanswerable,
)

RIGHT = answered("**Sở Tài chính** tham mưu bố trí kinh phí [1].", cited())
TWO = question(
    evidence=((Evidence(PLAN_ID, ("II", "2"), FINANCE),), (Evidence(PLAN_ID, ("I", "1"), INSURANCE),)),
    facts=(("Sở Tài chính",), ("95",)),
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (RIGHT, 1.0),
        (refused(), 0.0),
        (m.Given(False, "", m.ERROR, ()), 0.0),
        (answered(""), -1.0),
        (answered("", cited()), -1.0),  # the proof without the answer
        (answered("Sở Tài chính tham mưu bố trí kinh phí."), -1.0),  # the answer without the proof
        (answered("Sở Tài chính [1].", cited(INSURANCE, ("I", "1"))), -1.0),  # proof of something else
        (answered("Sở Tài chính [1].", cited(plan="another-plan")), -1.0),
        (answered("Sở Y tế tham mưu [1].", cited()), -1.0),  # the wrong unit
    ],
)
def test_an_answer_is_right_only_with_its_facts_and_a_proof(given: m.Given, expected: float) -> None:
    assert m.crag_score(question(), given) == expected


def test_half_of_the_facts_is_incomplete_and_a_forbidden_word_wrong() -> None:
    half = answered("Sở Tài chính [1]", cited())
    assert m.crag_score(TWO, half) == 0.5
    assert m.facts_present(TWO, half) == 0.5
    assert m.crag_score(question(forbidden=("Sở Nội vụ",)), answered("Sở Tài chính và Sở Nội vụ [1]", cited())) == -1.0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (refused("not_stated"), 1.0),
        (refused("no_such_plan"), 0.5),
        (RIGHT, -1.0),
        (m.Given(False, "", m.ERROR, ()), 0.0),
    ],
)
def test_an_unanswerable_question_wants_a_refusal_for_the_right_reason(given: m.Given, expected: float) -> None:
    assert m.crag_score(unanswerable(), given) == expected


def test_a_plan_poured_out_in_one_quote_proves_nothing() -> None:
    everything = answered(PLAN * 9, cited(PLAN * 9, ()))
    assert m.crag_score(question(), everything) == -1.0
    assert m.citation_precision(question(), everything) == 0.0
    assert m.citation_recall(question(), everything) == 0.0


def test_a_plan_poured_out_in_many_quotes_has_no_precision_and_is_wrong() -> None:
    others = [cited(f"câu số {n} của kế hoạch nói về việc khác hẳn", ("I", str(n))) for n in range(9)]
    everything = answered(PLAN, cited(), *others)
    assert m.citation_precision(question(), everything) == pytest.approx(0.1)
    assert m.crag_score(question(), everything) == -1.0


def test_a_plan_poured_out_beside_one_good_quote_is_wrong() -> None:
    assert m.crag_score(question(), answered(PLAN * 9, cited())) == -1.0


def test_refusing_everything_scores_nothing_on_what_can_be_answered() -> None:
    asked = [question(), TWO, unanswerable()]
    assert [m.crag_score(q, refused()) for q in asked] == [0.0, 0.0, 1.0]
    assert [m.false_refusal(q, refused()) for q in asked] == [1.0, 1.0, None]
    assert [m.refusal_precision(q, refused()) for q in asked] == [0.0, 0.0, 1.0]
    assert [m.refusal_recall(q, refused()) for q in asked] == [None, None, 1.0]
    assert m.refusal_recall(unanswerable(), m.Given(False, "", m.ERROR, ())) == 0.0


def test_citations_are_scored_by_span_and_by_address() -> None:
    sibling = cited("Kinh phí từ nguồn xã hội hóa.", ("II", "2", "-4"))  # in the gold section, not the gold words
    elsewhere = cited(INSURANCE, ("I", "1"), verbatim=False)
    given = answered("…", cited(), sibling, elsewhere, elsewhere)
    assert m.span_precision(question(), given) == 0.25
    assert m.citation_precision(question(), given) == 0.5
    assert m.address_precision(question(), given) == 0.5
    assert m.verbatim_rate(given) == 0.5
    assert m.citation_recall(TWO, answered("…", cited())) == 0.5
    assert m.address_accuracy(TWO, answered("…", sibling)) == 0.5


def test_citations_of_an_answer_that_should_not_be_are_beside_the_point() -> None:
    assert m.citation_precision(unanswerable(), RIGHT) == 0.0
    assert m.citation_precision(question(), refused()) is None
    assert m.citation_recall(question(), refused()) is None


def test_ranking_figures_by_hand() -> None:
    ranking = [
        retrieved("khác hẳn", ("III",)),
        retrieved(f"… {FINANCE} …"),
        retrieved("đoạn khác của mục", ("I", "1", "-2")),
    ]
    assert m.evidence_recall(TWO, ranking, 5) == 0.5  # the third piece is of the section, but has not the words
    assert [m.section_hit(TWO, ranking, k) for k in (1, 3)] == [0.0, 1.0]
    assert m.reciprocal_rank(TWO, ranking) == 0.5
    gain, ideal = 1 / math.log2(3) + 1 / math.log2(4), 1 + 1 / math.log2(3)
    assert m.ndcg(TWO, ranking) == pytest.approx(gain / ideal)


def test_a_gold_section_counts_once_however_many_of_its_pieces_are_found() -> None:
    same_section = question(
        evidence=((Evidence(PLAN_ID, ("I",), "một điều gì đó"),), (Evidence(PLAN_ID, ("I",), "một điều khác nữa"),))
    )
    pieces = [retrieved("x", ("I", "1")), retrieved("y", ("I", "2"))]
    assert m.ndcg(same_section, pieces) == 1.0
    assert m.ndcg(TWO, [retrieved(FINANCE), retrieved(FINANCE)]) == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_nothing_retrieved_is_zero_and_nothing_to_retrieve_is_none() -> None:
    assert (m.evidence_recall(TWO, [], 5), m.section_hit(TWO, [], 5), m.reciprocal_rank(TWO, []), m.ndcg(TWO, [])) == (
        0.0,
        0.0,
        0.0,
        0.0,
    )
    assert m.evidence_recall(unanswerable(), [], 5) is None
    assert m.ndcg(unanswerable(), []) is None


def test_the_letterhead_is_no_section_to_hit() -> None:
    header = question(evidence=((Evidence(PLAN_ID, (), "Số: 12/KH-UBND"),),))
    assert m.section_hit(header, [retrieved("khác", ())], 5) == 0.0
    assert m.section_hit(header, [retrieved("Số: 12/KH-UBND")], 5) == 1.0
