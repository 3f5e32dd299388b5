import pytest

from index.parsing import parse_plan
from rag.understanding.absent_units import absent_units

PLAN = parse_plan(
    "ỦY BAN NHÂN DÂN\nTỈNH MẪU\n\nKẾ HOẠCH\nPhòng cháy\n\n1. Sở Y tế chủ trì.\n2. Hội CTĐ phối hợp với Phòng Quản lý đô thị.\n",
    "mau.txt",
)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        pytest.param("Hội Luật gia tỉnh được giao việc gì?", ("Hội Luật gia",), id="a body that the plan never names"),
        pytest.param("Sở Y tế được giao việc gì?", (), id="a body that it names"),
        pytest.param("Sở Y Tế được giao việc gì?", (), id="capitals of its own"),
        pytest.param("Hội Chữ thập đỏ làm gì?", (), id="named by initials"),
        pytest.param("Phòng Quản lí đô thị làm gì?", (), id="another spelling"),
        pytest.param("Phòng nào đứng đầu, ban đầu có gì?", (), id="no proper name"),
        pytest.param("HỘI LUẬT GIA TỈNH LÀM GÌ?", (), id="capitals tell nothing"),
        pytest.param("Sở Hà Tĩnh làm gì?", (), id="a place"),
    ],
)
def test_bodies_that_a_plan_never_names(question: str, absent: tuple[str, ...]) -> None:
    assert absent_units(question, [PLAN]) == absent
