import re
from pathlib import Path

import pytest

import wiring
from index.store import Snapshot
from rag.assistant import Assistant
from rag.llama import KehoachQueryEngine, KehoachRetriever
from tests.fakes import FakeEmbedder
from tests.shipped import HA_TINH, LAM_DONG

EXAMPLE = Path(__file__).parents[2] / "docs" / "llama-index.md"


def test_nodes_are_passages_with_their_place_in_the_plan(assistant: Assistant, snapshot: Snapshot) -> None:
    found = KehoachRetriever(assistant, top_k=5).retrieve("nguồn vốn đầu tư công cho y tế cơ sở ở Hà Tĩnh")
    assert len(found) == 5
    assert [node.score for node in found] == sorted((node.score for node in found), reverse=True)
    for node in found:
        place = node.node.metadata
        passage = snapshot.passages[node.node.node_id]
        assert (place["plan_id"], place["address"]) == (passage.plan_id, passage.address)
        assert snapshot.plans[passage.plan_id].text[place["start"] : place["end"]].split() == passage.text.split()
        assert node.node.get_content() == passage.text


def test_a_retriever_can_be_limited_to_plans(assistant: Assistant) -> None:
    found = KehoachRetriever(assistant, plan_ids=[LAM_DONG]).retrieve("nhân lực y tế")
    assert {node.node.metadata["plan_id"] for node in found} == {LAM_DONG}


def test_a_response_is_our_answer_with_its_citations_as_sources(assistant: Assistant, snapshot: Snapshot) -> None:
    question = "Sở Công Thương Hà Tĩnh làm gì?"
    response = KehoachQueryEngine(assistant=assistant).query(question)
    answer = assistant.ask(question)
    assert str(response) == answer.answer
    assert [source.node.get_content() for source in response.source_nodes] == [c.quote for c in answer.citations]
    for source in response.source_nodes:
        place = source.node.metadata
        assert snapshot.plans[place["plan_id"]].text[place["start"] : place["end"]] == source.node.get_content()
    assert response.metadata == {"status": "answered", "kind": "tasks", "composed_by": "extractive", "refusal": None}


def test_a_refusal_has_no_sources(assistant: Assistant) -> None:
    response = KehoachQueryEngine(assistant=assistant).query("Thời tiết hôm nay thế nào?")
    assert response.source_nodes == []
    assert response.metadata["refusal"] == "out_of_scope"


def test_the_documented_example_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("KEHOACH_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(wiring, "embedder_of", lambda _settings: FakeEmbedder)
    (code,) = re.findall(r"```python\n(.*?)```", EXAMPLE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, str(EXAMPLE), "exec"), {})
    printed = capsys.readouterr().out
    assert HA_TINH in printed
    assert "Sở Công Thương" in printed
    assert "1 Mục V, 2.8" in printed
