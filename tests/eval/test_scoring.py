from eval.aggregation import aggregate, losses, times_of
from eval.questions import BARE, ORIGINAL, GoldQuestion
from eval.running import Example, Reply
from eval.scoring import Scored, score
from tests.eval.fakes import FINANCE, INSURANCE, answered, cited, question, refused, retrieved, unanswerable

RIGHT = answered("Sở Tài chính [1]", cited())
WRONG = answered("Sở Y tế [1]", cited(INSURANCE, ("I", "1")))


def scored(gold: GoldQuestion, given: object = RIGHT, ms: float = 10.0, rank: int | None = 1) -> Scored:
    ranking = tuple([retrieved("khác", ("III",))] * ((rank or 6) - 1)) + ((retrieved(FINANCE),) if rank else ())
    return score(
        Example(gold, Reply("c", "responsibility", gold.question, given, timings_ms={}), {"total": ms}, ranking)
    )  # type: ignore[arg-type]


def test_an_example_has_its_outcome_and_figures() -> None:
    one = scored(question(), rank=4)
    assert one.outcome == "right"
    assert (
        one.scores["crag"],
        one.scores["accuracy"],
        one.scores["hallucination"],
        one.scores["section_hit@3"],
        one.scores["section_hit@5"],
    ) == (1.0, 1.0, 0.0, 0.0, 1.0)
    assert (one.scores["mrr@10"], one.scores["refusal_precision"], one.scores["false_refusal"]) == (0.25, None, 0.0)


def test_a_system_that_only_retrieves_has_no_outcome() -> None:
    one = score(scored(question()).example, answers=False)
    assert one.outcome == ""
    assert set(one.scores) == {
        "evidence_recall@5",
        "section_hit@1",
        "section_hit@3",
        "section_hit@5",
        "section_hit@10",
        "mrr@10",
        "ndcg@10",
    }


def test_a_system_that_was_not_looked_into_has_no_retrieval_figures() -> None:
    example = scored(question()).example
    assert "mrr@10" not in score(Example(example.gold, example.reply, {}, None)).scores


def test_groups_average_their_own_questions() -> None:
    examples = [
        scored(question(id="a", family="a")),
        scored(question(id="b", family="b", split="test", kind="deadline"), WRONG),
        scored(question(id="c", family="c", kind="deadline"), refused()),
        scored(unanswerable(id="d", family="d", tags=("injection",)), refused()),
        scored(question(id="a", family="a", variant=BARE), refused()),
    ]
    groups = aggregate(examples)
    assert list(groups) == [
        "all",
        "split.dev",
        "split.test",
        "kind.responsibility",
        "kind.deadline",
        "kind.unanswerable",
        "variant.original",
        "variant.bare",
        "tag.injection",
    ]
    assert groups["all"]["crag"].value == (1 - 1 + 0 + 1) / 4
    assert groups["all"]["crag_answerable"].value == 0.0
    assert [groups["all"][name].value for name in ("accuracy", "incomplete", "missing", "hallucination")] == [
        0.5,
        0.0,
        0.25,
        0.25,
    ]
    assert (groups["all"]["refusal_precision"].value, groups["all"]["refusal_recall"].value) == (0.5, 1.0)
    assert groups["all"]["false_refusal"].value == 1 / 3
    assert groups["split.test"]["crag"].value == -1.0
    assert groups["variant.original"]["crag"].value == 0.0
    assert groups["variant.bare"]["crag"].value == 0.0


def test_refusal_precision_means_nothing_where_all_or_none_should_be_refused() -> None:
    groups = aggregate([scored(unanswerable(), refused()), scored(question(), refused())])
    assert "refusal_precision" in groups["all"]
    assert "refusal_precision" not in groups["kind.unanswerable"]
    assert "refusal_precision" not in groups["variant.original"]


def test_refusing_everything_is_worth_nothing() -> None:
    groups = aggregate([scored(question(id=str(n), family=str(n)), refused(), rank=None) for n in range(3)])
    assert (groups["all"]["crag"].value, groups["all"]["facts"].value, groups["all"]["evidence_recall@5"].value) == (
        0.0,
        0.0,
        0.0,
    )


def test_what_bare_typing_costs_is_measured_on_the_same_questions() -> None:
    examples = [
        scored(question(id="a", family="a", variant=ORIGINAL)),
        scored(question(id="a", family="a", variant=BARE), refused(), rank=6),
        scored(question(id="b", family="b", variant=ORIGINAL), WRONG),
        scored(question(id="b", family="b", variant=BARE), WRONG),
        scored(question(id="c", family="c", variant=ORIGINAL), WRONG),  # was not asked bare
    ]
    found = losses(examples)
    assert list(found) == [BARE]
    assert (found[BARE]["crag"].value, found[BARE]["crag"].count) == (0.5, 2)
    assert found[BARE]["evidence_recall@5"].value == 0.5


def test_times_are_of_every_step() -> None:
    times = times_of([scored(question(), ms=ms) for ms in (1.0, 2.0, 30.0)])
    assert (times["total"].p50, times["total"].p95, times["total"].count) == (2.0, 30.0, 3)
