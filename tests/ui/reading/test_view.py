"""Where links and clicks lead in a plan."""

from __future__ import annotations

import pytest

from tests.ui.fakes import LAM_DONG
from ui import texts
from ui.reading.reader import link_to
from ui.reading.view import view_of_link, view_of_span


def test_a_link_leads_back_to_the_same_view() -> None:
    start = LAM_DONG.text.index("ưu tiên phân bổ ngân sách")
    view = view_of_span(LAM_DONG, start, start + 25)
    assert view is not None
    query = dict(part.split("=") for part in link_to(view).split("&"))
    assert query["plan"] == LAM_DONG.plan_id
    again = view_of_link(LAM_DONG, query["muc"], query["tu"], query["den"])
    assert again == view
    assert again.cited.startswith("khoản 3 Mục IV Kế hoạch số 572/KH-UBND")


@pytest.mark.parametrize("section", ["IV/3", "iv/3", " IV/3 "])
def test_a_link_to_a_section_opens_it(section: str) -> None:
    assert view_of_link(LAM_DONG, section, "", "").title == "Mục IV, khoản 3"


@pytest.mark.parametrize(("start", "end"), [("9", "8"), ("-1", "5"), ("0", "99999999"), ("x", "y"), ("5", "")])
def test_offsets_that_are_none_are_left_out(start: str, end: str) -> None:
    view = view_of_link(LAM_DONG, "IV/3", start, end)
    assert view.title == "Mục IV, khoản 3"
    assert view.marked is None


def test_an_unknown_section_opens_the_beginning_and_says_so() -> None:
    view = view_of_link(LAM_DONG, "XX", "", "")
    assert view.title == texts.OUTLINE_HEAD
    assert view.notice == texts.NO_SECTION.format(section="XX")
    assert view_of_link(LAM_DONG, "", "", "").notice == ""
