"""Follow-ups, over the shipped plans and over two made-up ones of one province."""

import pytest

from index.parsing import parse_plan
from index.store import Snapshot, build_index
from rag.answers import Status
from rag.assistant import Assistant
from rag.conversation import Conversations, Turn
from rag.follow_up import Standalone, make_standalone
from rag.question import understand
from rag.understanding.diacritics import Restorer
from tests.fakes import FakeEmbedder
from tests.index.plans import document
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG, THI_DUA


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


@pytest.mark.parametrize("text", ["", "  ", "Còn Lâm Đồng?"])
def test_the_first_question_stands_alone(snapshot: Snapshot, restorer: Restorer, text: str) -> None:
    assert make_standalone(text, (), snapshot, restorer) == Standalone(text)


def test_an_empty_follow_up_stays_empty(snapshot: Snapshot, restorer: Restorer) -> None:
    assert make_standalone("  ", [Turn("Sở Công Thương Hà Tĩnh làm gì?")], snapshot, restorer) == Standalone("  ")


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
    assert make_standalone(then, [Turn(first)], snapshot, restorer).text == standalone


def test_words_that_some_title_shares_do_not_lead_away_from_the_plan(snapshot: Snapshot, restorer: Restorer) -> None:
    last = Turn("Kế hoạch 572/KH-UBND có nói tới y tế học đường không?", (LAM_DONG,))
    then = "Vậy ai chủ trì tổ chức phong trào thi đua giai đoạn mới?"
    assert understand(then, snapshot, restorer).plans.loose
    read = make_standalone(then, [last], snapshot, restorer)
    assert read.about == (LAM_DONG,)
    assert "572/KH-UBND" in read.shown


BODY = """
I. MỤC TIÊU

- Tỷ lệ kho thuốc đạt chuẩn đến năm 2027 là 60%.
- Tỷ lệ dược sĩ được tập huấn đến năm 2027 là 75%.

II. NHIỆM VỤ

1. Xây dựng kho thuốc dự trữ tại vùng bị chia cắt

- Cơ quan chủ trì: Sở Y tế.
- Cơ quan phối hợp: Sở Xây dựng, Công an tỉnh.
- Thời gian thực hiện: Quý II năm 2026.

2. Tập huấn dược sĩ về bảo quản thuốc

- Cơ quan chủ trì: Sở Nội vụ.
- Cơ quan phối hợp: Trường Cao đẳng Y tế.
- Thời gian thực hiện: Quý IV năm 2026.

III. TỔ CHỨC THỰC HIỆN

1. Sở Y tế: Chủ trì kiểm tra chất lượng thuốc tại các kho; theo dõi, đôn đốc việc thực hiện Kế hoạch.

2. Sở Tài chính:
- Bố trí kinh phí mua thuốc.
- Hướng dẫn thanh toán, quyết toán kinh phí mua thuốc.
"""
OTHER = """
I. TỔ CHỨC THỰC HIỆN

1. Sở Xây dựng: Chủ trì cấp phép xây dựng trường học.

2. Sở Tài chính: Bố trí kinh phí sửa chữa trường học.
"""


@pytest.fixture(scope="module")
def an_binh(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Knows two plans of one province, on stores of medicine and on schools."""
    index = build_index(tmp_path_factory.mktemp("following"), FakeEmbedder)
    for name, number, subject, body in (
        ("kho-thuoc", "15/KH-UBND", "Phát triển kho thuốc dự trữ", BODY),
        ("truong-hoc", "16/KH-UBND", "Xây dựng trường học an toàn", OTHER),
    ):
        text = document(body).replace("12/KH-UBND", number).replace("Củng cố y tế cơ sở năm 2024", subject)
        index.put(parse_plan(text, f"{name}.txt", "x"), text.encode())
    index.refresh()
    return Assistant(index, Conversations())


def converse(assistant: Assistant, *turns: str) -> tuple[str, set[str]]:
    """The last turn's answer, and the plans that it cites."""
    with assistant.after(turns[:-1]) as conversation_id:
        answer = assistant.ask(turns[-1], conversation_id)
    return answer.answer, {citation.plan_id for citation in answer.citations}


WHO = "Kế hoạch kho thuốc dự trữ giao ai chủ trì xây dựng kho thuốc dự trữ tại vùng bị chia cắt?"


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        pytest.param(WHO, "ai phối hợp?", "Sở Xây dựng", id="another role in the same task"),
        pytest.param(WHO, "thế hạn chót?", "Quý II năm 2026", id="the same task's limit"),
        pytest.param(WHO, "còn việc tập huấn dược sĩ?", "Sở Nội vụ", id="another task, asked the same"),
        pytest.param(
            WHO, "cơ quan đó còn làm gì nữa?", "kiểm tra chất lượng thuốc", id="the unit that the answer names"
        ),
        pytest.param(WHO, "Sở Tài chính?", "Bố trí kinh phí mua thuốc", id="a unit of both plans stays in the plan"),
        pytest.param(
            "Việc tập huấn dược sĩ bảo quản thuốc ở kế hoạch kho thuốc hạn khi nào?",
            "ai chủ trì?",
            "Sở Nội vụ",
            id="who, of the task whose limit was asked",
        ),
        pytest.param(
            "Tỷ lệ kho thuốc đạt chuẩn đến năm 2027 là bao nhiêu?",
            "còn dược sĩ được tập huấn?",
            "75%",
            id="another figure",
        ),
        pytest.param(
            "Sở Tài chính làm gì trong kế hoạch 15/KH-UBND?",
            "việc thứ hai là gì?",
            "quyết toán",
            id="an item of the list",
        ),
    ],
)
def test_what_a_follow_up_leaves_out_is_filled_in(an_binh: Assistant, first: str, then: str, words: str) -> None:
    answer, plans = converse(an_binh, first, then)
    assert words in answer
    assert plans == {"kho-thuoc"}


