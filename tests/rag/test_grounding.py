import dataclasses

import pytest

from index.records import Plan
from rag.drafting import Draft
from rag.grounding import Ungrounded, check, ground
from tests.index.plans import plan_of
from tests.shipped import decomposed

PLAN = plan_of(
    "I. NHIỆM VỤ\n1. Sở Y tế chủ trì sắp xếp trạm y tế theo Kế hoạch số 7175/KH-UBND[1].\n2. Sở Nội vụ phối hợp."
)
PLANS = {PLAN.plan_id: PLAN}


def draft_of(plan: Plan, *quotes: str) -> Draft:
    """A draft that quotes and cites each of `quotes`."""
    draft = Draft()
    for quote in quotes:
        start = plan.text.index(quote)
        draft.say(f"- “{quote}” {draft.cite(plan, start, start + len(quote))}")
    return draft


def test_a_draft_with_verbatim_quotes_and_their_markers_passes() -> None:
    check(draft_of(PLAN, "Sở Y tế chủ trì", "Sở Nội vụ phối hợp."), PLANS)


def test_a_plans_own_footnote_mark_in_a_quote_is_no_marker() -> None:
    check(draft_of(PLAN, "Sở Nội vụ phối hợp.", "Kế hoạch số 7175/KH-UBND[1]."), PLANS)


def test_a_plans_own_footnote_mark_does_not_stand_for_a_missing_marker() -> None:
    draft = draft_of(PLAN, "Kế hoạch số 7175/KH-UBND[1].")
    draft.lines = ["- “Kế hoạch số 7175/KH-UBND[1].”"]
    with pytest.raises(Ungrounded):
        check(draft, PLANS)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"quote": "Sở Y tế chủ trì mọi việc"}, id="other words"),
        pytest.param({"quote": "sở y tế chủ trì"}, id="other case"),
        pytest.param({"quote": "Sở Y tế  chủ trì"}, id="other spaces"),
        pytest.param({"start": 0, "end": 15}, id="other place"),
        pytest.param({"quote": "", "start": 5, "end": 5}, id="empty"),
        pytest.param({"plan_id": "khong-co"}, id="unknown plan"),
    ],
)
def test_a_quote_that_is_not_the_plans_own_text_raises(change: dict[str, object]) -> None:
    draft = draft_of(PLAN, "Sở Y tế chủ trì")
    draft.citations[0] = dataclasses.replace(draft.citations[0], **change)  # type: ignore[arg-type]
    with pytest.raises(Ungrounded, match=r"\[1\] is not verbatim"):
        check(draft, PLANS)


def test_a_quote_in_another_unicode_form_raises() -> None:
    draft = draft_of(PLAN, "Sở Y tế chủ trì")
    draft.citations[0] = dataclasses.replace(draft.citations[0], quote=decomposed("Sở Y tế chủ trì"))
    with pytest.raises(Ungrounded):
        check(draft, PLANS)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Sở Y tế chủ trì.", id="marker missing"),
        pytest.param("Sở Y tế chủ trì [1] [2]", id="marker without citation"),
        pytest.param("Sở Y tế chủ trì [2]", id="wrong marker"),
    ],
)
def test_markers_and_citations_out_of_step_raise(line: str) -> None:
    draft = draft_of(PLAN, "Sở Y tế chủ trì")
    draft.lines = [line]
    with pytest.raises(Ungrounded, match="do not match"):
        check(draft, PLANS)


def test_a_citation_that_nothing_points_to_raises() -> None:
    draft = draft_of(PLAN, "Sở Y tế chủ trì")
    draft.cite(PLAN, 0, 10)
    with pytest.raises(Ungrounded):
        check(draft, PLANS)


def test_an_answer_without_citations_raises() -> None:
    with pytest.raises(Ungrounded, match="without citations"):
        check(Draft(["Sở Y tế chủ trì."]), PLANS)


def test_a_grounded_draft_stays_as_it_is() -> None:
    draft = draft_of(PLAN, "Sở Y tế chủ trì", "Sở Nội vụ phối hợp.")
    draft.lines.insert(
        0, "Kế hoạch số 12/KH-UBND ngày 05/03/2024 của Ủy ban nhân dân tỉnh An Bình giao **Sở Y tế** 2 nhiệm vụ:"
    )
    assert ground(draft, PLANS) is draft


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("- **Sở Tài chính**: “Sở Nội vụ phối hợp.” [2]", id="a unit that is not cited"),
        pytest.param("- **Sở Y tế**: “Sở Nội vụ phối hợp.” [2]", id="a unit of another citation"),
        pytest.param("- “Sở Nội vụ phối hợp.” [2] — thời hạn: **tháng 6/2024**", id="a time limit"),
        pytest.param("- **95 %**: “Sở Nội vụ phối hợp.” [2]", id="a number"),
        pytest.param("- Nghị quyết số 20-NQ/TW: “Sở Nội vụ phối hợp.” [2]", id="a document"),
        pytest.param("- “Sở Nội vụ phối hợp chặt chẽ.” [2]", id="a quote that is not verbatim"),
        pytest.param("- “Sở Nội vụ phối hợp.” [2][7]", id="a citation that is not there"),
    ],
)
def test_a_line_that_its_citations_do_not_prove_goes(line: str) -> None:
    draft = draft_of(PLAN, "Sở Y tế chủ trì", "Sở Nội vụ phối hợp.")
    draft.lines[1] = line
    grounded = ground(draft, PLANS)
    assert grounded.text == "- “Sở Y tế chủ trì” [1]"
    assert [citation.quote for citation in grounded.citations] == ["Sở Y tế chủ trì"]


def test_what_is_left_is_numbered_anew_and_an_empty_part_goes_with_its_heading() -> None:
    draft = draft_of(PLAN, "Sở Y tế chủ trì", "Sở Nội vụ phối hợp.")
    draft.lines = ["Theo A:", "", "- **7**: “Sở Y tế chủ trì” [1]", "", "Theo B:", "", draft.lines[1]]
    grounded = ground(draft, PLANS)
    assert grounded.text == "Theo B:\n\n- “Sở Nội vụ phối hợp.” [1]"


def test_a_heading_of_a_section_proves_the_unit_it_names() -> None:
    plan = plan_of("I. NHIỆM VỤ\n1. Sở Y tế\na) Sắp xếp trạm y tế.\nb) Đào tạo.")
    draft = draft_of(plan, "Sắp xếp trạm y tế.")
    draft.lines = ["- **Sở Y tế**: “Sắp xếp trạm y tế.” [1]"]
    assert ground(draft, {plan.plan_id: plan}) is draft


def test_nothing_left_raises() -> None:
    draft = draft_of(PLAN, "Sở Y tế chủ trì")
    draft.lines = ["- **Sở Tài chính**: “Sở Y tế chủ trì” [1]"]
    with pytest.raises(Ungrounded):
        ground(draft, PLANS)
