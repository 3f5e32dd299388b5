import pytest

from index.document.addresses import address_of
from index.document.outline import is_closing
from index.parsing import parse_plan
from index.records import SectionKind
from tests.index.plans import document, plan_of, section_of

BODY = """
I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

a) Nâng cao năng lực y tế cơ sở.

b) Bảo đảm công bằng.

2. Yêu cầu

- Triển khai đồng bộ.

+ Kịp thời.

II. TỔ CHỨC THỰC HIỆN

2.1. Sở Y tế

Chủ trì triển khai.
"""


@pytest.mark.parametrize(
    ("path", "address", "heading"),
    [
        (("I",), "Mục I", "MỤC ĐÍCH, YÊU CẦU"),
        (("I", "1", "b"), "Mục I, khoản 1, điểm b", "Bảo đảm công bằng"),
        (("I", "2", "-1"), "Mục I, khoản 2, gạch đầu dòng thứ 1", ""),
        (("I", "2", "-1", "+1"), "Mục I, khoản 2, gạch đầu dòng thứ 1, dấu cộng thứ 1", ""),
        (("II", "2.1"), "Mục II, 2.1", "Sở Y tế"),
    ],
)
def test_addresses_are_as_an_official_writes_them(path: tuple[str, ...], address: str, heading: str) -> None:
    section = section_of(plan_of(BODY), *path)
    assert (section.address, section.heading) == (address, heading)


def test_a_section_covers_its_children_and_its_own_words_end_at_the_first() -> None:
    plan = plan_of(BODY)
    first = section_of(plan, "I", "1")
    assert plan.text[first.start : first.own_end].strip() == "1. Mục đích"
    assert plan.text[first.start : first.end].endswith("b) Bảo đảm công bằng.")


def test_signature_and_recipients_belong_to_no_section() -> None:
    plan = plan_of(BODY)
    assert all("Nơi nhận" not in plan.text[s.start : s.end] for s in plan.sections)


def test_a_number_that_skips_its_parents_level_is_its_child() -> None:
    plan = plan_of("V. TỔ CHỨC THỰC HIỆN\n\n2.1. Sở Y tế\n\n2.2. Sở Tài chính")
    assert [section.path for section in plan.sections] == [("V",), ("V", "2.1"), ("V", "2.2")]


def test_a_dotted_number_repeats_the_number_above_it_only_once() -> None:
    plan = plan_of("IV. NỘI DUNG\n\n1. Y tế\n\n1.2. Dự phòng\n\n1.2.1. Tiêm chủng")
    assert plan.sections[-1].address == "Mục IV, 1.2.1"


def test_numbering_that_restarts_gets_its_own_path_and_address() -> None:
    plan = plan_of("IV. KINH PHÍ\n\n1. A\n\nIV. TỔ CHỨC THỰC HIỆN\n\n1. B")
    assert [(s.path, s.address) for s in plan.sections] == [
        (("IV",), "Mục IV"),
        (("IV", "1"), "Mục IV, khoản 1"),
        (("IV (2)",), "Mục IV (2)"),
        (("IV (2)", "1"), "Mục IV (2), khoản 1"),
    ]


def test_a_paragraph_after_a_list_belongs_to_what_holds_the_list() -> None:
    plan = plan_of("I. A\n\n1. Yêu cầu\n\n- Một.\n\nĐoạn văn sau danh sách.")
    at = plan.text.index("Đoạn văn")
    assert [s.path for s in plan.sections if s.start <= at < s.end] == [("I",), ("I", "1")]


def test_a_closing_paragraph_belongs_to_the_whole_part() -> None:
    plan = plan_of(
        "V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- Chủ trì.\n\nYêu cầu các sở, ngành triển khai nghiêm túc Kế hoạch này."
    )
    at = plan.text.index("Yêu cầu các sở")
    assert [s.path for s in plan.sections if s.start <= at < s.end] == [("V",)]


@pytest.mark.parametrize(
    "text",
    [
        "Trong quá trình thực hiện, nếu có vướng mắc",
        "Trên đây là Kế hoạch",
        "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành",
    ],
)
def test_closing_paragraphs(text: str) -> None:
    assert is_closing(text)


ANNEX = f"""{document("I. MỤC ĐÍCH")}

ỦY BAN NHÂN DÂN TỈNH AN BÌNH

PHỤ LỤC II

DANH MỤC NHIỆM VỤ

I. Y TẾ

1. Khám sức khỏe
"""


