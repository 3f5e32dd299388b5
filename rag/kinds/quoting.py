"""Which words of a passage to quote: the fewest sentences that say as much of what is asked, or a list with all its items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.document.layout import lines_of
from index.document.tree import tree_of
from index.records import Passage, Plan, Section
from rag import texts
from rag.drafting import Draft, numbered_section
from rag.kinds.sentences import sentences
from rag.kinds.task_lines import quoted
from rag.question import Question
from rag.understanding.terms import bag_of

_LONG = 500  # characters; a shorter passage is quoted whole
_KEPT = 0.9  # of the passage's own coverage that the sentences quoted must keep
_LEAST = 160  # characters; a shorter choice takes the next sentence along
_MAX_LIST = 1_900  # characters of a list quoted with all its items
_MAX_ITEMS = 15
_ONE_QUOTE = 900  # characters of neighbouring items quoted as one
# "gồm những gì", "những giấy tờ nào", "có mấy hình thức", "kể ra": all the items are wanted
_WANTS_ALL = re.compile(r"(?<!\S)(?:gồm|những|các|mấy|bao nhiêu|liệt kê|kể|nêu|ra sao|như thế nào|thế nào)(?!\S)")

_NEXT_END = re.compile(r"[^\n;.]{1,300}[;.]")  # what follows in the same line, up to its next clause

Span = tuple[int, int]


def spans_to_quote(question: Question, plan: Plan, passages: Sequence[Passage]) -> list[Span]:
    """What to quote of a plan's passages, in its order; what is quoted side by side becomes one quote while it is short."""
    spans: list[Span] = []
    for passage in passages:
        whole = _list_around(question, plan, passage, passages)
        spans += whole or [_fewest_sentences(question, plan, passage)]
    return joined(plan, sorted(dict.fromkeys(spans)))


def say_quotes(draft: Draft, plan: Plan, spans: Sequence[Span], unit: str = "") -> None:
    """Quotes spans, line by line; the lines of one span share its citation. `unit`: whose part of the plan the words stand in."""
    of_unit = texts.OF_UNIT.format(unit=unit) if unit else ""
    for start, end in spans:
        cite = draft.cite(plan, start, end)
        for line in lines_of(plan.text[start:end]):
            if line.text.strip():
                draft.say("- " + of_unit + texts.QUOTE.format(quote=quoted(line.text), cite=cite))


def _fewest_sentences(question: Question, plan: Plan, passage: Passage) -> Span:
    """The shortest run of sentences that covers nearly as much of the question as the passage does."""
    if passage.end - passage.start <= _LONG or "\t" in passage.text:
        return passage.start, passage.end
    parts = list(sentences(plan.text, passage.start, passage.end))
    full = question.terms.coverage(bag_of(f"{passage.context} . {passage.text}"))
    runs = ((parts[i][0], parts[j][1]) for i in range(len(parts)) for j in range(i, len(parts)))
    for start, end in sorted(runs, key=lambda run: run[1] - run[0]):
        end = _whole_sentence(plan, end) if end == passage.end else end
        if end - start < _LEAST and end < parts[-1][1]:
            continue
        if question.terms.coverage(bag_of(f"{passage.context} . {plan.text[start:end]}")) >= _KEPT * full:
            return start, end
    return passage.start, passage.end


def _whole_sentence(plan: Plan, end: int) -> int:
    """The end of the sentence that a passage was cut in, at a semicolon within a long line."""
    if not plan.text[:end].endswith(";"):
        return end
    rest = _NEXT_END.match(plan.text, end)
    return rest.end() if rest else end


def _list_around(question: Question, plan: Plan, passage: Passage, chosen: Sequence[Passage]) -> list[Span]:
    """All items of the list that the passage introduces, or that it is one of several chosen items of; [] for no list."""
    tree = tree_of(plan)
    section = tree.innermost(passage.start)
    last = tree.innermost(passage.end - 1)
    if last is not None and passage.text.rstrip(" *").endswith(":") and last.end > passage.end:
        return [] if "\t" in plan.text[last.start : last.end] else _items(plan, last)
    if section is None or "\t" in plan.text[section.start : section.end]:
        return []
    parent = tree.parent(section)
    together = [other for other in chosen if parent and parent.start <= other.start < parent.end]
    introduced = parent is not None and plan.text[parent.start : parent.own_end].rstrip(" *\n").endswith(":")
    if parent and _WANTS_ALL.search(question.compared) and (len(together) > 1 or introduced):
        return _items(plan, parent)
    if section.start >= passage.start and section.end > passage.end and _WANTS_ALL.search(question.compared):
        return _items(plan, section)
    return []


def _items(plan: Plan, section: Section) -> list[Span]:
    """The lines of a section that is short enough to be quoted whole."""
    lines = [line for line in lines_of(plan.text[section.start : section.end]) if line.text.strip()]
    if section.end - section.start > _MAX_LIST or len(lines) > _MAX_ITEMS or len(lines) < 2:
        return []
    return [(section.start + line.start, section.start + line.end) for line in lines]


def joined(plan: Plan, spans: Sequence[Span]) -> list[Span]:
    """Spans with only white space between them as one, up to a length and under one address; what lies inside another is left out."""
    runs: list[Span] = []
    for start, end in spans:
        if runs and end <= runs[-1][1]:
            continue
        touching = bool(runs) and not plan.text[runs[-1][1] : start].strip() and end - runs[-1][0] <= _ONE_QUOTE
        if touching and numbered_section(plan, runs[-1][0]) == numbered_section(plan, start):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs
