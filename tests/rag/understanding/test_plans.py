from dataclasses import replace

import pytest

from index.store import Snapshot
from rag.understanding.plans import PlanChoice, choose_plans, plan_years
from tests.shipped import ALL, BAC_GIANG, HA_TINH, LAM_DONG, NINH_SON, THI_DUA


def choose(snapshot: Snapshot, text: str, within: list[str] | None = None) -> PlanChoice:
    return choose_plans(text, list(snapshot.plans.values()), snapshot.vocabulary, within)


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        pytest.param("Kế hoạch 572/KH-UBND nói gì?", {LAM_DONG}, id="number"),
        pytest.param("1750/KH- SYT do ai ký?", {THI_DUA}, id="number with a stray space"),
        pytest.param("kế hoạch 572/kh-ubnd nói gì?", {LAM_DONG}, id="number in lower case"),
        pytest.param("Kế hoạch số 1750 do ai ký?", {THI_DUA}, id="short number"),
        pytest.param("KH số 572 gửi ai?", {LAM_DONG}, id="short number after an abbreviation"),
        pytest.param("Kế hoạch của Lâm Đồng", {LAM_DONG}, id="place"),
        pytest.param("Y tế cơ sở ở Hà Tĩnh", {THI_DUA, HA_TINH}, id="place of two plans"),
        pytest.param("Ninh Sơn có việc gì?", {NINH_SON}, id="district"),
        pytest.param("tỉnh Bắc Gian có bao nhiêu bác sĩ?", {BAC_GIANG}, id="place with a letter missing"),
        pytest.param("Bắc Gaing có bao nhiêu bác sĩ?", {BAC_GIANG}, id="place with two letters swapped"),
        pytest.param("Lâm Đồg có bao nhiêu huyện?", {LAM_DONG}, id="place with a letter missing, no level"),
        pytest.param("So sánh Hà Tĩnh và Bắc Giang", {THI_DUA, HA_TINH, BAC_GIANG}, id="two places"),
        pytest.param("Kế hoạch của Sở Y tế", {THI_DUA, BAC_GIANG}, id="issuer of two plans"),
        pytest.param("Kế hoạch của Sở Y tế Hà Tĩnh", {THI_DUA}, id="issuer and place"),
        pytest.param("kế hoạch của UBND tỉnh Lâm Đồng", {LAM_DONG}, id="issuer abbreviated"),
        pytest.param("kế hoạch do Huyện ủy ban hành", {NINH_SON}, id="issuer by its short name"),
        pytest.param("kế hoạch của Ban Thường vụ Huyện ủy", {NINH_SON}, id="issuer by its full name"),
        pytest.param("kế hoạch phong trào thi đua", {THI_DUA}, id="title"),
        pytest.param("kế hoạch khắc phục hạn chế, khuyết điểm", {NINH_SON}, id="title with a comma"),
        pytest.param("kế hoạch y tế cơ sở", {HA_TINH, LAM_DONG}, id="title of two plans"),
        pytest.param("kế hoạch y tế cơ sở của Hà Tĩnh", {HA_TINH}, id="title and place"),
    ],
)
def test_plans_named_in_a_question(snapshot: Snapshot, question: str, chosen: set[str]) -> None:
    choice = choose(snapshot, question)
    assert set(choice.plan_ids) == chosen
    assert choice.named
    assert choice.missing == ""


@pytest.mark.xfail(strict=True, reason="a place with another tone mark folds to the right name and is not looked for")
def test_a_place_with_the_wrong_tone_is_understood(snapshot: Snapshot) -> None:
    assert set(choose(snapshot, "Sở Công Thương Hà Tỉnh làm gì?").plan_ids) == {THI_DUA, HA_TINH}


