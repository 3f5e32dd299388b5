"""Bodies of plans, files, errors and the server's state; what all bodies share. Inside, the same things are frozen dataclasses."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index.document.tree import tree_of
from index.records import Fact, Plan, Reference, Section


class Body(BaseModel):
    """Made from a dataclass with fields of the same names."""

    model_config = ConfigDict(from_attributes=True)


def _whole(text: str) -> str:
    """`text`; raises `UnicodeEncodeError`, a `ValueError`, on half a character ("\\ud83d"), which no answer could repeat."""
    text.encode()
    return text


Text = Annotated[str, AfterValidator(_whole)]


class SectionBody(Body):
    """A node of a plan's outline."""

    path: list[str] = Field(description="Đường dẫn của mục trong đề cương.", examples=[["V", "2.8"]])
    kind: str = Field(description="Loại mục (roman, number, dotted, letter, dash …).", examples=["dotted"])
    address: str = Field(description="Địa chỉ như cán bộ viết.", examples=["Mục V, 2.8"])
    heading: str = Field(description="Tên mục; trống khi là đoạn văn.", examples=["Sở Công Thương"])
    start: int = Field(description="Vị trí đầu trong toàn văn.", examples=[9120])
    end: int = Field(description="Vị trí ngay sau chữ cuối.", examples=[9391])

    @classmethod
    def of(cls, section: Section) -> SectionBody:
        """The section as JSON gives it."""
        return cls.model_validate(section)


class SectionText(SectionBody):
    """A section with its words and the sections right below it."""

    plan_id: str = Field(description="Mã văn bản.", examples=["ubnd-ha-tinh-2024-y-te-co-so"])
    text: str = Field(description="Nguyên văn của mục, cả các mục con.")
    children: list[SectionBody] = Field(description="Các mục ngay bên dưới.")

    @classmethod
    def within(cls, plan: Plan, section: Section) -> SectionText:
        """The section as JSON gives it."""
        tree = tree_of(plan)
        return cls(
            **SectionBody.of(section).model_dump(),
            plan_id=plan.plan_id,
            text=plan.quote(section.start, section.end),
            children=[SectionBody.of(s) for s in plan.sections if tree.parent(s) == section],
        )


class ReferenceBody(Body):
    """Another document that the plan rests on."""

    kind: str = Field(description="Loại văn bản.", examples=["Quyết định"])
    number: str = Field(description="Số, ký hiệu.", examples=["281/QĐ-TTg"])
    issued_on: date | None = Field(description="Ngày ban hành; null khi không nêu.", examples=["2024-04-05"])
    issuer: str = Field(description="Cơ quan ban hành; trống khi không nêu.", examples=["Thủ tướng Chính phủ"])

    @classmethod
    def of(cls, reference: Reference) -> ReferenceBody:
        """The reference as JSON gives it."""
        return cls.model_validate(reference)


class PlanSummary(Body):
    """A plan in the list: what it says of itself; blank is null."""

    id: str = Field(description="Mã văn bản.", examples=["ubnd-lam-dong-2024-y-te-co-so"])
    source: str = Field(description="Tên tệp gốc.", examples=["ubnd-lam-dong-2024-y-te-co-so.txt"])
    kind: str = Field(description="Loại văn bản.", examples=["Kế hoạch"])
    number: str | None = Field(description="Số, ký hiệu.", examples=["572/KH-UBND"])
    title: str | None = Field(description="Tên văn bản (trích yếu).")
    issuer: str | None = Field(description="Cơ quan ban hành.", examples=["Ủy ban nhân dân tỉnh Lâm Đồng"])
    superior: str | None = Field(description="Cơ quan cấp trên ghi ở đầu văn bản.")
    place: str | None = Field(description="Địa danh.", examples=["Lâm Đồng"])
    issued_on: date | None = Field(description="Ngày ban hành.", examples=["2024-01-18"])
    signer: str | None = Field(description="Người ký.")
    signer_title: str | None = Field(description="Chức vụ người ký.", examples=["Phó Chủ tịch"])
    on_behalf: list[str] = Field(description="Ký thay, thừa lệnh.", examples=[["TM. Ủy ban nhân dân", "KT. Chủ tịch"]])
    sections: int = Field(description="Số mục của đề cương.", examples=[120])
    indicators: int = Field(description="Số chỉ tiêu đã đọc được.", examples=[7])
    assignments: int = Field(description="Số phân công đã đọc được.", examples=[28])

    @classmethod
    def of(cls, plan: Plan) -> PlanSummary:
        """The plan's summary."""
        return cls(**_summary(plan))


class PlanBody(PlanSummary):
    """A plan with its outline."""

    recipients: list[str] = Field(description="Nơi nhận.")
    legal_bases: list[ReferenceBody] = Field(description="Văn bản căn cứ.")
    outline: list[SectionBody] = Field(description="Đề cương, theo thứ tự trong văn bản.")

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


class PlanText(Body):
    """A plan's text; offsets of citations count its characters."""

    id: str = Field(description="Mã văn bản.", examples=["ubnd-lam-dong-2024-y-te-co-so"])
    text: str = Field(description="Toàn văn, Unicode NFC.")


class ErrorBody(Body):
    """Every error."""

    code: str = Field(description="Mã lỗi cố định, tiếng Anh.", examples=["plan_not_found"])
    message: str = Field(
        description="Lỗi là gì và cần làm gì, tiếng Việt.",
        examples=["Không có văn bản: x. Xem danh sách tại GET /v1/plans."],
    )
    detail: object | None = Field(None, description="Chi tiết, khi có (các trường sai của yêu cầu).", examples=[None])


class HealthBody(Body):
    """The server lives; `problems` say what an operator should look at."""

    status: Literal["ok", "degraded"] = Field(description="ok; degraded: vẫn trả lời, nhưng có điều trong problems.")
    problems: list[str] = Field(
        description="Điều cần xem lại: chỉ mục hỏng đang lập lại, đĩa đầy, kho không truy cập được.", examples=[[]]
    )
    plans: int = Field(description="Số văn bản trong chỉ mục.", examples=[5])
    passages: int = Field(description="Số đoạn trong chỉ mục.", examples=[474])


class ReadyBody(Body):
    """What an answer needs, and whether it is there."""

    index: bool = Field(description="Chỉ mục đã nạp vào bộ nhớ.", examples=[True])
    model: bool = Field(description="Mô hình nhúng đã nạp và đã chạy.", examples=[True])
    stores: bool = Field(description="Cơ sở dữ liệu và kho vectơ truy cập được.", examples=[True])
