"""What holds for every plan, whatever text it was read from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from index.document.layout import (
    FOOTNOTE,
    is_letterhead_line,
    is_recipients_line,
    is_signature_line,
    is_type_line,
    lines_of,
)
from index.document.tree import SectionTree
from index.parsing import parse_plan
from index.passages import make_passages
from index.records import Fact, Plan


def check(plan: Plan) -> None:
    """Asserts the invariants of `plan`."""
    _check_spans(plan)
    _check_sections(plan)
    _check_body(plan)
    assert parse_plan(plan.text, plan.source).text == plan.text


def check_rendering(plan: Plan) -> None:
    """Asserts that reading the plan's own text gives the same plan."""
    again = parse_plan(plan.text, plan.source)
    for name in ("text", "metadata", "sections", "indicators", "assignments", "parts", "footnotes"):
        assert getattr(again, name) == getattr(plan, name), name


def _check_spans(plan: Plan) -> None:
    """Every offset lies in the text and cuts out the words that the record says."""
    size = len(plan.text)
    for indicator in plan.indicators:
        assert 0 <= indicator.start < indicator.end <= size
        for value in indicator.values:
            assert plan.text[value.start : value.end] == value.text != ""
    for assignment in plan.assignments:
        assert 0 <= assignment.start < assignment.end <= size
        assert plan.text[assignment.unit_start : assignment.unit_end] == assignment.unit != ""
        if assignment.deadline:
            assert plan.text[assignment.deadline.start : assignment.deadline.end] == assignment.deadline.text
    metadata = plan.metadata
    for fact in (metadata.title, metadata.number, metadata.issuer, metadata.signer, *metadata.recipients):
        assert fact is None or _is_written(plan, fact)
    for passage in make_passages(plan):
        assert plan.text[passage.start : passage.end] == passage.text != ""


def _is_written(plan: Plan, fact: Fact) -> bool:
    """Whether the fact's words stand at its place, whatever their case and the spaces between them."""
    written = "".join(plan.text[fact.start : fact.end].split()).casefold()
    return all(word in written for word in fact.value.casefold().split())


def _check_sections(plan: Plan) -> None:
    """Sections nest, their paths are their own, and what is their own ends before their first child."""
    assert len({section.path for section in plan.sections}) == len(plan.sections)
    around: list[int] = []
    for section in plan.sections:
        assert 0 <= section.start < section.own_end <= section.end <= len(plan.text)
        while around and around[-1] <= section.start:
            around.pop()
        assert not around or section.end <= around[-1]
        around.append(section.end)


def _check_body(plan: Plan) -> None:
    """Every line of the body belongs to one innermost section, which passages show; but for signature blocks, letterheads and footnotes."""
    tree = SectionTree(plan.sections)
    shown = [(p.start, p.end) for p in make_passages(plan)]
    in_block = False
    for line in lines_of(plan.text):
        if line.start < plan.body_start or not line.text.strip() or FOOTNOTE.match(line.text):
            continue
        section = tree.innermost(line.start)
        in_block = section is None and (in_block or _opens_block(line.text))
        assert section is not None or in_block, line.text
        if section is not None:
            assert tree.innermost(line.end - 1) == section
            assert any(start <= line.start < end for start, end in shown)


def _opens_block(line: str) -> bool:
    return any(test(line) for test in (is_recipients_line, is_signature_line, is_letterhead_line, is_type_line))


_SIGNS = (
    "I. ",
    "II- ",
    "1. ",
    "2.1. ",
    "a) ",
    "đ) ",
    "- ",
    "+ ",
    "• ",
    "Điều 1. ",
    "PHỤ LỤC",
    "Chương I",
    "(1) ",
    "Một là, ",
    "| ",
    "[1] ",
    "\t",
    "KẾ HOẠCH",
    "Nơi nhận:",
    "TM. ỦY BAN NHÂN DÂN",
    "./.",
)
_NOISE = (
    "\u200b",
    "\u0301",
    "\u00a0",
    "$\\geq 5$",
    "<script>",
    "\x00",
    "🏥",
    "\u202e",
    "#",
    "**",
    "2024.",
    "ngày 05/01",
    "[bookmark: a]",
    "\f",
)


def mutants(texts: Sequence[str], seed: int) -> Iterator[str]:
    """Endless texts made from pieces of `texts`: lines lost, doubled, moved, cut and glued, signs and noise put in; some are noise only."""
    chance = random.Random(seed)
    while True:
        lines = chance.choice(texts).split("\n")
        start = chance.choice((0, chance.randrange(len(lines))))
        piece = lines[start : start + chance.randrange(1, 90)]
        for _ in range(chance.randrange(12)):
            _mutate(piece, chance)
        text = "\n".join(piece)
        if chance.random() < 0.05:
            text = "".join(
                chr(chance.choice((chance.randrange(32, 0x250), chance.randrange(0x1E00, 0x2100)))) for _ in range(300)
            )
        yield text[: chance.randrange(len(text) + 1)] if chance.random() < 0.1 else text


def _mutate(lines: list[str], chance: random.Random) -> None:
    place = chance.randrange(len(lines)) if lines else 0
    action = chance.randrange(8)
    if not lines or action == 0:
        lines.insert(
            place,
            chance.choice(_SIGNS) + chance.choice(("Sở Y tế", "", "NỘI DUNG", "chủ trì, phối hợp với Sở Tài chính")),
        )
    elif action == 1:
        del lines[place]
    elif action == 2:
        lines.insert(place, lines[place])
    elif action == 3:
        lines[place] = chance.choice(_SIGNS) + lines[place]
    elif action == 4:
        at = chance.randrange(len(lines[place]) + 1)
        lines[place] = lines[place][:at] + chance.choice(_NOISE) + lines[place][at:]
    elif action == 5:
        other = chance.randrange(len(lines))
        lines[place], lines[other] = lines[other], lines[place]
    elif action == 6:
        at = chance.randrange(len(lines[place]) + 1)
        lines[place : place + 1] = [lines[place][:at], lines[place][at:]]
    else:
        lines[place] = chance.choice((str.upper, str.lower, str.strip))(lines[place])
