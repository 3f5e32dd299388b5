"""A run on disk: `report.json` and one line a question in `questions.csv`; and reading an earlier run back."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from eval import texts
from eval.aggregation import Group
from eval.errors import BadData
from eval.evaluation import Report, SetResult
from eval.matching import overlaps
from eval.scoring import Scored

_VERSION = 1
Key = tuple[str, str, str]  # set, question, variant


@dataclass(frozen=True)
class Earlier:
    """What is read back of an earlier run: each example's CRAG score, each figure of ours."""

    path: Path
    crag: dict[Key, float]
    figures: dict[str, dict[str, float]]  # "set.group" → name → value


@dataclass(frozen=True)
class Change:
    """An example whose score is not what it was."""

    key: Key
    before: float
    after: float


def write_json(report: Report, path: Path) -> None:
    """Writes the whole run; its format's number is `version`."""
    body = {
        "version": _VERSION,
        "header": asdict(report.header),
        "sets": {result.name: _set(result) for result in report.sets},
    }
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _set(result: SetResult) -> dict[str, object]:
    return {
        "source": result.source,
        "plans": result.plans,
        "evidence": result.evidence,
        "lost_evidence": result.lost_evidence,
        "systems": {s.name: {"groups": _groups(s.groups), "losses": _groups(s.losses)} for s in result.systems},
        "times_ms": {step: asdict(times) for step, times in result.times.items()},
        "examples": [_example(scored) for scored in result.examples],
    }


def _groups(groups: Mapping[str, Group]) -> dict[str, dict[str, object]]:
    return {group: {name: asdict(figure) for name, figure in figures.items()} for group, figures in groups.items()}


def _example(scored: Scored) -> dict[str, object]:
    gold, reply = scored.example.gold, scored.example.reply
    return {
        **{
            name: getattr(gold, name)
            for name in ("id", "variant", "family", "split", "kind", "tags", "history", "question")
        },
        "outcome": scored.outcome,
        "scores": scored.scores,
        "standalone": reply.standalone,
        "kind_given": reply.kind,
        "answered": reply.given.answered,
        "reason": reply.given.reason,
        "answer": reply.given.answer,
        "cited": [asdict(c) for c in reply.given.cited],
        "ranks": evidence_ranks(scored),
        "timings_ms": scored.example.timings_ms,
    }


def evidence_ranks(scored: Scored) -> list[int | None]:
    """For each evidence group, the rank (from 1) of the first retrieved piece that holds its words; None when none does."""
    ranking = scored.example.ranking or ()
    return [
        next(
            (
                rank
                for rank, r in enumerate(ranking, start=1)
                if any(r.plan == e.plan and overlaps(r.text, e.quote) for e in group)
            ),
            None,
        )
        for group in scored.example.gold.evidence
    ]


def write_csv(report: Report, path: Path) -> None:
    """One line for each question and variant, for a spreadsheet (UTF-8 with a mark, so that Excel reads it)."""
    figures = list(
        dict.fromkeys(name for result in report.sets for scored in result.examples for name in scored.scores)
    )
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            [
                "set",
                "id",
                "variant",
                "split",
                "kind",
                "kind_given",
                "outcome",
                "question",
                "answer",
                "reason",
                "cited",
                "ranks",
                "total_ms",
                *figures,
            ]
        )
        for result in report.sets:
            rows.writerows([result.name, *_row(scored, figures)] for scored in result.examples)


def _row(scored: Scored, figures: list[str]) -> list[object]:
    gold, reply = scored.example.gold, scored.example.reply
    cited = "; ".join(f"{c.plan} {'.'.join(c.path)}" for c in reply.given.cited)
    ranks = " ".join("-" if rank is None else str(rank) for rank in evidence_ranks(scored))
    values = [("" if scored.scores.get(name) is None else f"{scored.scores[name]:.3f}") for name in figures]
    asked = " | ".join((*gold.history, gold.question))
    texts_ = [_inert(text) for text in (asked, reply.given.answer)]
    return [
        gold.id, gold.variant, gold.split, gold.kind, reply.kind, scored.outcome, *texts_,
        reply.given.reason, cited, ranks, scored.example.timings_ms.get("total", ""), *values,
    ]  # fmt: skip


def _inert(text: str) -> str:
    """`text` so that a spreadsheet takes it for no formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def load_earlier(path: Path) -> Earlier:
    """An earlier run's `report.json`. Raises `BadData` when it is none."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["version"] != _VERSION:
            raise ValueError(f"version {body['version']}")
        crag = {
            (name, e["id"], e["variant"]): float(e["scores"]["crag"])
            for name, s in body["sets"].items()
            for e in s["examples"]
        }
        figures = {
            f"{name}.{group}": {figure: float(f["value"]) for figure, f in values.items()}
            for name, s in body["sets"].items()
            for group, values in next(iter(s["systems"].values()))["groups"].items()
        }
    except (OSError, KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise BadData(texts.BAD_RUN.format(path=path)) from error
    return Earlier(path, crag, figures)


def changes(report: Report, earlier: Earlier) -> list[Change]:
    """The examples of both runs whose score changed, the worst losses first."""
    found = []
    for result in report.sets:
        for scored in result.examples:
            key = (result.name, scored.example.gold.id, scored.example.gold.variant)
            before = earlier.crag.get(key)
            if before is not None and scored.crag is not None and before != scored.crag:
                found.append(Change(key, before, scored.crag))
    return sorted(found, key=lambda change: (change.after - change.before, change.key))
