"""`kehoach eval` and `kehoach eval alqac`. What it evaluates is handed in by the composition root; nothing here knows how it is wired."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from eval import texts
from eval.alqac import AlqacResult, evaluate_alqac, load_alqac
from eval.caching import CachedEmbedder
from eval.evaluation import Bar, Report
from eval.gating import Verdict, figures_by_place, judge, load_gate
from eval.page import write_page
from eval.records import Earlier, changes, load_earlier, write_csv, write_json
from eval.session import OpenAssistant, Request, Split, evaluate_sets
from eval.sets import DEV_PLANS
from eval.structure.session import measure_structure
from eval.structure.table import misses, structure_figures, structure_table
from eval.table import print_report, short

_OUT = Path("eval-out")
out = Console()
err = Console(stderr=True)


def build_eval_cli(open_assistant: OpenAssistant, settings: Callable[[], Mapping[str, str]] = dict) -> typer.Typer:
    """The sub-commands. `open_assistant(data, plans)` opens an index in `data` over the files and folders `plans`, and an assistant on it.

    `settings` gives the product's settings that the report's header shows.
    """
    cli = typer.Typer(help=texts.HELP_APP, invoke_without_command=True, pretty_exceptions_enable=False)

    @cli.callback(help=texts.HELP_EVAL)
    def evaluate(
        context: typer.Context,
        split: Annotated[Split, typer.Option(help=texts.HELP_SPLIT)] = Split.ALL,
        questions: Annotated[
            Path | None,
            typer.Option(exists=True, dir_okay=False, help=texts.HELP_QUESTIONS),
        ] = None,
        plans: Annotated[
            Path | None,
            typer.Option(exists=True, file_okay=False, help=texts.HELP_PLANS),
        ] = None,
        baselines: Annotated[bool, typer.Option("--baselines", help=texts.HELP_BASELINES)] = False,
        against: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help=texts.HELP_AGAINST)] = None,
        gate: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help=texts.HELP_GATE)] = None,
        url: Annotated[str | None, typer.Option(help=texts.HELP_URL)] = None,
        folder: Annotated[Path, typer.Option("--out", file_okay=False, help=texts.HELP_OUT)] = _OUT,
        data: Annotated[Path | None, typer.Option(file_okay=False, help=texts.HELP_DATA)] = None,
        variants: Annotated[bool, typer.Option("--variants/--no-variants", help=texts.HELP_VARIANTS)] = True,
    ) -> None:
        """Asks the question sets, scores the answers, writes the reports."""
        if context.invoked_subcommand is not None:
            return
        if url and baselines:
            raise typer.BadParameter(texts.NO_BASELINES_BY_URL)
        limits = load_gate(gate) if gate else []  # read before the run: a mistake in it shouldn't cost the run
        earlier = load_earlier(against) if against else None
        request = Request(split, questions, plans, baselines, url, variants, settings())
        with _place(data) as place, _progress() as bar:
            report = evaluate_sets(request, open_assistant, place, bar, lambda line: _say(err, line, "yellow"))
        _show(report, folder, earlier)
        if gate:
            _judge(gate, judge(limits, figures_by_place(report)))

    @cli.command(help=texts.HELP_ALQAC)
    def alqac(
        data: Annotated[Path, typer.Option(exists=True, file_okay=False, help=texts.HELP_ALQAC_DATA)],
        folder: Annotated[Path, typer.Option("--out", file_okay=False, help=texts.HELP_ALQAC_OUT)] = _OUT,
        gate: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help=texts.HELP_ALQAC_GATE)] = None,
    ) -> None:
        """Runs the outside benchmark."""
        limits = load_gate(gate) if gate else []
        articles, questions = load_alqac(data)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as work, _progress() as bar:
            index, _ = open_assistant(Path(work) / "index", ())
            embedder = CachedEmbedder(index.embedder, folder / "cache")
            step = bar(texts.EMBEDDING, len(articles))
            result = evaluate_alqac(
                articles,
                questions,
                embedder,
                Path(work) / "lexical",
                step,
            )
            embedder.save()
        (folder / "alqac.json").write_text(
            json.dumps(asdict(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        _print_alqac(result)
        if gate:
            _judge(gate, judge(limits, alqac_figures(result)))

    @cli.command(help=texts.HELP_STRUCTURE)
    def structure(
        plans: Annotated[Path | None, typer.Option(exists=True, file_okay=False, help=texts.HELP_PLANS)] = None,
        gate: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help=texts.HELP_GATE)] = None,
        show_misses: Annotated[bool, typer.Option("--misses", help=texts.HELP_MISSES)] = False,
    ) -> None:
        """Measures the parser on the hand-marked plans."""
        limits = load_gate(gate) if gate else []
        measured, totals, missing = measure_structure(plans or DEV_PLANS)
        if missing:
            _say(err, texts.STRUCTURE["missing"].format(plans=", ".join(missing)), "yellow")
        for plan in measured if show_misses else []:
            _say(out, f"\n{plan.plan}", "bold")
            for line in misses(plan):
                _say(out, line)
        out.print(structure_table(measured, totals))
        if gate:
            _judge(gate, judge(limits, structure_figures(totals)))

    return cli


@contextmanager
def _place(data: Path | None) -> Iterator[Path]:
    """The folder given, or a temporary one."""
    with ExitStack() as stack:
        yield (
            data
            if data is not None
            else Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        )


@contextmanager
def _progress() -> Iterator[Bar]:
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=err
    ) as progress:

        def bar(what: str, count: int) -> Callable[[int], None]:
            task = progress.add_task(what, total=count)
            return lambda done: progress.advance(task, done)

        yield bar


def _say(console: Console, line: str, style: str = "") -> None:
    """A line as it is: paths are not broken, figures not coloured, brackets no markup."""
    console.print(line, style=style, highlight=False, soft_wrap=True, markup=False)


def _show(report: Report, folder: Path, earlier: Earlier | None) -> None:
    """Writes the three files and prints the tables."""
    folder.mkdir(parents=True, exist_ok=True)
    write_json(report, folder / "report.json")
    write_csv(report, folder / "questions.csv")
    write_page(report, folder / "report.html", earlier)
    print_report(report, out)
    if earlier:
        changed = changes(report, earlier)
        better = sum(change.after > change.before for change in changed)
        _say(out, texts.CHANGED.format(path=earlier.path, better=better, worse=len(changed) - better))
    _say(out, texts.WRITTEN.format(folder=folder))


def _judge(path: Path, verdict: Verdict) -> None:
    """Prints the verdict; exits with 1 when a limit is broken."""
    if verdict.skipped:
        _say(err, texts.GATE_SKIPPED.format(names=", ".join(verdict.skipped)), "yellow")
    for failure in verdict.failures:
        _say(err, failure, "red")
    if verdict.failures:
        raise typer.Exit(1)
    _say(out, texts.GATE_PASSED.format(path=path, count=verdict.checked))


def alqac_figures(result: AlqacResult) -> dict[str, dict[str, float]]:
    """The benchmark's figures as the gate file names them."""
    found = {
        f"alqac.{name}.{typing}": figures
        for name, by_typing in result.figures.items()
        for typing, figures in by_typing.items()
    }
    return {**found, "alqac.ours.span": {"in_span": result.span.found / max(1, result.span.total)}}


def _print_alqac(result: AlqacResult) -> None:
    names = ("r@1", "r@5", "r@10", "mrr@10")
    typings = {"accented": texts.ALQAC_ACCENTED, "bare": texts.ALQAC_BARE}
    table = Table(
        texts.SYSTEM,
        title=texts.ALQAC_TITLE.format(questions=result.questions, articles=result.articles),
        title_justify="left",
        box=None,
    )
    for typing in typings.values():
        for name in names:
            table.add_column(f"{name.upper()}\n{typing}", justify="right")
    for name, by_typing in result.figures.items():
        table.add_row(
            texts.ALQAC_SYSTEMS[name], *(short(by_typing[typing][figure]) for typing in typings for figure in names)
        )
    out.print(table)
    span = result.span
    share = span.found / max(1, span.total)
    _say(out, texts.ALQAC_SPAN.format(found=span.found, total=span.total, share=share, length=round(span.length)))
