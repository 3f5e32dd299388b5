"""The run as one self-contained HTML page: header, tables, plots, changes, and every question with its answer to open."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from eval import texts
from eval.evaluation import Report, SetResult
from eval.page_questions import question_list
from eval.plots import Bar, Move, Share, bars, moved, stacked
from eval.records import Change, Earlier, changes
from eval.scoring import ANSWER_FIGURES, LOWER_IS_BETTER, RETRIEVAL_FIGURES
from eval.statistics import Figure
from eval.table import name_group, short

_HERE = Path(__file__).parent
_OUTCOME_FIGURES = {"right": "accuracy", "incomplete": "incomplete", "missing": "missing", "wrong": "hallucination"}
_MOVED = (
    "crag",
    "accuracy",
    "hallucination",
    "citation_precision",
    "citation_recall",
    "address_recall",
    "refusal_recall",
    "evidence_recall@5",
    "mrr@10",
)
_LISTED_CHANGES = 200
_OUTCOME_OF = {1.0: "right", 0.5: "incomplete", 0.0: "missing", -1.0: "wrong"}


def write_page(report: Report, path: Path, earlier: Earlier | None = None) -> None:
    """Writes the page to `path`."""
    changed = changes(report, earlier) if earlier else []
    parts = [f"<h1>{texts.PAGE_TITLE}</h1>", _header(report)]
    for result in report.sets:
        parts += [f"<h2>{escape(result.name)}</h2>", _figures(result), _plots(result), _against(result, earlier)]
    if earlier:
        parts.append(_changes(changed, earlier))
    parts += [question_list(report), f"<script>{(_HERE / 'page.js').read_text(encoding='utf-8')}</script>"]
    css = (_HERE / "page.css").read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{texts.PAGE_TITLE}</title><style>{css}</style>'
    body = "\n".join(parts)
    path.write_text(
        f'<!doctype html>\n<html lang="vi"><head>{head}</head>\n<body>\n{body}\n</body></html>\n',
        encoding="utf-8",
    )


def _header(report: Report) -> str:
    header = report.header
    sources = "; ".join(f"{s.name}: {s.source}, {s.plans} văn bản, {len(s.examples)} lượt hỏi" for s in report.sets)
    settings = ", ".join(f"{name}={value}" for name, value in header.settings.items())
    values = {"sources": sources, "split": texts.SPLITS[header.split], "model": header.model, "settings": settings}
    values |= {"commit": header.commit, "made_at": header.made_at, "machine": header.machine}
    return (
        "<dl>"
        + "".join(f"<dt>{texts.HEADER[name]}</dt><dd>{escape(value)}</dd>" for name, value in values.items())
        + "</dl>"
    )


def _figures(result: SetResult) -> str:
    """All figures by group, without tags."""
    groups = {name: figures for name, figures in result.ours.groups.items() if not name.startswith("tag.")}
    names = [
        name for name in (*ANSWER_FIGURES, *RETRIEVAL_FIGURES) if any(name in figures for figures in groups.values())
    ]
    head = "".join(f"<th>{escape(texts.FIGURES[name])}</th>" for name in names)
    rows = []
    for group, figures in groups.items():
        cells = "".join(_cell(figures.get(name), name == "crag") for name in names)
        rows.append(
            f"<tr><td>{escape(name_group(group))}</td><td>{max((f.count for f in figures.values()), default=0)}</td>{cells}</tr>"
        )
    lost = (
        f"<p>{texts.LOST_EVIDENCE.format(lost=result.lost_evidence, total=result.evidence)}</p>"
        if result.lost_evidence
        else ""
    )
    return f'<div class="scroll"><table><tr><th>{texts.GROUP}</th><th>{texts.QUESTIONS}</th>{head}</tr>{"".join(rows)}</table></div>{lost}'


def _cell(figure: Figure | None, with_interval: bool) -> str:
    if figure is None or figure.value is None:
        return "<td>—</td>"
    interval = (
        f" <small>[{short(figure.low)};{short(figure.high)}]</small>"
        if with_interval and figure.low is not None and figure.high is not None
        else ""
    )
    return f"<td>{short(figure.value)}{interval}</td>"


def _plots(result: SetResult) -> str:
    plots = [
        (texts.PLOT_KINDS, _outcomes(result, "kind.", True)),
        (texts.PLOT_VARIANTS, _outcomes(result, "variant.", False)),
    ]
    if len(result.systems) > 1:
        plots.append((texts.PLOT_SYSTEMS, _systems(result)))
    plots.append((texts.PLOT_TIMES, _times(result)))
    return "".join(f"<h3>{title}</h3>{plot}" for title, plot in plots)


def _outcomes(result: SetResult, prefix: str, with_all: bool) -> str:
    """Shares of right, incomplete, refused and wrong by group."""
    rows = []
    for group, figures in result.ours.groups.items():
        if group.startswith(prefix) or (with_all and group == "all"):
            values = {outcome: figures[name].value or 0.0 for outcome, name in _OUTCOME_FIGURES.items()}
            shares = [
                Share(outcome, value, f"{texts.OUTCOMES[outcome]}: {value:.1%}") for outcome, value in values.items()
            ]
            rows.append(
                (
                    f"{name_group(group)} ({figures['crag'].count})",
                    shares,
                    f"CRAG {short(figures['crag'].value or 0.0)}",
                )
            )
    return stacked(rows)


def _systems(result: SetResult) -> str:
    """Evidence recall of every system over the questions as written, and a lighter bar for those without diacritics."""
    rows = []
    for system in result.systems:
        for group, style in (("all", "ours" if system is result.ours else "bar"), ("variant.bare", "light")):
            figure = system.groups.get(group, {}).get("evidence_recall@5")
            if figure and figure.value is not None:
                label = texts.SYSTEMS.get(system.name, system.name) + (
                    "" if group == "all" else f", {texts.VARIANTS['bare']}"
                )
                rows.append(Bar(label, figure.value, figure.low, figure.high, short(figure.value), style))
    return bars(rows)


def _times(result: SetResult) -> str:
    rows = []
    for step, times in result.times.items():
        rows += [
            Bar(f"{step} p50", times.p50, note=f"{times.p50:.0f}"),
            Bar(f"{step} p95", times.p95, note=f"{times.p95:.0f}", style="light"),
        ]
    return bars(rows, max((bar.value for bar in rows), default=1.0))


def _against(result: SetResult, earlier: Earlier | None) -> str:
    """This set's figures before and now."""
    before = earlier.figures.get(f"{result.name}.all", {}) if earlier else {}
    now = {name: figure.value for name, figure in result.ours.groups.get("all", {}).items() if figure.value is not None}
    rows = [
        Move(texts.FIGURES[name], before[name], now[name], name in LOWER_IS_BETTER)
        for name in _MOVED
        if name in before and name in now
    ]
    return f"<h3>{texts.PLOT_CHANGES}</h3>{moved(rows)}" if rows else ""


def _changes(changed: Sequence[Change], earlier: Earlier) -> str:
    better = sum(change.after > change.before for change in changed)
    items = "".join(
        f"<tr><td>{escape(' · '.join((change.key[0], change.key[1], texts.VARIANTS.get(change.key[2], change.key[2]))))}</td>"
        f'<td><span class="mark {_OUTCOME_OF[change.before]}">{texts.OUTCOMES[_OUTCOME_OF[change.before]]}</span></td>'
        f'<td><span class="mark {_OUTCOME_OF[change.after]}">{texts.OUTCOMES[_OUTCOME_OF[change.after]]}</span></td></tr>'
        for change in changed[:_LISTED_CHANGES]
    )
    head = f"<h2>{texts.CHANGES_LIST}</h2><p>{escape(texts.CHANGED.format(path=earlier.path, better=better, worse=len(changed) - better))}</p>"
    labels = f"<tr><th></th><th>{texts.LABELS['before']}</th><th>{texts.LABELS['after']}</th></tr>"
    return f"{head}<table>{labels}{items}</table>" if changed else head
