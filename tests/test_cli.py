"""The command `kehoach`: inside this process with a fake model; a few runs as users start it, with the real one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

import api.cli
import kehoach
import wiring
from index.locks import FileLocks, Purpose
from tests.api.test_ask import ANSWER_KEYS, CITATION_KEYS
from tests.fakes import FakeEmbedder
from tests.index.plans import document
from tests.language_server import saying, serving
from tests.shipped import ALL, BAC_GIANG, HA_TINH, LAM_DONG

ROOT = Path(__file__).parents[1]
BODY = "I. MỤC TIÊU\n1. Mọi trạm y tế có bác sĩ.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ: Chủ trì tuyển dụng.\n2. Sở Y tế: Báo cáo.\n"


@dataclass(frozen=True)
class Ended:
    """How a run ended; white space of the output as single spaces."""

    code: int
    out: str
    err: str
    raw: str


Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that the first command of a user fills."""
    return tmp_path_factory.mktemp("cli") / "data"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs `kehoach` here, with the fake model."""
    monkeypatch.setattr(wiring, "embedder_of", lambda _settings: FakeEmbedder)
    for module in (kehoach, wiring):
        monkeypatch.setattr(module, "err", Console(stderr=True, width=400))
    for module in (kehoach, api.cli):
        monkeypatch.setattr(module, "out", Console(width=400))
    monkeypatch.chdir(tmp_path)

    def start(*arguments: str, data: Path | None = None, **settings: str) -> Ended:
        monkeypatch.setenv("KEHOACH_DATA", str(data or tmp_path / "data"))
        for name, value in settings.items():
            monkeypatch.setenv(f"KEHOACH_{name.upper()}", value)
        monkeypatch.setattr(sys, "argv", ["kehoach", *arguments])
        code = 0
        try:
            kehoach.main()
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 0 if exit_.code is None else 1
        captured = capsys.readouterr()
        return Ended(code, " ".join(captured.out.split()), " ".join(captured.err.split()), captured.out)

    return start


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good plans and two bad files."""
    folder = tmp_path / "nhận"
    folder.mkdir()
    (folder / "an-binh.txt").write_text(document(BODY), encoding="utf-8")
    (folder / "binh-an.md").write_text(document(BODY.replace("Nội vụ", "Tài chính")), encoding="utf-8")
    (folder / "rong.txt").write_bytes(b"")
    (folder / "nhi-phan.txt").write_bytes(bytes(range(256)) * 4)
    return folder


# --- in this process ----------------------------------------------------------------------------------------------------


def test_the_first_question_fills_the_index_by_itself(run: Run, filled: Path) -> None:
    ended = run("ask", "Sở Công Thương Hà Tĩnh làm gì?", data=filled)
    assert ended.code == 0
    assert "Sở Công Thương 1 nhiệm vụ" in ended.out
    assert "an toàn thực phẩm" in ended.out
    assert f"[1] Mục V, 2.8, Kế hoạch của Ủy ban nhân dân tỉnh Hà Tĩnh ({HA_TINH}.txt)" in ended.out
    for plan_id in ALL:
        assert f"{plan_id}.txt — đã nạp" in ended.err


def test_the_second_question_does_not_index_again(run: Run, filled: Path) -> None:
    ended = run("ask", "so cong thuong ha tinh lam gi", data=filled)
    assert ended.code == 0
    assert "đã nạp" not in ended.err
    assert "Sở Công Thương 1 nhiệm vụ" in ended.out


def test_an_answer_as_json_is_the_apis(run: Run, filled: Path) -> None:
    ended = run("ask", "Kế hoạch 1750/KH-SYT do ai ký?", "--json", data=filled)
    body = json.loads(ended.raw)
    assert set(body) == ANSWER_KEYS
    assert set(body["citations"][0]) == CITATION_KEYS
    assert "Nguyễn Tuấn" in body["answer"]
    assert "Nguyễn Tuấn" in ended.raw  # readable, not \u escapes


def test_a_refusal_is_an_answer_with_what_may_be_related(run: Run, filled: Path) -> None:
    ended = run("ask", "Sở Xây dựng Bắc Giang có nhiệm vụ gì?", data=filled)
    assert ended.code == 0
    assert "không giao nhiệm vụ cho Sở Xây dựng" in ended.out
    assert "Có thể liên quan (không phải câu trả lời)" in ended.out
    body = json.loads(run("ask", "Kế hoạch y tế của tỉnh Quảng Trị?", "--json", data=filled).raw)
    assert (body["status"], body["citations"], body["refusal"]["reason"]) == ("not_found", [], "no_such_plan")


def test_a_question_to_some_plans(run: Run, filled: Path) -> None:
    ended = run("ask", "Sở Nội vụ có nhiệm vụ gì?", "--plan", LAM_DONG, "--plan", BAC_GIANG, "--json", data=filled)
    assert {citation["plan_id"] for citation in json.loads(ended.raw)["citations"]} == {LAM_DONG}


