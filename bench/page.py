"""The run as one self-contained HTML page: each row's figures against their bars, and its times drawn."""

from __future__ import annotations

from html import escape
from pathlib import Path

import eval.plots as plots
from bench import texts
from bench.records import Report, Row

_CSS = Path(plots.__file__).with_name("page.css")
_DRAWN = ("_ms", "_per_s", "_s", "_mb")  # units of figures that are drawn together


def write_page(report: Report, path: Path) -> None:
    """Writes the page to `path`."""
    head = {"made_at": report.made_at, "commit": report.commit, "machine": report.machine}
    shown = "".join(f"<dt>{texts.HEADER[name]}</dt><dd>{escape(value)}</dd>" for name, value in head.items())
    shown += f"<dt>{texts.HEADER['short']}</dt><dd>✓</dd>" if report.short else ""
    rows = "\n".join(_row(row) for row in report.rows)
    css = _CSS.read_text(encoding="utf-8")
    path.write_text(
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{texts.TITLE}</title><style>{css}</style></head>\n'
        f"<body><h1>{texts.TITLE}</h1><dl>{shown}</dl>\n{rows}\n</body></html>\n",
        encoding="utf-8",
    )


def _row(row: Row) -> str:
    bars = {bar.figure: bar for bar in row.bars}
    lines = []
    for name, value in row.figures.items():
        bar = bars.get(name)
        limit = f"{'≤' if bar.at_most else '≥'} {bar.limit:g} · {texts.PASSED[bar.passed(value)]}" if bar else ""
        rounds = ", ".join(f"{v:.3g}" for v in row.rounds.get(name, ()))
        lines.append(f"<tr><td>{escape(name)}</td><td>{value:g}</td><td>{limit}</td><td>{rounds}</td></tr>")
    head = "".join(f"<th>{name}</th>" for name in (texts.FIGURE, texts.VALUE, texts.LIMIT, texts.ROUNDS))
    notes = "".join(f"<p>{escape(note)}</p>" for note in row.notes)
    title = f"<h2>{escape(texts.ROWS[row.name])} — {texts.PASSED[row.passed]}</h2>"
    return f'{title}{_drawn(row)}<div class="scroll"><table><tr>{head}</tr>{"".join(lines)}</table></div>{notes}'


def _drawn(row: Row) -> str:
    """The figures of each unit as bars on one scale; those of a bar of their own stand out."""
    found = []
    asked = {bar.figure for bar in row.bars}
    for unit in _DRAWN:
        values = {
            n: v for n, v in row.figures.items() if n.endswith(unit) and not (unit == "_s" and n.endswith("_per_s"))
        }
        if len(values) > 1:
            style = {True: "ours", False: "bar"}
            drawn = [plots.Bar(n, v, note=f"{v:g}", style=style[n in asked]) for n, v in values.items()]
            found.append(plots.bars(drawn, max(values.values())))
    return "".join(found)
