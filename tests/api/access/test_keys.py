from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.access.audit import Action, AuditLog
from api.access.keys import KeyNotFound, KeyStore
from api.access.rates import RateLimiter
from api.access.roles import Role
from api.access.sessions import LIFETIME_S, Sessions
from index.errors import KehoachError
from index.migrations import open_database


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(tmp_path, None)[0]


def test_a_key_says_whose_it_is(engine: Engine) -> None:
    keys = KeyStore(engine)
    made, text = keys.create(" Một cửa ", Role.EDITOR)
    caller = keys.check(text)
    assert caller is not None
    assert (caller.key_id, caller.name, caller.role) == (made.key_id, "Một cửa", Role.EDITOR)
    assert keys.all() == [made]


def test_a_wrong_key_is_nobodys(engine: Engine) -> None:
    keys = KeyStore(engine)
    _, text = keys.create("a", Role.READER)
    other, _ = keys.create("b", Role.ADMIN)
    secret = text.split("_", 2)[2]
    wrong = [
        "",
        "kh",
        "kh__",
        text[:-1],
        text + "x",
        text.replace("kh_", "xx_", 1),
        f"kh_{other.key_id}_{secret}",
        "kh_ü_x",
        secret,
    ]
    assert [keys.check(key) for key in wrong] == [None] * len(wrong)


def test_a_revoked_key_opens_nothing_at_once_and_for_good(engine: Engine) -> None:
    keys = KeyStore(engine)
    made, text = keys.create("a", Role.ADMIN)
    assert keys.has_active()
    revoked = keys.revoke(made.key_id)
    assert (keys.check(text), keys.holder(made.key_id), keys.has_active()) == (None, None, False)
    assert keys.revoke(made.key_id) == revoked  # the first time counts
    with pytest.raises(KeyNotFound):
        keys.revoke("khong-co")


def test_the_database_never_holds_a_key(engine: Engine, tmp_path: Path) -> None:
    made, text = KeyStore(engine).create("a", Role.READER)
    engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert made.key_id.encode() in stored
    assert text.split("_", 2)[2].encode() not in stored


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_key_needs_a_name(engine: Engine, name: str) -> None:
    with pytest.raises(KehoachError, match="tên"):
        KeyStore(engine).create(name, Role.READER)


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.READER, [Role.READER]), (Role.EDITOR, [Role.READER, Role.EDITOR]), (Role.ADMIN, list(Role))],
)
def test_a_role_may_do_what_those_below_may(role: Role, may: list[Role]) -> None:
    assert [needed for needed in Role if role.includes(needed)] == may


def test_a_key_has_so_many_requests_a_minute() -> None:
    now = [100.0]
    rates = RateLimiter(30, lambda: now[0])
    assert [rates.wait_s("a") for _ in range(30)] == [0] * 30
    assert rates.wait_s("a") == 2
    assert rates.wait_s("b") == 0  # each key for itself
    now[0] += 2.0
    assert (rates.wait_s("a"), rates.wait_s("a")) == (0, 2)
    now[0] += 3_600.0
    assert [rates.wait_s("a") for _ in range(31)] == [0] * 30 + [2]  # an hour of silence saves up no more than a minute
    assert RateLimiter(0).wait_s("a") == 0


def test_a_session_is_read_by_every_process_and_by_nobody_else(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = Sessions(engine).cookie_for("1a2b3c4d")
    assert Sessions(engine).key_id_of(cookie) == "1a2b3c4d"
    key_id, expires, signature = cookie.split(".")
    forged = [
        "",
        "..",
        "a",
        f"ffffffff.{expires}.{signature}",
        f"{key_id}.{int(expires) + 1}.{signature}",
        cookie + "0",
        "é.é.é",
    ]
    assert [Sessions(engine).key_id_of(cookie) for cookie in forged] == [None] * len(forged)
    monkeypatch.setattr("api.access.sessions.time.time", lambda: int(expires) + 0.0)
    assert Sessions(engine).key_id_of(cookie) is None
    assert LIFETIME_S == 12 * 3_600


def test_the_audit_log_is_read_newest_first_and_in_pages(engine: Engine) -> None:
    log = AuditLog(engine)
    for name in "abc":
        log.record("An (1)", Action.PLAN_ADDED, name)
    first = log.entries(2)
    assert [entry.target for entry in first] == ["c", "b"]
    assert [entry.target for entry in log.entries(2, first[-1].entry_id)] == ["a"]