@pytest.mark.parametrize("question", ["[bold]Sở Y tế[/bold]", "[/red]", "![x](y) `Sở` <b>", "", "--"])
def test_markup_in_a_question_is_only_text(run: Run, filled: Path, question: str) -> None:
    assert run("ask", "--", question, data=filled).code == 0


def test_plans_are_listed(run: Run, filled: Path) -> None:
    ended = run("plans", "list", data=filled)
    assert ended.code == 0
    for words in (*ALL, "1750/KH-SYT", "31/05/2021", "572/KH-UBND", "Ninh Sơn"):
        assert words in ended.out


def test_a_plan_is_shown_as_understood(run: Run, filled: Path) -> None:
    ended = run("plans", "show", LAM_DONG, data=filled)
    assert ended.code == 0
    for words in (
        "Kế hoạch số 572/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh Lâm Đồng",
        "Mục IV, khoản 3: Sở Tài chính",
        "Số, ký hiệu: 572/KH-UBND",
        "dân số tham gia bảo hiểm y tế",
        "Trên 95%",
        "Sở Tài chính (chủ trì):",
    ):
        assert words in ended.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("plans", "show", "khong-co"),
        ("plans", "remove", "khong-co"),
        ("ask", "Ai ký?", "--plan", "khong-co"),
        ("plans", "show", "[/khong-co]"),
    ],
)
def test_an_unknown_plan_ends_with_a_message(run: Run, filled: Path, arguments: tuple[str, ...]) -> None:
    ended = run(*arguments, data=filled)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("Lỗi: Không có văn bản")
    assert "khong-co" in ended.err


def test_files_are_ingested_once_and_bad_ones_named(run: Run, folder: Path) -> None:
    first = run("ingest", str(folder), shipped_plans="false")
    assert first.code == 1
    assert "an-binh.txt — đã nạp" in first.err
    assert "binh-an.md — đã nạp" in first.err
    assert "rong.txt — lỗi: " in first.err
    assert "nhi-phan.txt — lỗi: " in first.err
    listed = run("plans", "list")
    assert "an-binh" in listed.out
    assert "binh-an" in listed.out
    assert "rong" not in listed.out

    for name in ("rong.txt", "nhi-phan.txt"):
        (folder / name).unlink()
    second = run("ingest", str(folder))
    assert second.code == 0
    assert "an-binh.txt — không đổi" in second.err
    assert "binh-an.md — không đổi" in second.err

    (folder / "an-binh.txt").write_text(document(BODY.replace("tuyển dụng", "luân chuyển")), encoding="utf-8")
    assert "an-binh.txt — đã thay" in run("ingest", str(folder)).err
    assert "luân chuyển" in run("ask", "Sở Nội vụ An Bình có nhiệm vụ gì?").out


def test_a_removed_plan_is_gone_and_stays_away(run: Run, folder: Path) -> None:
    run("ingest", str(folder / "an-binh.txt"), shipped_plans="false")
    ended = run("plans", "remove", "an-binh")
    assert (ended.code, ended.out) == (0, "Đã xóa an-binh.")
    assert "an-binh" not in run("plans", "list").out
    assert run("plans", "show", "an-binh").code == 1


def test_shipped_plans_that_were_removed_do_not_come_back(run: Run) -> None:
    run("plans", "remove", LAM_DONG)
    listed = run("plans", "list")
    assert LAM_DONG not in listed.out
    assert HA_TINH in listed.out
    assert "đã nạp" not in listed.err


def test_all_indexes_are_made_anew_from_the_files_kept(run: Run, folder: Path) -> None:
    run("ingest", str(folder / "an-binh.txt"), shipped_plans="false")
    (folder / "an-binh.txt").unlink()
    ended = run("reindex")
    assert (ended.code, ended.out) == (0, "Đã lập lại chỉ mục của 1 văn bản.")
    assert "tuyển dụng" in run("ask", "Sở Nội vụ An Bình có nhiệm vụ gì?").out


@pytest.mark.parametrize(
    ("path", "words"),
    [("khong-co.txt", "khong-co.txt"), ("trong", "trong")],
)
def test_nothing_to_ingest_ends_with_a_message(run: Run, tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "trong").mkdir()
    ended = run("ingest", str(tmp_path / path), shipped_plans="false")
    assert ended.code == 1
    assert words in ended.err


def test_while_another_process_writes_the_message_says_so(run: Run, folder: Path, tmp_path: Path) -> None:
    with FileLocks(tmp_path / "data").hold(Purpose.INGEST):
        ended = run("ingest", str(folder), shipped_plans="false")
    assert ended.code == 1
    assert "đang được một tiến trình khác ghi" in ended.err


