import pytest

from index.vietnamese import expand, key
from rag.understanding.asked import asked_aspect, holds_asked, is_elsewhere, is_heading_of


@pytest.mark.parametrize(
    ("question", "evidence", "held"),
    [
        ("Trạm y tế được cấp bao nhiêu tiền?", "Bố trí kinh phí cho trạm y tế.", False),
        ("Trạm y tế được cấp bao nhiêu tiền?", "Bố trí 2,5 tỷ đồng cho trạm y tế.", True),
        ("Tổng kinh phí là bao nhiêu?", "Kinh phí từ ngân sách nhà nước năm 2024.", False),
        ("Tổng kinh phí lấy từ đâu?", "Kinh phí từ ngân sách nhà nước.", True),
        ("Phòng khám mở cửa mấy giờ?", "Phòng khám mở cửa cả tuần.", False),
        ("Phòng khám mở cửa mấy giờ?", "Phòng khám mở cửa từ 7 giờ.", True),
        ("Tổng kết vào tháng mấy?", "Tổng kết theo Kế hoạch số 12/KH-UBND ngày 01/02/2024.", False),
        ("Tổng kết vào tháng mấy?", "Tổng kết vào tháng 4 năm 2026.", True),
        ("Vì sao phải luân phiên bác sĩ?", "Luân phiên bác sĩ nhằm cập nhật kiến thức.", True),
        ("Vì sao hủy phong trào thi đua?", "Phong trào thi đua nhằm động viên cán bộ.", False),
        ("Ai là giám đốc bệnh viện huyện?", "Sở Y tế chủ trì đề án bệnh viện huyện.", False),
        ("Trưởng ban chỉ đạo là ai?", "Chủ tịch UBND tỉnh làm Trưởng ban chỉ đạo.", True),
        ("Ai được chọn làm tổ trưởng tổ công tác?", "Sở Nội vụ chọn tổ trưởng.", False),
        ("Đơn vị nào hằng năm báo cáo Thủ tướng?", "Viện Văn hóa báo cáo Thủ tướng hằng năm.", True),
        ("Nghị quyết về mức chi xong tháng mấy?", "Trình Nghị quyết về mức chi trong tháng 11.", True),
        ("Tỷ số giới tính giảm từ bao nhiêu xuống bao nhiêu?", "Tỷ số giới tính: 115,7; 115,4.", True),
        ("Trưởng ban chỉ đạo là ai?", "Trưởng ban: ông Nguyễn Văn An.", True),
        ("Xếp theo tiêu chuẩn nào?", "Xếp theo TCVN 11930:2017.", True),
        ("Xếp theo quyết định nào?", "Xếp theo quy định hiện hành.", False),
        ("Có bao nhiêu trạm y tế?", "Mỗi trạm y tế có ít nhất một bác sĩ.", True),
        ("Có bao nhiêu xe cứu thương?", "Có 12 trạm y tế.", False),
        ("Có bao nhiêu xe cứu thương?", "Có 12 xe cứu thương.", True),
        ("Số điện thoại của Sở Y tế?", "Sở Y tế nhận báo cáo.", False),
        ("Số điện thoại của Sở Y tế?", "Điện thoại của Sở Y tế: 0123.", True),
        ("11 cơ sở dữ liệu gồm những gì?", "Danh mục chi tiết tại Phụ lục II Nghị quyết 214/NQ-CP.", False),
    ],
)
def test_an_answer_must_hold_the_kind_of_thing_asked_for(question: str, evidence: str, held: bool) -> None:
    assert holds_asked(key(expand(question)), evidence) is held


@pytest.mark.parametrize(
    ("question", "elsewhere"),
    [
        ("Thời tiết ngày mai thế nào?", True),
        ("hom nay gia vang bao nhieu", True),
        ("Sở Y tế làm gì?", False),
    ],
)
def test_topics_that_no_plan_is_asked_about(question: str, elsewhere: bool) -> None:
    assert is_elsewhere(key(question)) is elsewhere


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("Tiền làm kế hoạch lấy ở đâu?", "funding"),
        ("Mục đích của kế hoạch?", "purpose"),
        ("Những ai tham gia?", "audience"),
        ("Sở Y tế làm gì?", None),
    ],
)
def test_the_part_of_a_plan_that_is_asked_for(question: str, aspect: str | None) -> None:
    found = asked_aspect(key(question))
    assert (found[0] if found else None) == aspect


def test_headings_say_what_a_part_is_about() -> None:
    assert is_heading_of("funding", "NGUỒN VỐN THỰC HIỆN")
    assert not is_heading_of("funding", "TỔ CHỨC THỰC HIỆN")
