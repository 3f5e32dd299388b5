import pytest

from index.passages import FRONT, MAX_CHARS, make_passages
from tests.index.plans import plan_of

LONG = " ".join(
    f"Câu thứ {n} nói về việc củng cố trạm y tế xã và bảo đảm thuốc thiết yếu cho người dân." for n in range(40)
)


def test_every_passage_is_the_plans_own_words_and_knows_its_place() -> None:
    plan = plan_of(f"I. MỤC ĐÍCH\n\n1. Mục đích\n\n{LONG}\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- Chủ trì.")
    passages = make_passages(plan)
    assert len({passage.passage_id for passage in passages}) == len(passages)
    for passage in passages:
        assert plan.text[passage.start : passage.end] == passage.text
        assert passage.plan_id == plan.plan_id
    assert {passage.address for passage in passages} >= {FRONT, "Mục I, khoản 1"}


def test_a_long_section_is_cut_between_sentences() -> None:
    passages = [p for p in make_passages(plan_of(f"I. MỤC ĐÍCH\n\n1. Mục đích\n\n{LONG}")) if p.path == ("I", "1")]
    assert len(passages) > 2
    assert all(len(passage.text) <= MAX_CHARS for passage in passages)
    assert all(passage.text.endswith(".") for passage in passages)


def test_the_whole_body_is_in_some_passage() -> None:
    plan = plan_of(f"I. MỤC ĐÍCH\n\n1. Mục đích\n\n- {LONG}\n\n- Hai.")
    covered = {at for passage in make_passages(plan) for at in range(passage.start, passage.end)}
    body = [at for at in range(plan.body_start, plan.body_end) if not plan.text[at].isspace()]
    assert all(at in covered for at in body)


@pytest.mark.parametrize("words", ["Nơi nhận", "KT. CHỦ TỊCH", "Trần Văn Minh", "Số: 12/KH-UBND", "An Bình, ngày 05"])
def test_letterhead_recipients_and_signature_are_in_none(words: str) -> None:
    plan = plan_of("I. MỤC ĐÍCH\n\n1. Mục đích")
    assert words in plan.text
    assert all(words not in passage.text for passage in make_passages(plan))


def test_context_says_whose_plan_it_is_and_the_headings_above() -> None:
    plan = plan_of(f"V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- {LONG[:200]}\n\n- Phối hợp. {LONG[:200]}")
    assert make_passages(plan)[-1].context == "Kế hoạch Ủy ban nhân dân tỉnh An Bình › TỔ CHỨC THỰC HIỆN › Sở Y tế"


def test_a_heading_alone_goes_with_its_sections_first_lines() -> None:
    passages = make_passages(plan_of("V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- Chủ trì triển khai."))
    assert passages[-1].text.startswith("V. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế")