def test_settings_are_shown_with_their_meaning(run: Run, tmp_path: Path) -> None:
    ended = run("settings", port="9123")
    assert ended.code == 0
    assert f"KEHOACH_DATA │ {tmp_path / 'data'}" in ended.out
    assert "KEHOACH_PORT │ 9123 │ biến môi trường │ Cổng máy chủ lắng nghe." in ended.out
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "value"), [("port", "một"), ("port", "70000"), ("max_upload_bytes", "-1"), ("shipped_plans", "có lẽ")]
)
def test_a_wrong_setting_is_named(run: Run, name: str, value: str) -> None:
    ended = run("settings", **{name: value})
    assert ended.code == 1
    assert f"KEHOACH_{name.upper()} = {value}" in ended.err


def test_a_port_that_is_taken_is_named_before_anything_is_loaded(run: Run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run("serve", "--port", str(port))
    assert ended.code == 1
    assert str(port) in ended.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("khong-co",),
        ("ask",),
        ("ask", "a", "b"),
        ("ask", "a", "--khong-co"),
        ("ingest",),
        ("plans",),
        ("plans", "show"),
        ("serve", "--port", "x"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", ["ask", "ingest", "plans", "serve", "reindex", "settings", "eval"])
def test_every_command_has_help(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.code == 0
    assert "Usage" in ended.out


# --- as users start it --------------------------------------------------------------------------------------------------


def start(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs `kehoach` in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KEHOACH_")}
    environment |= {"KEHOACH_DATA": str(data), "PYTHONPATH": str(ROOT), "COLUMNS": "400"}
    environment |= {f"KEHOACH_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, str(ROOT / "kehoach.py"), *arguments],
        cwd=data.parent,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("plans", "show", "khong-co"), 1, "Lỗi: Không có văn bản “khong-co”"),
        (("khong-co",), 2, "khong-co"),
    ],
)
def test_a_failure_has_its_exit_code_and_no_traceback(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    ended = start(tmp_path / "data", *arguments, shipped_plans="false")
    assert ended.returncode == code
    assert "Traceback" not in ended.stderr + ended.stdout
    assert words in ended.stderr


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory, model_data: Path) -> Path:
    """A data directory in which the model is exported already."""
    data = tmp_path_factory.mktemp("cli-model") / "data"
    data.mkdir()
    if (model_data / "models").exists():
        (data / "models").symlink_to(model_data / "models")
    return data


@pytest.mark.model
def test_from_an_empty_folder_to_an_answer_with_the_real_model(model_folder: Path) -> None:
    ended = start(
        model_folder, "ask", "Sở nào ở Hà Tĩnh tham mưu bố trí nguồn vốn đầu tư công cho y tế cơ sở?", "--json"
    )
    assert ended.returncode == 0, ended.stderr
    body = json.loads(ended.stdout)  # nothing but JSON on standard output
    assert [(c["plan_id"], c["address"]) for c in body["citations"]] == [(HA_TINH, "Mục V, 2.2")]
    assert "Traceback" not in ended.stderr
    assert "Warning" not in ended.stderr


@pytest.mark.model
def test_a_folder_with_a_bad_file_and_the_real_model(model_folder: Path, folder: Path) -> None:
    ended = start(model_folder, "ingest", str(folder))
    assert ended.returncode == 1
    assert "an-binh.txt — đã nạp" in ended.stderr
    assert "rong.txt — lỗi: " in ended.stderr
    assert "Traceback" not in ended.stderr


# --- a language model ---------------------------------------------------------------------------------------------------


def test_a_model_can_be_configured_and_its_key_is_never_shown(run: Run, filled: Path) -> None:
    text = "Sở Công Thương chủ trì tuyên truyền về an toàn thực phẩm [1]."
    with serving() as server:
        server.script = saying(text)
        model = {"llm_url": server.url, "llm_model": "thử", "llm_key": "bi-mat"}
        ended = run("ask", "Sở Công Thương Hà Tĩnh làm gì?", "--mode", "generative", data=filled, **model)
        shown = run("settings", data=filled, **model)
        assert server.requests[0].headers["Authorization"] == "Bearer bi-mat"
    assert ended.code == 0
    assert "(Câu trả lời của mô hình ngôn ngữ không đủ căn cứ" in ended.out or text[:40] in ended.out
    assert "bi-mat" not in shown.out
    assert "KEHOACH_LLM_KEY │ ********" in shown.out


def test_the_generative_mode_needs_a_model(run: Run, filled: Path) -> None:
    ended = run("ask", "Ai ký?", "--mode", "generative", data=filled)
    assert ended.code == 1
    assert "KEHOACH_LLM_URL" in ended.err


def test_a_model_without_a_name_is_half_a_setting(run: Run, filled: Path) -> None:
    ended = run("ask", "Ai ký?", data=filled, llm_url="http://127.0.0.1:9/v1", llm_key="bi-mat")
    assert ended.code == 1
    assert "KEHOACH_LLM_MODEL" in ended.err
    assert "bi-mat" not in ended.err


def test_a_reranker_that_is_none_is_said_so(run: Run, filled: Path, tmp_path: Path) -> None:
    ended = run("ask", "Ai ký?", data=filled, reranker=str(tmp_path))
    assert ended.code == 1
    assert "KEHOACH_RERANKER" in ended.err
