"""The question sets themselves, and the reading of them. Runs in `make check`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from conftest import ON_CI
from eval.errors import BadQuestion
from eval.questions import (
    BARE,
    HALF,
    ORIGINAL,
    find_problems,
    fold_as_typed,
    half_fold,
    load_questions,
    plain,
    variants,
)
from eval.sets import DEV_PLANS, QUESTIONS, read_plans
from index.ingest import shipped_plans
from index.vietnamese import fold
from tests.eval.fakes import PLAN, PLAN_ID, question, unanswerable

SHIPPED = load_questions(QUESTIONS / "shipped.jsonl")
DEV = load_questions(QUESTIONS / "plans-dev.jsonl")
MINIMUM = {  # of the shipped set, by kind
    "responsibility": 60, "tasks": 30, "deadline": 20, "indicator": 35, "metadata": 20, "legal_basis": 20,
    "content": 30, "comparison": 15, "follow_up": 25, "unanswerable": 45,
}  # fmt: skip
UNANSWERABLE = {"absent_plan", "absent_unit", "absent_figure", "wrong_province", "out_of_scope", "injection"}


def test_shipped_evidence_stands_in_its_plan() -> None:
    assert find_problems(SHIPPED, read_plans([shipped_plans()])) == []


def test_plans_dev_is_in_the_format() -> None:
    assert [problem for problem in find_problems(DEV, {}) if "not in" not in problem] == []


if DEV_PLANS.is_dir() or not ON_CI:  # a CI machine has only the repository, and there nothing may skip

    def test_plans_dev_evidence_stands_in_its_plan() -> None:
        if not DEV_PLANS.is_dir():
            pytest.skip(f"the texts of plans-dev are not here ({DEV_PLANS}); they are not part of the repository")
        assert find_problems(DEV, read_plans([DEV_PLANS])) == []


@pytest.mark.parametrize(("kind", "least"), MINIMUM.items())
def test_the_shipped_set_has_enough_of_each_kind(kind: str, least: int) -> None:
    assert Counter(q.kind for q in SHIPPED)[kind] >= least


def test_the_sets_are_large_enough() -> None:
    assert len(SHIPPED) >= 260
    assert len(DEV) >= 120
    assert len({e.plan for q in DEV for group in q.evidence for e in group}) >= 12


def test_every_way_of_not_being_answerable_is_there() -> None:
    assert {tag for q in SHIPPED if not q.answered for tag in q.tags} >= UNANSWERABLE


@pytest.mark.parametrize("questions", [SHIPPED, DEV], ids=["shipped", "plans-dev"])
def test_enough_is_held_back_to_tell_a_change_of_four_points(questions: list) -> None:  # type: ignore[type-arg]
    assert sum(q.split == "test" for q in questions) >= 150
    assert {q.split for q in questions} == {"dev", "test"}


def test_no_question_of_one_set_is_in_both_splits_under_another_family() -> None:
    for questions in (SHIPPED, DEV):
        splits: dict[tuple[str, ...], set[str]] = {}
        for q in questions:
            splits.setdefault((*map(plain, q.history), plain(q.question)), set()).add(q.split)
        assert [asked for asked, found in splits.items() if len(found) > 1] == []


def test_evidence_is_long_enough_to_point_at_something() -> None:
    assert [e.quote for q in SHIPPED + DEV for group in q.evidence for e in group if len(plain(e.quote)) < 11] == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ([question(), question()], "used twice"),
        ([question(), question(id="q-2", split="test")], "two splits"),
        ([question(evidence=())], "don't agree"),
        ([question(refusals=("not_stated",))], "don't agree"),
        ([unanswerable(refusals=())], "don't agree"),
        ([question(split="train")], "split"),
    ],
)
def test_a_broken_set_is_found_out(broken: list, said: str) -> None:  # type: ignore[type-arg]
    assert any(said in problem for problem in find_problems(broken, {PLAN_ID: PLAN}))


def test_evidence_of_an_absent_plan_or_with_other_words_is_found_out() -> None:
    assert find_problems([question()], {PLAN_ID: PLAN}) == []
    assert len(find_problems([question()], {"another": PLAN})) == 1
    assert len(find_problems([question()], {PLAN_ID: PLAN.replace("kinh phí", "ngân sách")})) == 1


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('\n{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(BadQuestion, match=r"mine\.jsonl, dòng 2"):
        load_questions(path)


def test_every_answerable_question_has_its_two_variants() -> None:
    found = list(variants([question(), unanswerable()]))
    assert [q.variant for q in found] == [ORIGINAL, BARE, HALF, ORIGINAL]
    assert found[1].question == "O Lam Dong, ai tham muu bo tri kinh phi?"


@pytest.mark.parametrize("typed", ["Sở Y TẾ Đà Lạt, ≥ 95%?", "đường ĐỒNG"])
def test_bare_keeps_capitals_and_everything_that_is_no_letter(typed: str) -> None:
    bare = fold_as_typed(typed)
    assert bare.lower() == fold(typed)
    assert [c.isupper() for c in bare] == [c.isupper() for c in typed]


def test_half_of_the_marked_syllables_lose_their_marks() -> None:
    words = "Sở Tài chính được giao những nhiệm vụ gì"
    lost = sum(a != b for a, b in zip(words.split(), half_fold(words).split(), strict=True))
    assert lost in (4, 5)
    assert half_fold(words) == half_fold(words)