def test_an_annex_alone_on_its_line_is_a_section_with_the_title_below_it() -> None:
    plan = parse_plan(ANNEX, "a.txt")
    annex = section_of(plan, "Phụ lục II")
    assert (annex.kind, annex.address, annex.heading) == (SectionKind.ANNEX, "Phụ lục II", "DANH MỤC NHIỆM VỤ")
    assert section_of(plan, "Phụ lục II", "I", "1").address == "Phụ lục II, Mục I, khoản 1"


def test_the_annexs_letterhead_does_not_leak_into_the_section_before() -> None:
    plan = parse_plan(
        "KẾ HOẠCH\n\nI. MỤC ĐÍCH\n\n1. Nội dung.\n\nỦY BAN NHÂN DÂN TỈNH AN BÌNH\n\nPHỤ LỤC\n\nDANH MỤC NHIỆM VỤ",
        "a.txt",
    )
    assert plan.text[section_of(plan, "I").start : section_of(plan, "I").end].endswith("1. Nội dung.")


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("1. Sở Tài chính: Chủ trì bố trí kinh phí.", "Sở Tài chính"),
        ("1. Mục tiêu 4: Trong lĩnh vực y tế:", "Mục tiêu 4: Trong lĩnh vực y tế"),
        ("1. Nâng cao năng lực", "Nâng cao năng lực"),
        ("1. " + "Tiếp tục nâng cao năng lực của toàn hệ thống, " * 4 + "bảo đảm chất lượng.", ""),
    ],
)
def test_heading_of_an_items_first_line(line: str, heading: str) -> None:
    assert section_of(plan_of(f"I. A\n\n{line}"), "I", "1").heading == heading


def test_a_sentence_over_a_list_serves_as_its_heading() -> None:
    plan = plan_of(
        "I. A\n\n1. Phấn đấu đến năm 2030 đạt các chỉ tiêu cơ bản về y tế cơ sở trên toàn tỉnh như sau đây, cụ thể là.\n\n- 100% xã."
    )
    assert section_of(plan, "I", "1").heading.startswith("Phấn đấu đến năm 2030")


def test_address_starts_with_a_capital() -> None:
    assert address_of(("khoản 3", "điểm đ")) == "Khoản 3, điểm đ"


def test_a_roman_number_goes_on_behind_the_capitals_inside_its_predecessor() -> None:
    plan = plan_of(
        "II/ NỘI DUNG\n\nA. Điều trị người bệnh\n\nTiếp nhận.\n\nB. Chăm sóc người bệnh\n\nTheo dõi.\n\nIII/ KINH PHÍ\n\nTự cân đối."
    )
    assert [s.path for s in plan.sections] == [("II",), ("II", "A"), ("II", "B"), ("III",)]


def test_dotted_numbers_with_a_dash_are_items() -> None:
    plan = plan_of(
        "VI- TỔ CHỨC THỰC HIỆN\n\n1- Cấp tỉnh\n\n1.1- Văn phòng chuẩn bị hội nghị.\n\n1.2- Ban Tuyên giáo đưa tin."
    )
    assert [s.path for s in plan.sections][2:] == [("VI", "1", "1.1"), ("VI", "1", "1.2")]


def test_a_paragraph_behind_a_lettered_list_that_a_full_stop_ends_belongs_to_what_holds_the_list() -> None:
    plan = plan_of("II. CHU TRÌNH\n\nGồm 02 bước:\n\na) Đăng ký;\n\nb) Đánh giá.\n\nHội đồng họp trong 20 ngày.")
    at = plan.text.index("Hội đồng họp")
    assert next(s for s in reversed(plan.sections) if s.start <= at < s.end).path == ("II",)


def test_dashes_stand_under_the_star_that_opens_them() -> None:
    plan = plan_of(
        "III. NHIỆM VỤ\n\n* Việc thứ nhất.\n\n- Chủ trì: Sở Y tế.\n\n- Phối hợp: Sở Tài chính.\n\n* Việc thứ hai.\n\n- Chủ trì: Sở Nội vụ."
    )
    assert [s.path[1:] for s in plan.sections][1:] == [("•1",), ("•1", "-1"), ("•1", "-2"), ("•2",), ("•2", "-1")]
