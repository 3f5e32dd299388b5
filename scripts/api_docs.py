"""`make api-docs`: writes docs/api.md from a running server, so that every command in it has been run and every output is real.

The server has the shipped plans and the bundled model, and no keys. Long outputs are cut, and say so. The examples are in
`scripts/api_examples.toml`; the texts about each route are those of its OpenAPI description.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
import time
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from api.app import build_app
from api.deps import build_services
from api.settings import Settings
from index.embedding import BUNDLED, build_embedder
from index.ingest import ingest_files, plan_files, shipped_plans
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.http_server import serving_app

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "scripts" / "api_examples.toml"
PAGE = ROOT / "docs" / "api.md"
_SHOWN = "http://127.0.0.1:8000"
_MAX_TEXT = 140  # characters of one string or line
_MAX_ITEMS = 1  # of a list of objects
_MAX_NAMES = 4  # of a list of plain values
_MAX_LINES = 14  # of an output that is not JSON
_TIMEOUT_S = 60
_MORE = "… (còn {count})"


def shortened(value: Any) -> Any:
    """A JSON value with long strings and lists cut."""
    if isinstance(value, str):
        return value if len(value) <= _MAX_TEXT else value[:_MAX_TEXT] + "…"
    if isinstance(value, dict):
        return {name: shortened(inner) for name, inner in value.items()}
    if isinstance(value, list):
        most = _MAX_ITEMS if value and isinstance(value[0], dict) else _MAX_NAMES
        left = [_MORE.format(count=len(value) - most)] if len(value) > most else []
        return [*(shortened(inner) for inner in value[:most]), *left]
    return value


def shown(output: str) -> tuple[str, str]:
    """An output as the page shows it, and the name of its format."""
    head, _, body = output.replace("\r\n", "\n").rpartition("\n\n") if output.startswith("HTTP/") else ("", "", output)
    try:
        value = json.loads(body) if body.startswith(("{", "[")) else None
    except ValueError:
        value = None
    if value is not None:
        text, kind = json.dumps(shortened(value), ensure_ascii=False, indent=1), "json"
    else:
        lines = body.lstrip("\ufeff").rstrip("\n").split("\n")
        cut = [line if len(line) <= _MAX_TEXT else line[:_MAX_TEXT] + "…" for line in lines[:_MAX_LINES]]
        left = [_MORE.format(count=f"{len(lines) - _MAX_LINES} dòng")] if len(lines) > _MAX_LINES else []
        text, kind = "\n".join([*cut, *left]), "text"
    return (f"{head}\n\n{text}", "http") if head else (text, kind)


class Session:
    """Runs examples one after another against one server; ids that one prints can be used by the next."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._folder = folder
        self._ids: dict[str, str] = {}
        plan = (shipped_plans() / "huyen-uy-ninh-son-2023.txt").read_text(encoding="utf-8")
        (folder / "ke-hoach-moi.txt").write_text(plan.replace("Ninh Sơn", "Ninh Hải"), encoding="utf-8")

    def run(self, command: str) -> str:
        """What a shell command prints."""
        for name, value in self._ids.items():
            command = command.replace(f"{{{name}}}", value)
        ended = subprocess.run(
            ["bash", "-ec", command.replace(_SHOWN, self._address)],
            cwd=self._folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_TIMEOUT_S,
        )
        if ended.returncode:
            raise SystemExit(f"{command}\n{ended.stdout}{ended.stderr}")
        self._remember(ended.stdout)
        return ended.stdout.replace(self._address, _SHOWN).replace(
            self._address.removeprefix("http://"), "127.0.0.1:8000"
        )

    def _remember(self, output: str) -> None:
        for name in ("id", "conversation_id"):
            found = re.search(rf'"{name}":"([0-9a-f]{{32}})"', output)
            if found:
                self._ids[name] = found.group(1)

    def example(self, example: dict[str, Any]) -> str:
        """A command with its output, in Markdown; the seconds `wait_s` before it give an upload time to be done."""
        command, note = str(example["command"]), str(example.get("note", ""))
        time.sleep(example.get("wait_s", 0))
        output, kind = shown(self.run(command))
        for name, value in self._ids.items():
            command = command.replace(f"{{{name}}}", value)
        said = f"{note}\n\n" if note else ""
        return f"{said}```bash\n{command.strip()}\n```\n\n```{kind}\n{output}\n```\n"


def written(session: Session, document: dict[str, Any], examples: dict[str, Any]) -> str:
    """The page."""
    parts = [examples["intro"].strip(), ""]
    parts += [session.example(e) for e in examples["general"]]
    by_tag: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation["tags"][0], []).append((f"{method.upper()} {path}", operation))
    for tag, operations in by_tag.items():
        parts += [f"## {tag}", ""]
        for name, operation in operations:
            parts += [f"### `{name}` — {operation['summary']}", "", textwrap.dedent(operation["description"]), ""]
            of_route = examples["route"].get(name)
            if of_route is None:
                raise SystemExit(f"{EXAMPLES.name} has no example of {name}")
            parts += [session.example(e) for e in of_route]
    for client in examples["client"]:
        code = client["code"].strip()
        parts += [f"## {client['title']}", "", client["note"].strip(), "", f"```python\n{code}\n```", ""]
        output = session.run(f"{sys.executable} - <<'EOF'\n{code}\nEOF")
        parts += [f"```text\n{shown(output)[0]}\n```", ""]
    return "\n".join(parts).rstrip() + "\n"


def main() -> int:
    """Writes the page."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(data=folder / "data", _env_file=None)
        embedder = build_embedder(BUNDLED, settings.data)
        index = build_index(settings.data, lambda: embedder)
        ingest_files(index, plan_files([shipped_plans()]))
        app = build_app(build_services(settings, index, Assistant(index, Conversations())))
        with serving_app(app) as address:
            document = httpx.get(f"{address}/openapi.json").json()
            examples = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))
            PAGE.write_text(written(Session(address, folder), document, examples), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {sum(map(len, document['paths'].values()))} routes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
