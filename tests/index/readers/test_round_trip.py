"""One plan saved as docx, doc, pdf, html and text is one plan: the same outline, metadata, tables and assignments."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from index.ingest import plan_files, shipped_plans
from index.parsing import parse_plan, read_plan
from index.records import Plan
from tests.index.plans import document
from tests.index.readers.office import needs_office

pytestmark = needs_office

FORMATS = ("docx", "pdf", "html", "doc")
MADE_UP = "ke-hoach-an-binh"
BODY = """
I. MỤC TIÊU

Phấn đấu đến năm 2030:

1. Trên 95% dân số tham gia bảo hiểm y tế.

2. Các chỉ tiêu cụ thể

TT\tChỉ tiêu\tĐơn vị tính\tNăm 2025\tNăm 2030
1\tSố bác sĩ trên một vạn dân\tbác sĩ\t≥ 11,5\t15
2\tTỷ lệ trạm y tế xã đạt chuẩn\t%\t90\t100

II. TỔ CHỨC THỰC HIỆN

1. Sở Y tế

a) Chủ trì, phối hợp với Sở Tài chính hướng dẫn các đơn vị triển khai thực hiện Kế hoạch này trên địa bàn toàn tỉnh, kịp thời tháo gỡ khó khăn, vướng mắc phát sinh.

b) Tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2024.

2. Ủy ban nhân dân các huyện, thành phố

- Bố trí kinh phí từ ngân sách địa phương.

- Chỉ đạo các trạm y tế xã, phường, thị trấn tổ chức thực hiện.

III. PHÂN CÔNG NHIỆM VỤ

STT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian hoàn thành
1\tRà soát mạng lưới trạm y tế xã\tSở Y tế\tSở Nội vụ\tTháng 6/2024
2\tĐầu tư trang thiết bị cho trạm y tế\tSở Kế hoạch và Đầu tư\tSở Tài chính\tQuý IV/2025
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every plan in every format; LibreOffice starts once a format."""
    folder = tmp_path_factory.mktemp("saved")
    for name, text in texts().items():
        write_docx(text, folder / f"{name}.docx")
    for form in FORMATS[1:]:
        command = [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            form,
        ]
        subprocess.run(
            [*command, "--outdir", folder, *folder.glob("*.docx")], check=True, capture_output=True, timeout=300
        )
    return folder


def texts() -> dict[str, str]:
    """The shipped plans' texts and a made-up one, by name."""
    plans = {path.stem: read_plan(path).text for path in plan_files([shipped_plans()])}
    return {**plans, MADE_UP: parse_plan(document(BODY), f"{MADE_UP}.txt").text}


def write_docx(text: str, path: Path) -> None:
    """The text as a person types it: justified paragraphs with an indented first line, tables for tab rows."""
    word = Document()
    word.styles["Normal"].font.name = "Times New Roman"
    word.styles["Normal"].font.size = Pt(14)
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            add_table(word, rows)
            rows = []
        if line:
            paragraph = word.add_paragraph(line)
            paragraph.paragraph_format.first_line_indent = Cm(1)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    word.save(str(path))


def add_table(word: Any, rows: Sequence[Sequence[str]]) -> None:
    """A ruled table; a row of fewer cells leaves the rest empty."""
    table = word.add_table(rows=len(rows), cols=max(len(row) for row in rows), style="Table Grid")
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=False):
            cell.text = text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", sorted(texts()))
def test_a_plan_is_the_same_in_every_format(saved: Path, name: str, form: str) -> None:
    gold = parse_plan(texts()[name], f"{name}.{form}")
    found = read_plan(saved / f"{name}.{form}")
    for part in ("outline", "metadata", "indicators", "assignments"):
        assert structure(found)[part] == structure(gold)[part], part


def test_pages_are_those_of_the_pdf(saved: Path) -> None:
    plan = read_plan(saved / "so-y-te-bac-giang-2024.pdf")
    assert len(plan.pages) > 5
    assert list(plan.pages) == sorted(set(plan.pages))
    assert read_plan(saved / "so-y-te-bac-giang-2024.docx").pages == ()


def structure(plan: Plan) -> dict[str, list[Any]]:
    """What a reader sees of a plan, without its offsets."""
    metadata = {name: words(value) for name, value in asdict(plan.metadata).items()}
    return {
        "outline": [(s.path, s.heading) for s in plan.sections],
        "metadata": sorted(metadata.items()),
        "indicators": [(i.name, i.unit, i.path, [(v.column, v.text) for v in i.values]) for i in plan.indicators],
        "assignments": [
            (a.unit, a.role, a.path, plan.text[a.start : a.end], a.deadline and a.deadline.text)
            for a in plan.assignments
        ],
    }


def words(value: Any) -> Any:
    """A record without its offsets."""
    if isinstance(value, dict):
        return {name: words(inner) for name, inner in value.items() if name not in ("start", "end")}
    return [words(inner) for inner in value] if isinstance(value, list | tuple) else value
