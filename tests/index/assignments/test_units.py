import pytest

from index.assignments.units import heading_unit, names_unit, opens_task, subject_unit, unit_key


def cut(text: str, span: tuple[int, int] | None) -> str | None:
    return text[span[0] : span[1]] if span else None


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Sở Tài chính", "Sở Tài chính"),
        ("Sở Tài chính (cơ quan chủ trì)", "Sở Tài chính"),
        ("Sở Nội vụ - Cơ quan thường trực Ban Chỉ đạo", "Sở Nội vụ"),
        ("Phòng Kế hoạch - Tài chính, Sở Y tế", "Phòng Kế hoạch - Tài chính, Sở Y tế"),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc tỉnh", "Ủy ban Mặt trận Tổ quốc tỉnh"),
        ("Uỷ ban nhân dân các xã, phường", "Uỷ ban nhân dân các xã, phường"),
        ("Trách nhiệm của Sở Y tế", "Sở Y tế"),
        ("Sở Y tế có trách nhiệm:", "Sở Y tế"),
        ("Sở Y tế chủ trì, phối hợp:", "Sở Y tế"),
        ("Viện Nghiên cứu phát triển Thành phố", "Viện Nghiên cứu phát triển Thành phố"),
        ("Các tổ chức cung cấp dịch vụ chi trả", "Các tổ chức cung cấp dịch vụ chi trả"),
        (
            "Các doanh nghiệp hoạt động trong lĩnh vực xây dựng, giao thông",
            "Các doanh nghiệp hoạt động trong lĩnh vực xây dựng, giao thông",
        ),
        ("Bộ Ngoại giao", "Bộ Ngoại giao"),
        ("Ban Quản lý dự án", "Ban Quản lý dự án"),
    ],
)
def test_heading_that_is_a_unit(heading: str, unit: str) -> None:
    assert cut(heading, heading_unit(heading)) == unit


@pytest.mark.parametrize(
    "heading",
    [
        "Sở Y tế chủ trì thực hiện các nhiệm vụ",
        "Phòng, chống dịch bệnh",
        "Tổ chức thực hiện",
        "Tổ chức huy động nguồn lực",
        "Công tác tuyên truyền",
        "Báo cáo kết quả",
        "Bộ máy, biên chế",
        "Đề nghị Ủy ban Mặt trận Tổ quốc, Hội Liên hiệp",  # a heading cut in two: its unit is not whole
        "Doanh nghiệp số là lực lượng tiên phong",
        "Kinh phí",
    ],
)
def test_heading_that_is_none(heading: str) -> None:
    assert heading_unit(heading) is None


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Ban Tuyên giáo Huyện ủy tiếp tục định hướng công tác tuyên truyền.", "Ban Tuyên giáo Huyện ủy"),
        ("Giao Sở Y tế chủ trì, phối hợp với các sở.", "Sở Y tế"),
        ("Chủ tịch Ủy ban nhân dân tỉnh giao Sở Y tế chủ trì.", "Sở Y tế"),
        ("Căn cứ Kế hoạch này, các đơn vị xây dựng kế hoạch cụ thể.", "các đơn vị"),
        ("Sở Xây dựng: hướng dẫn các cơ quan.", "Sở Xây dựng"),
        ("Các cấp uỷ đảng lãnh đạo, chỉ đạo công tác này.", "Các cấp uỷ đảng"),
        ("Các cơ quan, tổ chức có liên quan phối hợp thực hiện.", "Các cơ quan, tổ chức có liên quan"),
        ("Bộ Ngoại giao chủ trì vận động.", "Bộ Ngoại giao"),
        ("Phòng Kế hoạch tổng hợp tham mưu Giám đốc.", "Phòng Kế hoạch tổng hợp"),
        ("Các bệnh viện công lập tổ chức thực hiện.", "Các bệnh viện công lập"),
        ("Trên đây là Kế hoạch năm 2025, yêu cầu các phòng, ban nghiêm túc thực hiện.", "các phòng, ban"),
        ("Các sở, ban, ngành; UBND các xã tổ chức thực hiện.", "Các sở, ban, ngành; UBND các xã"),
    ],
)
def test_unit_that_is_the_subject(sentence: str, unit: str) -> None:
    assert cut(sentence, subject_unit(sentence)) == unit


@pytest.mark.parametrize(
    "sentence",
    [
        "Các cơ quan chuyên môn thi đua làm tốt công tác tham mưu, hướng dẫn.",
        "Các cơ quan, đơn vị có liên quan đến công tác tham mưu.",
        "Doanh nghiệp số là lực lượng tiên phong trong kiến tạo, phát triển nền tảng.",
        "Cơ quan thường trực: Sở Y tế.",
        "Cơ quan thường trực Tổ công tác triển khai Đề án 06 trước ngày 20 hằng tháng báo cáo.",
        "Tổ chức tập huấn cho cán bộ.",
        "Nâng cao năng lực của Sở Y tế.",
        "Sở Y tế.",
    ],
)
def test_no_unit_is_better_than_a_wrong_one(sentence: str) -> None:
    assert subject_unit(sentence) is None


def test_a_long_list_of_units_is_one_subject() -> None:
    units = "Văn phòng Tỉnh ủy, các Ban Xây dựng Đảng, Ủy ban Kiểm tra Tỉnh ủy, Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh, Viện kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh"
    assert len(units) > 170
    assert cut(f"{units} tiếp tục thực hiện.", subject_unit(f"{units} tiếp tục thực hiện.")) == units


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("Sở Y tế, Sở Nội vụ.", "Sở Y tế, Sở Nội vụ"),
        ("Các sở, ngành theo chức năng, nhiệm vụ được giao", "Các sở, ngành"),
        ("các trường đại học, viện nghiên cứu", "các trường đại học, viện nghiên cứu"),
        ("Hằng năm", None),
        ("Sở Y tế (tổng hợp", None),
    ],
)
def test_words_that_open_with_a_name(words: str, unit: str | None) -> None:
    length = names_unit(words)
    assert (words[:length] if length else None) == unit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("UBND tỉnh", "Uỷ ban nhân dân tỉnh"),
        ("Đề nghị Tỉnh đoàn", "Tỉnh Đoàn"),
        ("Sở Văn hoá, Thể thao", "Sở Văn hóa Thể thao"),
    ],
)
def test_two_spellings_of_a_unit_have_one_key(one: str, other: str) -> None:
    assert unit_key(one) == unit_key(other)


@pytest.mark.parametrize(
    ("words", "opens"),
    [("Chủ trì, phối hợp", True), ("Tham mưu", True), ("Cán bộ y tế", False), ("Giao thông nông thôn", False)],
)
def test_opens_task(words: str, opens: bool) -> None:
    assert opens_task(words) is opens


def test_several_units_before_a_colon_and_a_place_with_a_point_are_names() -> None:
    sentence = "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã: chỉ đạo thực hiện."
    found = subject_unit(sentence)
    assert found is not None
    assert sentence[slice(*found)] == "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã"
    assert names_unit("Viện Pasteur TP. Hồ Chí Minh") == len("Viện Pasteur TP. Hồ Chí Minh")


@pytest.mark.parametrize(
    "name",
    [
        "Tổ Văn phòng",
        "Phó Hiệu trưởng phụ trách chuyên môn",
        "Các chi bộ trực thuộc",
        "Bộ phận Kế toán",
        "Đoàn kiểm tra liên ngành",
        "Các Điện lực trực thuộc",
    ],
)
def test_many_of_a_kind_and_parts_of_a_school_are_units(name: str) -> None:
    assert heading_unit(name) == (0, len(name))
