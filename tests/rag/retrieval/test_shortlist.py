"""Where there are many plans, a question is put to those that matter, and answered as if they were all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.synthetic import synthetic_plans
from index.ingest import ingest_files, plan_files, shipped_plans
from index.store import PlanIndex, build_index
from rag.answers import Status
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.retrieval import shortlist
from rag.retrieval.shortlist import Shortlist
from tests.fakes import FakeEmbedder
from tests.shipped import BAC_GIANG, HA_TINH, LAM_DONG, THI_DUA

OTHERS = 30


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> PlanIndex:
    """The shipped plans among others."""
    index = build_index(tmp_path_factory.mktemp("crowded"), FakeEmbedder)
    ingest_files(index, plan_files([shipped_plans()]))
    with index.ingesting():
        for plan, raw in synthetic_plans(0, OTHERS):
            index.put(plan, raw)
    index.refresh()
    return index


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Limits so low that thirty-odd plans are many."""
    monkeypatch.setattr(shortlist, "MANY", 10)
    monkeypatch.setattr(shortlist, "_OF_EACH", 3)
    monkeypatch.setattr(shortlist, "_NAMED", 8)
    yield


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?", HA_TINH),
        ("Ai ký kế hoạch 1750/KH-SYT?", THI_DUA),
        ("kế hoạch 572/KH-UBND ban hành ngày nào", LAM_DONG),
        ("Phòng Nghiệp vụ Y phải làm gì?", BAC_GIANG),
    ],
)
def test_the_plan_that_is_asked_about_is_in_a_snapshot_of_a_few(crowded: PlanIndex, question: str, wanted: str) -> None:
    narrowed = Shortlist(crowded).narrow(crowded.snapshot, [question], (), None)
    assert wanted in narrowed.plans
    assert len(narrowed.plans) <= 12
    assert {passage.plan_id for passage in narrowed.passages.values()} <= set(narrowed.plans)


def test_up_to_many_plans_all_are_looked_at(crowded: PlanIndex) -> None:
    assert Shortlist(crowded).narrow(crowded.snapshot, ["Ai ký?"], (), None) is crowded.snapshot


@pytest.mark.usefixtures("few")
def test_limits_of_the_asker_and_plans_of_before_are_kept(crowded: PlanIndex) -> None:
    narrow = Shortlist(crowded).narrow
    assert set(narrow(crowded.snapshot, ["Ai ký?"], (), [LAM_DONG, "synthetic-000007"]).plans) == {
        LAM_DONG,
        "synthetic-000007",
    }
    assert LAM_DONG in narrow(crowded.snapshot, ["Còn hạn thì sao?"], [LAM_DONG], None).plans


@pytest.mark.usefixtures("few")
def test_answers_are_those_of_the_shipped_plans_alone(crowded: PlanIndex, assistant: Assistant) -> None:
    among_many = Assistant(crowded, Conversations())
    for question in (
        "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?",
        "Kế hoạch 1750/KH-SYT do ai ký?",
        "Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ của Hà Tĩnh đến 2025?",
    ):
        answer = among_many.ask(question)
        assert answer.status is Status.ANSWERED
        assert answer.answer == assistant.ask(question).answer


@pytest.mark.usefixtures("few")
def test_a_follow_up_stays_with_its_plan(crowded: PlanIndex) -> None:
    assistant = Assistant(crowded, Conversations())
    first = assistant.ask("Kế hoạch 1750/KH-SYT do ai ký?")
    second = assistant.ask("Ban hành ngày nào?", first.conversation_id)
    assert {citation.plan_id for citation in second.citations} == {THI_DUA}


@pytest.mark.usefixtures("few")
def test_a_plan_that_is_taken_in_is_found_at_once(crowded: PlanIndex, tmp_path: Path) -> None:
    index = build_index(tmp_path / "own", FakeEmbedder)
    with index.ingesting():
        for plan, raw in synthetic_plans(0, 12):
            index.put(plan, raw)
    index.refresh()
    narrowed = Shortlist(index)
    assert LAM_DONG not in narrowed.narrow(index.snapshot, ["kế hoạch 572/KH-UBND"], (), None).plans
    ingest_files(index, plan_files([shipped_plans()]))
    assert LAM_DONG in narrowed.narrow(index.snapshot, ["kế hoạch 572/KH-UBND"], (), None).plans
    index.close()
