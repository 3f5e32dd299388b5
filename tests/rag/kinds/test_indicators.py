from pathlib import Path

import pytest

from index.parsing import parse_plan
from index.store import PlanIndex, Snapshot, build_index
from rag.answers import Kind, Reason, Status
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.kinds.indicators import answer_figure, answer_indicator, best_indicators, chosen_values
from rag.question import Question, understand
from rag.retrieval.search import Search
from rag.understanding.diacritics import Restorer
from tests.fakes import FakeEmbedder
from tests.index.plans import document


class Asking:
    """Understands a question over the shipped plans and searches for it."""

    def __init__(self, index: PlanIndex, restorer: Restorer) -> None:
        self._index = index
        self._restorer = restorer

    def __call__(self, text: str) -> tuple[Question, list, Search]:
        snapshot = self._index.snapshot
        question = understand(text, snapshot, self._restorer)
        plans = [snapshot.plans[plan_id] for plan_id in question.plans.plan_ids]
        within = question.plans.plan_ids if question.plans.named else None
        return question, plans, Search(self._index, snapshot, question, within)


@pytest.fixture
def asking(shipped_index: PlanIndex, restorer: Restorer) -> Asking:
    return Asking(shipped_index, restorer)


@pytest.mark.parametrize(
    ("question", "names", "values"),
    [
        pytest.param(
            "Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ của Hà Tĩnh đến 2025?",
            ["Tỷ lệ trẻ em dưới 1 tuổi được tiêm chủng đầy đủ các loại vắc xin"],
            ["**≥ 95 %** (Mục tiêu đến năm 2025)"],
            id="sign, unit and column kept",
        ),
        pytest.param(
            "Số bác sĩ trên 10.000 dân của Bắc Giang năm 2024?",
            ["Số bác sỹ/10.000 dân"],
            ["**12,5 bác sỹ** (Kế hoạch năm 2024)"],
            id="the column of the year asked for",
        ),
        pytest.param(
            "Số bác sĩ trên 10.000 dân của Bắc Giang năm 2023?",
            ["Số bác sỹ/10.000 dân"],
            ["**12,2 bác sỹ** (Thực hiện năm 2023)"],
            id="the column of the other year",
        ),
        pytest.param(
            "Tỷ lệ trẻ suy dinh dưỡng thể thấp còi ở Bắc Giang là bao nhiêu?",
            ["thể thấp còi"],
            ["**19,5 %** (Thực hiện năm 2023); **19,0 %** (Kế hoạch năm 2024)"],
            id="both columns when no year is asked for",
        ),
        pytest.param(
            "Tỉ suất tử vong trẻ em dưới 5 tuổi ở Hà Tĩnh?",
            ["Tỷ suất tử vong trẻ em dưới 5 tuổi"],
            ["**< 8,6 ‰** (Mục tiêu đến năm 2025)"],
            id="5 years, not 1 year",
        ),
        pytest.param(
            "Dân số trung bình của Bắc Giang năm 2024?",
            ["Dân số trung bình"],
            ["**1.950.000 người**"],
            id="number with points",
        ),
        pytest.param(
            "Bao nhiêu phần trăm dân số Lâm Đồng tham gia bảo hiểm y tế?",
            ["Dân số tham gia bảo hiểm y tế"],
            ["**Trên 95%** (đến năm 2030)"],
            id="a sentence outside any table",
        ),
    ],
)
def test_a_figure_with_its_sign_unit_and_column(
    asking: Asking, question: str, names: list[str], values: list[str]
) -> None:
    draft = answer_indicator(*asking(question))
    assert draft is not None
    for part in (*names, *values):
        assert part in draft.text
    assert len(draft.citations) == len(names)


def test_the_row_is_cited_where_the_table_stands(asking: Asking) -> None:
    draft = answer_indicator(*asking("Số giường bệnh trên 10.000 dân của Bắc Giang?"))
    assert draft is not None
    (citation,) = draft.citations
    assert citation.address == "Mục I, khoản 2"
    assert citation.quote.split("\t")[-2:] == ["32,5", "34,4"]


def test_two_figures_asked_for_together_both_come(asking: Asking) -> None:
    found = best_indicators(*asking("Tỷ lệ suy dinh dưỡng thể nhẹ cân và thể thấp còi của Bắc Giang?"))
    assert {f.indicator.name.rsplit("(", 1)[1] for f in found} == {"thể nhẹ cân)", "thể thấp còi)"}


@pytest.mark.xfail(strict=True, reason="the second of two figures covers under 0.4 of the question alone")
def test_two_figures_of_different_subjects_both_come(asking: Asking) -> None:
    found = best_indicators(*asking("Số bác sĩ và số dược sĩ đại học của Bắc Giang?"))
    assert {"Số bác sỹ/10.000 dân", "Số dược sỹ đại học/10.000 dân"} <= {f.indicator.name for f in found}


