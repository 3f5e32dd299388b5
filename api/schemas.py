"""Bodies of requests and responses. Inside, the same things are frozen dataclasses."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.records import Fact, Plan, Reference, Section
from rag.answers import Answer, Citation, Composer, Kind, Mode, Reason, Refusal, Status


class _Body(BaseModel):
    model_config = ConfigDict(from_attributes=True)


def _whole(text: str) -> str:
    """`text`; raises `UnicodeEncodeError`, a `ValueError`, on half a character ("\\ud83d"), which no answer could repeat."""
    text.encode()
    return text


Text = Annotated[str, AfterValidator(_whole)]


class AskBody(_Body):
    """A question, in a conversation where an id is given."""

    question: Text = Field(
        description="Câu hỏi bằng tiếng Việt; có dấu, không dấu đều được.", examples=["Sở Công Thương Hà Tĩnh làm gì?"]
    )
    conversation_id: Text | None = Field(
        None, max_length=100, description="Mã cuộc trò chuyện; câu hỏi nối tiếp được hiểu theo các câu trước."
    )
    plan_ids: list[Text] | None = Field(
        None, max_length=1_000, description="Chỉ hỏi các văn bản này; để trống là hỏi tất cả."
    )
    mode: Mode = Field(
        Mode.AUTO,
        description="Cách soạn câu trả lời: trích từ văn bản, bằng mô hình ngôn ngữ, hay tự chọn (mô hình, nếu có cấu hình).",
    )


class CitationBody(_Body):
    """Where a statement stands: `text[start:end]` of GET /v1/plans/{id}/text is `quote`, letter by letter."""

    marker: int
    plan_id: str
    plan_title: str
    plan_number: str | None
    issuer: str | None
    issued_on: date | None
    source: str
    address: str
    path: list[str]
    heading: str
    quote: str
    start: int
    end: int
    page: int | None = Field(None, description="Trang của tệp, tính từ 1; null khi tệp không chia trang")

    @classmethod
    def of(cls, citation: Citation) -> CitationBody:
        """The citation as JSON gives it."""
        return cls.model_validate(citation)


class RefusalBody(_Body):
    """Why there is no answer; `nearest` proves nothing."""

    reason: Reason
    message: str
    nearest: list[CitationBody]

    @classmethod
    def of(cls, refusal: Refusal) -> RefusalBody:
        """The refusal as JSON gives it."""
        return cls.model_validate(refusal)


class AnswerBody(_Body):
    """The answer; `[n]` in `answer` are the citations' markers."""

    id: str
    conversation_id: str
    status: Status
    kind: Kind
    standalone_question: str
    answer: str
    citations: list[CitationBody]
    refusal: RefusalBody | None
    timings_ms: dict[str, float]
    composed_by: Composer = Field(
        description="Ai soạn câu trả lời: trích từ văn bản, hay mô hình ngôn ngữ (đã kiểm chứng từng câu)."
    )
    note: str = Field(description="Vì sao không dùng lời của mô hình ngôn ngữ; trống nếu không có gì để nói.")

    @classmethod
    def of(cls, answer: Answer) -> AnswerBody:
        """The answer as JSON gives it."""
        return cls.model_validate(answer)


class SectionBody(_Body):
    """A node of a plan's outline."""

    path: list[str]
    kind: str
    address: str
    heading: str
    start: int
    end: int

    @classmethod
    def of(cls, section: Section) -> SectionBody:
        """The section as JSON gives it."""
        return cls.model_validate(section)


class ReferenceBody(_Body):
    """Another document that the plan rests on."""

    kind: str
    number: str
    issued_on: date | None
    issuer: str

    @classmethod
    def of(cls, reference: Reference) -> ReferenceBody:
        """The reference as JSON gives it."""
        return cls.model_validate(reference)


class PlanSummary(_Body):
    """A plan in the list: what it says of itself; blank is null."""

    id: str
    source: str = Field(description="Tên tệp gốc.")
    kind: str
    number: str | None
    title: str | None
    issuer: str | None
    superior: str | None
    place: str | None
    issued_on: date | None
    signer: str | None
    signer_title: str | None
    on_behalf: list[str]
    sections: int
    indicators: int
    assignments: int

    @classmethod
    def of(cls, plan: Plan) -> PlanSummary:
        """The plan's summary."""
        return cls(**_summary(plan))


class PlanBody(PlanSummary):
    """A plan with its outline."""

    recipients: list[str]
    legal_bases: list[ReferenceBody]
    outline: list[SectionBody]

    @classmethod
    def of(cls, plan: Plan) -> PlanBody:
        """The plan with its outline."""
        metadata = plan.metadata
        return cls(
            **_summary(plan),
            recipients=[r.value for r in metadata.recipients],
            legal_bases=[ReferenceBody.of(r) for r in metadata.legal_bases],
            outline=[SectionBody.of(s) for s in plan.sections],
        )


def _summary(plan: Plan) -> dict[str, object]:
    metadata = plan.metadata
    return {
        "id": plan.plan_id,
        "source": plan.source,
        "kind": metadata.kind,
        "number": _value(metadata.number),
        "title": _value(metadata.title),
        "issuer": _value(metadata.issuer),
        "superior": _value(metadata.superior),
        "place": metadata.place,
        "issued_on": metadata.issued_on,
        "signer": _value(metadata.signer),
        "signer_title": _value(metadata.signer_title),
        "on_behalf": list(metadata.on_behalf),
        "sections": len(plan.sections),
        "indicators": len(plan.indicators),
        "assignments": len(plan.assignments),
    }


def _value(fact: Fact | None) -> str | None:
    return fact.value if fact else None


class PlanText(_Body):
    """A plan's text; offsets of citations count its characters."""

    id: str
    text: str


class ErrorBody(_Body):
    """Every error."""

    code: str = Field(description="Mã lỗi cố định, tiếng Anh.")
    message: str = Field(description="Lỗi là gì và cần làm gì, tiếng Việt.")
    detail: object | None = None


class HealthBody(_Body):
    """The server lives."""

    status: Literal["ok"] = "ok"
    plans: int
    passages: int