def test_the_document_that_an_answer_names_can_be_asked_about(an_binh: Assistant) -> None:
    first = "Kế hoạch 15/KH-UBND thực hiện nghị quyết nào của Trung ương?"
    assert "25/10/2017" in converse(an_binh, first, "nghị quyết đó ban hành ngày nào?")[0]


def test_a_conversation_goes_back_to_an_earlier_plan(an_binh: Assistant) -> None:
    turns = ("Kế hoạch 16/KH-UBND do ai ký?", "Kế hoạch 15/KH-UBND do ai ký?", "thế kế hoạch trước số mấy?")
    assert "16/KH-UBND" in converse(an_binh, *turns)[0]


def test_a_question_about_another_plan_is_not_held_to_the_last(an_binh: Assistant) -> None:
    turns = (WHO, "Kế hoạch trường học an toàn giao Sở Xây dựng việc gì?")
    answer, plans = converse(an_binh, *turns)
    assert "cấp phép xây dựng trường học" in answer
    assert plans == {"truong-hoc"}


@pytest.mark.parametrize("then", ["Sở Công Thương thì sao?", "hết bao nhiêu tỷ?"])
def test_what_the_plan_talked_about_does_not_say_is_refused(an_binh: Assistant, then: str) -> None:
    with an_binh.after([WHO]) as conversation_id:
        assert an_binh.ask(then, conversation_id).status is Status.NOT_FOUND


def test_the_plan_that_a_follow_up_stays_with_is_shown(an_binh: Assistant) -> None:
    with an_binh.after([WHO]) as conversation_id:
        assert "15/KH-UBND" in an_binh.ask("còn việc tập huấn dược sĩ?", conversation_id).standalone_question


def test_a_year_before_the_last_is_counted_from_it(snapshot: Snapshot, restorer: Restorer) -> None:
    last = Turn("Tỷ lệ tăng dân số tự nhiên của Bắc Giang năm 2024 là bao nhiêu?", (BAC_GIANG,))
    read = make_standalone("Thực hiện năm trước được bao nhiêu?", [last], snapshot, restorer)
    assert "2023" in read.text
    assert "2024" not in read.text


def test_a_task_of_a_list_can_be_asked_for_alone(an_binh: Assistant) -> None:
    first = "Sở Tài chính làm gì trong kế hoạch 15/KH-UBND?"
    answer = converse(an_binh, first, "nói rõ hơn việc đầu tiên")[0]
    assert "Bố trí kinh phí mua thuốc" in answer
    assert "quyết toán" not in answer


def test_a_plan_of_a_list_can_be_asked_about(an_binh: Assistant) -> None:
    first = "Tỉnh An Bình có những kế hoạch nào?"
    assert converse(an_binh, first, "kế hoạch thứ hai số mấy?")[1] == {"truong-hoc"}
    assert converse(an_binh, first, "kế hoạch đầu tiên số mấy?")[1] == {"kho-thuoc"}


def test_a_unit_with_a_question_of_its_own_takes_no_other_question(an_binh: Assistant) -> None:
    with an_binh.after([WHO]) as conversation_id:
        answer = an_binh.ask("còn Sở Tài chính thì có việc gì có hạn?", conversation_id)
    assert "có hạn" in answer.standalone_question


def test_whoever_signed_a_document_that_is_only_mentioned_is_not_known(an_binh: Assistant) -> None:
    assert an_binh.ask("Nghị quyết số 20-NQ/TW do ai ký?").status is Status.NOT_FOUND
