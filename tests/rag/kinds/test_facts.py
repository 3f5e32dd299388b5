import pytest

from index.store import Snapshot
from rag.answers import Reason, Status
from rag.assistant import Assistant
from rag.kinds.facts import Blank, NoSuchPlan, answer_metadata
from rag.question import understand
from rag.understanding.diacritics import Restorer
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG, NINH_SON, THI_DUA


@pytest.mark.parametrize(
    ("question", "words", "address"),
    [
        ("Kế hoạch 1750/KH-SYT do ai ký?", "**Nguyễn Tuấn**, Q. Giám đốc", "Phần ký"),
        ("Ai ký kế hoạch của Bắc Giang?", "**Nguyễn Thị Thu Hương**, Giám đốc", "Phần ký"),
        (
            "Người ký kế hoạch 572/KH-UBND giữ chức vụ gì?",
            "**Phạm S**, TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch",
            "Phần ký",
        ),
        ("Ai ký kế hoạch của Huyện ủy Ninh Sơn?", "**Lê Văn Chín**, TM. Ban Thường vụ, Phó Bí thư", "Phần ký"),
        ("Số hiệu kế hoạch y tế cơ sở Lâm Đồng?", "**572/KH-UBND**", "Phần đầu văn bản"),
        ("Kế hoạch thi đua của Sở Y tế Hà Tĩnh số bao nhiêu?", "**1750/KH-SYT**", "Phần đầu văn bản"),
        ("Kế hoạch 572/KH-UBND ban hành ngày nào?", "**18/01/2024**", "Phần đầu văn bản"),
        ("Khi nào UBND tỉnh Lâm Đồng ban hành kế hoạch?", "**18/01/2024**", "Phần đầu văn bản"),
        ("Kế hoạch của Ninh Sơn ký ngày nào?", "**20/06/2023**", "Phần đầu văn bản"),
        ("Huyện Ninh Sơn ra văn bản khắc phục hạn chế về y tế hôm nào?", "**20/06/2023**", "Phần đầu văn bản"),
        ("Ai đặt bút ký kế hoạch 572/KH-UBND của Lâm Đồng?", "**Phạm S**", "Phần ký"),
        ("Cơ quan nào ban hành kế hoạch 1750/KH-SYT?", "**Sở Y tế**, UBND tỉnh Hà Tĩnh", "Phần đầu văn bản"),
        ("Cơ quan nào ban hành kế hoạch 572/KH-UBND?", "**Ủy ban nhân dân tỉnh Lâm Đồng**", "Phần đầu văn bản"),
        ("Kế hoạch 1750/KH-SYT tên đầy đủ là gì?", "“Tổ chức phong trào thi đua giai đoạn 2021 - 2025", "Tên văn bản"),
        ("Nơi nhận của kế hoạch 572/KH-UBND?", "- UB MTTQ Việt Nam tỉnh\n- Các sở, ban, ngành thuộc tỉnh", "Nơi nhận"),
        ("Kế hoạch của Huyện ủy Ninh Sơn gửi cho ai?", "- Các TCCSD trực thuộc\n- Lưu VPHU", "Nơi nhận"),
    ],
)
def test_what_a_plan_says_of_itself(assistant: Assistant, question: str, words: str, address: str) -> None:
    answer = assistant.ask(question)
    assert words in answer.answer
    assert [citation.address for citation in answer.citations] == [address]


@pytest.mark.parametrize(
    ("question", "plan_id", "fact"),
    [
        ("Kế hoạch của Sở Y tế Bắc Giang số bao nhiêu?", BAC_GIANG, "number"),
        ("Kế hoạch của Bắc Giang ban hành ngày nào?", BAC_GIANG, "date"),
        ("Ai ký kế hoạch y tế cơ sở của UBND tỉnh Hà Tĩnh?", HA_TINH, "signer"),
        ("Ai ký kế hoạch y tế cơ sở của Hà Tĩnh?", HA_TINH, "signer"),
        ("Kế hoạch y tế cơ sở của UBND tỉnh Hà Tĩnh số mấy?", HA_TINH, "number"),
        ("Nơi nhận của kế hoạch y tế cơ sở của UBND tỉnh Hà Tĩnh?", HA_TINH, "recipients"),
        ("Kế hoạch của Ninh Sơn số bao nhiêu?", NINH_SON, "number"),
    ],
)
def test_what_a_plan_leaves_blank_is_blank(
    snapshot: Snapshot, restorer: Restorer, question: str, plan_id: str, fact: str
) -> None:
    understood = understand(question, snapshot, restorer)
    plans = [snapshot.plans[found] for found in understood.plans.plan_ids]
    with pytest.raises(Blank) as raised:
        answer_metadata(understood, plans, snapshot.vocabulary)
    assert (raised.value.plan.plan_id, raised.value.fact) == (plan_id, fact)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("Kế hoạch của Sở Y tế Bắc Giang số bao nhiêu?", "Kế hoạch của Sở Y tế (Bắc Giang) để trống số, ký hiệu."),
        ("Kế hoạch của Bắc Giang ban hành ngày nào?", "Kế hoạch của Sở Y tế (Bắc Giang) để trống ngày ban hành."),
        (
            "Ai ký kế hoạch y tế cơ sở của UBND tỉnh Hà Tĩnh?",
            "Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh không ghi người ký.",
        ),
    ],
)
def test_a_blank_fact_is_refused_by_name(assistant: Assistant, question: str, message: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.answer) == (Status.NOT_FOUND, message)
    assert answer.refusal is not None
    assert answer.refusal.reason is Reason.NOT_STATED


