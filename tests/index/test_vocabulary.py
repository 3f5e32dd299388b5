from index.vocabulary import build_vocabulary

VOCABULARY = build_vocabulary(
    ["Sở Y tế chủ trì\nSở Y tế phối hợp\nhòa bình", "thể chế, thế giới, thế nào, thế hệ, thế kỷ, ưu thế, lợi thế"]
)


def test_accentings_of_a_folded_syllable_come_commonest_first() -> None:
    assert VOCABULARY.accentings["the"][:2] == ["thế", "thể"]


def test_what_no_plan_holds_is_unknown_and_rarest() -> None:
    assert VOCABULARY.knows("tế")
    assert not VOCABULARY.knows("xyz")
    assert VOCABULARY.rarity("xyz") > VOCABULARY.rarity("hòa") > VOCABULARY.rarity("sở")


def test_neighbours_are_counted_within_a_paragraph() -> None:
    assert VOCABULARY.bigrams["y", "tế"] >= 2
    assert VOCABULARY.bigrams["hợp", "hòa"] == 0


def test_both_spellings_of_a_word_are_one_when_rarity_is_asked() -> None:
    assert build_vocabulary(["hoà bình"]).documents["hòa"] == 1


def test_provinces_are_known_to_accent_a_question_but_in_no_plan() -> None:
    vocabulary = build_vocabulary([])
    assert "tĩnh" in vocabulary.accentings["tinh"]
    assert not vocabulary.knows("tĩnh")
    assert "quỳnh" in build_vocabulary([], extra=["Quỳnh Lưu"]).accentings["quynh"]


def test_what_is_added_to_a_vocabulary_is_as_if_it_had_been_there_from_the_start() -> None:
    first, second = ["Sở Y tế chủ trì.\nPhòng Nghiệp vụ Dược"], ["Sở Tài chính phối hợp"]
    whole = build_vocabulary([*first, *second], ["Phòng Nghiệp vụ Dược, Sở Y tế", "Sở Tài chính"])
    base = build_vocabulary(first, ["Phòng Nghiệp vụ Dược, Sở Y tế"])
    before = base.unigrams.copy()
    assert build_vocabulary(second, ["Sở Tài chính"], base) == whole
    assert base.unigrams == before
