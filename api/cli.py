"""Commands for whoever runs a server: keys, settings, audit log, backup and restore; `kehoach` puts them together with the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table
from sqlalchemy import Engine

from api import texts
from api.access.audit import Action, AuditLog
from api.access.keys import KeyStore
from api.access.roles import Role
from api.settings import Settings, effective_settings
from index.backup import restore_backup, write_backup
from index.errors import KehoachError
from index.store import PlanIndex

_MAX_DETAIL = 60  # characters
_ACTOR = "kehoach"  # the command line, in the audit log
out = Console()
err = Console(stderr=True)


def build_keys_cli(open_engine: Callable[[], Engine]) -> typer.Typer:
    """The commands on the keys of the database that `open_engine` opens."""
    cli = typer.Typer(help="Khóa API: cấp, xem, thu hồi.", no_args_is_help=True)

    @cli.command()
    def create(
        role: Annotated[
            Role, typer.Option(help="reader: hỏi và xem; editor: thêm, thay, xóa văn bản; admin: xem nhật ký thay đổi.")
        ],
        name: Annotated[str, typer.Option(help="Ai dùng khóa này, ví dụ “Phần mềm một cửa”.")],
    ) -> None:
        """Cấp một khóa; khóa chỉ hiện một lần."""
        engine = open_engine()
        key, text = KeyStore(engine).create(name, role)
        AuditLog(engine).record(_ACTOR, Action.KEY_CREATED, key.key_id, f"{key.name}, {key.role}")
        err.print(
            f"Khóa {key.key_id} của “{key.name}”, vai trò {key.role}. Hãy lưu lại ngay: khóa không được lưu và không hiện lại.",
            highlight=False,
            markup=False,
        )
        typer.echo(text)  # alone on standard output, for scripts

    @cli.command("list")
    def list_keys() -> None:
        """Các khóa đã cấp, không kèm phần bí mật."""
        table = Table("Mã", "Tên", "Vai trò", "Cấp lúc", "Thu hồi lúc")
        for key in KeyStore(open_engine()).all():
            table.add_row(key.key_id, key.name, key.role, _local(key.created_at), _local(key.revoked_at))
        out.print(table)

    @cli.command()
    def revoke(key_id: Annotated[str, typer.Argument(help="Mã khóa (xem: kehoach keys list).")]) -> None:
        """Thu hồi một khóa, có hiệu lực ngay."""
        engine = open_engine()
        key = KeyStore(engine).revoke(key_id)
        AuditLog(engine).record(_ACTOR, Action.KEY_REVOKED, key.key_id, key.name)
        out.print(f"Đã thu hồi khóa {key.key_id} của “{key.name}”.", highlight=False, markup=False)

    return cli


def add_operations(cli: typer.Typer, open_engine: Callable[[], Engine], open_index: Callable[[], PlanIndex]) -> None:
    """Adds the commands for whoever runs a server."""

    @cli.command()
    def settings() -> None:
        """Các thiết lập đang dùng, giá trị lấy từ đâu, và ý nghĩa."""
        table = Table(Column("Thiết lập", no_wrap=True), Column("Giá trị", overflow="fold"), "Nguồn", "Ý nghĩa")
        for setting in effective_settings(Settings()):
            table.add_row(setting.name, setting.value, setting.source, setting.description)
        out.print(table)

    @cli.command()
    def audit(limit: Annotated[int, typer.Option(min=1, help="Số dòng.")] = 50) -> None:
        """Nhật ký thay đổi: ai đã nạp, thay, xóa văn bản, cấp, thu hồi khóa; mới nhất trước."""
        table = Table("Lúc", "Ai", "Việc", Column("Đối tượng", overflow="fold"), "Chi tiết")
        for entry in AuditLog(open_engine()).entries(limit):
            detail = shorten(entry.detail, _MAX_DETAIL, placeholder=" …")  # GET /v1/audit has all of it
            table.add_row(_local(entry.at), entry.actor, entry.action, entry.target, detail)
        out.print(table)

    @cli.command()
    def backup(
        target: Annotated[Path | None, typer.Argument(help="Tệp sao lưu; mặc định kehoach-NGÀY-GIỜ.zip.")] = None,
    ) -> None:
        """Sao lưu văn bản, khóa, nhật ký, ý kiến phản hồi vào một tệp; chạy được khi máy chủ đang phục vụ."""
        target = target or Path(f"kehoach-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip")
        engine = open_engine()
        plans = write_backup(engine, target, _beside())
        AuditLog(engine).record(_ACTOR, Action.BACKUP, target.name, f"{plans}")
        out.print(
            f"Đã sao lưu {plans} văn bản vào {target} ({target.stat().st_size / 1e6:.1f} MB).",
            highlight=False,
            markup=False,
        )

    @cli.command()
    def restore(
        source: Annotated[Path, typer.Argument(help="Tệp do lệnh backup tạo ra.")],
        replace: Annotated[
            bool, typer.Option("--replace", help="Thay toàn bộ văn bản, khóa, nhật ký đang có bằng bản sao lưu.")
        ] = False,
    ) -> None:
        """Khôi phục từ bản sao lưu rồi lập lại chỉ mục. Hãy dừng máy chủ trước, trừ khi dùng máy chủ Chroma và PostgreSQL."""
        index = open_index()
        if index.received() and not replace:
            raise KehoachError(texts.RESTORE_REPLACES.format(count=len(index.received())))
        with err.status("Đang khôi phục và lập lại chỉ mục…"):
            plans = restore_backup(index, source, _beside())
        AuditLog(index.engine).record(_ACTOR, Action.RESTORE, source.name, f"{plans}")
        out.print(f"Đã khôi phục {plans} văn bản từ {source}.", highlight=False, markup=False)


def _beside() -> dict[str, Path]:
    """Files beside the database that a backup holds, too."""
    return {"feedback.jsonl": Settings().feedback_file}


def _local(at: datetime | None) -> str:
    """A time as the operator's clock shows it."""
    return f"{at.replace(tzinfo=UTC).astimezone():%d/%m/%Y %H:%M}" if at else "—"
