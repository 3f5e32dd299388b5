"""A run from the request to the report: sets chosen and checked, index opened, systems asked."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from eval import texts
from eval.baselines import baselines
from eval.errors import BadQuestion
from eval.evaluation import OURS, Bar, Contender, Header, Report, SetResult, evaluate, summarise
from eval.questions import GoldQuestion, variants
from eval.retrieving import ablations, rank_hybrid, rank_ours
from eval.running import InProcess
from eval.server import OverHttp, build_server_system
from eval.sets import QuestionSet, check_set, choose_sets, lost_evidence
from index.store import PlanIndex
from rag.assistant import Assistant

OpenAssistant = Callable[[Path, Sequence[Path]], tuple[PlanIndex, Assistant]]
Tell = Callable[[str], None]


class Split(StrEnum):
    """Which questions: those to tune on, those held back, or all."""

    DEV = "dev"
    TEST = "test"
    ALL = "all"


@dataclass(frozen=True)
class Request:
    """What a run is asked to do."""

    split: Split = Split.ALL
    questions: Path | None = None
    plans: Path | None = None
    baselines: bool = False
    url: str | None = None
    variants: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)  # of the product, for the header


def evaluate_sets(request: Request, open_assistant: OpenAssistant, place: Path, bar: Bar, tell: Tell) -> Report:
    """Runs the request; indexes are made in `place`, `tell` hears of sets that are skipped."""
    sets, skipped = choose_sets(request.questions, request.plans)
    for line in skipped:
        tell(line)
    results: list[SetResult] = []
    model = ""
    for questions in sets:
        check_set(questions)
        if request.url:
            found = _over_http(questions, request, build_server_system(request.url), bar, tell)
            results += [found] if found else []
        else:
            index, assistant = open_assistant(place / questions.name, questions.plans)
            model = index.embedder.name
            results.append(_in_process(questions, request, index, assistant, bar))
    if not results:
        raise BadQuestion(texts.NO_QUESTIONS.format(split=request.split.value, files=", ".join(s.name for s in sets)))
    return Report(_header(request, model or texts.SYSTEMS["server"]), tuple(results))


def _in_process(
    questions: QuestionSet, request: Request, index: PlanIndex, assistant: Assistant, bar: Bar
) -> SetResult:
    asked = list(_asked(questions, request))
    ours = Contender(OURS, InProcess(assistant, index.plan), rank_ours(index, reranker=assistant.reranker))
    index.embedder.embed_question(
        asked[0].question
    )  # the model's first call is slower than any after it; it is no one's latency
    others = list(_others(index)) if request.baselines else []
    systems, scored = evaluate(asked, ours, others, _named(bar, questions.name))
    plans = index.snapshot.plans
    return summarise(
        questions.name, questions.source, len(plans), systems, scored, lost_evidence(questions.questions, plans)
    )


def _others(index: PlanIndex) -> Iterator[Contender]:
    """Ours with a part switched off, then what others do."""
    for name, build in ablations(index).items():
        system, rank = build()
        yield Contender(name, system, rank)
    yield Contender("no_structure", None, rank_hybrid(index))
    for name, rank in baselines(list(index.snapshot.plans.values()), index.embedder).items():
        yield Contender(name, None, rank)


def _over_http(questions: QuestionSet, request: Request, server: OverHttp, bar: Bar, tell: Tell) -> SetResult | None:
    """The set asked of a server; None, with a line, when the server lacks plans of the set. What it retrieved is not seen."""
    there = server.plan_ids()
    lacking = sorted({e.plan for q in questions.questions for group in q.evidence for e in group} - there)
    if lacking:
        tell(texts.SERVER_LACKS.format(name=questions.name, plans=", ".join(lacking[:5])))
        return None
    systems, scored = evaluate(
        list(_asked(questions, request)), Contender(OURS, server, None), [], _named(bar, questions.name)
    )
    return summarise(questions.name, questions.source, len(there), systems, scored, (0, 0))


def _asked(questions: QuestionSet, request: Request) -> Iterator[GoldQuestion]:
    chosen = [q for q in questions.questions if request.split is Split.ALL or q.split == request.split.value]
    if not chosen:
        raise BadQuestion(texts.NO_QUESTIONS.format(split=request.split.value, files=questions.name))
    yield from variants(chosen) if request.variants else chosen


def _named(bar: Bar, name: str) -> Bar:
    return lambda system, count: bar(texts.ASKING.format(name=name, system=texts.SYSTEMS.get(system, system)), count)


def _header(request: Request, model: str) -> Header:
    asked = {"variants": str(request.variants), "baselines": str(request.baselines), "url": request.url or "—"}
    return Header(
        datetime.now(UTC).isoformat(timespec="seconds"),
        request.split.value,
        model,
        commit(),
        f"{platform.machine()}, {platform.python_version()}",
        {**asked, **request.settings},
    )


def commit() -> str:
    """The commit of the code that runs, with "+" when files differ from it; "—" outside a repository."""
    try:
        described = subprocess.run(
            ["git", "--no-optional-locks", "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"],
            cwd=Path(__file__).parent, capture_output=True, text=True, timeout=10, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return "—"
    return described.stdout.strip() or "—"
