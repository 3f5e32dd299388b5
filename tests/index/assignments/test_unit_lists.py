import pytest

from index.assignments.unit_lists import split_units


@pytest.mark.parametrize(
    ("names", "units"),
    [
        ("Sở Tài chính, Sở Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("Sở Văn hóa, Thể thao và Du lịch và Sở Nội vụ", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Nội vụ"]),
        (
            "các sở, ban, ngành; UBND các huyện, thị xã, thành phố",
            ["các sở, ban, ngành", "UBND các huyện, thị xã, thành phố"],
        ),
        (
            "Các Sở, Ban, ngành Tỉnh, Ủy ban nhân dân xã, phường",
            ["Các Sở, Ban, ngành Tỉnh", "Ủy ban nhân dân xã, phường"],
        ),
        ("Sở Công Thương và các cơ quan liên quan", ["Sở Công Thương", "các cơ quan liên quan"]),
        ("Công an tỉnh, chính quyền cơ sở", ["Công an tỉnh", "chính quyền cơ sở"]),
        (
            "các sở, ban, ngành Thành phố và đơn vị có liên quan",
            ["các sở, ban, ngành Thành phố", "đơn vị có liên quan"],
        ),
        ("UBND các xã, báo, đài và các đơn vị", ["UBND các xã", "báo, đài", "các đơn vị"]),
        ("Sở Y tế; Báo và Phát thanh, Truyền hình tỉnh", ["Sở Y tế", "Báo và Phát thanh, Truyền hình tỉnh"]),
        ("các trung tâm y tế cấp huyện, trạm y tế cấp xã", ["các trung tâm y tế cấp huyện", "trạm y tế cấp xã"]),
        (
            "Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh, Tỉnh đoàn",
            ["Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh", "Tỉnh đoàn"],
        ),
        (
            "Bộ Công an, Bộ Tư pháp, Đài Truyền hình Việt Nam",
            ["Bộ Công an", "Bộ Tư pháp", "Đài Truyền hình Việt Nam"],
        ),
    ],
)
def test_a_list_is_cut_where_a_new_name_begins(names: str, units: list[str]) -> None:
    assert [names[start:end] for start, end in split_units(names)] == units


@pytest.mark.parametrize(
    "name",
    [
        "Sở Nông nghiệp và Môi trường",
        "Phòng Kế hoạch - Tài chính, Sở Y tế",
        "Các cấp ủy, tổ chức đảng, chính quyền, Mặt trận, đoàn thể, ngành chức năng trong huyện",
        "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
        "Thủ trưởng các sở, ban, ngành, đoàn thể Thành phố",
        "Chủ tịch Ủy ban nhân dân phường, xã, đặc khu",
        "các cơ quan, tổ chức, cá nhân có liên quan",
        "Ban Quản lý các khu công nghệ cao và khu công nghiệp",
        "các cấp, các ngành",
        "các doanh nghiệp viễn thông (VNPT, Công ty Viettel)",
    ],
)
def test_one_name_stays_whole(name: str) -> None:
    assert [name[start:end] for start, end in split_units(name)] == [name]


def test_a_persons_post_behind_the_name_is_no_other_unit() -> None:
    names = "đồng chí Nguyễn Văn An, Phó Chủ tịch UBND tỉnh"
    assert split_units(names) == [(0, len(names))]
