import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import BadQuestion
from eval.structure.documents import measure_metadata, measure_outline
from eval.structure.gold import GOLD, GoldAssignment, GoldCell, GoldNode, load_gold
from eval.structure.locating import Locator
from eval.structure.measures import measure, measure_assignments, measure_indicators
from eval.structure.session import measure_structure
from eval.structure.table import misses, structure_figures
from index.ingest import plan_files, shipped_plans
from index.parsing import plan_id_of, read_plan
from tests.index.plans import plan_of

BODY = """
I. MỤC TIÊU

1. Đến năm 2025, trên 95% dân số tham gia bảo hiểm y tế.

II. TỔ CHỨC THỰC HIỆN

1. Sở Y tế

- Chủ trì kiểm tra các trạm y tế trước ngày 15/12/2024.

2. Sở Tài chính

- Bố trí kinh phí thực hiện.
"""
PLAN = plan_of(BODY)
OUTLINE = (
    GoldNode("", ("I",), "MỤC TIÊU"),
    GoldNode("", ("I", "1"), "Đến năm 2025, trên 95% dân số tham …"),
    GoldNode("", ("II",), "Tổ chức thực hiện"),
    GoldNode("", ("II", "1"), "Sở Y tế"),
    GoldNode("", ("II", "2"), "Sở Tài chính"),
)
LEAD = GoldAssignment("Sở Y tế", "chủ trì", "kiểm tra các … trạm y tế", "trước ngày 15/12/2024", "", False)
FUNDS = GoldAssignment("Sở Tài chính", "thực hiện", "Bố trí kinh phí thực hiện", "", "", False)


def test_an_outline_counts_paths_and_headings() -> None:
    assert measure_outline(PLAN, OUTLINE).f1 == 1
    moved = (*OUTLINE[:4], GoldNode("", ("III", "2"), "Sở Tài chính"))
    score = measure_outline(PLAN, moved)
    assert (score.precision, score.recall) == (0.8, 0.8)
    assert [miss[0] for miss in score.misses] == ["-", "+"]
    assert measure_outline(PLAN, (*OUTLINE[:4], GoldNode("", ("II", "2"), "Sở Nội vụ"))).right_gold == 4
    assert measure_outline(PLAN, tuple(replace(node, tree="Phụ lục") for node in OUTLINE)).right_gold == 0


def test_metadata_counts_fields_and_items_of_lists() -> None:
    found = PLAN.metadata
    gold = {
        "number": "12/KH-UBND",
        "signer": "Trần Văn Minh",
        "recipients": ["Bộ Y tế (để b/c)", "Lưu: VT, KGVX"],
        "superior": None,
    }
    assert measure_metadata(found, gold).f1 == 1
    wrong = measure_metadata(found, {"number": "13/KH-UBND", "recipients": ["Bộ Y tế (để b/c)"]})
    assert (wrong.right_gold, wrong.gold, wrong.found) == (1, 2, 3)
    assert measure_metadata(found, {"superior": "Chính phủ"}).right_gold == 0


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        (GoldCell("dân số tham gia bảo hiểm y tế", "năm 2025", "> 95%", False), 1),
        (GoldCell("dân số tham gia bảo hiểm y tế", "năm 2025", "95%", False), 0),
        (GoldCell("dân số tham gia bảo hiểm y tế", "năm 2030", "trên 95%", False), 0),
        (GoldCell("hộ nghèo giảm", "năm 2025", "trên 95%", False), 0),
    ],
)
def test_an_indicators_cell_needs_name_sign_figure_and_year(cell: GoldCell, right: int) -> None:
    assert measure_indicators(PLAN, [cell]).right_gold == right


def test_an_assignment_needs_its_unit_and_task() -> None:
    score, roles, deadlines, unlocated = measure_assignments(PLAN, [LEAD, FUNDS])
    assert (score.precision, score.recall, roles.recall, deadlines.recall, unlocated) == (1, 1, 1, 1, ())
    score, *_ = measure_assignments(PLAN, [replace(LEAD, unit="Sở Nội vụ"), FUNDS])
    assert (score.right_gold, score.right_found, score.found) == (1, 1, 2)
    _, roles, deadlines, unlocated = measure_assignments(
        PLAN, [replace(LEAD, role="phối hợp", deadline=""), replace(FUNDS, task="Không có câu này")]
    )
    assert (roles.recall, deadlines.recall, unlocated) == (0, 0, ("Không có câu này",))


def test_optional_records_count_neither_when_found_nor_when_missed() -> None:
    score, *_ = measure_assignments(
        PLAN, [replace(LEAD, optional=True), FUNDS, replace(FUNDS, unit="Sở Nội vụ", optional=True)]
    )
    assert (score.found, score.gold, score.right_gold, score.misses) == (1, 1, 1, ())


def test_quotes_are_found_whatever_their_breaks_and_in_reading_order() -> None:
    text = "Sở Y tế\nchủ trì. Sở Y tế phối hợp. Sở Y tế báo cáo."
    locator = Locator(text)
    quotes = ("sở y tế chủ trì", "phối hợp", "Sở Y tế", "Sở … phối hợp")
    assert [text[slice(*(locator.find(quote) or (0, 0)))] for quote in quotes] == [
        "Sở Y tế\nchủ trì",
        "phối hợp",
        "Sở Y tế",
        "Sở Y tế\nchủ trì. Sở Y tế phối hợp",
    ]
    assert locator.find("báo") == (text.index("báo"), text.index("báo") + 3)
    assert locator.find("Sở Nội vụ") is None


def test_the_gold_can_be_read_and_its_words_stand_in_the_shipped_plans() -> None:
    gold = {plan.plan: plan for plan in load_gold()}
    shipped = {plan_id_of(path.name): path for path in plan_files([shipped_plans()])}
    assert gold.keys() >= shipped.keys()
    for plan_id, path in shipped.items():
        assert measure(read_plan(path), gold[plan_id]).unlocated == ()


def test_a_run_totals_the_shipped_plans_and_names_what_is_missing(tmp_path: Path) -> None:
    plans, totals, missing = measure_structure(None)
    assert (len(plans), [total.plan for total in totals], len(missing)) == (5, ["shipped"], len(load_gold()) - 5)
    assert structure_figures(totals)["structure.shipped"].keys() == {
        "outline", "metadata", "indicators", "precision", "recall", "roles", "deadlines",
    }  # fmt: skip
    assert any(line for plan in plans for line in misses(plan))
    bad = tmp_path / "x.json"
    bad.write_text(json.dumps({"plan": "x"}), encoding="utf-8")
    with pytest.raises(BadQuestion, match=r"x\.json"):
        load_gold(tmp_path)


def test_every_gold_file_is_named_for_its_plan() -> None:
    assert {path.stem for path in GOLD.glob("*.json")} == {plan.plan for plan in load_gold()}
