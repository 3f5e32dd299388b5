"""The opened plan: the marked text is the quote, whatever the quote; nothing of the plan's text is lost or added."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from index.records import Plan
from tests.ui.fakes import BAC_GIANG, HOSTILE_PLAN, LAM_DONG, cite
from ui import texts
from ui.reading.plan_text import render_text
from ui.reading.reader import render_reader
from ui.reading.view import HEAD, WHOLE, View, view_of_citation, view_of_section

PLANS = [LAM_DONG, BAC_GIANG, HOSTILE_PLAN]


class _Text(HTMLParser):
    """The text of HTML, and what of it is marked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.marked = ""
        self._depth = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._depth else ""


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.plan_id)
def test_the_marked_text_is_the_quote_for_spans_all_over_the_plan(plan: Plan) -> None:
    for start in range(0, len(plan.text) - 10, 211):
        for length in (10, 150, 900):
            quote = plan.text[start : start + length]
            read = _Text(
                render_text(view_of_citation(plan, replace(cite(plan, quote, 1), start=start, end=start + len(quote))))
            )
            assert read.marked == quote
            assert read.text in plan.text


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.plan_id)
def test_the_whole_plan_is_shown_letter_by_letter(plan: Plan) -> None:
    view = view_of_section(plan, WHOLE)
    assert view is not None
    assert _Text(render_text(view)).text == plan.text


def test_a_citation_opens_its_section_with_text_around() -> None:
    citation = cite(LAM_DONG, "ưu tiên phân bổ ngân sách cho y tế cơ sở", 1)
    page = render_reader(view_of_citation(LAM_DONG, citation))
    assert "<h3>Mục IV, khoản 3</h3>" in page
    assert "2. Sở Kế hoạch và Đầu tư" in _Text(page).text
    assert texts.QUOTED in page
    assert re.search(r'aria-current="true">3\. Sở Tài chính<', page)


def test_a_dash_item_opens_with_the_clause_that_holds_it() -> None:
    citation = cite(LAM_DONG, "Hướng dẫn các sở, ngành, địa phương triển khai y tế cơ quan", 1)
    view = view_of_citation(LAM_DONG, citation)
    assert LAM_DONG.text[view.focus[0] :].startswith(("IV. TỔ CHỨC", "1. Sở Y tế"))


def test_a_citation_of_the_header_opens_the_header() -> None:
    page = render_reader(view_of_citation(LAM_DONG, cite(LAM_DONG, "572/KH-UBND", 1)))
    assert _Text(page).marked == "572/KH-UBND"
    assert texts.NO_ADDRESS in page


def test_a_related_section_is_not_marked_like_a_quote() -> None:
    page = render_reader(view_of_citation(LAM_DONG, cite(LAM_DONG, "Trên 95% dân số", 1), is_related=True))
    assert texts.RELATED_NOTE in page
    assert '<mark class="related">' in page
    assert "<mark>" not in page


def test_nothing_is_marked_when_the_plan_has_changed_since() -> None:
    citation = replace(cite(LAM_DONG, "Trên 95% dân số", 1), quote="Trên 99% dân số")
    page = render_reader(view_of_citation(LAM_DONG, citation))
    assert texts.PLAN_CHANGED in page
    assert "<mark" not in page


def test_the_outline_opens_along_the_path() -> None:
    view = view_of_section(LAM_DONG, HEAD)
    assert view is not None
    closed = render_reader(view)
    assert "IV. TỔ CHỨC THỰC HIỆN" in closed
    assert '">3. Sở Tài chính</button>' not in closed
    position = next(i for i, s in enumerate(LAM_DONG.sections) if s.path == ("IV",))
    view = view_of_section(LAM_DONG, str(position))
    assert view is not None
    assert '">3. Sở Tài chính</button>' in render_reader(view)


@pytest.mark.parametrize("target", ["-1", "9999", "x", "", "1.5"])
def test_an_unknown_target_opens_nothing(target: str) -> None:
    assert view_of_section(LAM_DONG, target) is None


def test_a_table_is_a_table_and_its_header_row_is_known() -> None:
    page = render_text(view_of_citation(BAC_GIANG, cite(BAC_GIANG, "13\tTỷ lệ suy dinh dưỡng", 1)))
    assert '<tr class="names"><td>TT' in page
    assert re.search(r"<td><mark>13\t</mark></td><td><mark>Tỷ lệ suy dinh dưỡng</mark>", page)


def test_only_the_heading_of_a_section_is_bold() -> None:
    page = render_text(View(LAM_DONG, (0, len(LAM_DONG.text))))
    assert "<b>3. Sở Tài chính</b>: Chủ trì" in page


def test_a_hostile_plan_is_text() -> None:
    view = view_of_section(HOSTILE_PLAN, WHOLE)
    assert view is not None
    page = render_reader(view)
    assert "<script" not in page
    assert "<img" not in page
    assert "<a " not in page
    assert not set("${}`") & set(page)
