"""A whole run with a small plan and a fake embedder: in process, over HTTP, and through the command."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import build_app
from api.deps import build_services
from api.settings import Settings
from eval.cli import build_eval_cli
from eval.errors import BadData, BadQuestion, ServerFailed
from eval.metrics import ERROR
from eval.questions import load_questions, variants
from eval.records import load_earlier
from eval.running import InProcess, Reply, SystemBroke, run
from eval.server import OverHttp
from rag.answers import Answer
from tests.eval.fakes import answered, open_assistant, question, write_set

runner = CliRunner()


class Scripted:
    """Remembers what it is asked; fails on questions that say so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []

    def ask(self, question: str, conversation_id: str | None) -> Reply:
        self.asked.append((question, conversation_id))
        if "hỏng" in question:
            raise SystemBroke("broken on purpose")
        return Reply(
            conversation_id or f"c{len(self.asked)}", "content", question, answered("…"), timings_ms={"answer": 1.0}
        )


def test_turns_are_asked_in_order_in_one_conversation_and_the_next_question_in_another() -> None:
    system = Scripted()
    run(system, [question(history=("một", "hai"), question="ba"), question(question="bốn")])
    assert system.asked == [("một", None), ("hai", "c1"), ("ba", "c1"), ("bốn", None)]


def test_a_system_that_breaks_on_a_question_fails_that_one_only() -> None:
    broke, fine = run(Scripted(), [question(question="hỏng"), question()], lambda _gold, _reply: ())
    assert (broke.reply.given.reason, broke.reply.given.answered, broke.ranking) == (ERROR, False, ())
    assert "broken on purpose" in broke.reply.given.answer
    assert fine.reply.given.answered
    assert set(fine.timings_ms) == {"answer", "total"}


def test_an_assistant_that_raises_has_failed_the_question() -> None:
    class Raises:
        def ask(self, question: str, conversation_id: str | None = None, plan_ids: object = None) -> Answer:
            raise KeyError(question)

    with pytest.raises(SystemBroke, match="KeyError"):
        InProcess(Raises(), lambda plan_id: pytest.fail(plan_id)).ask("?", None)


def test_the_server_and_the_process_agree(tmp_path: Path) -> None:
    questions, plans = write_set(tmp_path)
    asked = list(variants(load_questions(questions)))
    index, assistant = open_assistant(tmp_path / "data", [plans])
    here = run(InProcess(assistant, index.plan), asked)
    with TestClient(build_app(build_services(Settings(data=tmp_path / "data"), index, assistant))) as client:
        server = OverHttp(client)
        there = run(server, asked)
        assert server.plan_ids() == set(index.snapshot.plans)
    for a, b in zip(here, there, strict=True):
        assert (a.reply.given, a.reply.kind, a.reply.standalone, a.reply.spans) == (
            b.reply.given,
            b.reply.kind,
            b.reply.standalone,
            b.reply.spans,
        )
    assert any(c.verbatim for example in here for c in example.reply.given.cited)


def test_an_error_of_the_server_fails_the_question_and_an_absent_server_the_run() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        if b"slow" in request.content:
            raise httpx.ReadTimeout("too slow")
        if b"gone" in request.content:
            raise httpx.ConnectError("refused")
        if b"odd" in request.content:
            return httpx.Response(200, json={"hello": "world"})
        return httpx.Response(500, text="boom")

    server = OverHttp(httpx.Client(transport=httpx.MockTransport(respond), base_url="http://server"))
    for text in ("slow", "error"):
        with pytest.raises(SystemBroke):
            server.ask(text, None)
    for text in ("gone", "odd"):
        with pytest.raises(ServerFailed, match="http://server"):
            server.ask(text, None)


