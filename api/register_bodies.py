"""Bodies of the registers: who does what, deadlines, figures, units."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from api.answer_bodies import CitationBody
from api.schemas import Body
from index.records import Role
from rag.registers.rows import AssignmentRow, Due, IndicatorRow, TaskRow, UnitRole
from rag.registers.units import UnitRow


class RoleCode(StrEnum):
    """A role by a stable English code."""

    LEAD = "lead"
    SUPPORT = "support"
    ADVISE = "advise"
    DIRECT = "direct"
    MONITOR = "monitor"
    REPORT = "report"
    PERFORM = "perform"

    @property
    def role(self) -> Role:
        """The role of this code."""
        return Role[self.name]


class UnitRoleBody(Body):
    """A unit and its role in a task."""

    name: str = Field(description="Tên đầy đủ của đơn vị.", examples=["Sở Giáo dục và Đào tạo"])
    written: str = Field(description="Tên như văn bản viết.", examples=["Sở GD&ĐT"])
    scope: str = Field(description="Địa phương của đơn vị; trống khi tên đã nói rõ.", examples=["Hà Tĩnh"])
    role: RoleCode = Field(description="Vai trò, mã tiếng Anh.")
    role_name: str = Field(description="Vai trò, bằng chữ của văn bản.", examples=["chủ trì"])

    @classmethod
    def of(cls, unit: UnitRole) -> UnitRoleBody:
        """The unit as JSON gives it."""
        role = RoleCode[unit.role.name]
        return cls(name=unit.name, written=unit.written, scope=unit.scope, role=role, role_name=unit.role.value)


class DueBody(Body):
    """A time limit."""

    text: str = Field(description="Thời hạn như văn bản viết.", examples=["Trong tháng 6/2024"])
    first: date | None = Field(description="Ngày đầu của thời hạn; null khi không tính được.", examples=["2024-06-01"])
    last: date | None = Field(description="Hạn cuối; null khi không có ngày cuối.", examples=["2024-06-30"])
    recurring: bool = Field(description="Lặp lại định kỳ (hằng quý, hằng năm).")

    @classmethod
    def of(cls, due: Due) -> DueBody:
        """The limit as JSON gives it."""
        return cls.model_validate(due)


_PlanName = Annotated[
    str, Field(description="Tên gọi đầy đủ của văn bản.", examples=["Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh"])
]
_Citations = Annotated[
    list[CitationBody],
    Field(description="Nhiệm vụ trước; tên đơn vị, thời hạn nếu nằm ở chỗ khác. Mỗi trích dẫn có link mở đúng chỗ."),
]


class AssignmentBody(Body):
    """A unit and one of its tasks."""

    unit: UnitRoleBody = Field(description="Đơn vị và vai trò.")
    task: str = Field(description="Nhiệm vụ, nguyên văn.")
    due: DueBody | None = Field(description="Thời hạn; null khi văn bản không nêu.")
    product: str = Field(description="Sản phẩm phải có; trống khi văn bản không nêu.", examples=["Báo cáo"])
    plan_name: _PlanName
    citations: _Citations

    @classmethod
    def of(cls, row: AssignmentRow) -> AssignmentBody:
        """The row as JSON gives it."""
        return cls(
            unit=UnitRoleBody.of(row.unit),
            task=row.task,
            due=DueBody.of(row.due) if row.due else None,
            product=row.product,
            plan_name=row.plan_name,
            citations=[CitationBody.of(c) for c in row.citations],
        )


class TaskBody(Body):
    """A task and its units."""

    task: str = Field(description="Nhiệm vụ, nguyên văn.")
    units: list[UnitRoleBody] = Field(description="Các đơn vị, đơn vị chủ trì, thực hiện đứng trước.")
    due: DueBody | None = Field(description="Thời hạn; null khi văn bản không nêu.")
    product: str = Field(description="Sản phẩm phải có; trống khi văn bản không nêu.", examples=["Báo cáo"])
    plan_name: _PlanName
    citations: _Citations

    @classmethod
    def of(cls, row: TaskRow) -> TaskBody:
        """The row as JSON gives it."""
        return cls(
            task=row.task,
            units=[UnitRoleBody.of(unit) for unit in row.units],
            due=DueBody.of(row.due) if row.due else None,
            product=row.product,
            plan_name=row.plan_name,
            citations=[CitationBody.of(c) for c in row.citations],
        )


class IndicatorBody(Body):
    """One figure of an indicator."""

    name: str = Field(description="Chỉ tiêu.", examples=["Số bác sỹ/10.000 dân"])
    group: str = Field(description="Nhóm chỉ tiêu; trống khi không có.", examples=["Chỉ tiêu đầu vào"])
    measure: str = Field(description="Đơn vị tính; trống khi giá trị đã ghi.", examples=["Bác sỹ"])
    value: str = Field(description="Giá trị như văn bản viết.", examples=["12,5"])
    number: float | None = Field(description="Giá trị bằng số; null khi là khoảng hoặc bằng lời.", examples=[12.5])
    comparison: str = Field(description="Dấu so sánh ≥, >, ≤, <; trống khi bằng.", examples=["≥"])
    period: str = Field(description="Thời điểm, đối tượng của giá trị.", examples=["Kế hoạch năm 2024"])
    year: int | None = Field(description="Năm; null khi không nêu.", examples=[2024])
    is_baseline: bool = Field(description="Hiện trạng đã đạt, không phải mục tiêu.")
    table: str = Field(description="Tên bảng; trống khi nêu trong câu văn.", examples=["Các chỉ tiêu cơ bản"])
    plan_name: _PlanName
    citations: _Citations

    @classmethod
    def of(cls, row: IndicatorRow) -> IndicatorBody:
        """The row as JSON gives it."""
        return cls.model_validate(row)


class UnitBody(Body):
    """A unit and how much it has to do."""

    name: str = Field(description="Tên đầy đủ của đơn vị.", examples=["Sở Tài chính"])
    scope: str = Field(description="Địa phương của đơn vị; trống khi tên đã nói rõ.", examples=["Hà Tĩnh"])
    tasks: int = Field(description="Số nhiệm vụ được giao (không kể phối hợp).", examples=[3])
    supports: int = Field(description="Số nhiệm vụ được nêu là đơn vị phối hợp.", examples=[5])
    plan_ids: list[str] = Field(description="Các văn bản giao việc.", examples=[["ubnd-ha-tinh-2024-y-te-co-so"]])

    @classmethod
    def of(cls, row: UnitRow) -> UnitBody:
        """The row as JSON gives it."""
        return cls.model_validate(row)
