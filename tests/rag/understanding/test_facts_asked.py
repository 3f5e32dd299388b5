import pytest

from index.vietnamese import expand, key
from rag.understanding.facts_asked import facts_asked

NAMES = frozenset(["kế", "hoạch", "phòng", "chống", "ma", "túy", "cần", "thơ", "ủy", "ban", "nhân", "dân"])


@pytest.mark.parametrize(
    ("question", "content", "facts"),
    [
        ("Kế hoạch phòng chống ma túy ra hồi nào?", ["ma", "túy"], ("date",)),
        ("Kế hoạch của Cần Thơ được đặt bút phê duyệt bao giờ?", ["cần", "thơ", "phê", "duyệt"], ("date",)),
        ("Ngày tháng UBND Cần Thơ ký kế hoạch?", ["ma"], ("date",)),
        ("Kế hoạch ma túy còn gửi sở nào?", ["ma", "túy", "gửi"], ("recipients",)),
        ("Văn bản này chuyển đến những nơi nào?", ["chuyển"], ("recipients",)),
        ("Vị nào đặt bút vào kế hoạch ma túy?", ["vị", "đặt", "bút"], ("signer",)),
        ("Sở nào soạn kế hoạch phòng chống ma túy?", ["soạn", "ma", "túy"], ("issuer",)),
        # more content than the plan's name: about something inside the plan
        ("Kế hoạch gửi báo cáo thống kê về sở nào?", ["gửi", "báo", "cáo", "thống", "kê"], ()),
        ("Trong kế hoạch, ai công bố danh sách điểm nóng?", ["công", "bố", "danh", "sách", "điểm", "nóng"], ()),
        # no document named
        ("Sở Y tế gửi đi những đâu?", ["gửi"], ()),
    ],
)
def test_the_facts_asked_for(question: str, content: list[str], facts: tuple[str, ...]) -> None:
    assert facts_asked(key(expand(question)), content, NAMES) == facts
