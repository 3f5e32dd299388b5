"""`python -m bench`: measures, prints, and writes `report.json` and `report.html`."""

from __future__ import annotations

import logging
import os
import platform
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

# No telemetry, no calls home: read by the libraries when they are imported.
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

import typer
from rich.console import Console

from bench import texts
from bench.page import write_page
from bench.records import Report, Row, read_report
from bench.rows.asking import in_process, over_http, without_model
from bench.rows.growth import growth
from bench.rows.ingest import ingest
from bench.rows.load import load
from bench.rows.peers import peers
from bench.rows.starting import start
from bench.workplace import SHORT, Scale, Workplace
from eval.session import commit

ROWS: dict[str, Callable[[Workplace], Row]] = {
    "start": start,
    "in_process": in_process,
    "over_http": over_http,
    "without_model": without_model,
    "peers": peers,
    "ingest": ingest,
    "load": load,
    "growth": growth,
}
console = Console()


def main(
    rows: Annotated[list[str] | None, typer.Argument(help="Chỉ đo các phần này; mặc định là mọi phần.")] = None,
    out: Annotated[Path, typer.Option(help="Thư mục ghi report.json, report.html; phần không đo lại được giữ.")] = Path(
        "bench"
    ),
    short: Annotated[bool, typer.Option(help="Chạy thử với cỡ nhỏ nhất; số liệu không có nghĩa.")] = False,
    questions: Annotated[int | None, typer.Option(help="Số câu hỏi mỗi lượt.")] = None,
    plans: Annotated[int | None, typer.Option(help="Chỉ nạp bấy nhiêu văn bản.")] = None,
    sizes: Annotated[
        list[int] | None, typer.Option("--size", help="Số đoạn của chỉ mục lớn dần (lặp lại được).")
    ] = None,
) -> None:
    """Đo tốc độ và chi phí, mỗi số là tỉ lệ so với một mốc đo trong cùng lượt."""
    unknown = [name for name in rows or () if name not in ROWS]
    if unknown:
        raise typer.BadParameter(texts.UNKNOWN_ROW.format(name=unknown[0], names=", ".join(ROWS)))
    logging.getLogger("httpx").setLevel(logging.WARNING)
    scale = SHORT if short else Scale()
    scale = replace(
        scale,
        questions=questions or scale.questions,
        ingested=plans or scale.ingested,
        sizes=tuple(sizes or scale.sizes),
    )
    out.mkdir(parents=True, exist_ok=True)
    for name in rows or ROWS:
        with tempfile.TemporaryDirectory(dir=out) as folder:
            place = Workplace(Path(folder), scale, lambda line: console.print(line, style="dim", highlight=False))
            try:
                row = ROWS[name](place)
            finally:
                place.close()
        _show(row)
        _keep(row, out, short)
    console.print(texts.WRITTEN.format(folder=out), highlight=False)


def _show(row: Row) -> None:
    console.print(f"\n{texts.ROWS[row.name]}: {texts.PASSED[row.passed]}", style="bold", highlight=False)
    bars = {bar.figure: bar for bar in row.bars}
    for name, value in row.figures.items():
        bar = bars.get(name)
        limit = f"  ({'≤' if bar.at_most else '≥'} {bar.limit:g}: {texts.PASSED[bar.passed(value)]})" if bar else ""
        console.print(f"  {name:32} {value:g}{limit}", highlight=False)
    for note in row.notes:
        console.print(f"  {note}", highlight=False, markup=False)


def _keep(row: Row, out: Path, short: bool) -> None:
    """Writes the report with this row in the place of an earlier run's, so that rows can be measured one by one."""
    path = out / "report.json"
    earlier = read_report(path).rows if path.exists() else ()
    rows = {**{kept.name: kept for kept in earlier}, row.name: row}
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    report = Report(made_at, commit(), machine, short, tuple(rows[name] for name in ROWS if name in rows))
    report.write(path)
    write_page(report, out / "report.html")


if __name__ == "__main__":
    typer.run(main)
