from index.document.tree import SectionTree
from index.tables.tables import innermost
from tests.index.plans import plan_of, section_of

PLAN = plan_of("I. A\n\n1. B\n\n- C\n\n- D\n\nĐoạn sau danh sách.\n\n2. E\n\nII. F")


def test_both_look_ups_agree_at_every_position() -> None:
    tree = SectionTree(PLAN.sections)
    for position in range(len(PLAN.text) + 2):
        assert tree.innermost(position) is innermost(PLAN.sections, position)


def test_innermost_is_the_deepest_section_around_a_position() -> None:
    tree = SectionTree(PLAN.sections)
    found = {words: tree.innermost(PLAN.text.index(words)) for words in ("- D", "Đoạn sau", "II. F", "KẾ HOẠCH")}
    assert {words: section.path if section else None for words, section in found.items()} == {
        "- D": ("I", "1", "-2"),
        "Đoạn sau": ("I", "1"),
        "II. F": ("II",),
        "KẾ HOẠCH": None,
    }


def test_sections_above_come_innermost_first() -> None:
    tree = SectionTree(PLAN.sections)
    item = section_of(PLAN, "I", "1", "-1")
    assert [section.path for section in tree.above(item)] == [("I", "1"), ("I",)]
    assert tree.parent(section_of(PLAN, "I")) is None
