"""The assistant as tools of the Model Context Protocol, for the route /mcp and for `kehoach mcp` over stdio."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Annotated, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from api import texts
from api.answer_bodies import AnswerBody, CitationBody
from api.deps import Services, known_plan_ids
from api.errors import ApiError, error_code
from api.paging import MAX_LIMIT
from api.register_bodies import AssignmentBody, IndicatorBody, RoleCode
from api.routes.ask import checked_question, find_passages
from api.routes.plans import section_of
from api.schemas import SectionText
from index.errors import KehoachError
from index.records import Plan
from rag.answers import Mode
from rag.registers.filters import Wanted, WantedFigures, choose, choose_figures
from rag.registers.rows import assignment_rows, indicator_rows

P = ParamSpec("P")
R = TypeVar("R")

PlanIds = Annotated[
    list[str] | None, Field(description="Chỉ các văn bản có mã này (plan_id); để trống là mọi văn bản.", max_length=100)
]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Số dòng tối đa.")]
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)


class Passages(BaseModel):
    """What a search found."""

    passages: list[CitationBody] = Field(description="Các đoạn, khớp nhất đứng trước.")


class Assignments(BaseModel):
    """Rows of the responsibility matrix."""

    items: list[AssignmentBody] = Field(description="Mỗi dòng một đơn vị và một nhiệm vụ.")
    total: int = Field(description="Tổng số dòng khớp.")


class Indicators(BaseModel):
    """Rows of figures."""

    items: list[IndicatorBody] = Field(description="Mỗi dòng một giá trị.")
    total: int = Field(description="Tổng số dòng khớp.")


class PlanTools:
    """The tools over the services of a server. Their docstrings are what a model reads to choose one."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def ask(
        self,
        question: Annotated[str, Field(description="Câu hỏi bằng tiếng Việt, có dấu hay không dấu.")],
        conversation_id: Annotated[
            str | None, Field(description="Mã cuộc trò chuyện của câu trước, khi hỏi tiếp.", max_length=100)
        ] = None,
        plan_ids: PlanIds = None,
    ) -> AnswerBody:
        """Trả lời câu hỏi về các kế hoạch của cơ quan nhà nước (ai chịu trách nhiệm, nhiệm vụ của đơn vị, thời hạn, chỉ tiêu, người ký,
        văn bản căn cứ), có trích dẫn nguyên văn đến từng mục; status là not_found khi văn bản không nêu."""
        asked = checked_question(question, Mode.AUTO, self._services)
        known = known_plan_ids(self._services, plan_ids)
        with self._services.questions.count():
            answer = self._services.assistant.ask(asked, conversation_id, known)
        self._services.feedback.remember(answer)
        return AnswerBody.of(answer)

    def search_plans(
        self,
        query: Annotated[str, Field(description="Nội dung cần tìm.")],
        plan_ids: PlanIds = None,
        limit: Annotated[int, Field(ge=1, le=50, description="Số đoạn tối đa.")] = 10,
    ) -> Passages:
        """Tìm các đoạn trong kế hoạch gần nhất với nội dung cần tìm, kèm mã văn bản, địa chỉ và nguyên văn. Không phải câu trả lời."""
        asked = checked_question(query, Mode.EXTRACTIVE, self._services)
        known = known_plan_ids(self._services, plan_ids)
        with self._services.questions.count():
            return Passages(passages=find_passages(self._services, asked, known, limit))

    def get_section(
        self,
        plan_id: Annotated[str, Field(description="Mã văn bản.")],
        section: Annotated[
            str, Field(description="Đường dẫn nối bằng “/” (“V/2.8”) hoặc địa chỉ (“Mục V, 2.8”) của mục.")
        ],
    ) -> SectionText:
        """Đọc nguyên văn một mục của kế hoạch, với danh sách mục con."""
        plan = self._services.index.plan(plan_id)
        return SectionText.within(plan, section_of(plan, section))

    def list_assignments(
        self,
        unit: Annotated[str, Field(description="Đơn vị, viết thế nào cũng được.")] = "",
        topic: Annotated[str, Field(description="Cụm từ cần có trong nhiệm vụ.")] = "",
        role: Annotated[RoleCode | None, Field(description="Vai trò.")] = None,
        due_before: Annotated[date | None, Field(description="Hạn cuối đến ngày này (kể cả).")] = None,
        plan_ids: PlanIds = None,
        limit: Limit = 50,
    ) -> Assignments:
        """Liệt kê phân công: đơn vị, vai trò, nhiệm vụ nguyên văn, thời hạn, sản phẩm, trích dẫn."""
        wanted = Wanted(unit, role.role if role else None, topic, due_to=due_before)
        rows = choose(assignment_rows(self._plans(plan_ids)), wanted)
        return Assignments(items=[AssignmentBody.of(row) for row in rows[:limit]], total=len(rows))

    def list_indicators(
        self,
        name: Annotated[str, Field(description="Cụm từ cần có trong tên chỉ tiêu.")] = "",
        year: Annotated[int | None, Field(description="Năm của giá trị.")] = None,
        plan_ids: PlanIds = None,
        limit: Limit = 50,
    ) -> Indicators:
        """Liệt kê chỉ tiêu: tên, giá trị nguyên văn, con số, đơn vị tính, năm, hiện trạng hay mục tiêu, trích dẫn."""
        rows = choose_figures(indicator_rows(self._plans(plan_ids)), WantedFigures(name, year))
        return Indicators(items=[IndicatorBody.of(row) for row in rows[:limit]], total=len(rows))

    def _plans(self, plan_ids: list[str] | None) -> list[Plan]:
        known = known_plan_ids(self._services, plan_ids)
        return [plan for plan in self._services.index.snapshot.plans.values() if known is None or plan.plan_id in known]


def _spoken(tool: Callable[P, R]) -> Callable[P, R]:
    """`tool` with our errors as the SDK's, whose message a model gets to read; any other stays a crash, of which it learns nothing."""

    @wraps(tool)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return tool(*args, **kwargs)
        except (ApiError, KehoachError) as error:
            raise ToolError(f"{error} ({error_code(error)})") from error

    return called


def build_mcp(services: Services) -> MCPServer:
    """The tools as a server of the official SDK, to be mounted or run on stdio."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    server = MCPServer("kehoach", title=texts.TITLE, instructions=texts.MCP_INSTRUCTIONS, version="1")
    # The SDK sets up logging for the process it thinks it owns; ours is set up where the process starts.
    root.handlers, root.level = handlers, level
    tools = PlanTools(services)
    for tool in (tools.ask, tools.search_plans, tools.get_section, tools.list_assignments, tools.list_indicators):
        server.add_tool(_spoken(tool), annotations=_READS)
    return server