def test_a_run_writes_its_reports_and_the_next_compares(tmp_path: Path) -> None:
    questions, plans = write_set(tmp_path)
    gate = tmp_path / "gate.toml"
    gate.write_text("[mau.all]\nverbatim = 1.0\n", encoding="utf-8")
    options = [
        "--questions",
        str(questions),
        "--plans",
        str(plans),
        "--data",
        str(tmp_path / "data"),
        "--gate",
        str(gate),
    ]
    first = runner.invoke(build_eval_cli(open_assistant), [*options, "--baselines", "--out", str(tmp_path / "one")])
    assert first.exit_code == 0, first.output
    report = json.loads((tmp_path / "one" / "report.json").read_text(encoding="utf-8"))
    result = report["sets"]["mau"]
    assert len(result["examples"]) == 3 * 3 + 1
    assert list(result["systems"]) == [
        "ours",
        "no_bm25",
        "no_dense",
        "no_restoration",
        "no_structure",
        "llama_index",
        "bm25",
        "dense",
        "fused",
    ]
    assert result["systems"]["ours"]["groups"]["all"]["crag"]["value"] > 0.5
    assert "crag" not in result["systems"]["bm25"]["groups"]["all"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "one" / "questions.csv").read_text(encoding="utf-8-sig"))))
    assert [row["id"] for row in rows[:4]] == ["a", "a", "a", "b"]
    _worsen(tmp_path / "one" / "report.json")
    second = runner.invoke(
        build_eval_cli(open_assistant),
        [*options, "--out", str(tmp_path / "two"), "--against", str(tmp_path / "one" / "report.json")],
    )
    assert second.exit_code == 0, second.output
    assert "1 câu tốt lên, 0 câu kém đi" in second.output, second.output[-600:]
    _check_page((tmp_path / "two" / "report.html").read_text(encoding="utf-8"))


def _worsen(path: Path) -> None:
    """Makes the earlier run one answer worse than it was."""
    report = json.loads(path.read_text(encoding="utf-8"))
    best = next(e for e in report["sets"]["mau"]["examples"] if e["scores"]["crag"] == 1.0)
    best["scores"]["crag"] = -1.0
    path.write_text(json.dumps(report), encoding="utf-8")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.opened = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened += tag == "details"
        self.outside += [f"{tag} {name}={value}" for name, value in attrs if name in {"src", "href"}]


def _check_page(page: str) -> None:
    links = _Links()
    links.feed(page)
    assert links.outside == []
    assert "@import" not in page
    assert "url(" not in page
    assert links.opened == 10
    assert page.count("<svg") >= 4
    assert "Thủ đô của nước Úc" in page


def test_a_broken_floor_ends_with_1_and_names_the_figure(tmp_path: Path) -> None:
    questions, plans = write_set(tmp_path)
    gate = tmp_path / "gate.toml"
    gate.write_text("[mau.all]\ncrag = 1.01\n", encoding="utf-8")
    done = runner.invoke(
        build_eval_cli(open_assistant),
        [
            "--questions",
            str(questions),
            "--plans",
            str(plans),
            "--no-variants",
            "--split",
            "dev",
            "--gate",
            str(gate),
            "--out",
            str(tmp_path / "o"),
        ],
    )
    assert done.exit_code == 1
    assert "mau.all: crag" in done.output


def test_a_set_whose_evidence_is_not_in_the_plans_is_not_run(tmp_path: Path) -> None:
    questions, _ = write_set(tmp_path)
    done = runner.invoke(build_eval_cli(open_assistant), ["--questions", str(questions), "--out", str(tmp_path / "o")])
    assert isinstance(done.exception, BadQuestion)
    assert not (tmp_path / "o").exists()


def test_an_empty_split_is_said(tmp_path: Path) -> None:
    questions, plans = write_set(tmp_path)
    done = runner.invoke(
        build_eval_cli(open_assistant),
        ["--questions", str(questions), "--plans", str(plans), "--split", "test", "--out", str(tmp_path / "o")],
    )
    assert isinstance(done.exception, BadQuestion)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 99}', '{"version": 1, "sets": {"a": {}}}'])
def test_an_earlier_run_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadData):
        load_earlier(path)
