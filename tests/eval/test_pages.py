"""What is printed and drawn."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from eval.aggregation import aggregate
from eval.evaluation import Header, Report, SystemResult, summarise
from eval.page_questions import question_list
from eval.plots import Bar, Move, Share, bars, moved, stacked
from eval.questions import BARE
from eval.records import Earlier, changes, evidence_ranks
from eval.running import Example, Reply
from eval.scoring import Scored, score
from eval.table import print_report, short
from tests.eval.fakes import FINANCE, answered, cited, question, refused, retrieved, unanswerable

HOSTILE = "<script>alert(1)</script>"


def _scored(**changes_: object) -> Scored:
    reply = Reply("c", "content", HOSTILE, answered(f"{HOSTILE} Sở Tài chính [1]", cited()))
    return score(
        Example(question(**changes_), reply, {"answer": 3.0, "total": 5.0}, (retrieved("khác"), retrieved(FINANCE)))
    )


def _report(*examples: Scored) -> Report:
    systems = (
        SystemResult("ours", aggregate(examples)),
        SystemResult("bm25", aggregate([score(e.example, answers=False) for e in examples])),
    )
    result = summarise("shipped", "câu hỏi soạn tay từ 5 văn bản", 5, systems, examples, (1, 9))
    return Report(Header("2025-01-01T00:00:00+00:00", "all", "e5", "abc123", "x86", {}), (result,))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.8534, ".853"),
        (1.0, "1.00"),
        (-0.12, "−.120"),
        (0.0, ".000"),
        (-0.0001, ".000"),
        (0.9999, "1.00"),
        (-1.0, "−1.00"),
    ],
)
def test_shares_are_short(value: float, text: str) -> None:
    assert short(value) == text


def test_the_tables_fit_a_terminal() -> None:
    kinds = ["responsibility", "tasks", "metadata", "follow_up"]
    report = _report(
        *(_scored(id=kind, kind=kind) for kind in kinds),
        score(Example(unanswerable(), Reply("c", "", "", refused()), {"total": 1.0}, ())),
        _scored(variant=BARE),
    )
    screen = io.StringIO()
    print_report(report, Console(file=screen, width=80))
    lines = screen.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert not any("…" in line for line in lines)
    table = screen.getvalue()
    for words in ("TẤT CẢ", "trách nhiệm", "không có TL", "không dấu", "BM25", "1/9 nhóm bằng chứng", "total"):
        assert words in table


def test_what_others_wrote_is_escaped() -> None:
    listed = question_list(_report(_scored(question=f"Hỏi {HOSTILE}")))
    assert "<script>alert" not in listed
    assert "&lt;script&gt;" in listed


def test_the_rank_of_evidence_is_where_its_words_stand() -> None:
    assert evidence_ranks(_scored()) == [2]
    assert evidence_ranks(score(Example(question(), Reply("c", "", "", refused()), {}, (retrieved("khác"),)))) == [None]


def test_a_stacked_bar_is_as_long_as_its_shares() -> None:
    drawn = stacked(
        [("một", [Share("right", 0.5, "đúng"), Share("wrong", 0.25, "sai"), Share("missing", 0.0, "")], "note")]
    )
    assert 'width="210.0"' in drawn
    assert 'width="105.0"' in drawn
    assert drawn.count("<rect") == 2


def test_bars_share_one_scale_and_show_their_interval() -> None:
    drawn = bars([Bar("a", 50, 40, 60), Bar("b", 100)], top_value=100)
    assert 'width="210.0"' in drawn
    assert 'width="420.0"' in drawn
    assert drawn.count("whisker") == 1


@pytest.mark.parametrize(
    ("move", "style"),
    [
        (Move("crag", 0.5, 0.6), "better"),
        (Move("crag", 0.6, 0.5), "worse"),
        (Move("crag", 0.5, 0.5), "same"),
        (Move("hallucination", 0.02, 0.01, less_is_better=True), "better"),
        (Move("hallucination", 0.01, 0.02, less_is_better=True), "worse"),
    ],
)
def test_less_of_what_is_bad_is_drawn_as_better(move: Move, style: str) -> None:
    assert f'circle class="{style}"' in moved([move])


def test_changes_start_with_the_worst() -> None:
    report = _report(_scored(id="a"), _scored(id="b", facts=(("không có",),)), _scored(id="c"))
    earlier = Earlier(
        Path("x"),
        {
            ("shipped", "a", "original"): 0.5,
            ("shipped", "b", "original"): 1.0,
            ("shipped", "c", "original"): 1.0,
            ("shipped", "gone", "original"): 1.0,
        },
        {},
    )
    assert [(change.key[1], change.before, change.after) for change in changes(report, earlier)] == [
        ("b", 1.0, -1.0),
        ("a", 0.5, 1.0),
    ]
