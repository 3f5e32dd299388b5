"""The tools of the Model Context Protocol, called by the official SDK's client: over HTTP, and over stdio from `kehoach mcp`."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from api.access.keys import KeyStore
from api.access.roles import Role
from api.app import build_app
from api.deps import Services, build_services
from api.settings import Auth, Settings
from index.embedding import BUNDLED, build_embedder
from index.ingest import ingest_files, shipped_plans
from index.store import PlanIndex, build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.fakes import FakeEmbedder
from tests.http_server import serving_app
from tests.shipped import BAC_GIANG, HA_TINH

ROOT = Path(__file__).parents[2]
TOOLS = {"ask", "search_plans", "get_section", "list_assignments", "list_indicators"}
Talk = Callable[[Client], Awaitable[Any]]


@pytest.fixture(scope="module")
def address(shipped_index: PlanIndex, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(data=tmp_path_factory.mktemp("mcp"), _env_file=None)
    services = build_services(settings, shipped_index, Assistant(shipped_index, Conversations()))
    with serving_app(build_app(services)) as address:
        yield address


def talk(target: Any, talking: Talk) -> Any:
    async def run() -> Any:
        async with Client(target) as client:
            return await talking(client)

    return asyncio.run(run())


def call(address: str, tool: str, **arguments: Any) -> Any:
    """What a tool gives, as data."""
    result = talk(f"{address}/mcp", lambda client: client.call_tool(tool, arguments))
    assert not result.is_error, result.content
    return result.structured_content


def refused(address: str, tool: str, **arguments: Any) -> str:
    """What a tool says when it can't."""
    result = talk(f"{address}/mcp", lambda client: client.call_tool(tool, arguments))
    assert result.is_error
    text: str = result.content[0].text
    return text


def test_the_tools_are_described_and_read_only(address: str) -> None:
    tools = talk(f"{address}/mcp", lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert len(tool.description) > 50
        assert tool.output_schema
        assert tool.annotations.read_only_hint
        for name, schema in tool.input_schema["properties"].items():
            assert schema.get("description") or schema.get("anyOf"), name


def test_a_question_and_its_follow_up(address: str) -> None:
    first = call(address, "ask", question="Sở Tài chính Hà Tĩnh có nhiệm vụ gì?")
    assert first["status"] == "answered"
    assert first["citations"][0]["plan_id"] == HA_TINH
    then = call(address, "ask", question="Còn Lâm Đồng?", conversation_id=first["conversation_id"])
    assert "Lâm Đồng" in then["standalone_question"]


def test_a_search_then_the_section_it_found(address: str) -> None:
    found = call(address, "search_plans", query="an toàn thực phẩm", plan_ids=[HA_TINH], limit=3)["passages"]
    assert 1 <= len(found) <= 3
    assert {passage["plan_id"] for passage in found} == {HA_TINH}
    section = call(address, "get_section", plan_id=HA_TINH, section="/".join(found[0]["path"]))
    assert section["address"] == found[0]["address"]
    assert found[0]["quote"] in section["text"]
    assert call(address, "get_section", plan_id=HA_TINH, section=found[0]["address"])["path"] == section["path"]


def test_assignments_and_indicators_as_data(address: str) -> None:
    support = call(address, "list_assignments", unit="so tai chinh", role="support", limit=1)
    assert len(support["items"]) == 1 <= support["total"]
    assert support["items"][0]["unit"]["role"] == "support"
    due = call(address, "list_assignments", plan_ids=[BAC_GIANG], due_before="2024-01-31")
    assert due["total"] == 2
    figures = call(address, "list_indicators", name="số bác sỹ", year=2024)
    assert [(row["value"], row["year"]) for row in figures["items"]] == [("12,5", 2024)]


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("ask", {"question": " "}, "empty_question"),
        ("ask", {"question": "Ai ký?", "plan_ids": ["khong-co"]}, "plan_not_found"),
        ("get_section", {"plan_id": "khong-co", "section": "I"}, "plan_not_found"),
        ("get_section", {"plan_id": HA_TINH, "section": "XX/9"}, "section_not_found"),
        ("list_assignments", {"role": "boss"}, "role"),
        ("list_indicators", {"limit": 0}, "limit"),
    ],
)
def test_what_is_wrong_is_said_so_that_a_model_can_mend_it(
    address: str, tool: str, arguments: dict[str, Any], words: str
) -> None:
    assert words in refused(address, tool, **arguments)


def test_another_sites_name_for_this_machine_is_refused(address: str) -> None:
    """DNS rebinding: a page of evil.test whose name points here must not reach the tools of a server without keys."""
    headers = {"accept": "application/json, text/event-stream", "host": "evil.test"}
    response = httpx.post(f"{address}/mcp", json={}, headers=headers)
    assert response.status_code == 421


def test_where_keys_are_in_force_the_tools_need_one(shipped_index: PlanIndex, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, auth=Auth.REQUIRED, _env_file=None)
    services = build_services(settings, build_index(tmp_path, FakeEmbedder), Assistant(shipped_index, Conversations()))
    _, key = KeyStore(services.index.engine).create("Trợ lý", Role.READER)

    async def list_tools() -> set[str]:
        async with (
            httpx2.AsyncClient(headers={"authorization": f"Bearer {key}"}) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
        ):
            return {tool.name for tool in (await client.list_tools()).tools}

    with serving_app(build_app(services)) as address:
        assert httpx.post(f"{address}/mcp", json={}).json()["code"] == "key_required"
        assert asyncio.run(list_tools()) == TOOLS


def test_building_the_tools_leaves_logging_alone(services: Services) -> None:
    before = (list(logging.getLogger().handlers), logging.getLogger().level)
    build_app(services)
    assert (list(logging.getLogger().handlers), logging.getLogger().level) == before


@pytest.mark.model
def test_the_same_tools_over_stdio(tmp_path: Path, model_data: Path) -> None:
    """As a desktop assistant starts it; the model is the one exported for the other tests."""
    data = tmp_path / "data"
    embedder = build_embedder(BUNDLED, model_data)
    index = build_index(data, lambda: embedder)
    ingest_files(index, [shipped_plans() / f"{HA_TINH}.txt"])
    (data / "models").symlink_to(model_data / "models")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KEHOACH_")}
    environment |= {"KEHOACH_DATA": str(data), "KEHOACH_SHIPPED_PLANS": "false", "PYTHONPATH": str(ROOT)}
    command = StdioServerParameters(
        command=sys.executable, args=[str(ROOT / "kehoach.py"), "mcp"], env=environment, cwd=str(tmp_path)
    )

    async def talking(client: Client) -> tuple[set[str], Any]:
        tools = await client.list_tools()
        answer = await client.call_tool("ask", {"question": "Sở Công Thương Hà Tĩnh làm gì?"})
        return {tool.name for tool in tools.tools}, answer.structured_content

    names, answer = talk(command, talking)
    assert names == TOOLS
    assert answer["citations"][0]["address"] == "Mục V, 2.8"
