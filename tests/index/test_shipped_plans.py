"""What the five plans that ship with the product say, checked by eye against their text; and what holds for any text at all."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import KehoachError
from index.ingest import plan_files, shipped_plans
from index.parsing import parse_plan, read_plan
from index.passages import make_passages
from index.records import Plan
from tests.index.document.test_cleaning import LINES

PLANS = {path.stem: read_plan(path) for path in plan_files([shipped_plans()])}
HA_TINH_2021 = "so-y-te-ha-tinh-2021-thi-dua"
BAC_GIANG = "so-y-te-bac-giang-2024"
LAM_DONG = "ubnd-lam-dong-2024-y-te-co-so"
NINH_SON = "huyen-uy-ninh-son-2023"
HA_TINH_2024 = "ubnd-ha-tinh-2024-y-te-co-so"


@pytest.mark.parametrize(
    ("name", "number", "issued_on", "issuer"),
    [
        (HA_TINH_2021, "1750/KH-SYT", date(2021, 5, 31), "Sở Y tế"),
        (BAC_GIANG, None, None, "Sở Y tế"),
        (LAM_DONG, "572/KH-UBND", date(2024, 1, 18), "Ủy ban nhân dân tỉnh Lâm Đồng"),
        (NINH_SON, None, date(2023, 6, 20), "Ban Thường vụ Huyện ủy"),
        (HA_TINH_2024, None, None, "Ủy ban nhân dân tỉnh Hà Tĩnh"),
    ],
)
def test_number_date_and_issuer(name: str, number: str | None, issued_on: date | None, issuer: str) -> None:
    metadata = PLANS[name].metadata
    assert (metadata.number.value if metadata.number else None) == number
    assert metadata.issued_on == issued_on
    assert metadata.issuer and metadata.issuer.value == issuer


@pytest.mark.parametrize(
    ("name", "signer", "title"),
    [
        (HA_TINH_2021, "Nguyễn Tuấn", "Q. Giám đốc"),
        (BAC_GIANG, "Nguyễn Thị Thu Hương", "Giám đốc"),
        (LAM_DONG, "Phạm S", "Phó Chủ tịch"),
        (NINH_SON, "Lê Văn Chín", "Phó Bí thư"),
        (HA_TINH_2024, None, None),
    ],
)
def test_signer(name: str, signer: str | None, title: str | None) -> None:
    metadata = PLANS[name].metadata
    assert (metadata.signer.value if metadata.signer else None) == signer
    assert (metadata.signer_title.value if metadata.signer_title else None) == title


def test_on_whose_behalf() -> None:
    assert "KT. Chủ tịch" in PLANS[LAM_DONG].metadata.on_behalf


@pytest.mark.parametrize(("name", "rows", "columns"), [(HA_TINH_2021, 12, 1), (BAC_GIANG, 18, 2), (LAM_DONG, 0, 0)])
def test_table_indicators(name: str, rows: int, columns: int) -> None:
    found = [indicator for indicator in PLANS[name].indicators if indicator.from_table]
    assert len(found) == rows
    assert all(indicator.unit and len(indicator.values) == columns for indicator in found)


@pytest.mark.parametrize(
    ("name", "indicator", "values"),
    [
        (HA_TINH_2021, "Tỷ lệ suy dinh dưỡng ở trẻ em dưới 5 tuổi (thể thấp còi)", ["< 14"]),
        (HA_TINH_2021, "Số bác sỹ/10.000 dân", ["≥ 11,5"]),
        (BAC_GIANG, "Tỷ lệ suy dinh dưỡng ở trẻ em dưới 5 tuổi (thể thấp còi)", ["19,5", "19,0"]),
        (BAC_GIANG, "Dân số trung bình", ["1.922.700", "1.950.000"]),
    ],
)
def test_values_keep_their_signs(name: str, indicator: str, values: list[str]) -> None:
    (found,) = [i for i in PLANS[name].indicators if i.name == indicator]
    assert [value.text for value in found.values] == values


@pytest.mark.parametrize(
    ("name", "part", "units"),
    [(HA_TINH_2021, "V", 3), (BAC_GIANG, "III", 7), (LAM_DONG, "IV", 8), (NINH_SON, "III", 2), (HA_TINH_2024, "V", 13)],
)
def test_units_under_to_chuc_thuc_hien(name: str, part: str, units: int) -> None:
    """Each numbered item there is one unit's; helpers, the parts of a list and the closing line come on top."""
    plan = PLANS[name]
    (section,) = [s for s in plan.sections if s.path == (part,)]
    assert section.heading == "TỔ CHỨC THỰC HIỆN"
    own = [a for a in plan.assignments if a.path[0] == part and not a.start <= a.unit_start < a.end]
    items = {a.path[:2] if len(a.path) > 1 else () for a in own} - {()}
    assert len(items) == units


