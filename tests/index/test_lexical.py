from pathlib import Path

import pytest

from index.lexical import LexicalIndex, build_lexical
from index.records import Passage

TEXTS = {
    "a#0": "Sở Y tế chủ trì củng cố trạm y tế xã",
    "a#1": "Sở Tài chính bố trí kinh phí",
    "b#0": "Sở Giáo dục và Đào tạo phối hợp về y tế trường học",
    "b#1": "Thể chế và thế giới",
}


def passage(passage_id: str, text: str) -> Passage:
    return Passage(passage_id, passage_id[0], (), "", "", "", text, 0, len(text))


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    index = build_lexical(tmp_path)
    for plan_id in "ab":
        index.replace({plan_id: [passage(i, text) for i, text in TEXTS.items() if i[0] == plan_id]})
    return index


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("trạm y tế xã", "a#0"),
        ("kinh phí", "a#1"),
        ("kinh phi", "a#1"),  # without diacritics
        ("Sở GD&ĐT", "b#0"),  # abbreviation in the question, name in the plan
        ("thế giới", "b#1"),
    ],
)
def test_the_best_passage_comes_first(lexical: LexicalIndex, query: str, best: str) -> None:
    assert lexical.search(query, 3)[0][0] == best


def test_search_stays_within_the_named_plans(lexical: LexicalIndex) -> None:
    assert {passage_id[0] for passage_id, _ in lexical.search("sở y tế", 10, ["b"])} == {"b"}
    assert lexical.search("sở y tế", 10, []) == []


@pytest.mark.parametrize("query", ["", "   ", "?!", "xyzxyz", '"', "AND OR NOT (", "a" * 5_000])
def test_a_query_that_matches_nothing_finds_nothing(lexical: LexicalIndex, query: str) -> None:
    assert lexical.search(query, 3) == []


def test_replacing_a_plan_forgets_its_old_passages_only(lexical: LexicalIndex) -> None:
    lexical.replace({"a": [passage("a#0", "Công an tỉnh")]})
    assert lexical.count() == 3
    assert lexical.search("kinh phí", 3) == []
    lexical.replace({"a": []})
    assert lexical.count() == 2


def test_the_index_outlives_its_object(tmp_path: Path, lexical: LexicalIndex) -> None:
    assert build_lexical(tmp_path).count() == lexical.count()
