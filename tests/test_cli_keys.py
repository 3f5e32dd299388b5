"""`kehoach keys` and `kehoach audit`, and a server that others could reach."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

import api.cli
import kehoach
from api.access.keys import KeyStore
from index.migrations import open_database

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setenv("KEHOACH_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(api.cli, "out", Console(width=200))
    monkeypatch.setattr(kehoach, "err", Console(stderr=True, width=400))

    def start(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kehoach", *arguments])
        with pytest.raises(SystemExit) as ended:
            kehoach.main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return start


def test_a_key_is_shown_once_listed_and_revoked(run: Run, tmp_path: Path) -> None:
    code, out, err = run("keys", "create", "--name", "Phần mềm một cửa", "--role", "editor")
    key = out.strip()
    assert code == 0
    assert "không hiện lại" in " ".join(err.split())
    keys = KeyStore(open_database(tmp_path / "data", None)[0])
    caller = keys.check(key)
    assert caller is not None

    _, listed, _ = run("keys", "list")
    assert "Phần mềm một cửa" in listed
    assert key not in listed

    assert run("keys", "revoke", caller.key_id)[0] == 0
    assert keys.check(key) is None
    assert run("keys", "revoke", "khong-co")[0] == 1

    _, changes, _ = run("audit")
    assert "key.created" in changes
    assert "key.revoked" in changes
    assert key not in changes


def test_a_role_that_is_none_is_wrong_usage(run: Run) -> None:
    assert run("keys", "create", "--name", "a", "--role", "chủ")[0] == 2


def test_without_keys_no_other_machine_is_served(run: Run) -> None:
    code, _, err = run("serve", "--host", "0.0.0.0", "--port", "0")
    assert code == 1
    assert "kehoach keys create" in err