def test_the_blank_line_is_shown(assistant: Assistant) -> None:
    answer = assistant.ask("Kế hoạch của Sở Y tế Bắc Giang số bao nhiêu?")
    assert answer.refusal is not None
    assert [citation.quote for citation in answer.refusal.nearest] == ["Số: /KH-SYT"]


def test_what_is_blank_is_said_beside_what_is_stated(assistant: Assistant) -> None:
    answer = assistant.ask("Kế hoạch của Sở Y tế Bắc Giang số mấy, ai ký?")
    assert "**Nguyễn Thị Thu Hương**" in answer.answer
    assert "để trống số, ký hiệu" in answer.answer
    assert "Số: /KH-SYT" in [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Văn bản của Huyện ủy Ninh Sơn được ký vào ngày nào?", "**20/06/2023**"),
        ("Phó Bí thư nào ký kế hoạch của Ninh Sơn?", "**Lê Văn Chín**"),
        ("Kế hoạch của Lâm Đồng có gửi Bộ Y tế không?", "Nơi nhận của"),
        ("Kế hoạch thi đua của Sở Y tế Hà Tĩnh cho giai đoạn nào?", "**2021 - 2025**"),
        ("Thông tin của kế hoạch Lâm Đồng: số, ngày, người ký, nơi nhận", "**572/KH-UBND**"),
        ("so va ngay ban hanh ke hoach cua lam dong", "**572/KH-UBND**"),
        ("Bà Nguyễn Thị Thu Hương ký kế hoạch của tỉnh nào?", "**Nguyễn Thị Thu Hương**"),
    ],
)
def test_other_ways_to_ask(assistant: Assistant, question: str, words: str) -> None:
    assert words in assistant.ask(question).answer


def test_a_fact_of_two_plans_is_no_comparison(assistant: Assistant) -> None:
    answer = assistant.ask("Ai ký hai kế hoạch của Hà Tĩnh?")
    assert "**Nguyễn Tuấn**" in answer.answer
    assert "Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh không ghi người ký." in answer.answer


def test_a_plan_described_by_a_subject_that_none_has_is_not_there(snapshot: Snapshot, restorer: Restorer) -> None:
    understood = understand("Kế hoạch phòng cháy, chữa cháy rừng năm 2026 do ai ký?", snapshot, restorer)
    with pytest.raises(NoSuchPlan):
        answer_metadata(understood, list(snapshot.plans.values()), snapshot.vocabulary)


@pytest.mark.parametrize(
    ("question", "plan_ids"),
    [
        ("Kế hoạch nào của Lâm Đồng?", [LAM_DONG]),
        ("Có những kế hoạch nào của Hà Tĩnh?", [THI_DUA, HA_TINH]),
        ("Liệt kê các kế hoạch", [NINH_SON, BAC_GIANG, THI_DUA, HA_TINH, LAM_DONG]),
    ],
)
def test_plans_are_listed_with_their_titles(assistant: Assistant, question: str, plan_ids: list[str]) -> None:
    answer = assistant.ask(question)
    assert [citation.plan_id for citation in answer.citations] == plan_ids


def test_two_facts_of_one_plan_come_in_one_answer(assistant: Assistant) -> None:
    answer = assistant.ask("Kế hoạch 572/KH-UBND do ai ký, ban hành ngày nào?")
    assert "**Phạm S**" in answer.answer
    assert "**18/01/2024**" in answer.answer
    assert len(answer.citations) == 2


def test_a_plan_may_be_described_by_what_it_rests_on(assistant: Assistant) -> None:
    question = "Bản kế hoạch thực hiện Quyết định 281/QĐ-TTg và Kế hoạch 242-KH/TU do cơ quan nào ban hành?"
    answer = assistant.ask(question)
    assert {citation.plan_id for citation in answer.citations} == {HA_TINH}
