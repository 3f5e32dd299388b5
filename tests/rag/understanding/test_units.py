import pytest

from index.store import Snapshot
from index.vietnamese import expand, key
from rag.understanding.units import UnitMention, asked_type, find_units, same_unit, unit_aliases, unknown_subject


def units_in(snapshot: Snapshot, question: str) -> list[UnitMention]:
    return find_units(key(expand(question)), list(snapshot.plans.values()))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Sở Công Thương làm gì?", "sở công thương"),
        ("SỞ CÔNG THƯƠNG LÀM GÌ?", "sở công thương"),
        ("Sở GD&ĐT làm gì?", "sở giáo dục và đào tạo"),
        ("Sở GDĐT làm gì?", "sở giáo dục và đào tạo"),
        ("Sở KH&ĐT có nhiệm vụ gì?", "sở kế hoạch và đầu tư"),
        ("Sở TT&TT làm gì?", "sở thông tin và truyền thông"),
        ("Sở NN&PTNT làm gì?", "sở nông nghiệp và phát triển nông thôn"),
        ("Sở LĐTBXH làm gì?", "sở lao động thương binh và xã hội"),
        ("Sở LĐ-TB&XH làm gì?", "sở lao động thương binh và xã hội"),
        ("BHXH tỉnh làm gì?", "bảo hiểm xã hội tỉnh"),
        ("CDC làm gì?", "trung tâm kiểm soát bệnh tật"),
        ("Phòng Tổ chức - Hành chính có nhiệm vụ gì?", "phòng tổ chức hành chính"),
        ("phòng tổ chức hành chính có nhiệm vụ gì?", "phòng tổ chức hành chính"),
        ("Ban Tuyên giáo Huyện uỷ làm gì?", "ban tuyên giáo huyện ủy"),
        ("Ban Tuyên giáo làm gì?", "ban tuyên giáo"),
        ("Sở Xây dựng làm gì?", "sở xây dựng"),  # no plan names it, but every province has one
    ],
)
def test_a_unit_is_found_however_it_is_written(snapshot: Snapshot, question: str, name: str) -> None:
    assert [unit.name for unit in units_in(snapshot, question)] == [name]


@pytest.mark.parametrize(
    "question",
    [
        "Cơ quan nào làm?",
        "Đơn vị nào phối hợp?",
        "Các địa phương ra sao?",
        "Y tế cơ sở là gì?",
        "Sở nào lo việc này?",
        "",
    ],
)
def test_general_words_name_no_unit(snapshot: Snapshot, question: str) -> None:
    assert units_in(snapshot, question) == []


@pytest.mark.parametrize(
    ("question", "subjects", "scopes"),
    [
        ("Phòng Nghiệp vụ Y của Sở Y tế có nhiệm vụ gì?", ["phòng nghiệp vụ y"], ["sở y tế"]),
        ("Phòng Nghiệp vụ Y Sở Y tế có nhiệm vụ gì?", ["phòng nghiệp vụ y sở y tế"], []),
        ("Phòng nào của Sở Y tế lo thuốc?", [], ["sở y tế"]),
        ("Nhiệm vụ của Sở Y tế?", ["sở y tế"], []),
        ("Trách nhiệm chính của Sở Nội vụ là gì?", ["sở nội vụ"], []),
        ("Việc của Sở Tài chính?", ["sở tài chính"], []),
        ("Ai phối hợp với Sở Y tế?", [], ["sở y tế"]),
        ("Sở Nội vụ và Sở Tài chính làm gì?", ["sở nội vụ", "sở tài chính"], []),
    ],
)
def test_a_unit_is_the_subject_or_only_says_whose(
    snapshot: Snapshot, question: str, subjects: list[str], scopes: list[str]
) -> None:
    found = units_in(snapshot, question)
    assert [unit.name for unit in found if not unit.is_scope] == subjects
    assert [unit.name for unit in found if unit.is_scope] == scopes


def test_offsets_count_in_the_compared_question(snapshot: Snapshot) -> None:
    compared = key("Còn Sở Nội vụ thì sao?")
    (unit,) = find_units(compared, list(snapshot.plans.values()))
    assert compared[unit.start : unit.end] == "sở nội vụ"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Bưu điện tỉnh chủ trì việc gì?", "bưu điện tỉnh"),
        ("bưu điện tỉnh chủ trì việc gì?", "bưu điện tỉnh"),
        ("Thế còn Hội Chữ thập đỏ phối hợp làm gì?", "hội chữ thập đỏ"),
    ],
)
def test_a_unit_that_no_plan_names_as_the_subject(question: str, name: str) -> None:
    found = unknown_subject(question, key(question))
    assert found is not None
    assert (found.name, found.is_scope) == (name, False)


@pytest.mark.parametrize(
    "question", ["Đơn vị nào chủ trì?", "Ai chủ trì việc này?", "Làm gì bây giờ?", "Thời tiết thế nào?", ""]
)
def test_no_unknown_unit_where_none_is_named(question: str) -> None:
    assert unknown_subject(question, key(question)) is None


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("sở y tế", "Sở Y tế"),
        ("bảo hiểm xã hội", "Bảo hiểm xã hội tỉnh"),
        ("phòng kế hoạch tài chính", "Phòng Kế hoạch - Tài chính, Sở Y tế"),
        ("trung tâm kiểm soát bệnh tật", "Trung tâm Kiểm soát bệnh tật tỉnh"),
        ("mặt trận tổ quốc", "Ủy ban Mặt trận Tổ quốc, các tổ chức đoàn thể các cấp"),
        ("ủy ban nhân dân cấp huyện", "UBND các huyện, thành phố, thị xã"),
        ("ủy ban nhân dân cấp huyện", "Ủy ban nhân dân các huyện, thành phố"),
        ("sở tài chính", "Sở Kế hoạch và Đầu tư, Sở Tài chính"),
        ("ban tuyên giáo", "Ban Tuyên giáo Huyện ủy"),
    ],
)
def test_the_same_unit_asked_for_and_written(asked: str, written: str) -> None:
    assert same_unit(asked, written)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("sở nội vụ", "Sở Ngoại vụ"),
        ("phòng nghiệp vụ y", "Phòng Nghiệp vụ Dược, Sở Y tế"),
        ("sở xây dựng", "Sở Công Thương"),
        ("sở", "Sở Công Thương"),
    ],
)
def test_another_unit(asked: str, written: str) -> None:
    assert not same_unit(asked, written)


def test_one_syllable_is_no_alias() -> None:
    assert all(len(alias.split()) > 1 for alias in unit_aliases("Sở Y tế, các ban, ngành"))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Sở nào lo vốn?", "sở"),
        ("Phòng nào lo thuốc?", "phòng"),
        ("Những đơn vị nào?", ""),
        ("Ai lo?", ""),
        ("Cơ sở nào?", ""),
    ],
)
def test_the_kind_of_unit_asked_for(question: str, kind: str) -> None:
    assert asked_type(key(question)) == kind


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        ("ủy ban nhân dân các xã phường", "Ủy ban nhân dân các phường, xã, đặc khu"),
        ("cơ quan trực thuộc sở y tế", "Các cơ quan, đơn vị trực thuộc Sở Y tế"),
    ],
)
def test_a_level_or_a_group_in_other_words(asked: str, unit: str) -> None:
    assert same_unit(asked, unit)


@pytest.mark.parametrize(
    "text", ["mạng lưới cơ sở văn hóa và thể thao", "năng lực cán bộ xây dựng pháp luật", "văn hóa xã hội nông dân"]
)
def test_the_end_of_another_word_is_no_unit(text: str) -> None:
    assert find_units(text, []) == []
