"""Which questions over which plans: the two sets of the product, or anyone's own in the documented format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval import texts
from eval.errors import BadQuestion
from eval.matching import overlaps
from eval.questions import GoldQuestion, find_problems, load_questions, plain
from index.ingest import plan_files, shipped_plans
from index.parsing import plan_id_of
from index.reading import read_file
from index.records import Plan

QUESTIONS = Path(__file__).parent / "questions"
SHIPPED, PLANS_DEV = "shipped", "plans-dev"
DEV_PLANS = Path(__file__).parents[2] / "shared" / "plans-dev"  # beside the repository; not part of it
_SHOWN = 5  # problems named in an error


@dataclass(frozen=True)
class QuestionSet:
    """Questions, and the folders of the plans they are asked over."""

    name: str
    source: str
    questions: tuple[GoldQuestion, ...]
    plans: tuple[Path, ...]


def choose_sets(questions: Path | None, plans: Path | None) -> tuple[list[QuestionSet], list[str]]:
    """The sets to run, and a line for each that is skipped. Every set is asked over the shipped plans and its own, in one index."""
    own = (shipped_plans(), *((plans,) if plans else ()))
    if questions is not None:
        questions = questions.resolve()
        return [QuestionSet(questions.stem, _source(questions, plans), tuple(load_questions(questions)), own)], []
    shipped = QuestionSet(
        SHIPPED, texts.SOURCE_SHIPPED, tuple(load_questions(QUESTIONS / f"{SHIPPED}.jsonl")), (shipped_plans(),)
    )
    folder = plans or DEV_PLANS
    if not folder.is_dir():
        return [shipped], [texts.SKIPPED_SET.format(name=PLANS_DEV, folder=folder)]
    dev = QuestionSet(
        PLANS_DEV,
        texts.SOURCE_DEV.format(folder=folder),
        tuple(load_questions(QUESTIONS / f"{PLANS_DEV}.jsonl")),
        (shipped_plans(), folder),
    )
    return [shipped, dev], []


def _source(questions: Path, plans: Path | None) -> str:
    """Where a question file comes from: one of ours is called what it is."""
    ours = {f"{SHIPPED}.jsonl": texts.SOURCE_SHIPPED, f"{PLANS_DEV}.jsonl": texts.SOURCE_DEV.format(folder=plans)}
    return (
        ours[questions.name]
        if questions.parent == QUESTIONS and questions.name in ours
        else texts.SOURCE_FILE.format(file=questions)
    )


def read_plans(folders: Sequence[Path]) -> dict[str, str]:
    """Plan id → its file's text as received."""
    return {plan_id_of(path.name): read_file(path)[0].text for path in plan_files(folders)}


def check_set(questions: QuestionSet) -> None:
    """Raises `BadQuestion` when the set breaks the format or its evidence is not in its plans."""
    problems = find_problems(questions.questions, read_plans(questions.plans))
    if problems:
        shown = "\n".join(f"  - {problem}" for problem in problems[:_SHOWN])
        raise BadQuestion(texts.BAD_SET.format(name=questions.name, count=len(problems), problems=shown))


def lost_evidence(questions: Sequence[GoldQuestion], plans: Mapping[str, Plan]) -> tuple[int, int]:
    """How many evidence groups have no alternative left in the text that the product reads, of how many."""
    read = {plan_id: plain(plan.text) for plan_id, plan in plans.items()}
    groups = {group for q in questions for group in q.evidence}
    return sum(not any(overlaps(read.get(e.plan, ""), e.quote) for e in group) for group in groups), len(groups)
