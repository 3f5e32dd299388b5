from index.document.cleaning import clean
from index.document.typed_pages import columns_apart, without_page_numbers
from index.parsing import parse_plan

LETTERHEAD = """ỦY BAN NHÂN DÂN                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ AN BÌNH                                Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND                            An Bình, ngày 05 tháng 3 năm 2026

KẾ HOẠCH
Phòng, chống thiên tai năm 2026

I. MỤC ĐÍCH
Chủ động phòng ngừa.
"""


def test_a_letterhead_typed_in_two_columns_is_read_column_by_column() -> None:
    metadata = parse_plan(LETTERHEAD, "a.txt").metadata
    assert metadata.issuer and metadata.issuer.value == "Ủy ban nhân dân xã An Bình"
    assert metadata.number and metadata.number.value == "12/KH-UBND"
    assert str(metadata.issued_on) == "2026-03-05"


def test_a_number_or_day_left_blank_is_no_column() -> None:
    lines = ["Số:          /KH-UBND", "An Bình, ngày        tháng 6 năm 2023", "KẾ HOẠCH"]
    assert columns_apart(lines) == lines


def test_page_numbers_go_and_other_lone_numbers_stay() -> None:
    blocks = [["Mục đích", "1"], ["Yêu cầu"], ["2"], ["Trang 3/6"], ["Sở Y tế", "17"]]
    assert without_page_numbers(blocks) == [["Mục đích"], ["Yêu cầu"], ["Sở Y tế", "17"]]


def test_lines_cut_at_a_width_are_joined_where_the_next_word_had_no_room() -> None:
    sentence = "Đơn vị thứ {} bố trí đủ người trực tại trụ sở và báo cáo kết quả về Ban Chỉ huy trước ngày"
    body = "".join(
        f"{n}. Đơn vị số {n}\n{sentence.format(n)}\n{n}5/6/2026 theo mẫu gửi kèm, bảo đảm đúng thời gian quy định của Ủy ban nhân dân xã và\nđúng người.\n\n"
        for n in range(1, 10)
    )
    lines = clean(body).split("\n")
    assert lines[0] == "1. Đơn vị số 1"
    assert (
        lines[1].startswith("Đơn vị thứ 1")
        and "trước ngày 15/6/2026" in lines[1]
        and lines[1].endswith("và đúng người.")
    )


def test_a_heading_that_ends_in_society_is_whole() -> None:
    assert (
        clean("1. Phòng Văn hóa - Xã hội\n\nPhụ trách tuyên truyền tại các thôn.").split("\n")[0]
        == "1. Phòng Văn hóa - Xã hội"
    )


def test_recipients_beside_a_signature_typed_with_spaces_are_read_before_it() -> None:
    text = "KẾ HOẠCH\nNăm 2026\n\nI. MỤC ĐÍCH\nPhục vụ.\n\nNơi nhận:                      T/M BAN CHẤP HÀNH\n- Thành ủy,                    BÍ THƯ\n- Lưu.\n\n                               Lê Hoàng Phúc\n"
    metadata = parse_plan(text, "a.txt").metadata
    assert metadata.signer and metadata.signer.value == "Lê Hoàng Phúc"
    assert [r.value for r in metadata.recipients] == ["Thành ủy", "Lưu"]
