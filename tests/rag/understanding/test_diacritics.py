import pytest

from index.vocabulary import build_vocabulary
from rag.understanding.diacritics import Restorer, build_restorer
from tests.shipped import bare

ACCENTED = [
    "Sở Công Thương Hà Tĩnh làm gì?",
    "Phòng Tổ chức - Hành chính của Sở Y tế Bắc Giang có nhiệm vụ gì?",
    "Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ của Hà Tĩnh đến 2025?",
    "Ai chịu trách nhiệm theo dõi, đôn đốc kế hoạch y tế cơ sở ở Hà Tĩnh?",
    "Hạn trình kế hoạch phát triển giường bệnh của Bắc Giang?",
    "Kế hoạch nào của Lâm Đồng?",
    "Sở Xây dựng Bắc Giang có nhiệm vụ gì?",
    "Kế hoạch y tế của tỉnh Quảng Trị?",
    "Kế hoạch 1750/KH-SYT do ai ký?",
]


@pytest.mark.parametrize("text", ACCENTED)
def test_an_accented_question_stays(restorer: Restorer, text: str) -> None:
    assert restorer.restore(text) == text


@pytest.mark.parametrize("text", ACCENTED)
def test_a_bare_question_gets_its_marks_back(restorer: Restorer, text: str) -> None:
    assert bare(text) != text
    assert restorer.restore(bare(text)) == text


@pytest.mark.parametrize("text", [text for text in ACCENTED if "1750" not in text])
def test_a_bare_question_in_capitals_gets_its_marks_back_in_capitals(restorer: Restorer, text: str) -> None:
    assert restorer.restore(bare(text).upper()) == text.upper()


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("Sở Nội vu Lâm Dong có nhiem vụ gì", "Sở Nội vụ Lâm Đồng có nhiệm vụ gì"),
        ("hạn trinh kế hoạch phát triển giường bệnh", "hạn trình kế hoạch phát triển giường bệnh"),
        ("Kế hoạch số 93-KH/TU do ai ban hanh", "Kế hoạch số 93-KH/TU do ai ban hành"),
        ("Sở Công Thương có nhiêm vụ gì", "Sở Công Thương có nhiệm vụ gì"),
        ("gải pháp nâng cao năng lực", "giải pháp nâng cao năng lực"),
        ("xây dụng kế hoạch", "xây dựng kế hoạch"),
        ("Chuơng trình này của ngưòi dân", "Chương trình này của người dân"),
        ("bệnh viẹn đa khoa", "bệnh viện đa khoa"),
    ],
)
def test_a_half_bare_or_mistyped_question_is_mended(restorer: Restorer, typed: str, restored: str) -> None:
    assert restorer.restore(typed) == restored


@pytest.mark.parametrize(
    "text",
    [
        "Mỗi thôn có mấy nhân viên y tế đã qua đào tạo?",
        "Số ca tử vong mẹ là mấy ca trên 100.000 trẻ đẻ sống?",
        "Nhà nào xin nâng hạng đi qua đường này?",
    ],
)
def test_bare_words_of_a_question_that_lost_no_mark_stay(restorer: Restorer, text: str) -> None:
    assert restorer.restore(text) == text


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("phong nghiep vu duoc lam gi", "phòng nghiệp vụ dược làm gì"),
        ("So Ke hoach va Dau tu lam gi", "Sở Kế hoạch và Đầu tư làm gì"),
        ("Con So Ke hoach va Dau tu?", "Còn Sở Kế hoạch và Đầu tư?"),
    ],
)
def test_a_units_name_is_restored_against_commoner_pairs(restorer: Restorer, typed: str, restored: str) -> None:
    assert restorer.restore(typed) == restored


def test_a_correct_word_that_no_plan_has_stays(restorer: Restorer) -> None:
    assert restorer.restore("số giường trên vạn dân") == "số giường trên vạn dân"


@pytest.mark.parametrize(
    "sign",
    [
        "572/KH-UBND",
        "1750/KH-SYT",
        "101-KH/TU",
        "93-KH/TU",
        "25-CT/TW",
        "20-NQ/TW",
        "01/NQ-CP",
        "470-TB/TU",
        "281/QĐ-TTg",
    ],
)
def test_a_documents_number_and_sign_stay(restorer: Restorer, sign: str) -> None:
    assert restorer.restore(f"noi dung van ban {sign} la gi") == f"nội dung văn bản {sign} là gì"


@pytest.mark.parametrize(
    "text", ["", " ", "???", "2024", "18/01/2024", "12,5 %", "≥ 95", "x + y = z", "bitcoin blockchain", "Messi", "👍"]
)
def test_numbers_signs_and_unknown_words_stay(restorer: Restorer, text: str) -> None:
    assert restorer.restore(text) == text


def test_nothing_between_the_syllables_is_touched(restorer: Restorer) -> None:
    assert restorer.restore("so  noi vu,\tlam dong...") == "sở  nội vụ,\tlâm đồng..."


def test_neighbours_choose_among_accentings() -> None:
    restorer = build_restorer(build_vocabulary(["thể thấp còi", "tập thể", "thế giới", "thế giới", "thế giới"]))
    assert restorer.restore("the thap coi") == "thể thấp còi"
    assert restorer.restore("the gioi") == "thế giới"


def test_without_plans_only_known_phrases_are_restored() -> None:
    restorer = build_restorer(build_vocabulary([]))
    assert restorer.restore("ai chiu trach nhiem") == "ai chịu trách nhiệm"
    assert restorer.restore("xyz") == "xyz"
