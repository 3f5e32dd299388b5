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
        ("Kinh phí lấy từ nguồn nào?", "Công an tỉnh chủ trì kiện toàn Ban Chỉ đạo.", False),
        ("Kinh phí lấy từ nguồn nào?", "Sử dụng ngân sách địa phương.", True),
        ("Đơn vị chi trả tiền nào được thưởng?", "Bưu điện tỉnh được khen.", True),
        ("Xếp việc lắp đặt vào năm nào?", "Lắp đặt hệ thống cảnh báo sớm.", False),
        ("Xếp việc lắp đặt vào năm nào?", "Năm 2026 lắp đặt hệ thống cảnh báo sớm.", True),
        ("Chiến lược được ban hành ngày tháng năm nào?", "Thực hiện sau khi Chiến lược được ban hành.", False),
        ("Quyết định 5 thay thế quyết định nào?", "Căn cứ Quyết định số 7/QĐ-UBND.", False),
        ("Quyết định 5 thay thế quyết định nào?", "Thay thế Quyết định số 7/QĐ-UBND.", True),
        ("Ai làm trưởng ban, cho xin họ tên?", "Trưởng ban là Phó Chủ tịch tỉnh.", False),
        ("Trung tâm đặt ở phường, xã nào?", "Hoàn thiện Trung tâm cấp tỉnh.", False),
        ("Những tuyến đường trọng điểm nào được số hóa?", "Số hóa một số tuyến đường trọng điểm.", False),
        ("Trung tâm đặt ở xã nào?", "Trung tâm đặt tại xã Hoa Sen, huyện Mẫu.", True),
        ("“3 xây, 3 chống” gồm những điều gì?", "Thi đua theo tiêu chí “3 xây, 3 chống”; đổi mới.", False),
        ("“3 xây, 3 chống” gồm những điều gì?", "Tiêu chí “3 xây, 3 chống” gồm: xây nếp sống.", True),
        ("Bộ thông điệp gồm những thông điệp nào?", "Bộ thông điệp truyền thông (kèm Phụ lục).", False),
        ("Tuổi thọ trung bình năm 2030 là bao nhiêu tuổi?", "Khảo sát tuổi thọ đến năm 2030.", False),
        ("Tuổi thọ trung bình năm 2030 là bao nhiêu tuổi?", "Đến 2030, tuổi thọ đạt 75 tuổi.", True),
        ("Mức thu nhập tối thiểu là bao nhiêu?", "Có cơ chế đặc biệt về thu nhập.", False),
        ("Thu xổ số năm nay là bao nhiêu?", "Thu từ xổ số: 6.000 triệu đồng.", True),
        ("Mai có mưa không?", "Xây dựng Trung tâm y tế.", False),
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
