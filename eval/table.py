"""The tables that a run prints; each fits a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group
from rich.table import Column, Table
from rich.text import Text

from eval import texts
from eval.aggregation import Group as Figures
from eval.evaluation import Report, SetResult
from eval.scoring import RETRIEVAL_FIGURES
from eval.statistics import Figure

_ANSWERS = (
    "crag",
    "accuracy",
    "incomplete",
    "missing",
    "hallucination",
    "facts",
    "evidence_recall@5",
)
_QUALITY = (
    "citation_precision", "span_precision", "citation_recall", "address_precision", "address_recall",
    "verbatim", "refusal_precision", "refusal_recall", "false_refusal",
)  # fmt: skip
_WITH_INTERVAL = "crag"


def print_report(report: Report, console: Console) -> None:
    """The header, then each set's tables."""
    header = report.header
    console.print(
        f"{texts.HEADER['model']}: {header.model} · {texts.HEADER['split']}: {texts.SPLITS[header.split]} · {texts.HEADER['commit']}: {header.commit} · {header.made_at}",
        highlight=False,
        style="dim",
    )
    for result in report.sets:
        console.print(set_tables(result))


def set_tables(result: SetResult) -> Group:
    """A set's tables: answers by group, citations and refusals, systems side by side where there are several, times."""
    title = Text(f"\n{result.name}: {result.source}; {result.plans} văn bản", style="bold")
    parts: list[Text | Table] = [
        title,
        group_table(texts.TABLE_ANSWERS, result.ours.groups, _ANSWERS),
        group_table(texts.TABLE_QUALITY, result.ours.groups, _QUALITY),
    ]
    if any(name in result.ours.groups.get("all", {}) for name in RETRIEVAL_FIGURES):
        parts.append(system_table(result))
    parts += [loss_line(variant, figures) for variant, figures in result.ours.losses.items()]
    parts.append(times_table(result))
    if result.lost_evidence:
        parts.append(Text(texts.LOST_EVIDENCE.format(lost=result.lost_evidence, total=result.evidence), style="yellow"))
    return Group(*parts)


def group_table(title: str, groups: dict[str, Figures], names: Sequence[str]) -> Table:
    """Groups in rows, figures in columns; columns that nothing fills are left out. CRAG has its 95 % interval beside it."""
    used = [name for name in names if any(name in figures for figures in groups.values())]
    table = _table(title, texts.GROUP, texts.QUESTIONS)
    for name in used:
        table.add_column(texts.FIGURES[name], justify="right", min_width=5)
        if name == _WITH_INTERVAL:
            table.add_column("95 %", justify="center", no_wrap=True)
    for group, figures in groups.items():
        if not group.startswith("tag."):
            cells = [cell for name in used for cell in _cells(name, figures.get(name))]
            table.add_row(name_group(group), str(size_of(figures)), *cells, style="bold" if group == "all" else "")
    return table


def _table(title: str, first: str, *others: str) -> Table:
    columns = [Column(first, no_wrap=True), *(Column(other, justify="right", no_wrap=True) for other in others)]
    return Table(
        *columns,
        title=f"\n{title}",
        title_justify="left",
        title_style="italic",
        box=None,
        pad_edge=False,
        header_style="dim",
    )


def size_of(figures: Figures) -> int:
    """How many questions a group has."""
    return max((figure.count for figure in figures.values()), default=0)


def name_group(group: str) -> str:
    """A group's name in Vietnamese."""
    family, _, member = group.partition(".")
    return {
        "all": texts.ALL,
        "kind": texts.KINDS.get(member, member),
        "variant": texts.VARIANTS.get(member, member),
    }.get(family, member)


def _cells(name: str, figure: Figure | None) -> list[str]:
    text = "—" if figure is None or figure.value is None else short(figure.value)
    return [text, _interval(figure)] if name == _WITH_INTERVAL else [text]


def _interval(figure: Figure | None) -> str:
    return (
        f"{short(figure.low)}–{short(figure.high)}"
        if figure and figure.low is not None and figure.high is not None
        else ""
    )


def short(value: float) -> str:
    """A share with three decimals, without the leading zero: ".853", "1.00", "−.120"."""
    text = f"{abs(value):.3f}".removeprefix("0") if abs(value) < 0.9995 else "1.00"
    return f"−{text}" if value < 0 and text != ".000" else text


def system_table(result: SetResult) -> Table:
    """Ours, its ablations and the baselines over the questions as written, and `evidence_recall@5` by way of typing."""
    table = _table(texts.TABLE_RETRIEVAL, texts.SYSTEM)
    columns = [("all", name) for name in ("crag", *RETRIEVAL_FIGURES)]
    columns += [(f"variant.{v}", "evidence_recall@5") for v in ("bare", "half") if f"variant.{v}" in result.ours.groups]
    for group, name in columns:
        table.add_column(
            " ".join(filter(None, (texts.FIGURES[name], name_group(group) if group != "all" else ""))),
            justify="right",
            min_width=4,
        )
    for system in result.systems:
        found = [system.groups.get(group, {}).get(name) for group, name in columns]
        table.add_row(
            texts.SYSTEMS.get(system.name, system.name),
            *("—" if f is None or f.value is None else short(f.value) for f in found),
        )
    return table


def loss_line(variant: str, figures: Figures) -> Text:
    """What leaving out diacritics costs, in one line."""
    parts = [
        f"{texts.FIGURES[name]} {short(f.value)} ({_interval(f)})" for name, f in figures.items() if f.value is not None
    ]
    return Text(texts.LOSS.format(variant=texts.VARIANTS[variant], figures=", ".join(parts)))


def times_table(result: SetResult) -> Table:
    """p50 and p95 of each step."""
    table = _table(texts.TABLE_TIMES, texts.STEP, "p50", "p95")
    for step, times in result.times.items():
        table.add_row(step, f"{times.p50:.0f}", f"{times.p95:.0f}")
    return table
