"""What requests to the registers may ask for: filters, order, format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, TypeVar

from fastapi import Depends, Query
from pydantic import BeforeValidator

from api.register_bodies import RoleCode
from rag.registers.filters import Wanted, WantedFigures, choose, choose_figures
from rag.registers.ordering import FigureOrder, WorkOrder, order_figures, order_work
from rag.registers.rows import AssignmentRow, IndicatorRow, TaskRow

Work = TypeVar("Work", AssignmentRow, TaskRow)

Direction = Annotated[Literal["asc", "desc"], Query(description="asc: tăng dần; desc: giảm dần.", examples=["asc"])]
Format = Annotated[
    Literal["json", "csv", "xlsx"],
    Query(description="json: theo trang; csv, xlsx: tệp gồm mọi dòng khớp.", examples=["json"]),
]
CalendarFormat = Annotated[
    Literal["json", "csv", "xlsx", "ics"],
    Query(description="json: theo trang; csv, xlsx, ics: tệp gồm mọi dòng khớp.", examples=["json"]),
]
_Words = Query(
    max_length=300,
    description="Cụm từ cần có; nhiều cụm cách nhau dấu phẩy. Không dấu cũng được.",
    examples=["kinh phí"],
)


def _iso(day: str) -> str:
    """`day`; raises `ValueError` unless it is written as 2024-12-31: pydantic takes bare numbers for seconds since 1970."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        raise ValueError("cần ngày dạng năm-tháng-ngày, ví dụ 2024-12-31")
    return day


Day = Annotated[date, BeforeValidator(_iso)]


@dataclass(frozen=True)
class WorkQuery:
    """Which assignments, tasks or deadlines, and in what order."""

    wanted: Wanted
    sort: WorkOrder
    descending: bool

    def of(self, rows: Sequence[Work]) -> list[Work]:
        """The rows asked for, in order."""
        return order_work(choose(rows, self.wanted), self.sort, self.descending)


@dataclass(frozen=True)
class FigureQuery:
    """Which figures, and in what order."""

    wanted: WantedFigures
    sort: FigureOrder
    descending: bool

    def of(self, rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
        """The rows asked for, in order."""
        return order_figures(choose_figures(rows, self.wanted), self.sort, self.descending)


@dataclass(frozen=True)
class _Due:
    first: date | None
    last: date | None


def _due(
    due_after: Annotated[
        Day | None, Query(description="Hạn cuối từ ngày này (kể cả).", examples=["2024-01-01"])
    ] = None,
    due_before: Annotated[
        Day | None, Query(description="Hạn cuối đến ngày này (kể cả).", examples=["2024-12-31"])
    ] = None,
) -> _Due:
    return _Due(due_after, due_before)


def _wanted(
    due: Annotated[_Due, Depends(_due)],
    unit: Annotated[
        str, Query(max_length=300, description="Đơn vị, viết thế nào cũng được.", examples=["Sở Tài chính"])
    ] = "",
    topic: Annotated[str, _Words] = "",
    role: Annotated[RoleCode | None, Query(description="Vai trò của đơn vị.", examples=["lead"])] = None,
) -> Wanted:
    return Wanted(unit, role.role if role else None, topic, due.first, due.last)


def _work_query(
    wanted: Annotated[Wanted, Depends(_wanted)],
    sort: Annotated[WorkOrder, Query(description="Xếp theo; plan là thứ tự trong văn bản.")] = WorkOrder.PLAN,
    order: Direction = "asc",
) -> WorkQuery:
    return WorkQuery(wanted, sort, order == "desc")


def _wanted_figures(
    name: Annotated[str, _Words] = "",
    year: Annotated[int | None, Query(ge=1900, le=2200, description="Năm của giá trị.", examples=[2025])] = None,
    targets_only: Annotated[bool, Query(description="Chỉ mục tiêu, bỏ hiện trạng.")] = False,
) -> WantedFigures:
    return WantedFigures(name, year, targets_only)


def _figure_query(
    wanted: Annotated[WantedFigures, Depends(_wanted_figures)],
    sort: Annotated[FigureOrder, Query(description="Xếp theo; plan là thứ tự trong văn bản.")] = FigureOrder.PLAN,
    order: Direction = "asc",
) -> FigureQuery:
    return FigureQuery(wanted, sort, order == "desc")


WorkQueryDep = Annotated[WorkQuery, Depends(_work_query)]
FigureQueryDep = Annotated[FigureQuery, Depends(_figure_query)]
WordsQuery = Annotated[str, _Words]
