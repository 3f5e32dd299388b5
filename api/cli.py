"""`kehoach keys …` and `kehoach audit`: made here, put together with the rest in `kehoach`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from api.access.audit import Action, AuditLog
from api.access.keys import KeyStore
from api.access.roles import Role

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


def show_audit(engine: Engine, limit: int) -> None:
    """Prints the newest changes first."""
    table = Table("Lúc", "Ai", "Việc", "Đối tượng", "Chi tiết")
    for entry in AuditLog(engine).entries(limit):
        table.add_row(_local(entry.at), entry.actor, entry.action, entry.target, entry.detail)
    out.print(table)


def _local(at: datetime | None) -> str:
    """A time as the operator's clock shows it."""
    return f"{at.replace(tzinfo=UTC).astimezone():%d/%m/%Y %H:%M}" if at else "—"
