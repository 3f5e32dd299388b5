import pytest

from index.parsing import parse_plan
from index.store import Snapshot
from index.vietnamese import key
from rag.understanding.places import find_places, misspelt_place, owned_by, plan_places, unknown_place
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG, NINH_SON, THI_DUA


@pytest.mark.parametrize(
    ("plan_id", "places"),
    [
        (NINH_SON, {"ninh sơn"}),
        (BAC_GIANG, {"bắc giang"}),
        (THI_DUA, {"hà tĩnh"}),
        (HA_TINH, {"hà tĩnh"}),
        (LAM_DONG, {"lâm đồng"}),
    ],
)
def test_the_places_of_a_plan(snapshot: Snapshot, plan_id: str, places: set[str]) -> None:
    assert plan_places(snapshot.plans[plan_id]) == places


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Y tế ở Hà Tĩnh", ["hà tĩnh"]),
        ("So sánh Lâm Đồng, Hà Tĩnh và Lâm Đồng", ["lâm đồng", "hà tĩnh"]),
        ("huyện Ninh Sơn làm gì", ["ninh sơn"]),
        ("Đăk Lăk và Sài Gòn", ["đắk lắk", "hồ chí minh"]),
        ("TP. Hồ Chí Minh", ["hồ chí minh"]),
        ("học tập tư tưởng, đạo đức Hồ Chí Minh", []),
        ("thanh niên Lâm Đồng", ["lâm đồng"]),
        ("Đại học Quốc gia Hà Nội", []),
        ("làm đồng bộ", []),
        ("", []),
    ],
)
def test_the_places_named(snapshot: Snapshot, question: str, places: list[str]) -> None:
    assert find_places(key(question), list(snapshot.plans.values())) == places


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("tỉnh Bắc Gian", "bắc giang"),
        ("tỉnh Bắc Giiang", "bắc giang"),
        ("Bắc Gaing", "bắc giang"),
        ("Lâm Đồg", "lâm đồng"),
        ("huyện Ninh Sơnn", "ninh sơn"),
        ("tỉnh Bắc Ninh", ""),  # a province of its own
        ("tỉnh Hà Giang", ""),
        ("tỉnh Quảng Trị", ""),
        ("Sở Y tế làm đồng bộ", ""),
        ("", ""),
    ],
)
def test_a_name_one_letter_off(snapshot: Snapshot, question: str, place: str) -> None:
    assert misspelt_place(key(question), list(snapshot.plans.values()), snapshot.vocabulary) == place


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Kế hoạch của huyện Đức Trọng?", "huyện Đức Trọng"),
        ("xã Tân Thanh làm gì?", "xã Tân Thanh"),
        ("thành phố Đà Lạt có trung tâm y tế không?", ""),  # stands in a plan
        ("huyện nào làm?", ""),
        ("các xã, phường", ""),
    ],
)
def test_a_district_or_commune_that_no_plan_names(snapshot: Snapshot, question: str, place: str) -> None:
    assert unknown_place(question, list(snapshot.plans.values())) == place


_OFFICIAL = (
    "{issuer}\nSố: 9/QĐ-TTg\nHà Nội, ngày 05 tháng 3 năm 2024\nQUYẾT ĐỊNH\nVề hạ tầng số\nI. MỤC TIÊU\n1. Xây trạm."
)


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("kế hoạch hạ tầng số của hà nội do ai kí", ["city.txt"]),
        ("những quyết định của ủy ban nhân dân thành phố hà nội", ["city.txt"]),
        ("nồng độ bụi ở hà nội theo kế hoạch của thủ tướng", ["state.txt", "city.txt"]),
    ],
)
def test_a_plan_of_a_place_is_not_the_central_governments(question: str, sources: list[str]) -> None:
    state = parse_plan(_OFFICIAL.format(issuer="THỦ TƯỚNG CHÍNH PHỦ"), "state.txt")
    city = parse_plan(_OFFICIAL.format(issuer="ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"), "city.txt")
    assert [plan.source for plan in owned_by(question, [state, city], ["hà nội"])] == sources
