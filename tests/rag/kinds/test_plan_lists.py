import pytest

from rag.answers import Reason, Status
from rag.assistant import Assistant
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG, THI_DUA


@pytest.mark.parametrize(
    ("question", "plan_ids", "words"),
    [
        ("Ông Phạm S ký kế hoạch nào?", [LAM_DONG], "**Phạm S**"),
        ("Kế hoạch nào do Giám đốc Sở Y tế ký?", [BAC_GIANG, THI_DUA], "**Nguyễn Tuấn**"),
        ("Những kế hoạch nào ban hành năm 2024?", [BAC_GIANG, LAM_DONG], "Không xét được"),
        ("Kế hoạch nào được ban hành sớm nhất?", [THI_DUA], "**31/05/2021**"),
        ("ke hoach nao ban hanh moi nhat", [LAM_DONG], "**18/01/2024**"),
    ],
)
def test_plans_of_a_signer_or_time(assistant: Assistant, question: str, plan_ids: list[str], words: str) -> None:
    answer = assistant.ask(question)
    assert list(dict.fromkeys(citation.plan_id for citation in answer.citations)) == plan_ids
    assert words in answer.answer


def test_a_person_who_signed_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("Ông Nguyễn Văn Bảy ký kế hoạch nào?")
    assert answer.status is Status.NOT_FOUND
    assert answer.refusal is not None
    assert answer.refusal.reason is Reason.NO_SUCH_PLAN


def test_plans_without_a_date_are_named(assistant: Assistant) -> None:
    answer = assistant.ask("Kế hoạch nào được ban hành sớm nhất?")
    assert "Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh" in answer.answer.split("Không xét được")[1]
    assert HA_TINH not in {citation.plan_id for citation in answer.citations}
