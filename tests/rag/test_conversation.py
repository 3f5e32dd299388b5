import pytest

from index.store import PlanIndex, Snapshot
from rag.assistant import Assistant
from rag.conversation import Conversations, make_standalone
from rag.question import Question, understand
from rag.understanding.diacritics import Restorer
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG, THI_DUA


class FakeClock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def question(snapshot: Snapshot, restorer: Restorer) -> Question:
    return understand("Sở Công Thương Hà Tĩnh làm gì?", snapshot, restorer)


@pytest.mark.parametrize(
    ("first", "then", "words", "plan_id"),
    [
        pytest.param(
            "Sở Công Thương Hà Tĩnh làm gì?", "Thế Sở Nội vụ?", "**Sở Nội vụ** 3 nhiệm vụ", HA_TINH, id="another unit"
        ),
        pytest.param(
            "Sở Công Thương Hà Tĩnh làm gì?",
            "Còn BHXH tỉnh thì sao?",
            "**Bảo hiểm xã hội tỉnh** 3",
            HA_TINH,
            id="unit abbreviated",
        ),
        pytest.param(
            "Sở Nội vụ Hà Tĩnh làm gì?",
            "Còn Lâm Đồng thì sao?",
            "**Sở Nội vụ** 2 nhiệm vụ",
            LAM_DONG,
            id="another place",
        ),
        pytest.param(
            "Phòng Nghiệp vụ Y phải làm gì?",
            "Trong đó việc nào có thời hạn?",
            "**Trong tháng 5/2024**",
            BAC_GIANG,
            id="those tasks' limits",
        ),
        pytest.param(
            "Số bác sĩ trên 10.000 dân của Bắc Giang năm 2023?",
            "Thế năm 2024?",
            "**12,5 bác sỹ**",
            BAC_GIANG,
            id="another year",
        ),
        pytest.param(
            "Số bác sĩ trên 10.000 dân của Bắc Giang?",
            "Còn Hà Tĩnh?",
            "**≥ 11,5 bác sỹ**",
            THI_DUA,
            id="figure of another place",
        ),
        pytest.param(
            "Kế hoạch 1750/KH-SYT do ai ký?",
            "Kế hoạch này ban hành ngày nào?",
            "**31/05/2021**",
            THI_DUA,
            id="this plan",
        ),
        pytest.param("Kế hoạch 1750/KH-SYT do ai ký?", "Gửi cho ai?", "Ban TD-KT tỉnh", THI_DUA, id="plan left out"),
        pytest.param(
            "Hạn trình kế hoạch phát triển giường bệnh của Bắc Giang?",
            "Ai chịu trách nhiệm?",
            "**Phòng Kế hoạch - Tài chính, Sở Y tế**",
            BAC_GIANG,
            id="who, of the same task",
        ),
        pytest.param(
            "so cong thuong ha tinh lam gi",
            "the so noi vu",
            "**Sở Nội vụ** 3 nhiệm vụ",
            HA_TINH,
            id="without diacritics",
        ),
    ],
)
def test_a_follow_up_is_understood_by_the_question_before(
    assistant: Assistant, first: str, then: str, words: str, plan_id: str
) -> None:
    conversation_id = assistant.ask(first).conversation_id
    answer = assistant.ask(then, conversation_id)
    assert words in answer.answer
    assert {citation.plan_id for citation in answer.citations} == {plan_id}


def test_a_bare_follow_up_that_looks_like_a_cue(assistant: Assistant) -> None:
    conversation_id = assistant.ask("so cong thuong ha tinh lam gi").conversation_id
    assert "**Sở Nội vụ**" in assistant.ask("con so noi vu thi sao", conversation_id).answer


@pytest.mark.parametrize(
    "then",
    [
        "Kế hoạch 572/KH-UBND do ai ký?",
        "Sở Nội vụ Lâm Đồng có nhiệm vụ gì?",
        "Hạn trình kế hoạch phát triển giường bệnh của Bắc Giang?",
    ],
)
def test_a_question_that_says_all_is_not_changed_by_the_one_before(assistant: Assistant, then: str) -> None:
    conversation_id = assistant.ask("Sở Công Thương Hà Tĩnh làm gì?").conversation_id
    followed, alone = assistant.ask(then, conversation_id), assistant.ask(then)
    assert (followed.answer, followed.citations) == (alone.answer, alone.citations)


def test_the_answer_says_how_the_follow_up_was_read(assistant: Assistant) -> None:
    conversation_id = assistant.ask("Sở Nội vụ Hà Tĩnh có nhiệm vụ gì?").conversation_id
    standalone = assistant.ask("Còn Lâm Đồng?", conversation_id).standalone_question
    assert standalone.casefold() == "sở nội vụ lâm đồng có nhiệm vụ gì?"


