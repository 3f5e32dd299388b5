"""An assistant that knows one made-up plan of the province An Bình."""

from pathlib import Path

from index.parsing import parse_plan
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.fakes import FakeEmbedder
from tests.index.plans import document


def assistant_knowing(body: str, folder: Path) -> Assistant:
    """Answers from a plan with this body under the usual letterhead, indexed in `folder`."""
    index = build_index(folder, FakeEmbedder)
    text = document(body)
    index.put(parse_plan(text, "an-binh.txt", "x"), text.encode())
    index.refresh()
    return Assistant(index, Conversations())
