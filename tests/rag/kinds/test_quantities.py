from collections.abc import Callable
from pathlib import Path

import pytest

from index.parsing import parse_plan
from index.records import Indicator, IndicatorValue
from index.store import build_index
from rag.kinds.quantities import Quantity, asked_quantity, asked_things, figures_alone, fits_tense, measures
from rag.question import understand
from rag.understanding.diacritics import build_restorer
from tests.fakes import FakeEmbedder
from tests.index.plans import document


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Xây mới bao nhiêu trạm y tế?", [{"trạm"}]),
        ("Mỗi năm họp mấy lần?", [{"lần"}]),
        ("Có mấy bác sỹ?", [{"bác"}]),
        ("Ngập bao nhiêu ngôi nhà?", [{"ngôi", "nhà"}]),
        ("Bao nhiêu tập thể, bao nhiêu cá nhân được khen?", [{"tập"}, {"cá"}]),
        ("Đạt bao nhiêu phần trăm?", []),
        ("Tổng thu là bao nhiêu (Mẫu biểu 02)?", []),
        ("Tốn bao nhiêu tiền?", []),
        ("Tỷ lệ là bao nhiêu vào năm 2025?", []),
        ("Từ bao nhiêu trở lên?", []),
    ],
)
def test_what_is_counted(question: str, things: list[set[str]]) -> None:
    assert [set(thing) for thing in asked_things(question)] == things


Ask = Callable[[str], Quantity]


@pytest.fixture
def asked(tmp_path: Path) -> Ask:
    index = build_index(tmp_path, FakeEmbedder)
    text = document("I. MỤC TIÊU\n1. Nuôi 100 con bò.\n")
    index.put(parse_plan(text, "An Bình.txt", "1"), text.encode())
    index.refresh()
    restorer = build_restorer(index.snapshot.vocabulary)
    return lambda text: asked_quantity(understand(text, index.snapshot, restorer))


def _indicator(unit: str, text: str) -> Indicator:
    return Indicator("Nhu cầu", unit, (IndicatorValue("", text, 0, 1),), 0, 1, (), "")


@pytest.mark.parametrize(
    ("question", "unit", "text", "fits"),
    [
        ("Tổng nhu cầu vốn là bao nhiêu?", "m2", "43.000 m2", False),
        ("Tổng nhu cầu vốn là bao nhiêu?", "Triệu đồng", "43.000", True),
        ("Tỷ lệ giải ngân vốn là bao nhiêu?", "Triệu đồng", "43.000", False),
        ("Tỷ lệ giải ngân vốn là bao nhiêu?", "%", "95", True),
        ("Diện tích đất của Lâm Đồng là bao nhiêu?", "m2", "43.000 m2", True),
    ],
)
def test_an_indicator_is_measured_in_what_is_asked_for(
    asked: Ask, question: str, unit: str, text: str, fits: bool
) -> None:
    assert measures(asked(question), _indicator(unit, text)) is fits


@pytest.mark.parametrize(
    ("question", "statement", "is_aim", "fits"),
    [
        ("Kinh tế số hiện đang chiếm bao nhiêu %?", "Kinh tế số chiếm 45%.", True, False),
        ("Kinh tế số hiện đang chiếm bao nhiêu %?", "Đến nay kinh tế số chiếm 20%.", True, True),
        ("Đến năm 2030 phải có bao nhiêu trạm?", "Hiện nay có 22 trạm.", True, False),
        ("Đến năm 2030 phải có bao nhiêu trạm?", "Xây 50 trạm.", True, True),
        ("Thực hiện bao nhiêu cuộc kiểm tra?", "Thực hiện 5 cuộc kiểm tra.", True, True),
    ],
)
def test_what_is_and_what_is_to_be(asked: Ask, question: str, statement: str, is_aim: bool, fits: bool) -> None:
    assert fits_tense(asked(question), statement, is_aim) is fits


def test_dates_numbering_and_rates_are_no_figures() -> None:
    words = (
        "1. Trong quý II năm 2025, theo Quyết định số 12/QĐ-UBND, 12 bác sĩ trên 10.000 dân; thiệt hại trên 40 tỷ đồng"
    )
    assert figures_alone(words, 0, len(words)).split() == [
        "Trong",
        ",",
        "theo",
        ",",
        "12",
        "bác",
        "sĩ",
        ";",
        "thiệt",
        "hại",
        "trên",
        "40",
        "tỷ",
        "đồng",
    ]
