import pytest

from index.assignments.unit_names import full_name, place_of_units, scope_of
from index.records import Fact, Metadata


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở Công thương", "Sở Công Thương"),
        ("UBND các xã, phường", "Ủy ban nhân dân các xã, phường"),
        ("các sở, ban, ngành", "Các sở, ban, ngành"),
    ],
)
def test_name_in_full(unit: str, name: str) -> None:
    assert full_name(unit) == name


@pytest.mark.parametrize(
    ("unit", "scope"),
    [
        ("Sở Tài chính", "Lâm Đồng"),
        ("UBND các huyện, thành phố", "Lâm Đồng"),
        ("Bộ Chỉ huy Quân sự tỉnh", "Lâm Đồng"),
        ("Mặt trận Tổ quốc Việt Nam tỉnh", "Lâm Đồng"),
        ("Báo Lâm Đồng", ""),
        ("UBND thành phố Đà Lạt", ""),
        ("Bộ Tài chính", ""),
        ("Thủ tướng Chính phủ", ""),
        ("Hội Chữ thập đỏ Việt Nam", ""),
    ],
)
def test_whose_unit_it_is(unit: str, scope: str) -> None:
    assert scope_of(unit, "Lâm Đồng") == scope


@pytest.mark.parametrize(("issuer", "place"), [("Ủy ban nhân dân tỉnh X", "X"), ("Bộ Y tế", "")])
def test_a_central_bodys_plan_lends_no_place(issuer: str, place: str) -> None:
    assert place_of_units(Metadata("Kế hoạch", issuer=Fact(issuer, 0, 1), place="X")) == place