@pytest.mark.parametrize(
    ("name", "path", "unit", "role", "task"),
    [
        (HA_TINH_2024, ("V", "2.1", "-1"), "Sở Y tế", "theo dõi, giám sát", "Theo dõi, đôn đốc, kiểm tra"),
        (LAM_DONG, ("IV", "3"), "Sở Tài chính", "chủ trì", "Chủ trì phối hợp"),
        (NINH_SON, ("III", "2"), "Ban Tuyên giáo Huyện ủy", "thực hiện", "tiếp tục định hướng"),
        (BAC_GIANG, ("III", "7"), "Thanh tra Sở Y tế", "theo dõi, giám sát", "Tăng cường thanh tra"),
        (HA_TINH_2021, ("V", "-3"), "Phòng Tổ chức cán bộ, Sở Y tế", "tham mưu", "tham mưu cho Lãnh đạo Sở"),
    ],
)
def test_who_does_what(name: str, path: tuple[str, ...], unit: str, role: str, task: str) -> None:
    plan = PLANS[name]
    found = next(a for a in plan.assignments if a.path == path)  # the unit whose task it is stands before its helpers
    assert (found.unit, found.role.value) == (unit, role)
    assert plan.text[found.start : found.end].startswith(task)


def test_numbering_that_lies_is_kept_as_written() -> None:
    assert ("I", "2") in {s.path for s in PLANS[HA_TINH_2021].sections}
    assert {s.address for s in PLANS[HA_TINH_2024].sections} >= {"Mục V, 2.1", "Mục V, 2.13"}


@pytest.mark.parametrize("furniture", ["Đăng Nhập", "DMCA", "IP:", "Từ khoá", "LawNet", "Tải về"])
@pytest.mark.parametrize("name", PLANS)
def test_no_web_furniture(name: str, furniture: str) -> None:
    assert furniture not in PLANS[name].text
    assert all(furniture not in passage.text for passage in make_passages(PLANS[name]))


@pytest.mark.parametrize("name", PLANS)
def test_everything_is_quoted_from_the_plan(name: str) -> None:
    check_spans(PLANS[name])


def check_spans(plan: Plan) -> None:
    """What holds for every plan: spans say what they say, addresses are one section's, children lie in their parents."""
    by_path = {section.path: section for section in plan.sections}
    assert len(by_path) == len(plan.sections)
    assert len({section.address for section in plan.sections}) == len(plan.sections)
    for section in plan.sections:
        assert 0 <= section.start < section.own_end <= section.end <= len(plan.text)
        parent = by_path.get(section.path[:-1])
        if len(section.path) > 1:
            assert parent is not None and parent.start < section.start and section.end <= parent.end
    for assignment in plan.assignments:
        assert plan.text[assignment.unit_start : assignment.unit_end] == assignment.unit
        assert assignment.start < assignment.end
        if assignment.deadline:
            assert plan.text[assignment.deadline.start : assignment.deadline.end] == assignment.deadline.text
    for value in (value for indicator in plan.indicators for value in indicator.values):
        assert plan.text[value.start : value.end] == value.text
    for passage in make_passages(plan):
        assert plan.text[passage.start : passage.end] == passage.text
    metadata = plan.metadata
    for fact in (metadata.number, metadata.signer, metadata.date_line, *metadata.recipients):
        assert fact is None or 0 <= fact.start <= fact.end <= len(plan.text)


def parse_or_refuse(text: str) -> None:
    try:
        plan = parse_plan(text, "a.txt")
    except KehoachError:
        return
    check_spans(plan)


MORE_LINES = [
    *LINES, "TT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời gian", "1\tKhám\tSở Y tế\tSở Nội vụ\tQuý I/2025", "TT\tChỉ tiêu\tĐơn vị tính\tNăm 2025", "1\tBác sỹ\tNgười\t≥ 12",
    "Đơn vị chủ trì: Sở Y tế", "Thời gian thực hiện: tháng 13/2024", "Giao Sở Y tế chủ trì:", "1.1. Trên 95% dân số", "II. MỤC TIÊU", "Điều 1. Ban hành", "(1) Ít nhất một bác sĩ",
    "Nơi nhận:", "- Lưu: VT.", "Yêu cầu các sở thực hiện.", "ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "Một là, chủ động", "TM. ỦY BAN NHÂN DÂN", "Quyết định số 1/QĐ-TTg ngày 31/02/2024",
]  # fmt: skip


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.lists(st.sampled_from(MORE_LINES), max_size=40))
def test_any_mixture_of_lines_is_a_plan_or_a_plain_refusal(mixture: list[str]) -> None:
    parse_or_refuse("\n".join(mixture))


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_is_a_plan_or_a_plain_refusal(text: str) -> None:
    parse_or_refuse(text)


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.text(alphabet=st.sampled_from(list("IVX1290.,()-+|\t\n *#$\\<>/aăđSởYTế:;%≥“”số")), max_size=200))
def test_any_mixture_of_signs_is_a_plan_or_a_plain_refusal(text: str) -> None:
    parse_or_refuse(text)


def test_time_grows_with_the_texts_length_and_no_faster() -> None:
    from time import process_time

    text = next(path for path in plan_files([shipped_plans()]) if path.stem == BAC_GIANG).read_text(encoding="utf-8")

    def seconds(copies: int) -> float:
        start = process_time()
        make_passages(parse_plan(text * copies, "a.txt"))
        return process_time() - start

    seconds(1)
    assert seconds(16) < 3 * 8 * max(seconds(2), 0.02)
