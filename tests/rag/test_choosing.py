"""The likeliest kind's answer, or that of another kind whose evidence says far more of the question; over a made-up plan."""

import pytest

from rag.answers import Kind, Status
from rag.assistant import Assistant
from tests.rag.an_binh import assistant_knowing

BODY = """
I. MỤC TIÊU

- 80% người trưởng thành của tỉnh có chữ ký số cá nhân.
- Người cao tuổi sống một mình được khám sức khỏe tại nhà mỗi năm một lần.
- Mô hình đào tạo đột phá về nhân lực số mang tên “Học từ việc thật”.

II. GIẢI PHÁP

1. Sáp nhập Trung tâm Y tế huyện Tân Hòa vào Trung tâm Y tế thành phố An Bình trước ngày 01 tháng 7.

2. Phát triển kho thuốc dự trữ tại các vùng thường xuyên bị chia cắt khi mưa lũ.

III. TỔ CHỨC THỰC HIỆN

1. Sở Y tế: Chủ trì khám sức khỏe cho người cao tuổi; theo dõi, đôn đốc thực hiện Kế hoạch.

2. Sở Nội vụ: Chủ trì cấp chữ ký số cá nhân cho người trưởng thành; tham mưu đề xuất Bộ Nội vụ khung pháp lý về nhân lực số.

3. Trung tâm y tế các huyện: Tổ chức trực cấp cứu ngày đêm.

4. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh vận động Nhân dân tham gia khám sức khỏe.

5. Trách nhiệm của đối tượng được khám sức khỏe: Mang theo thẻ bảo hiểm y tế.
"""


@pytest.fixture(scope="module")
def an_binh(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_knowing(BODY, tmp_path_factory.mktemp("choosing"))


@pytest.mark.parametrize(
    ("question", "kind", "words"),
    [
        pytest.param("Chữ ký số cá nhân cho người trưởng thành ở An Bình giao đơn vị nào cấp?", Kind.RESPONSIBILITY, "**Sở Nội vụ**", id="no signer"),
        pytest.param("Mô hình đào tạo đột phá về nhân lực số của An Bình có tên gọi là gì?", Kind.CONTENT, "Học từ việc thật", id="no plan's title"),
        pytest.param("Trung tâm Y tế huyện Tân Hòa sẽ được sáp nhập thế nào?", Kind.CONTENT, "thành phố An Bình", id="no unit's tasks"),
        pytest.param("Ở An Bình đơn vị nào được giao đề xuất Bộ Nội vụ khung pháp lý về nhân lực số?", Kind.RESPONSIBILITY, "**Sở Nội vụ**", id="another unit is named"),
        pytest.param("Người cao tuổi sống một mình ở An Bình được khám sức khỏe tại nhà mấy năm một lần?", Kind.DEADLINE, "mỗi năm một lần", id="how often"),
    ],
)  # fmt: skip
def test_the_kind_whose_evidence_says_the_question_answers(
    an_binh: Assistant, question: str, kind: Kind, words: str
) -> None:
    answer = an_binh.ask(question)
    assert (answer.status, answer.kind) == (Status.ANSWERED, kind)
    assert words in answer.answer


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Ai ký kế hoạch củng cố y tế cơ sở của An Bình?", Kind.METADATA),
        ("Trung tâm y tế các huyện làm gì?", Kind.TASKS),
        ("Ai chủ trì khám sức khỏe cho người cao tuổi ở An Bình?", Kind.RESPONSIBILITY),
    ],
)
def test_the_likeliest_kind_stands_where_it_says_the_question(an_binh: Assistant, question: str, kind: Kind) -> None:
    answer = an_binh.ask(question)
    assert (answer.status, answer.kind) == (Status.ANSWERED, kind)


@pytest.mark.parametrize(
    "question",
    [
        "Công an tỉnh An Bình phải làm gì để cấp chữ ký số cá nhân?",
        "Sở Tài chính An Bình bao giờ phải sáp nhập Trung tâm Y tế huyện Tân Hòa?",
        "Người cao tuổi ở An Bình được tặng bao nhiêu tiền khi khám sức khỏe?",
    ],
)
def test_no_kind_answers_for_a_unit_or_a_sum_that_is_not_there(an_binh: Assistant, question: str) -> None:
    assert an_binh.ask(question).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "words"),
    [
        pytest.param("Sở Nội vụ An Bình chủ trì mảng nào?", ["chữ ký số cá nhân", "khung pháp lý"], id="what it is in charge of"),
        pytest.param("Tôi công tác ở Sở Nội vụ, ngành mình được giao những việc gì?", ["chữ ký số cá nhân"], id="where one works"),
        pytest.param("Sở Y tế và Sở Nội vụ An Bình phải làm gì?", ["khám sức khỏe cho người cao tuổi", "chữ ký số cá nhân"], id="two units"),
        pytest.param("Mặt trận và các đoàn thể ở An Bình được đề nghị làm gì?", ["vận động Nhân dân"], id="a group"),
        pytest.param("Đối tượng được khám sức khỏe ở An Bình có trách nhiệm gì?", ["thẻ bảo hiểm y tế"], id="no unit but a heading"),
    ],
)  # fmt: skip
def test_what_someone_has_to_do(an_binh: Assistant, question: str, words: list[str]) -> None:
    answer = an_binh.ask(question).answer
    assert all(word in answer for word in words)


def test_who_holds_a_post_is_not_answered_by_the_posts_tasks(an_binh: Assistant) -> None:
    assert an_binh.ask("Ai là Giám đốc Sở Nội vụ An Bình?").status is Status.NOT_FOUND
