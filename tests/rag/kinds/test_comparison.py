from collections.abc import Callable

import pytest

from index.store import PlanIndex, Snapshot
from rag.answers import Answer
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.drafting import Draft
from rag.grounding import ground
from rag.kinds.compared_figures import is_same
from rag.kinds.comparison import answer_comparison, join
from rag.question import Question, understand
from rag.retrieval.search import Search
from rag.understanding.diacritics import Restorer
from tests.shipped import HA_TINH, LAM_DONG


@pytest.fixture
def question(snapshot: Snapshot, restorer: Restorer) -> Question:
    return understand("So sánh nhiệm vụ của Sở Nội vụ Hà Tĩnh và Lâm Đồng", snapshot, restorer)


@pytest.fixture
def search(shipped_index: PlanIndex, snapshot: Snapshot, question: Question) -> Search:
    return Search(shipped_index, snapshot, question)


def _two_quotes(part: Question, search: Search) -> Draft | None:
    """The answer to one part; the question as a whole has none."""
    draft = Draft()
    if part.asked and part.context:
        plan = search.snapshot.plans[part.plans.plan_ids[-1]]
        draft.say(f"Một {draft.cite(plan, 0, 5)}, hai {draft.cite(plan, 5, 9)}")
    return draft if draft.lines else None


def test_each_parts_own_answer_with_markers_numbered_through(question: Question, search: Search) -> None:
    draft = answer_comparison(question, [], search, _two_quotes)
    assert draft is not None
    assert draft.lines == ["Một [1], hai [2]", "", "Một [3], hai [4]"]
    assert [c.plan_id for c in draft.citations] == [HA_TINH, HA_TINH, LAM_DONG, LAM_DONG]


def test_a_part_without_an_answer_is_said_to_have_none(question: Question, search: Search) -> None:
    def only_first(part: Question, search: Search) -> Draft | None:
        return _two_quotes(part, search) if HA_TINH in part.plans.plan_ids else None

    draft = answer_comparison(question, [], search, only_first)
    assert draft is not None
    assert draft.lines == ["Một [1], hai [2]", "", "Văn bản không nêu phần: “Lâm Đồng”."]
    assert ground(draft, search.snapshot.plans).lines == draft.lines


def test_no_part_answered_is_no_answer(question: Question, search: Search) -> None:
    assert answer_comparison(question, [], search, lambda part, search: None) is None


def test_a_quotes_own_footnote_mark_stays(snapshot: Snapshot, search: Search) -> None:
    def with_footnote(start: int, end: int) -> Draft:
        draft = Draft()
        draft.say(f"“Kế hoạch số 7175/KH-UBND[1]” {draft.cite(snapshot.plans[HA_TINH], start, end)}")
        return draft

    joined = join([with_footnote(0, 5), with_footnote(5, 9)], search)
    assert joined.lines[-1] == "“Kế hoạch số 7175/KH-UBND[1]” [2]"


def test_answers_from_one_plan_stand_under_one_head_and_say_nothing_twice(snapshot: Snapshot, search: Search) -> None:
    def of_plan(*spans: tuple[int, int]) -> Draft:
        draft = Draft()
        draft.head(snapshot.plans[HA_TINH])
        for start, end in spans:
            draft.say(f"- Điều {draft.cite(snapshot.plans[HA_TINH], start, end)}")
        return draft

    joined = join([of_plan((0, 5)), of_plan((0, 5), (5, 9))], search)
    assert joined.lines[2:] == ["- Điều [1]", "- Điều [2]"]


@pytest.fixture
def ask(shipped_index: PlanIndex) -> Callable[[str], Answer]:
    assistant = Assistant(shipped_index, Conversations())
    return assistant.ask


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch Ninh Sơn và kế hoạch y tế cơ sở Lâm Đồng, cái nào ra trước? Ngày nào?",
        "ke hoach lam dong voi ke hoach ninh son cai nao ban hanh sau",
        "Lâm Đồng hay Ninh Sơn ban hành kế hoạch sớm hơn?",
    ],
)
def test_which_was_issued_first_is_said_from_both_date_lines(ask: Callable[[str], Answer], question: str) -> None:
    answer = ask(question)
    assert "20/06/2023" in answer.answer and "18/01/2024" in answer.answer
    assert "(Ninh Sơn) được ban hành trước Kế hoạch số 572/KH-UBND" in answer.answer


def test_each_side_has_its_own_year(ask: Callable[[str], Answer]) -> None:
    answer = ask("Tỷ lệ dân số tham gia BHYT năm 2025 của Hà Tĩnh và đến 2030 của Lâm Đồng")
    assert "≥ 95" in answer.answer and "đến năm 2025" in answer.answer and "Trên 95%" in answer.answer
    assert {c.plan_id for c in answer.citations} == {"so-y-te-ha-tinh-2021-thi-dua", LAM_DONG}


def test_a_side_that_states_two_figures_has_two_rows(ask: Callable[[str], Answer]) -> None:
    answer = ask("Trạm y tế có bác sĩ và có hộ sinh: Bắc Giang năm 2024 và kế hoạch y tế cơ sở Hà Tĩnh đặt ra mức nào?")
    assert answer.answer.count("| Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh |") == 2


def test_legal_bases_of_both(ask: Callable[[str], Answer]) -> None:
    answer = ask("Lâm Đồng và Hà Tĩnh căn cứ những văn bản nào để ban hành kế hoạch y tế cơ sở?")
    assert "101-KH/TU" in answer.answer and "242-KH/TU" in answer.answer


def test_one_unstated_side_gives_no_table(ask: Callable[[str], Answer]) -> None:
    assert "|---|" not in ask("Tỷ lệ trẻ thấp còi ở Hà Tĩnh và Ninh Sơn, nơi nào cao hơn?").answer


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tỷ lệ người dân tham gia BHYT", "dân số tham gia bảo hiểm y tế", True),
        ("Số bác sỹ/10.000 dân", "Số bác sĩ trên 10.000 dân", True),
        (
            "Tỉ lệ giao dịch không dùng tiền mặt",
            "số người hưởng trợ cấp nhận tiền bằng phương thức không dùng tiền mặt",
            False,
        ),
    ],
)
def test_only_figures_of_one_thing_are_higher_or_lower(one: str, other: str, same: bool) -> None:
    assert is_same(one, other) is same
