"""The server keeps to its own OpenAPI description: the short form of `make conformance`."""

import re
from pathlib import Path

from fastapi.testclient import TestClient

from scripts.conformance import conform, serving_shipped

ROOT = Path(__file__).parents[2]
_JSON = "application/json"


def test_responses_are_those_that_the_description_promises(tmp_path: Path) -> None:
    with serving_shipped(tmp_path / "data") as (address, key):
        requests, reports = conform(address, key, 3, tmp_path)
    assert reports == [], "\n".join(reports)
    assert requests > 800


def test_everything_that_can_be_sent_is_described_and_has_an_example(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    missing = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            missing += [f"{where}: {key}" for key in ("summary", "description", "tags") if not operation.get(key)]
            for parameter in operation.get("parameters", []):
                if not parameter.get("description"):
                    missing.append(f"{where}: {parameter['name']}")
    assert missing == []


def test_the_documentation_has_an_example_of_every_route(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^### `([A-Z]+ \S+)`", page, re.MULTILINE))
    assert documented == {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def test_every_field_of_every_body_is_described(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    missing = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, described in schema.get("properties", {}).items()
        if not described.get("description")
    ]
    assert missing == []


def test_every_error_has_the_one_shape_in_the_description(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    wrong = [
        f"{method} {path} {status}"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for status, response in operation["responses"].items()
        if status >= "400" and response["content"][_JSON]["schema"] != {"$ref": "#/components/schemas/ErrorBody"}
    ]
    assert wrong == []
