"""Plans whose every passage says which version of which plan it is of, so that a mixture shows."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.index.plans import document

_UNITS = ("Sở Y tế", "Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng", "Công an tỉnh", "Báo An Bình")
_WORK = (
    "rà soát cơ sở vật chất",
    "bố trí kinh phí",
    "tuyển dụng nhân lực",
    "kiểm tra, giám sát",
    "tuyên truyền, vận động",
)


@dataclass(frozen=True)
class Version:
    """One version of one plan; `words` stand once each, one a passage."""

    plan_id: str
    number: int
    text: str
    words: tuple[str, ...]

    @property
    def file(self) -> tuple[str, bytes]:
        """Name and bytes."""
        return f"{self.plan_id}.txt", self.text.encode()


def make_version(plan_id: str, number: int, seed: int) -> Version:
    """A version, always the same one for the same arguments."""
    random = Random(f"{seed} {plan_id} {number}")
    words = tuple(f"mã{plan_id.replace('-', '')}x{number}x{task}" for task in range(random.randint(6, 40)))
    tasks = (
        f"{task}. {random.choice(_UNITS)}: Chủ trì {random.choice(_WORK)} theo {word}, hoàn thành trước ngày {random.randint(1, 28)}/12/2025; "
        "báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện và những khó khăn, vướng mắc cần tháo gỡ."
        for task, word in enumerate(words, start=1)
    )
    text = document("I. MỤC ĐÍCH\n1. Củng cố y tế cơ sở.\nII. TỔ CHỨC THỰC HIỆN\n" + "\n".join(tasks))
    return Version(plan_id, number, text, words)
