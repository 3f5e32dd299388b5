import pytest

from rag.understanding.facets import facets_of, find_facets


@pytest.mark.parametrize(
    ("question", "facets"),
    [
        pytest.param(
            "Kiểm kê rừng: hạt kiểm lâm gửi số liệu trước ngày nào, Sở Tài chính tổng hợp trước ngày nào?",
            [
                "Kiểm kê rừng hạt kiểm lâm gửi số liệu trước ngày nào?",
                "Kiểm kê rừng Sở Tài chính tổng hợp trước ngày nào?",
            ],
            id="asked apart, behind an opening",
        ),
        pytest.param(
            "Lúc lũ về Sở Công Thương trực mấy ca, còn các xã trực mấy ca, từ giờ nào?",
            ["Lúc lũ về Sở Công Thương trực mấy ca?", "các xã trực mấy ca, từ giờ nào?"],
            id="a question without content goes on with the one before",
        ),
        pytest.param(
            "Đợt 1 và đợt 2 trồng cây, mỗi đợt bao nhiêu ngày?",
            ["Đợt 1 bao nhiêu ngày?", "đợt 2 trồng cây bao nhiêu ngày?"],
            id="the same word before both",
        ),
        pytest.param(
            "Đến 2030 tỷ lệ trường học và tỷ lệ chợ (chợ đêm và chợ phiên) có điện mặt trời khác nhau thế nào?",
            ["Đến 2030 tỷ lệ trường học?", "Đến 2030 tỷ lệ chợ (chợ đêm và chợ phiên) có điện mặt trời?"],
            id="joints in brackets cut nothing",
        ),
        pytest.param(
            "Công an tỉnh và Sở Nội vụ được cấp số xe khác nhau ra sao?",
            ["Công an tỉnh?", "Sở Nội vụ được cấp số xe?"],
            id="two units",
        ),
        pytest.param("Thu thuế năm 2026 so với năm 2028 chênh nhau bao nhiêu?", [], id="one figure at two times"),
        pytest.param("Sở Nông nghiệp và Môi trường làm gì?", [], id="a unit with a joint in its name"),
        pytest.param("Hồ chứa được nạo vét khi nào và mấy lần?", [], id="two questions about one thing"),
    ],
)
def test_facets_of_a_question(question: str, facets: list[str]) -> None:
    assert [facet.text for facet in find_facets(question, is_compared=True)] == facets


def test_things_named_alike_are_facets_only_where_they_are_compared() -> None:
    assert find_facets("Đợt 1 và đợt 2 trồng cây ở xã", is_compared=False) == ()


def test_what_is_asked_of_both_sides_is_asked_of_each() -> None:
    sides = ["Diện tích rừng: An Bình đến 2030", " và Hòa Lạc đến 2035 là bao nhiêu?"]
    facets = facets_of(sides, ["An Bình đến 2030", " và Hòa Lạc đến 2035 là bao nhiêu?"])
    assert [facet.text for facet in facets] == [
        "Diện tích rừng An Bình đến 2030 là bao nhiêu?",
        "Diện tích rừng Hòa Lạc đến 2035 là bao nhiêu?",
    ]
    assert not any(facet.asks for facet in facets)