@pytest.mark.parametrize(
    "question",
    [
        "Tỷ lệ trẻ em dưới 1 tuổi tiêm chủng đầy đủ của Bắc Giang năm 2026?",
        "Tỷ lệ người dân tham gia bảo hiểm y tế của Lâm Đồng đến năm 2025?",
        "Số bác sĩ trên 10.000 dân của Hà Tĩnh đến năm 2030?",
        "Tỷ lệ hộ nghèo của Bắc Giang?",
    ],
)
def test_a_figure_of_another_year_or_subject_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert answer.refusal is not None
    assert answer.refusal.reason is Reason.NOT_STATED


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("Số bác sĩ năm 2023", ["Thực hiện năm 2023"]),
        ("Số bác sĩ năm 2023 và năm 2024", ["Thực hiện năm 2023", "Kế hoạch năm 2024"]),
        ("Số bác sĩ", ["Thực hiện năm 2023", "Kế hoạch năm 2024"]),
        ("Số bác sĩ năm 2024 so với năm 2030", ["Thực hiện năm 2023", "Kế hoạch năm 2024"]),
        ("Số bác sĩ năm 2030", ["Thực hiện năm 2023", "Kế hoạch năm 2024"]),
    ],
)
def test_columns_are_chosen_by_year(asking: Asking, snapshot: Snapshot, question: str, columns: list[str]) -> None:
    indicator = snapshot.plans["so-y-te-bac-giang-2024"].indicators[0]
    understood, _, _ = asking(question)
    assert [value.column for value in chosen_values(understood, indicator)] == columns


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("Cầu An đã giải ngân bao nhiêu?", ["Đã giải ngân"]),
        ("Kế hoạch vốn của cầu An là bao nhiêu?", ["Kế hoạch vốn 2024"]),
        ("Vốn của cầu An", ["Kế hoạch vốn 2024", "Đã giải ngân"]),
    ],
)
def test_a_column_named_by_words_of_its_own_is_chosen(
    restorer: Restorer, tmp_path: Path, question: str, columns: list[str]
) -> None:
    index = build_index(tmp_path, FakeEmbedder)
    text = document(
        "I. DỰ ÁN\n\nTT\tTên dự án\tKế hoạch vốn 2024\tĐã giải ngân\n1\tCầu An\t285\t96\n2\tCầu Bình\t142\t61\n"
    )
    index.put(parse_plan(text, "An Bình.txt", "1"), text.encode())
    index.refresh()
    indicator = next(iter(index.snapshot.plans.values())).indicators[0]
    assert [v.column for v in chosen_values(understand(question, index.snapshot, restorer), indicator)] == columns


COMPARED = [
    pytest.param(
        "So sánh mục tiêu giảm suy dinh dưỡng thấp còi của Hà Tĩnh và Bắc Giang",
        ["**< 14 %**", "**19,0 %**"],
        "Số liệu của Kế hoạch của Sở Y tế (Bắc Giang) cao hơn",
        id="a higher one",
    ),
    pytest.param(
        "So sánh tỷ lệ tham gia bảo hiểm y tế của Hà Tĩnh và Lâm Đồng",
        ["**≥ 95 %**", "**Trên 95%** (đến năm 2030)"],
        "",
        id="no verdict between “≥ 95” and “trên 95”",
    ),
]


@pytest.mark.parametrize(("question", "values", "verdict"), COMPARED)
def test_figures_side_by_side_and_which_is_higher(
    assistant: Assistant, question: str, values: list[str], verdict: str
) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.COMPARISON
    assert all(value in answer.answer for value in values)
    last = answer.answer.split("\n")[-1]
    assert verdict in last if verdict else last.startswith("|")
    assert len({citation.plan_id for citation in answer.citations}) >= 2


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        (("12,5", "11,5"), "cao hơn"),
        (("1.950.000", "200.000"), "cao hơn"),
        (("95", "95"), "Hai số liệu bằng nhau."),
        (("≥ 95", "≥ 95"), "Hai số liệu bằng nhau."),
        (("≥ 95", "ít nhất 95"), "Hai số liệu bằng nhau."),
        (("≥ 95", "trên 95"), ""),
        (("< 14", "14"), ""),
        (("Đạt", "95"), ""),
    ],
)
def test_the_verdict_on_two_figures(restorer: Restorer, tmp_path: Path, values: tuple[str, str], verdict: str) -> None:
    index = build_index(tmp_path, FakeEmbedder)
    for place, value in zip(("An Bình", "Bình An"), values, strict=True):
        text = document(
            f"I. CHỈ TIÊU\n\nTT\tChỉ tiêu\tĐơn vị tính\tNăm 2024\n1\tTỷ lệ hài lòng\t%\t{value}\n2\tSố xe\tXe\t7\n"
        )
        text = text.replace("An Bình", place).replace("AN BÌNH", place.upper())
        index.put(parse_plan(text, f"{place}.txt", value), text.encode())
    index.refresh()
    answer = Assistant(index, Conversations()).ask("So sánh tỷ lệ hài lòng của hai kế hoạch")
    assert answer.kind is Kind.COMPARISON
    last = answer.answer.split("\n")[-1]
    assert verdict in last if verdict else last.startswith("|")


def test_a_sentence_with_a_figure_outside_tables_and_targets(asking: Asking) -> None:
    question, _, search = asking(
        "Bao nhiêu phần trăm cơ sở khám chữa bệnh công lập của Bắc Giang có phần mềm quản lý thông tin xét nghiệm?"
    )
    draft = answer_figure(question, search)
    assert draft is not None
    assert "trên 80%" in draft.text


def test_a_number_of_a_document_or_a_date_is_no_figure(asking: Asking) -> None:
    question, _, search = asking("Bao nhiêu người dự hội nghị quán triệt Nghị quyết 20-NQ/TW ở Ninh Sơn?")
    assert answer_figure(question, search) is None
