"""Where a run works: a data folder with the shipped plans, indexes over it, the models, the questions, and how much of everything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.server import Server, run_server
from eval.questions import GoldQuestion
from eval.sets import DEV_PLANS, choose_sets
from index.embedding import BUNDLED, BUNDLED_NAME, Embedder, build_embedder, load_sentence_transformer
from index.ingest import plan_files, shipped_plans
from index.store import PlanIndex, build_index
from rag.assistant import Assistant
from rag.conversation import Conversations

Tell = Callable[[str], None]  # says how far the run is


@dataclass(frozen=True)
class Scale:
    """How much a run does."""

    rounds: int = 5
    questions: int = 60  # asked in a round
    ingested: int | None = None  # plans; None for all
    load_s: float = 60.0  # of the many clients, over all rounds
    clients: int = 16
    sizes: tuple[int, ...] = (1_000, 10_000, 100_000)  # passages
    embedded: int = 1_000  # sizes above get random vectors


SHORT = Scale(rounds=2, questions=3, ingested=2, load_s=1.0, clients=2, sizes=(310, 330), embedded=320)


@dataclass
class Workplace:
    """The folder and the scale of a run. What takes long is made once, when it is first needed."""

    folder: Path
    scale: Scale
    tell: Tell = print
    _opened: list[PlanIndex] = field(default_factory=list)

    @cached_property
    def data(self) -> Path:
        """A data folder with the bundled model and the shipped plans, made by the product's own first start."""
        data = self.folder / "data"
        command = ["env", f"KEHOACH_DATA={data}", sys.executable, "-m", "kehoach", "plans", "list"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return data

    @cached_property
    def embedder(self) -> Embedder:
        """The product's embedder."""
        return build_embedder(BUNDLED, self.data)

    @cached_property
    def reference(self) -> Any:
        """The same weights as a `SentenceTransformer`."""
        return load_sentence_transformer(str(self.data / "models" / BUNDLED_NAME))

    @cached_property
    def index(self) -> PlanIndex:
        """An index over a copy of the data folder."""
        return self.open_index("in-process", self.embedder)

    @cached_property
    def assistant(self) -> Assistant:
        """An assistant over `index`."""
        return Assistant(self.index, Conversations())

    def open_index(self, name: str, embedder: Embedder) -> PlanIndex:
        """An index over a copy of the data folder called `name`; closed with the workplace."""
        index = build_index(self.copy(name), lambda: embedder)
        self._opened.append(index)
        return index

    def copy(self, name: str) -> Path:
        """A copy of the data folder, sharing the model."""
        copied = self.folder / name
        shutil.copytree(self.data, copied, ignore=shutil.ignore_patterns("models"))
        (copied / "models").symlink_to((self.data / "models").resolve())
        return copied

    @cached_property
    def gold(self) -> list[GoldQuestion]:
        """The shipped question set."""
        return list(choose_sets(None, None)[0][0].questions)

    @cached_property
    def questions(self) -> list[str]:
        """Questions of the shipped set that stand alone, from all over it."""
        alone = [question.question for question in self.gold if not question.history]
        step = max(1, len(alone) // self.scale.questions)
        return alone[::step][: self.scale.questions]

    @cached_property
    def plan_files(self) -> list[Path]:
        """The shipped plans and, where they are at hand, the development ones."""
        folders = [shipped_plans(), *([DEV_PLANS] if DEV_PLANS.is_dir() else [])]
        return plan_files(folders)[: self.scale.ingested]

    @contextmanager
    def server(self, data: Path) -> Iterator[Server]:
        """The product serving a data folder, in a process of its own."""
        with run_server(data, self.folder / "server.log") as server:
            yield server

    def close(self) -> None:
        """Lets go of the indexes."""
        while self._opened:
            self._opened.pop().close()
