"""Small fakes: an embedder that can be checked by hand, a plan of a few lines, questions about it, an index over it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from eval.metrics import Cited, Given, Retrieved
from eval.questions import Evidence, GoldQuestion
from index.embedding import Vectors
from index.ingest import ingest_files, plan_files
from index.store import PlanIndex, build_index
from index.vietnamese import syllables
from rag.assistant import Assistant
from rag.conversation import Conversations

PLAN_ID = "ke-hoach-mau"
PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: 12/KH-UBND
Lâm Đồng, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
Phát triển y tế cơ sở
I. MỤC TIÊU
1. Trên 95% dân số tham gia bảo hiểm y tế.
2. 100% trạm y tế có bác sĩ làm việc.
II. TỔ CHỨC THỰC HIỆN
1. Sở Y tế: Chủ trì, phối hợp với các sở, ngành triển khai kế hoạch này; báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 hằng năm.
2. Sở Tài chính: Tham mưu bố trí kinh phí thực hiện kế hoạch theo phân cấp ngân sách nhà nước hiện hành.
"""
FINANCE = "Tham mưu bố trí kinh phí thực hiện kế hoạch theo phân cấp ngân sách"
INSURANCE = "Trên 95% dân số tham gia bảo hiểm y tế"


class SyllableEmbedder:
    """Counts of syllables in 64 buckets, unit length: texts that share syllables are near."""

    name = "syllables"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str], advance: Callable[[int], None] | None = None) -> Vectors:
        """One row for each text."""
        self.embedded += texts
        if advance:
            advance(len(texts))
        return np.stack([_vector(text) for text in texts]) if texts else np.zeros((0, 64), np.float32)

    def embed_question(self, text: str) -> Vectors:
        """The vector of one question."""
        self.asked.append(text)
        return _vector(text)


def _vector(text: str) -> Vectors:
    vector = np.full(64, 0.01, np.float32)
    for word in syllables(text):
        vector[sum(word.encode()) % 64] += 1
    return vector / np.float32(np.linalg.norm(vector))


def open_assistant(data: Path, plans: Sequence[Path]) -> tuple[PlanIndex, Assistant]:
    """As the composition root does it, with the fake embedder."""
    index = build_index(data, SyllableEmbedder)
    ingest_files(index, plan_files(plans))
    return index, Assistant(index, Conversations())


def question(**changes: object) -> GoldQuestion:
    """An answerable question about the finance department's task."""
    values: dict[str, object] = {
        "id": "q-1",
        "family": "q-1",
        "split": "dev",
        "kind": "responsibility",
        "history": (),
        "question": "Ở Lâm Đồng, ai tham mưu bố trí kinh phí?",
        "tags": (),
        "answered": True,
        "refusals": (),
        "evidence": ((Evidence(PLAN_ID, ("II", "2"), FINANCE),),),
        "facts": (("Sở Tài chính", "STC"),),
        "forbidden": (),
    }
    return GoldQuestion(**{**values, **changes})  # type: ignore[arg-type]


def unanswerable(**changes: object) -> GoldQuestion:
    """A question that the plan doesn't answer."""
    values: dict[str, object] = {
        "id": "u-1",
        "family": "u-1",
        "kind": "unanswerable",
        "answered": False,
        "refusals": ("not_stated",),
        "evidence": (),
        "facts": (),
    }
    return question(**{**values, **changes})


def cited(
    quote: str = FINANCE, path: tuple[str, ...] = ("II", "2"), plan: str = PLAN_ID, verbatim: bool = True
) -> Cited:
    """A citation, of the finance department's task unless told."""
    return Cited(plan, path, quote, verbatim)


def retrieved(text: str, *paths: tuple[str, ...], plan: str = PLAN_ID) -> Retrieved:
    """A retrieved piece."""
    return Retrieved(plan, paths, text)


def answered(text: str, *citations: Cited) -> Given:
    """An answer."""
    return Given(True, text, "", citations)


def refused(reason: str = "not_stated") -> Given:
    """A refusal."""
    return Given(False, "Các kế hoạch không nêu.", reason, ())


def write_set(folder: Path) -> tuple[Path, Path]:
    """A question file and its plans' folder: two answerable questions, a follow-up, one that is not answerable."""
    plans = folder / "plans"
    plans.mkdir()
    (plans / f"{PLAN_ID}.txt").write_text(PLAN, encoding="utf-8")
    base = {
        "family": "f",
        "split": "dev",
        "history": [],
        "tags": [],
        "status": "answered",
        "refusal": None,
        "forbidden": [],
        "note": "",
    }
    finance = [[{"plan": PLAN_ID, "path": ["II", "2"], "quote": FINANCE}]]
    insurance = [[{"plan": PLAN_ID, "path": ["I", "1"], "quote": INSURANCE}]]
    records = [
        {"id": "a", "kind": "responsibility", "question": "Kế hoạch 12/KH-UBND giao ai tham mưu bố trí kinh phí?", "evidence": finance, "facts": [["Sở Tài chính"]]},
        {"id": "b", "kind": "indicator", "question": "Kế hoạch 12/KH-UBND: tỷ lệ dân số tham gia bảo hiểm y tế là bao nhiêu?", "evidence": insurance, "facts": [["95"]]},
        {"id": "c", "kind": "follow_up", "history": ["Kế hoạch 12/KH-UBND giao Sở Y tế việc gì?"], "question": "Còn Sở Tài chính?", "evidence": finance, "facts": [["bố trí kinh phí"]]},
        {"id": "d", "kind": "unanswerable", "question": "Thủ đô của nước Úc là thành phố nào?", "status": "not_found", "refusal": ["out_of_scope"], "evidence": [], "facts": []},
    ]  # fmt: skip
    path = folder / "mau.jsonl"
    path.write_text(
        "\n".join(json.dumps({**base, **record, "family": record["id"]}, ensure_ascii=False) for record in records),
        encoding="utf-8",
    )
    return path, plans
