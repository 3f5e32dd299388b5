"""The command `kehoach`; what it runs is put together in `wiring`.

Exit codes: 0 done, 1 the work failed (the message says what, what was expected, what next), 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

# No telemetry, no calls home: read by the libraries when they are imported.
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.table import Table

from api.access.access import build_access, check_exposure
from api.cli import add_operations, build_keys_cli
from api.logs import configure_logging
from api.settings import Settings
from eval.cli import build_eval_cli
from index.errors import KehoachError
from index.ingest import Outcome, plan_files
from rag.answers import Mode
from wiring import (
    build_server,
    build_services,
    ingest_with_progress,
    open_engine,
    open_evaluated,
    open_index,
    open_stored_index,
    progress_bar,
)

if TYPE_CHECKING:
    from api.deps import Services
    from rag.answers import Answer

cli = typer.Typer(
    help="Trợ lý hỏi đáp kế hoạch của cơ quan nhà nước, trả lời có trích dẫn.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
plans_cli = typer.Typer(help="Xem và xóa văn bản đã nạp.", no_args_is_help=True)


def _evaluated_settings() -> dict[str, str]:
    """What of the settings an evaluation's report shows."""
    settings = Settings()
    chosen = {
        "embedding_model": settings.embedding_model,
        "reranker": settings.reranker,
        "llm_model": settings.llm_model,
    }
    return {name: value for name, value in chosen.items() if value}


cli.add_typer(plans_cli, name="plans")
cli.add_typer(build_keys_cli(lambda: open_engine(Settings())), name="keys")
add_operations(cli, lambda: open_engine(Settings()), lambda: open_stored_index(Settings()))
cli.add_typer(build_eval_cli(open_evaluated, _evaluated_settings), name="eval")
out = Console()
err = Console(stderr=True)


