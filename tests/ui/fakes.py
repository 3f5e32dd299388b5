"""An assistant that answers a few questions about real plans, deterministically, with true offsets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Event, Lock

from index.errors import KehoachError, PlanNotFound
from index.ingest import FileResult, Outcome
from index.jobs import Job, JobState
from index.parsing import parse_plan, read_plan
from index.records import Plan
from rag.answers import Answer, Citation, Kind, Reason, Refusal, Status
from ui.backend import Backend, Feedback, Hear

PLANS = Path(__file__).parents[2] / "index" / "plans"
LAM_DONG = read_plan(PLANS / "ubnd-lam-dong-2024-y-te-co-so.txt")
BAC_GIANG = read_plan(PLANS / "so-y-te-bac-giang-2024.txt")
HOSTILE_HTML = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
HOSTILE_MARKDOWN = (
    "[bấm vào đây](javascript:window.hacked=1) ![ảnh](http://evil.invalid/x.png) ${window.hacked = 1} {{value}}"
)
HOSTILE_PLAN = parse_plan(
    "ỦY BAN NHÂN DÂN\nTỈNH THỬ NGHIỆM\nSố: 1/KH-UBND\nThử Nghiệm, ngày 02 tháng 3 năm 2024\nKẾ HOẠCH\n"
    f"Thử {HOSTILE_HTML}\nI. MỤC TIÊU <b>đậm</b>\n1. Mục tiêu {HOSTILE_HTML}\n- Đạt {HOSTILE_MARKDOWN} trước năm 2030.\n",
    "thu-nghiem.txt",
)
_SO_TAI_CHINH = "Sở Tài chính"


def cite(plan: Plan, quote: str, marker: int, after: int = 0) -> Citation:
    """A citation of `quote`, which must stand in the plan."""
    start = plan.text.index(quote, after)
    inside = [s for s in plan.sections if s.start <= start and start + len(quote) <= s.end]
    section = max(inside, key=lambda s: len(s.path), default=None)
    metadata = plan.metadata
    return Citation(
        marker=marker,
        plan_id=plan.plan_id,
        plan_title=metadata.title.value if metadata.title else plan.source,
        plan_number=metadata.number.value if metadata.number else None,
        issuer=metadata.issuer.value if metadata.issuer else None,
        issued_on=metadata.issued_on,
        source=plan.source,
        address=section.address if section else "",
        path=section.path if section else (),
        heading=section.heading if section else "",
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def section_quote(plan: Plan, path: tuple[str, ...]) -> str:
    """The whole text of a section."""
    section = next(s for s in plan.sections if s.path == path)
    return plan.text[section.start : section.end].rstrip()


class FakeAccess:
    """Everybody is an editor until `is_editor` says no; text files are taken in at the second look, others fail."""

    def __init__(self, plans: dict[str, Plan]) -> None:
        self._plans = plans
        self._jobs: dict[str, Job] = {}
        self.is_editor = True
        self.signed_in = ""

    @property
    def signs_in(self) -> bool:
        """Whether people sign in."""
        return bool(self.signed_in)

    def name(self, cookies: Mapping[str, str]) -> str:
        """Who."""
        return self.signed_in

    def may_edit(self, cookies: Mapping[str, str]) -> bool:
        """Whether they may edit."""
        return self.is_editor

    def upload(self, cookies: Mapping[str, str], files: Sequence[tuple[str, bytes]]) -> str:
        """Queues files."""
        self._check()
        results = tuple(self._result(name, data) for name, data in files)
        names = tuple(name for name, _ in files)
        now = datetime(2026, 1, 1)
        self._jobs["1"] = Job("1", JobState.QUEUED, names, results, 0, 0, "", "", "", now, None, None)
        return "1"

    def job(self, job_id: str) -> Job:
        """Queued at the first look, done at the second."""
        job = self._jobs[job_id]
        self._jobs[job_id] = replace(job, state=JobState.DONE)
        return replace(job, results=()) if job.state is JobState.QUEUED else job

    def remove(self, cookies: Mapping[str, str], plan_id: str) -> None:
        """Forgets a plan."""
        self._check()
        if self._plans.pop(plan_id, None) is None:
            raise PlanNotFound(f"Không có văn bản “{plan_id}”.")

    def _check(self) -> None:
        if not self.is_editor:
            raise KehoachError("Khóa này không có quyền sửa.")

    def _result(self, name: str, data: bytes) -> FileResult:
        if not name.endswith(".txt"):
            return FileResult(name, Outcome.FAILED, message=f"Không đọc được tệp {name}.")
        plan = parse_plan(data.decode(), name)
        self._plans[plan.plan_id] = plan
        return FileResult(name, Outcome.ADDED, plan.plan_id, 1)


class FakeAssistant:
    """Answers by a word in the question; counts the questions of each conversation."""

    def __init__(self, plans: Sequence[Plan] = (LAM_DONG, BAC_GIANG, HOSTILE_PLAN)) -> None:
        self.asked: list[tuple[str, str | None, Sequence[str] | None]] = []
        self._turns: Counter[str] = Counter()
        self._ids = count(1)
        self._lock = Lock()
        self.released = Event()  # what a slow question waits for
        self.held: list[Event] = []  # each makes one look at the plans wait

        self.feedback: list[Feedback] = []
        self._plans = {plan.plan_id: plan for plan in plans}
        self.access = FakeAccess(self._plans)

    def backend(self) -> Backend:
        """What the page gets."""
        return Backend(self.ask, self.plans, self.feedback.append, self.access)

    def plans(self) -> dict[str, Plan]:
        """The plans there are."""
        if self.held:
            self.held.pop().wait(timeout=30)
        return dict(self._plans)

    def ask(
        self,
        question: str,
        conversation_id: str | None = None,
        plan_ids: Sequence[str] | None = None,
        hear: Hear | None = None,
    ) -> Answer:
        """The answer that the question's word calls for; "từng câu" lets its sentences be heard one by one."""
        with self._lock:
            self.asked.append((question, conversation_id, plan_ids))
            conversation = conversation_id or f"c{next(self._ids)}"
            self._turns[conversation] += 1
        if "bận" in question:
            raise KehoachError("Máy chủ đang bận. Vui lòng gửi lại câu hỏi sau một phút.")
        if "từng câu" in question and hear:
            hear("Câu nghe trước.")
        if "chậm" in question or "từng câu" in question:
            self.released.wait(timeout=30)
        if "từng câu" in question and hear:
            hear("Câu nghe sau.")
        if "hỏng" in question:
            raise RuntimeError("a secret detail")
        text, citations, refusal, standalone = self._content(question, self._turns[conversation])
        return Answer(
            id=f"a{next(self._ids)}",
            conversation_id=conversation,
            status=Status.NOT_FOUND if refusal else Status.ANSWERED,
            kind=Kind.TASKS,
            standalone_question=standalone or question,
            answer=text,
            citations=citations,
            refusal=refusal,
        )

    def _content(self, question: str, turn: int) -> tuple[str, tuple[Citation, ...], Refusal | None, str]:
        if "bóng đá" in question:
            return "", (), Refusal(Reason.OUT_OF_SCOPE, "Trợ lý chỉ trả lời về nội dung các văn bản kế hoạch."), ""
        if "dự toán" in question:
            nearest = (
                cite(LAM_DONG, section_quote(LAM_DONG, ("IV", "3")), 1),
                cite(LAM_DONG, section_quote(LAM_DONG, ("III", "3", "a")), 2),
            )
            return (
                "",
                (),
                Refusal(
                    Reason.NOT_STATED, "Kế hoạch số 572/KH-UBND không nêu số tiền **dự toán** của từng năm.", nearest
                ),
                "",
            )
        if "bảo hiểm" in question:
            quote = "Trên 95% dân số tham gia bảo hiểm y tế."
            return (
                f"Câu thứ {turn}: **trên 95%** dân số tham gia bảo hiểm y tế, theo mục tiêu đến năm 2030 [1].",
                (cite(LAM_DONG, quote, 1),),
                None,
                "",
            )
        if "Thế còn" in question:
            quote = section_quote(LAM_DONG, ("IV", "2"))
            return (
                f"**Sở Kế hoạch và Đầu tư**: {quote} [1]",
                (cite(LAM_DONG, quote, 1),),
                None,
                "Ở Lâm Đồng, Sở Kế hoạch và Đầu tư được giao nhiệm vụ gì?",
            )
        if "bảng" in question:
            rows = BAC_GIANG.text[BAC_GIANG.text.index("12\tTỷ lệ suy") : BAC_GIANG.text.index("14\tDuy trì") - 1]
            text = "Chỉ tiêu | Năm 2024\n--- | ---\nNhẹ cân | **10,3 %** [1]\nThấp còi | **19,0 %** [1]"
            return text, (cite(BAC_GIANG, rows, 1),), None, ""
        if "độc hại" in question:
            quote = f"- Đạt {HOSTILE_MARKDOWN} trước năm 2030."
            return f"{HOSTILE_HTML} {HOSTILE_MARKDOWN} [1]", (cite(HOSTILE_PLAN, quote, 1),), None, ""
        quote = section_quote(LAM_DONG, ("IV", "3")).split(": ", 1)[1]
        advice = section_quote(LAM_DONG, ("IV", "1", "-1"))
        across = LAM_DONG.text[9_600:9_800]  # from the middle of a line to the middle of the next
        text = (
            f"Câu thứ {turn}. **Sở Tài chính** (Kế hoạch số 572/KH-UBND của UBND tỉnh Lâm Đồng) được giao:\n\n"
            f"- **Chủ trì:** {quote} [1]\n- **Liên quan:** {advice.lstrip('- ')} [2]\n\nXem thêm yêu cầu chung [3]."
        )
        return text, (cite(LAM_DONG, quote, 1), cite(LAM_DONG, advice, 2), cite(LAM_DONG, across, 3)), None, ""
