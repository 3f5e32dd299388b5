"""An API of its own for tests that write, over an empty index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.deps import Services, build_services
from api.settings import Settings
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.fakes import FakeEmbedder


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """What a server with an empty data directory works with."""
    settings = Settings(data=tmp_path / "data", max_upload_bytes=100_000, _env_file=None)
    index = build_index(settings.data, FakeEmbedder)
    return build_services(settings, index, Assistant(index, Conversations()))


@pytest.fixture
def empty_client(services: Services) -> Iterator[TestClient]:
    """The API over no plans; may be written to."""
    with TestClient(build_app(services)) as client:
        yield client
