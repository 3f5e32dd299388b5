from datetime import datetime
from pathlib import Path

import pytest

from index.catalog import Catalog, Received
from index.database import open_engine
from index.errors import PlanNotFound
from index.ingest import plan_files, shipped_plans
from index.locks import FileLocks
from index.migrations import migrate
from index.parsing import read_plan
from index.vietnamese import fingerprint
from tests.index.plans import plan_of

NOW = datetime(2024, 3, 5, 8, 0)


def open_catalog(folder: Path) -> Catalog:
    engine = open_engine(f"sqlite:///{folder / 'catalog.sqlite3'}")
    migrate(engine, FileLocks(folder))
    return Catalog(engine)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return open_catalog(tmp_path)


def test_every_shipped_plan_comes_back_exactly(catalog: Catalog) -> None:
    plans = sorted((read_plan(path) for path in plan_files([shipped_plans()])), key=lambda plan: plan.plan_id)
    for plan in plans:
        catalog.put(plan, 1, b"raw", NOW, clear="dirty")
    assert catalog.plans() == plans


def test_a_plan_takes_the_place_of_the_one_with_its_id_and_clears_its_mark(catalog: Catalog) -> None:
    catalog.remember("dirty:a", "put")
    first, second = plan_of("I. MỤC ĐÍCH"), plan_of("I. YÊU CẦU")
    catalog.put(first, 1, b"one", NOW, clear="-")
    catalog.put(second, 2, b"two", NOW, clear="dirty:a")
    assert catalog.plans() == [second]
    assert list(catalog.raw_files()) == [("an-binh-2024", "An Binh 2024.txt", b"two")]
    assert catalog.received() == {second.plan_id: Received(second.source, second.sha256, fingerprint(second.text))}
    assert catalog.settings("dirty:") == {}


def test_a_removed_plan_is_gone_and_an_unknown_one_is_an_error(catalog: Catalog) -> None:
    plan = plan_of("I. MỤC ĐÍCH")
    catalog.put(plan, 1, b"", NOW, clear="-")
    catalog.remove(plan.plan_id, "dirty:x")
    assert catalog.plans() == []
    with pytest.raises(PlanNotFound, match=plan.plan_id):
        catalog.remove(plan.plan_id, "dirty:x")


def test_settings_are_remembered_listed_and_forgotten(catalog: Catalog) -> None:
    assert catalog.setting("model") is None
    catalog.remember("model", "a")
    catalog.remember("model", "b")
    catalog.remember("mo%", "c")
    assert catalog.setting("model") == "b"
    assert set(catalog.settings("mo%")) == {""}  # a percent sign is no wildcard
    catalog.forget("model")
    assert catalog.setting("model") is None


def test_a_second_catalog_on_the_same_database_sees_the_plans(tmp_path: Path) -> None:
    open_catalog(tmp_path).put(plan_of("I. A"), 1, b"", NOW, clear="-")
    assert len(open_catalog(tmp_path).plans()) == 1


def test_every_change_of_the_plans_changes_the_generation(catalog: Catalog) -> None:
    plan = plan_of("I. MỤC ĐÍCH")
    seen = [catalog.generation()]
    catalog.put(plan, 1, b"", NOW, clear="-")
    seen.append(catalog.generation())
    catalog.put(plan, 1, b"", NOW, clear="-")
    seen.append(catalog.generation())
    catalog.remove(plan.plan_id, "dirty:x")
    seen.append(catalog.generation())
    catalog.remember("model", "a")
    assert catalog.generation() == seen[-1]
    assert len(set(seen)) == 4
