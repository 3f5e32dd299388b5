"""The house rules of docs and style that a machine can check, on the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "rag", "api", "ui", "eval", "bench")
# Which of our packages and modules each may import. Imports point one way: api, ui, eval → rag → index.
ALLOWED = {
    "index": {"index"},
    "rag": {"rag", "index"},
    "api": {"api", "rag", "index"},
    "ui": {"ui", "rag", "index"},
    "eval": {"eval", "rag", "index"},
    "bench": {"bench", "eval", "rag", "index"},  # the whole product it only runs, as a process
}
COMPOSITION = {"kehoach", "wiring"}  # the command and what puts it together may import everything
MAX_LINES = 320
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "service", "misc", "common"}
MAY_READ_ENVIRONMENT = {"kehoach.py", "api/settings.py", "index/embedding.py"}


def sources(*packages: str) -> list[Path]:
    """The Python files of packages, relative to the project."""
    return sorted(path.relative_to(ROOT) for package in packages for path in (ROOT / package).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Top-level names that a file imports, also within functions and under TYPE_CHECKING, with their lines."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (path.parts[0] if node.level else str(node.module).split(".")[0]), node.lineno


def test_there_is_something_to_check() -> None:
    assert {path.parts[0] for path in sources(*PACKAGES)} == set(PACKAGES)
    assert {"index", "rag"} <= {name for name, _ in imported(Path("rag/assistant.py"))}


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    ours = {*PACKAGES, *COMPOSITION, "tests", "scripts"}
    wrong = [
        f"{path}:{line} imports {name}"
        for path in sources(package)
        for name, line in imported(path)
        if name in ours - ALLOWED[package]
    ]
    assert wrong == []


def test_only_the_composition_root_puts_everything_together() -> None:
    both = {
        str(path)
        for path in [*sources(*PACKAGES, "scripts"), *(p.relative_to(ROOT) for p in ROOT.glob("*.py"))]
        if {"api", "ui"} <= {name for name, _ in imported(path)}
    }
    assert both <= {f"{name}.py" for name in COMPOSITION}
    assert both


def test_names_of_modules_say_the_domain() -> None:
    parts = {part for path in sources(*PACKAGES) for part in path.with_suffix("").parts}
    assert {part for part in parts if part in VAGUE_NAMES or part.endswith(("_utils", "_helpers", "_manager"))} == set()


def _public_without_docstring(path: Path) -> Iterator[str]:
    module = tree(path)
    if not ast.get_docstring(module):
        yield f"{path}: the module"
    for node in module.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield f"{path}:{node.lineno} {node.name}"
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if (
                    isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
                    and not inner.name.startswith("_")
                    and not ast.get_docstring(inner)
                ):
                    yield f"{path}:{inner.lineno} {node.name}.{inner.name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_public_names_have_docstrings(package: str) -> None:
    assert [found for path in sources(package) for found in _public_without_docstring(path)] == []


def test_no_file_is_too_long() -> None:
    lengths = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in sources(*PACKAGES)}
    assert {path: lines for path, lines in lengths.items() if lines > MAX_LINES} == {}


def _uses_environment(path: Path) -> bool:
    names = {"environ", "environb", "getenv"}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in names:
            if isinstance(node.value, ast.Name) and node.value.id == "os":
                return True
        elif isinstance(node, ast.ImportFrom) and node.module == "os" and names & {a.name for a in node.names}:
            return True
    return False


def _only_sets_environment(path: Path) -> bool:
    """Whether every use of `os.environ` is an assignment: switching a library's telemetry off reads nothing."""
    module = tree(path)
    uses = sum(isinstance(node, ast.Attribute) and node.attr == "environ" for node in ast.walk(module))
    stores = sum(
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "environ"
        for node in ast.walk(module)
    )
    return uses == stores


def test_only_the_settings_read_the_environment() -> None:
    reading = {
        path.as_posix()
        for path in [*sources(*PACKAGES), *(p.relative_to(ROOT) for p in ROOT.glob("*.py") if p.name != "conftest.py")]
        if _uses_environment(path) and not _only_sets_environment(path)
    }
    assert reading - MAY_READ_ENVIRONMENT == set()
    assert "kehoach.py" in reading


# --- every file of the project ------------------------------------------------------------------------------------------

# A path of somebody's machine, or a package registry other than by pip's own settings. Letters in brackets, so that this file doesn't match.
FORBIDDEN = {
    "a machine's path": re.compile(
        r"(?<![\w./])/(?:[r]oot|[h]ome/\w+|[U]sers/\w+|[w]ork/\w+|[t]mp/[a-z]\w*/)|[C]:\\\\[U]sers"
    ),
    "a registry": re.compile(
        r"(?:--|extra-|^)(?:[i]ndex-url|[f]ind-links|[t]rusted-host)\b|[a]rtifactory|[d]evpi|[n]exus|[p]ypi\.(?!org\b)\w+",
        re.MULTILINE,
    ),
}
TEXT_SUFFIXES = {
    ".py",
    ".toml",
    ".txt",
    ".md",
    ".css",
    ".js",
    ".sh",
    ".jsonl",
    ".yml",
    ".yaml",
    ".cfg",
    ".ini",
    ".html",
    ".svg",
    "",
}


def _ignored() -> list[str]:
    return [line.strip("/ ") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line.strip()]


def project_files() -> Iterator[Path]:
    """Every file that git would track: what .gitignore leaves."""
    patterns = [*_ignored(), ".git", ".benchmarks"]
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if any(fnmatch(path.name, pattern) for pattern in patterns):
                continue
            if path.is_dir():
                folders.append(path)
            elif path.suffix in TEXT_SUFFIXES:
                yield path


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names_a_machine_or_a_registry(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in project_files()
        for match in FORBIDDEN[what].finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a machine's path", "see /" + "root/notes"),
        ("a machine's path", 'open("/' + 'home/an/plans")'),
        ("a machine's path", "/" + "work/main/rag"),
        ("a registry", "pip install --" + "index-url http://x"),
        ("a registry", "https://" + "pypi" + ".company.vn/simple"),
    ],
)
def test_what_is_forbidden_is_found(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)


def test_every_file_can_be_read() -> None:
    assert len(list(project_files())) > 100
