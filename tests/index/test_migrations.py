"""A database that version 0.1.0 made, and one of the future."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from index.catalog import SCHEMA_VERSION, Catalog
from index.errors import DatabaseTooNew
from index.migrations import DATABASE_VERSION, open_database
from index.vietnamese import fingerprint
from tests.index.plans import plan_of

# As 0.1.0 wrote it.
TABLES = (
    "CREATE TABLE plans (plan_id VARCHAR(200) NOT NULL, source TEXT NOT NULL, sha256 VARCHAR(64) NOT NULL, schema INTEGER NOT NULL, "
    "passages INTEGER NOT NULL, indexed_at DATETIME NOT NULL, record TEXT NOT NULL, raw BLOB NOT NULL, PRIMARY KEY (plan_id))",
    "CREATE TABLE settings (name VARCHAR(100) NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name))",
)
PLAN = plan_of("I. MỤC ĐÍCH\n\n1. Củng cố trạm y tế xã.")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    engine = create_engine(f"sqlite:///{tmp_path / 'catalog.sqlite3'}")
    row = {
        "plan_id": PLAN.plan_id,
        "source": PLAN.source,
        "sha256": PLAN.sha256,
        "schema": SCHEMA_VERSION,
        "record": json.dumps(asdict(PLAN), ensure_ascii=False, default=str),
    }
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(table))
        connection.execute(
            text(
                "INSERT INTO plans VALUES (:plan_id, :source, :sha256, :schema, 3, '2024-01-01 00:00:00.000000', :record, x'61')"
            ),
            row,
        )
        connection.execute(text("INSERT INTO settings VALUES ('embedding_model', 'fake')"))
    engine.dispose()
    return tmp_path


def test_an_older_database_is_brought_up_to_date_with_all_that_is_in_it(old: Path) -> None:
    for _ in range(2):
        engine, _locks = open_database(old, None)
        catalog = Catalog(engine)
        assert catalog.plans() == [PLAN]
        assert catalog.received()[PLAN.plan_id].fingerprint == fingerprint(PLAN.text)
        assert (catalog.setting("embedding_model"), catalog.setting("database_version")) == (
            "fake",
            f"{DATABASE_VERSION}",
        )
        engine.dispose()


def test_an_older_database_gets_the_tables_of_a_new_one(old: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    new, _ = open_database(tmp_path_factory.mktemp("new"), None)
    upgraded, _ = open_database(old, None)
    columns = [
        {
            table: sorted(column["name"] for column in inspect(engine).get_columns(table))
            for table in inspect(engine).get_table_names()
        }
        for engine in (upgraded, new)
    ]
    assert columns[0] == columns[1]


def test_a_migration_that_fails_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.migrations.fingerprint", lambda _text: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_database(old, None)
    engine = create_engine(f"sqlite:///{old / 'catalog.sqlite3'}")
    assert "fingerprint" not in {column["name"] for column in inspect(engine).get_columns("plans")}
    engine.dispose()


def test_a_database_of_a_later_release_is_refused(tmp_path: Path) -> None:
    engine, _ = open_database(tmp_path, None)
    Catalog(engine).remember("database_version", f"{DATABASE_VERSION + 1}")
    with pytest.raises(DatabaseTooNew, match=f"{DATABASE_VERSION + 1}"):
        open_database(tmp_path, None)