@pytest.mark.parametrize(
    "question",
    [
        "Sở Y tế làm gì?",
        "Tư tưởng Hồ Chí Minh được học tập thế nào?",
        "Đầu tư cho thành phố Bảo Lộc ra sao?",
        "Kế hoạch 101-KH/TU nói gì?",
        "Số giường bệnh năm 2024?",
        "",
    ],
)
def test_all_plans_when_none_is_named(snapshot: Snapshot, question: str) -> None:
    choice = choose(snapshot, question)
    assert choice.plan_ids == ALL
    assert not choice.named


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Kế hoạch y tế của tỉnh Quảng Trị?", "quảng trị"),
        ("Sài Gòn có kế hoạch gì?", "hồ chí minh"),
        ("Kế hoạch của huyện Đức Trọng?", "huyện Đức Trọng"),
        ("Kế hoạch 999/KH-UBND do ai ký?", "999/KH-UBND"),
        ("kế hoạch số 4321 nói gì?", "4321"),
        (
            "Kế hoạch chuyển đổi số năm 2024 của Sở Thông tin và Truyền thông",
            "“kế hoạch chuyển đổi số năm 2024 của sở thông tin và truyền thông”",
        ),
    ],
)
def test_a_plan_that_is_not_there_is_named_as_missing(snapshot: Snapshot, question: str, missing: str) -> None:
    choice = choose(snapshot, question)
    assert choice.plan_ids == ()
    assert choice.missing == missing


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        pytest.param("Kế hoạch 572 và KH 1750 do ai ký?", {LAM_DONG, THI_DUA}, id="two short numbers"),
        pytest.param("Kế hoạch 572/KH-UBND với kế hoạch 1750", {LAM_DONG, THI_DUA}, id="a whole and a short number"),
        pytest.param("Kế hoạch của Ninh Sơn thực hiện kế hoạch 572", {NINH_SON}, id="a number the plan rests on"),
    ],
)
def test_every_number_chooses_its_plan_but_for_what_a_plan_rests_on(
    snapshot: Snapshot, question: str, chosen: set[str]
) -> None:
    assert set(choose(snapshot, question).plan_ids) == chosen


def test_a_short_number_behind_another_kind_of_document_is_that_documents(snapshot: Snapshot) -> None:
    plan = snapshot.plans[LAM_DONG]
    resolution = replace(plan, plan_id="nq", metadata=replace(plan.metadata, kind="Nghị quyết"))
    plans = [*snapshot.plans.values(), resolution]
    assert choose_plans("nghị quyết 572 nêu gì?", plans, snapshot.vocabulary).plan_ids == ("nq",)
    assert "nq" not in choose_plans("chỉ thị 572 nêu gì?", [resolution], snapshot.vocabulary).words


def test_who_issued_a_plan_says_nothing_of_its_subject(snapshot: Snapshot) -> None:
    choice = choose(snapshot, "Theo kế hoạch của Sở Y tế về phong trào thi đua, ai chấm điểm?")
    assert choice.plan_ids == (THI_DUA,)
    assert not any("sở y tế" in word for word in choice.words if word != "sở y tế")


def test_with_one_place_known_the_other_is_missing(snapshot: Snapshot) -> None:
    choice = choose(snapshot, "So sánh Lâm Đồng và Quảng Trị")
    assert choice.plan_ids == (LAM_DONG,)
    assert choice.places == ("lâm đồng", "quảng trị")
    assert choice.missing == "quảng trị"


def test_a_question_limited_to_plans_finds_no_others(snapshot: Snapshot) -> None:
    assert choose(snapshot, "Sở Nội vụ làm gì?", [LAM_DONG]).plan_ids == (LAM_DONG,)
    assert choose(snapshot, "Y tế cơ sở ở Hà Tĩnh", [HA_TINH, LAM_DONG]).plan_ids == (HA_TINH,)
    assert choose(snapshot, "Kế hoạch 572/KH-UBND", [HA_TINH]).plan_ids != (LAM_DONG,)


def test_the_words_that_name_a_plan_are_given(snapshot: Snapshot) -> None:
    assert "lâm đồng" in choose(snapshot, "Y tế trường học ở Lâm Đồng").words
    assert "572/KH-UBND" in choose(snapshot, "Kế hoạch 572/KH-UBND nói gì?").words


def test_a_title_that_holds_the_question_is_of_more_interest(snapshot: Snapshot) -> None:
    interest = choose(snapshot, "Phong trào thi đua của ngành y tế").interest
    assert max(interest, key=lambda plan_id: interest[plan_id]) == THI_DUA
    assert all(0.0 <= value <= 1.0 for value in interest.values())


@pytest.mark.parametrize(
    ("plan_id", "years"),
    [
        (NINH_SON, {2022, 2023}),
        (BAC_GIANG, {2024}),
        (THI_DUA, {2021, 2025}),
        (HA_TINH, {2024}),  # neither title nor date has a year: the latest document it rests on has
        (LAM_DONG, {2023, 2024}),
    ],
)
def test_the_years_of_a_plan(snapshot: Snapshot, plan_id: str, years: set[int]) -> None:
    assert plan_years(snapshot.plans[plan_id]) == years
