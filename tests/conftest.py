"""Fixtures that several folders share: the shipped plans indexed once a session, with a fake model and with the real one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.deps import build_services
from api.settings import Settings
from index.embedding import BUNDLED, Embedder, build_embedder
from index.ingest import Outcome, ingest_files, plan_files, shipped_plans
from index.store import PlanIndex, Snapshot, build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from rag.understanding.diacritics import Restorer, build_restorer
from tests.fakes import FakeEmbedder


def _shipped(data: Path, embedder: Embedder) -> PlanIndex:
    index = build_index(data, lambda: embedder)
    results = ingest_files(index, plan_files([shipped_plans()]))
    assert {result.outcome for result in results} == {Outcome.ADDED}
    return index


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> PlanIndex:
    """The shipped plans, embedded by the fake. Not to be written to."""
    return _shipped(tmp_path_factory.mktemp("shipped"), FakeEmbedder())


@pytest.fixture(scope="session")
def snapshot(shipped_index: PlanIndex) -> Snapshot:
    """The shipped plans and their passages."""
    return shipped_index.snapshot


@pytest.fixture(scope="session")
def restorer(snapshot: Snapshot) -> Restorer:
    """Knows the shipped plans' words."""
    return build_restorer(snapshot.vocabulary)


@pytest.fixture(scope="session")
def assistant(shipped_index: PlanIndex) -> Assistant:
    """Answers over the shipped plans, with the fake model."""
    return Assistant(shipped_index, Conversations())


@pytest.fixture(scope="session")
def model_data(request: pytest.FixtureRequest) -> Path:
    """A folder in pytest's cache where the bundled model is exported once, not once a run."""
    return Path(request.config.cache.mkdir("bundled-model"))


@pytest.fixture(scope="session")
def model_assistant(tmp_path_factory: pytest.TempPathFactory, model_data: Path) -> Assistant:
    """Answers over the shipped plans, with the bundled model."""
    index = _shipped(tmp_path_factory.mktemp("shipped-model"), build_embedder(BUNDLED, model_data))
    return Assistant(index, Conversations())


@pytest.fixture(scope="session", params=["fake", pytest.param("model", marks=pytest.mark.model)])
def either_assistant(request: pytest.FixtureRequest) -> Assistant:
    """The assistant with the fake model, then with the bundled one."""
    name = {"fake": "assistant", "model": "model_assistant"}[request.param]
    found: Assistant = request.getfixturevalue(name)
    return found


@pytest.fixture(scope="session")
def client(shipped_index: PlanIndex, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API over the shipped plans. Not to be written to."""
    settings = Settings(data=tmp_path_factory.mktemp("api"), _env_file=None)
    with TestClient(
        build_app(build_services(settings, shipped_index, Assistant(shipped_index, Conversations())))
    ) as client:
        yield client
