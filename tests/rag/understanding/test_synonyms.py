import pytest

from index.vocabulary import build_vocabulary
from rag.understanding.synonyms import find_synonyms
from rag.understanding.terms import bag_of, terms_of

VOCABULARY = build_vocabulary(["kinh phí đào tạo cán bộ", "giường bệnh", "tiền thuốc"])


def test_a_phrase_is_found_where_it_stands() -> None:
    (synonym,) = find_synonyms(["tập", "huấn", "ở", "huyện"])
    assert (synonym.start, synonym.end) == (0, 2)
    assert ("đào", "tạo") in synonym.others


@pytest.mark.parametrize(
    ("question", "text", "more"),
    [
        ("tập huấn cán bộ", "đào tạo cán bộ", True),
        ("tiền cho huyện", "kinh phí cho huyện", True),
        ("kinh phí cho huyện", "tiền cho huyện", False),  # spoken words go one way
        ("tập huấn cán bộ", "giường bệnh", False),
    ],
)
def test_saying_it_otherwise_covers_the_question(question: str, text: str, more: bool) -> None:
    terms = terms_of(question, VOCABULARY)
    covered = terms.coverage(bag_of(text))
    assert (covered > 0.9) is more
    assert (terms.missing(bag_of(text)) == []) is more
