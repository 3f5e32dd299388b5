"""The page's list of questions: each can be opened, and filtered by set, kind, result and way of typing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from eval import texts
from eval.evaluation import Report
from eval.questions import GoldQuestion
from eval.records import evidence_ranks
from eval.scoring import Scored

_PIECE = 400  # characters shown of a retrieved piece
_PIECES = 5  # retrieved pieces shown of a failure


def question_list(report: Report) -> str:
    """The list with its filters, failures first within each set."""
    rows = [
        _row(result.name, scored)
        for result in report.sets
        for scored in sorted(result.examples, key=lambda s: s.crag or 0.0)
    ]
    return f'<h2>{texts.QUESTION_LIST} (<span id="shown"></span> {texts.SHOWN})</h2>{_filters(report)}{"".join(rows)}'


def _filters(report: Report) -> str:
    golds = [scored.example.gold for result in report.sets for scored in result.examples]
    outcomes = {"failed": "≠ " + texts.OUTCOMES["right"], **texts.OUTCOMES}
    return (
        '<div class="filters">'
        + _select("set", texts.FILTER_SET, {result.name: result.name for result in report.sets})
        + _select(
            "kind",
            texts.FILTER_KIND,
            {kind: texts.KINDS.get(kind, kind) for kind in dict.fromkeys(gold.kind for gold in golds)},
        )
        + _select("outcome", texts.FILTER_RESULT, outcomes, "failed")
        + _select(
            "variant",
            texts.FILTER_VARIANT,
            {v: texts.VARIANTS[v] for v in dict.fromkeys(gold.variant for gold in golds)},
        )
        + "</div>"
    )


def _select(name: str, label: str, values: dict[str, str], chosen: str = "") -> str:
    options = "".join(
        f'<option value="{escape(v)}"{" selected" if v == chosen else ""}>{escape(text)}</option>'
        for v, text in values.items()
    )
    return f'<label>{label} <select name="{name}"><option value="">{texts.ANY}</option>{options}</select></label>'


def _row(set_name: str, scored: Scored) -> str:
    gold = scored.example.gold
    data = f'data-set="{escape(set_name)}" data-kind="{gold.kind}" data-outcome="{scored.outcome}" data-variant="{gold.variant}"'
    mark = f'<span class="mark {scored.outcome}">{texts.OUTCOMES[scored.outcome]}</span>'
    summary = f"<summary>{mark} <code>{escape(gold.id)}</code> {escape(gold.question)}</summary>"
    return f"<details {data}>{summary}{_opened(scored)}</details>\n"


def _opened(scored: Scored) -> str:
    gold, reply = scored.example.gold, scored.example.reply
    given = reply.given
    fields = {
        "history": escape(" | ".join(gold.history)),
        "standalone": escape(f"{reply.standalone} ({reply.kind})" if reply.standalone else ""),
        "answer": escape(given.answer),
        "reason": escape(given.reason),
        "facts": _items(" / ".join(group) for group in gold.facts),
        "forbidden": _items(gold.forbidden),
        "refusals": escape(", ".join(gold.refusals)),
        "gold": _gold(gold, evidence_ranks(scored), scored.example.ranking is not None),
        "cited": _items(
            f"{place(c.plan, c.path)}: “{_one_line(c.quote)}”{'' if c.verbatim else ' — ' + texts.LABELS['not_verbatim']}"
            for c in given.cited
        ),
        "retrieved": _retrieved(scored) if scored.outcome != "right" else "",
    }
    return (
        "<dl>"
        + "".join(f"<dt>{texts.LABELS[name]}</dt><dd>{value}</dd>" for name, value in fields.items() if value)
        + "</dl>"
    )


def _gold(gold: GoldQuestion, ranks: Sequence[int | None], ranked: bool) -> str:
    """Each evidence group with the rank at which it was retrieved."""
    lines = []
    for group, rank in zip(gold.evidence, ranks, strict=True):
        where = " / ".join(dict.fromkeys(f"{place(e.plan, e.path)}: “{_one_line(e.quote)}”" for e in group))
        lines.append(where + (f" → {f'#{rank}' if rank else texts.LABELS['not_ranked']}" if ranked else ""))
    return _items(lines)


def _retrieved(scored: Scored) -> str:
    return _items(
        f"{place(r.plan, r.paths[0] if r.paths else ())}: {_one_line(r.text)}"
        for r in (scored.example.ranking or ())[:_PIECES]
    )


def place(plan: str, path: Sequence[str]) -> str:
    """A plan and a path in it: "ubnd-lam-dong-2024 › IV › 3"."""
    return " › ".join((plan, *path))


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _PIECE else line[:_PIECE] + "…"


def _items(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ol>{items}</ol>" if items else ""