def test_a_place_without_a_plan_is_refused_in_a_follow_up_too(assistant: Assistant) -> None:
    conversation_id = assistant.ask("Sở Tài chính Lâm Đồng có nhiệm vụ gì?").conversation_id
    refusal = assistant.ask("Còn Quảng Trị?", conversation_id).refusal
    assert refusal is not None
    assert "Quảng Trị" in refusal.message


def test_conversations_know_nothing_of_each_other(assistant: Assistant) -> None:
    one = assistant.ask("Sở Nội vụ Hà Tĩnh làm gì?", "một").conversation_id
    two = assistant.ask("Sở Tài chính Lâm Đồng làm gì?", "hai").conversation_id
    assert (one, two) == ("một", "hai")
    assert "**Sở Nội vụ**" in assistant.ask("Còn Lâm Đồng?", one).answer
    assert "**Sở Tài chính**" in assistant.ask("Còn Hà Tĩnh?", two).answer


def test_without_an_id_a_conversation_is_new_and_has_no_past(assistant: Assistant) -> None:
    first, second = assistant.ask("Sở Nội vụ Hà Tĩnh làm gì?"), assistant.ask("Còn Lâm Đồng?")
    assert first.conversation_id != second.conversation_id
    assert "Nội vụ" not in second.answer


def test_a_conversation_expires(shipped_index: PlanIndex) -> None:
    clock = FakeClock()
    assistant = Assistant(shipped_index, Conversations(expires_after_s=60, clock=clock))
    assistant.ask("Sở Nội vụ Hà Tĩnh làm gì?", "c")
    clock.now_s = 59
    assert "**Sở Nội vụ**" in assistant.ask("Còn Lâm Đồng?", "c").answer
    clock.now_s = 118  # kept alive by the question at 59
    assert "**Sở Nội vụ**" in assistant.ask("Còn Hà Tĩnh?", "c").answer
    clock.now_s = 178
    late = assistant.ask("Còn Lâm Đồng?", "c")
    assert "Nội vụ" not in late.standalone_question
    assert late.conversation_id == "c"


def test_the_least_recently_used_conversation_goes_first(question: Question) -> None:
    conversations = Conversations(capacity=2)
    for name in ("a", "b", "a", "c"):
        conversations.remember(name, question)
    assert len(conversations) == 2
    assert [conversations.get(name).last is not None for name in ("a", "b", "c")] == [True, False, True]


def test_a_new_conversation_has_an_id_and_no_past() -> None:
    conversations = Conversations()
    first, second = conversations.get(None), conversations.get(None)
    assert first.id != second.id
    assert first.last is second.last is None
    assert len(conversations) == 0


@pytest.mark.parametrize("text", ["", "  ", "Còn Lâm Đồng?"])
def test_the_first_question_stands_alone(snapshot: Snapshot, restorer: Restorer, text: str) -> None:
    assert make_standalone(text, None, snapshot, restorer) == (text, None)


def test_an_empty_follow_up_stays_empty(snapshot: Snapshot, restorer: Restorer, question: Question) -> None:
    assert make_standalone("  ", question, snapshot, restorer) == ("  ", None)


@pytest.mark.parametrize(
    ("first", "then", "standalone"),
    [
        pytest.param(
            "Sở Công Thương Hà Tĩnh làm gì?",
            "Ở kế hoạch của UBND tỉnh Lâm Đồng thì sở này làm gì?",
            "Ở kế hoạch của UBND tỉnh Lâm Đồng thì Sở công thương làm gì?",
            id="the unit",
        ),
        pytest.param(
            "Tỷ số giới tính khi sinh của Hà Tĩnh năm 2025 là bao nhiêu?",
            "Bắc Giang thì chỉ tiêu này năm 2024 là bao nhiêu?",
            "Bắc Giang thì chỉ tiêu Tỷ số giới tính khi sinh năm 2024 là bao nhiêu?",
            id="the figure, without the old place and year",
        ),
    ],
)
def test_what_a_follow_up_points_back_to_is_written_out(
    snapshot: Snapshot, restorer: Restorer, first: str, then: str, standalone: str
) -> None:
    last = understand(first, snapshot, restorer)
    assert make_standalone(then, last, snapshot, restorer)[0] == standalone


def test_words_that_some_title_shares_do_not_lead_away_from_the_plan(snapshot: Snapshot, restorer: Restorer) -> None:
    last = understand("Kế hoạch 572/KH-UBND có nói tới y tế học đường không?", snapshot, restorer)
    then = "Vậy ai chủ trì tổ chức phong trào thi đua giai đoạn mới?"
    assert understand(then, snapshot, restorer).plans.loose
    assert "572/KH-UBND" in make_standalone(then, last, snapshot, restorer)[0]
