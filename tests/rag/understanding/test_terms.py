import pytest

from index.vocabulary import build_vocabulary
from rag.understanding.terms import Terms, bag_of, terms_of, words_of

# Two syllables of one word, equally rare: a text with both side by side covers everything.
HEALTH = Terms(("y", "tế"), {"y": 1.0, "tế": 1.0}, {"y_tế": 1.0})
VOCABULARY = build_vocabulary(["tỷ lệ giường bệnh", "giường bệnh", "giường", "nhân lực y tế", "y tế"])


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("y tế cơ sở", 1.0),
        ("Y TẾ", 1.0),
        ("tế bào và y học", 0.4),  # the syllables without the word
        ("y học", 0.2),
        ("giáo dục", 0.0),
        ("", 0.0),
    ],
)
def test_words_standing_together_count_more_than_their_syllables(text: str, share: float) -> None:
    assert HEALTH.coverage(bag_of(text)) == pytest.approx(share)


def test_a_rare_word_counts_more() -> None:
    terms = Terms(("sốt", "rét"), {"sốt": 3.0, "rét": 1.0}, {})
    assert terms.coverage(bag_of("sốt")) == pytest.approx(0.75)
    assert terms.coverage(bag_of("rét")) == pytest.approx(0.25)


def test_a_question_without_content_is_covered_by_nothing() -> None:
    assert Terms((), {}, {}).coverage(bag_of("y tế cơ sở")) == 0.0


def test_a_number_that_the_text_lacks_halves_the_coverage() -> None:
    terms = Terms(("dự", "án", "8"), {"dự": 1.0, "án": 1.0, "8": 1.0}, {"dự_án": 1.0})
    assert terms.coverage(bag_of("dự án 8")) == pytest.approx(1.0)
    assert terms.coverage(bag_of("dự án 4")) == pytest.approx(0.5 * (0.6 + 0.4 * 2 / 3))


def test_a_required_detail_that_the_text_lacks_leaves_nothing() -> None:
    terms = Terms(("sở", "y", "tế"), {"sở": 1.0, "y": 1.0, "tế": 1.0}, {}, required=("điện_thoại",))
    assert terms.coverage(bag_of("sở y tế")) == 0.0
    assert terms.coverage(bag_of("điện thoại sở y tế")) == 1.0


def test_missing_words_come_in_the_questions_order() -> None:
    terms = Terms(("sốt", "rét", "bại", "liệt"), {}, {})
    assert terms.missing(bag_of("bệnh bại liệt")) == ["sốt", "rét"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("số giường trên 1 vạn dân", ["số", "giường", "trên", "10.000", "dân"]),
        ("mỗi vạn dân", ["10.000", "dân"]),
        ("10 nghìn dân", ["10.000", "dân"]),
        ("tháng 06", ["tháng", "6"]),
        ("tham gia BHYT", ["tham", "gia", "bảo", "hiểm", "y", "tế"]),
        ("bác sỹ", ["bác", "sĩ"]),
        ("Tỷ lệ", ["tỉ", "lệ"]),
        ("1.922.700 người", ["1.922.700", "người"]),
    ],
)
def test_words_as_they_are_compared(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_stop_words_and_the_given_phrases_are_no_content() -> None:
    terms = terms_of("Tỷ lệ giường bệnh của Hà Tĩnh là bao nhiêu?", VOCABULARY, ["hà tĩnh", "tỷ lệ"])
    assert terms.words == ("giường", "bệnh")
    assert set(terms.pair_weights) == {"giường_bệnh"}


def test_rarity_weighs_words_and_the_commoner_of_two_weighs_their_pair() -> None:
    terms = terms_of("giường bệnh", VOCABULARY)
    assert terms.weights["bệnh"] > terms.weights["giường"]
    assert terms.pair_weights["giường_bệnh"] == pytest.approx(VOCABULARY.rarity("giường"))


def test_a_word_that_no_plan_holds_weighs_half_as_much_again() -> None:
    assert terms_of("bitcoin", VOCABULARY).weights["bitcoin"] == pytest.approx(1.5 * VOCABULARY.rarity("bitcoin"))


@pytest.mark.parametrize(
    ("question", "required"),
    [
        ("Số điện thoại của Sở Y tế?", {"số_điện", "điện_thoại"}),
        ("Email của Sở Y tế?", {"email"}),
        ("Mức lương của bác sĩ?", {"mức_lương"}),
        ("Số giường bệnh?", set()),
    ],
)
def test_details_that_the_text_must_name(question: str, required: set[str]) -> None:
    assert set(terms_of(question, VOCABULARY).required) == required


def test_words_of_talk_weigh_little_and_form_no_pairs() -> None:
    terms = terms_of("kính gửi trợ lý, tỷ lệ giường bệnh", VOCABULARY)
    assert terms.weights["kính"] < terms.weights["giường"]
    assert not [pair for pair in terms.pair_weights if "kính" in pair or "trợ" in pair]
    assert terms.coverage(bag_of("tỷ lệ giường bệnh")) > 0.8


def test_a_word_of_talk_within_a_word_of_the_plans_weighs_as_any() -> None:
    plans = build_vocabulary(["nâng cao nhận thức"] * 4 + ["nhận hồ sơ"])
    alone, within = terms_of("nhận gì", plans), terms_of("nâng cao nhận thức", plans)
    assert alone.weights["nhận"] < within.weights["nhận"]
