"""Citations as officials write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.fakes import LAM_DONG, cite
from ui.plan_names import legal_citation

_NAME = "Kế hoạch số 572/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh Lâm Đồng"


@pytest.mark.parametrize(
    ("address", "cited"),
    [
        ("Mục IV, khoản 2, điểm b", f"điểm b khoản 2 Mục IV {_NAME}"),
        ("Mục V, 2.1", f"tiểu mục 2.1 Mục V {_NAME}"),
        ("Khoản 3", f"khoản 3 {_NAME}"),
        ("Phụ lục II, Mục I", f"Mục I Phụ lục II {_NAME}"),
        ("Điều 5, khoản 1", f"khoản 1 Điều 5 {_NAME}"),
        ("Kế hoạch kèm theo, Mục II, khoản 1", f"khoản 1 Mục II Kế hoạch kèm theo {_NAME}"),
    ],
)
def test_the_innermost_level_comes_first(address: str, cited: str) -> None:
    citation = replace(cite(LAM_DONG, "Trên 95%", 1), address=address)
    assert legal_citation(citation, LAM_DONG) == cited


def test_what_stands_in_no_section_is_named_as_it_is() -> None:
    citation = replace(cite(LAM_DONG, "572/KH-UBND", 1), address="Phần đầu văn bản", path=())
    assert legal_citation(citation, LAM_DONG) == f"Phần đầu văn bản, {_NAME}"
