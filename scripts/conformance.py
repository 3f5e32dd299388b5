"""`make conformance`: Schemathesis asks a real server whatever its OpenAPI description allows, and much that it doesn't.

Every response must be one that the description promises: no 5xx, statuses, content types, headers and bodies as described, bad requests and
missing keys refused. The server has the shipped plans, keys in force, and the fake embedding model of the tests. What changes plans
is tried last.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from api.access.keys import KeyStore
from api.access.roles import Role
from api.app import build_app
from api.deps import build_services
from api.settings import Auth, Settings
from index.ingest import ingest_files, plan_files, shipped_plans
from index.store import build_index
from rag.assistant import Assistant
from rag.conversation import Conversations
from tests.fakes import FakeEmbedder
from tests.http_server import serving_app

_CHANGES = "^(POST|PUT|DELETE) /v1/plans"
# Left out: what may be asked depends on more than a schema can say (a question of spaces, a mode that is switched off); and a file's
# bytes are what they are, whatever value a part of a form was made from.
_PASSES = (
    ("--exclude-name-regex", _CHANGES, "--exclude-checks", "positive_data_acceptance"),
    ("--include-name-regex", _CHANGES, "--exclude-checks", "positive_data_acceptance,negative_data_rejection"),
)
_MANY = 1_000
_GENERATED = re.compile(r"(\d+) generated")


@contextmanager
def serving_shipped(data: Path) -> Iterator[tuple[str, str]]:
    """A server over the shipped plans; gives its address and an administrator's key."""
    # No limit on requests and waiting uploads: 429 and 503 "queue_full" are right under such a load, and hide what is wrong.
    settings = Settings(data=data, auth=Auth.REQUIRED, rate_per_minute=0, max_waiting_jobs=_MANY, _env_file=None)
    index = build_index(data, FakeEmbedder)
    ingest_files(index, plan_files([shipped_plans()]))
    services = build_services(settings, index, Assistant(index, Conversations()))
    _, key = KeyStore(index.engine).create("Schemathesis", Role.ADMIN)
    with serving_app(build_app(services)) as address:
        yield address, key


def conform(address: str, key: str, examples: int, folder: Path) -> tuple[int, list[str]]:
    """How many requests were made, and the reports of the passes that found something wrong."""
    requests, reports = 0, []
    for choice in _PASSES:
        command = [
            str(Path(sys.executable).with_name("schemathesis")), "run", f"{address}/openapi.json", *choice,
            "-H", f"Authorization: Bearer {key}", "--phases", "examples,coverage,fuzzing",
            "--max-examples", str(examples), "--continue-on-failure", "--generation-database", "none", "--seed", "1", "--no-color",
        ]  # fmt: skip
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
        found = _GENERATED.search(ended.stdout)
        requests += int(found.group(1)) if found else 0
        if ended.returncode or not found:
            reports.append(ended.stdout + ended.stderr)
    return requests, reports


def main() -> int:
    """Prints how many requests were made, and each violation with a request that shows it; 1 when there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=120, help="generated requests for each operation")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder, serving_shipped(Path(folder) / "data") as (address, key):
        requests, reports = conform(address, key, arguments.examples, Path(folder))
    print("\n".join(reports))
    print(f"{requests} requests, {'violations: see above' if reports else 'no 5xx, no violation of the description'}")
    return 1 if reports else 0


if __name__ == "__main__":
    sys.exit(main())