def main() -> None:
    """Runs the command line; our errors end it with their message and exit code 1, never a traceback."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    try:
        cli()
    except KehoachError as error:
        err.print(f"[red]Lỗi:[/red] {escape(str(error))}", highlight=False)
        sys.exit(1)
    except ValidationError as error:
        wrong = "; ".join(
            f"KEHOACH_{'.'.join(map(str, p['loc'])).upper()} = {p['input']} ({p['msg']})" for p in error.errors()
        )
        err.print(
            f"[red]Lỗi:[/red] thiết lập không hợp lệ: {escape(wrong)}. Hãy sửa biến môi trường hoặc tệp .env.",
            highlight=False,
        )
        sys.exit(1)
    except OSError as error:
        err.print(
            f"[red]Lỗi:[/red] {escape(str(error.strerror or error))} ({escape(str(error.filename or 'hệ thống'))}). Hãy kiểm tra quyền truy cập và dung lượng đĩa.",
            highlight=False,
        )
        sys.exit(1)


# --- commands -----------------------------------------------------------------------------------------------------------


@cli.command()
def ask(
    question: Annotated[str, typer.Argument(help="Câu hỏi, có dấu hoặc không dấu.")],
    plan: Annotated[list[str] | None, typer.Option(help="Chỉ hỏi văn bản này (lặp lại được).")] = None,
    mode: Annotated[
        Mode, typer.Option(help="Cách soạn câu trả lời: extractive (trích), generative (mô hình ngôn ngữ), auto.")
    ] = Mode.AUTO,
    as_json: Annotated[bool, typer.Option("--json", help="In câu trả lời dạng JSON.")] = False,
) -> None:
    """Hỏi một câu về các kế hoạch."""
    settings = Settings()
    if mode is Mode.GENERATIVE and settings.llm_url is None:
        raise KehoachError(
            "Chưa cấu hình mô hình ngôn ngữ. Hãy đặt KEHOACH_LLM_URL và KEHOACH_LLM_MODEL, hoặc bỏ --mode generative."
        )
    services = build_services(settings)
    for plan_id in plan or []:
        services.index.plan(plan_id)
    answer = services.assistant.ask(question, plan_ids=plan or None, mode=mode)
    if as_json:
        from api.answer_bodies import AnswerBody

        sys.stdout.write(json.dumps(AnswerBody.of(answer).model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")
    else:
        _print_answer(services, answer)


def _print_answer(services: Services, answer: Answer) -> None:
    from rag.drafting import name_plan

    out.print(Markdown(answer.answer.replace("[", "\\[")))
    if answer.note:
        out.print(f"({answer.note})", highlight=False, markup=False, style="dim")
    cited = answer.citations or (answer.refusal.nearest if answer.refusal else ())
    if cited:
        out.print(
            "\n[bold]Trích dẫn[/bold]"
            if answer.citations
            else "\n[bold]Có thể liên quan[/bold] (không phải câu trả lời)"
        )
    for c in cited:
        plan = services.index.plan(c.plan_id)
        out.print(f"[cyan]\\[{c.marker}][/cyan] {c.place}, {name_plan(plan)} ({c.source})", highlight=False)
        out.print(f"    “{' '.join(c.quote.split())}”", highlight=False, markup=False, style="dim")


@cli.command()
def ingest(paths: Annotated[list[Path], typer.Argument(help="Tệp hoặc thư mục văn bản (.txt, .md).")]) -> None:
    """Nạp văn bản vào chỉ mục; tệp không đổi được bỏ qua, tệp đổi thay bản cũ."""
    missing = [str(path) for path in paths if not path.exists()]
    if len(missing) == len(paths):
        raise KehoachError(f"Không có tệp hoặc thư mục: {', '.join(missing)}. Hãy kiểm tra đường dẫn.")
    settings = Settings()
    index = open_index(settings)
    files = plan_files(paths)
    if not files:
        raise KehoachError(
            f"Không có tệp văn bản nào trong: {', '.join(str(p) for p in paths)}. Cần tệp .txt hoặc .md."
        )
    results = ingest_with_progress(index, files)
    if any(result.outcome is Outcome.FAILED for result in results):
        raise typer.Exit(1)


@plans_cli.command("list")
def list_plans() -> None:
    """Danh sách văn bản đã nạp."""
    table = Table("Mã", "Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Địa danh", "Mục", "Chỉ tiêu", "Phân công")
    for plan in open_index(Settings()).snapshot.plans.values():
        m = plan.metadata
        table.add_row(
            plan.plan_id,
            m.number.value if m.number else "—",
            f"{m.issued_on:%d/%m/%Y}" if m.issued_on else "—",
            m.issuer.value if m.issuer else "—",
            m.place or "—",
            str(len(plan.sections)),
            str(len(plan.indicators)),
            str(len(plan.assignments)),
        )
    out.print(table)


@plans_cli.command("show")
def show_plan(plan_id: Annotated[str, typer.Argument(help="Mã văn bản (xem: kehoach plans list).")]) -> None:
    """Những gì đã hiểu của một văn bản: thông tin, đề cương, chỉ tiêu, phân công."""
    plan = open_index(Settings()).plan(plan_id)
    from index.describing import describe
    from rag.drafting import name_plan

    out.print(name_plan(plan), style="bold", highlight=False, markup=False)
    for line in describe(plan):
        out.print(line, highlight=False, markup=False, style="" if line.startswith(" ") else "bold")


@plans_cli.command("remove")
def remove_plan(plan_id: Annotated[str, typer.Argument(help="Mã văn bản.")]) -> None:
    """Xóa một văn bản khỏi chỉ mục."""
    index = open_index(Settings())
    with index.ingesting():  # says at once when a server or an ingest holds the data directory
        index.remove(plan_id)
    out.print(f"Đã xóa {plan_id}.", highlight=False)


@cli.command()
def reindex() -> None:
    """Lập lại toàn bộ chỉ mục từ các tệp đã nạp (sau khi đổi mô hình nhúng)."""
    index = open_stored_index(Settings())
    with index.ingesting(), progress_bar() as progress:
        task = progress.add_task("Đang lập lại chỉ mục", total=None)
        count = index.rebuild(lambda done, total: progress.update(task, completed=done, total=total))
    out.print(f"Đã lập lại chỉ mục của {count} văn bản.", highlight=False)


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe.")] = None,
    port: Annotated[int | None, typer.Option(help="Cổng lắng nghe.")] = None,
) -> None:
    """Chạy API và trang hỏi đáp trong một tiến trình."""
    import uvicorn

    from api.slow_clients import PatientProtocol

    settings = Settings()
    settings = settings.model_copy(update={k: v for k, v in {"host": host, "port": port}.items() if v is not None})
    configure_logging(settings)
    _check_port(settings.host, settings.port)
    check_exposure(settings, build_access(settings, open_engine(settings)))
    services = build_services(settings)
    services.index.warm_up()
    app = build_server(services)
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    err.print(
        f"\nTrang hỏi đáp: [link]http://{shown}:{settings.port}/ui/[/link]\nTài liệu API:  http://{shown}:{settings.port}/docs\nDừng: Ctrl+C\n"
    )
    with services.index.serving():
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            http=PatientProtocol,
            log_config=None,
            access_log=False,  # ours names routes, not addresses, which may hold a question
            timeout_graceful_shutdown=settings.shutdown_seconds,
        )


@cli.command()
def mcp() -> None:
    """Phục vụ các công cụ MCP qua stdin, stdout, cho trợ lý AI chạy trên cùng máy."""
    from api.mcp_tools import build_mcp

    build_mcp(build_services(Settings())).run("stdio")


def _check_port(host: str, port: int) -> None:
    """Raises `KehoachError` when the port is taken, before the model is loaded."""
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise KehoachError(
                f"Không mở được {host}:{port} ({error.strerror}). Hãy chọn cổng khác: kehoach serve --port 8001."
            ) from error


if __name__ == "__main__":
    main()
