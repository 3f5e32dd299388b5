"""A model's text cut into sentences while it comes in: each is handed on as soon as it is surely whole, with the markers behind it."""

from __future__ import annotations

import re

# A sentence ends at ".", "!", "?" or "…", with the markers and quotation marks behind it, before white space and a capital, a digit or a
# list's mark. Not after "TP.", "Q." (Quyền), one letter or a list's number; never inside "1.922.700" or "12,5", which hold no space.
_ENDS = re.compile(
    r"(?<!\bTP\.)(?<!\bTp\.)(?<!\bsố\.)(?<!\bThS\.)(?<!\bTS\.)(?<!\bBS\.)(?<!\bKT\.)(?<!\bTM\.)(?<!\bv\.v\.)(?<!\b[^\W\d_]\.)"
    r"(?<=[.!?…])[”\"*]*(?:\s*\[[\d,\s]+\])*[.]?\s+(?=[^\W_]|[“\"(*+•-])"
)
_LIST_NUMBER = re.compile(r"\s*\d{1,2}\.\s*")
_THOUGHT = re.compile(r"\s*<think>.*?(?:</think>|\Z)", re.DOTALL)  # what some models think aloud first
_LIST_OF_MARKERS = re.compile(r"\[(\d+(?:\s*,\s*\d+)+)\]")  # "[1, 2]"


class StatementReader:
    """Takes a text in pieces and gives its sentences; a new line ends one, too."""

    def __init__(self) -> None:
        self._text = ""

    def feed(self, piece: str) -> list[str]:
        """The sentences that are whole now."""
        self._text += piece
        if self._text.lstrip().startswith("<think>"):
            if "</think>" not in self._text:
                return []
            self._text = _THOUGHT.sub("", self._text, count=1)
        lines = self._text.split("\n")
        done = [sentence for line in lines[:-1] for sentence in split_statements(line)]
        last = _parts(lines[-1])
        self._text = last[-1]
        return done + [_tidy(sentence) for sentence in last[:-1] if _tidy(sentence)]

    def rest(self) -> list[str]:
        """The sentences of what is left at the end; a text that breaks off in the middle of one ends before it."""
        left, self._text = self._text, ""
        return [s for s in split_statements(left) if re.search(r"[.!?…:;”\]]\W*$", s)]


def split_statements(text: str) -> list[str]:
    """The sentences of a text."""
    found = [sentence for line in _THOUGHT.sub("", text, count=1).split("\n") for sentence in _parts(line)]
    return [_tidy(sentence) for sentence in found if _tidy(sentence)]


def _parts(line: str) -> list[str]:
    """The sentences of one line, the last one perhaps not whole."""
    parts, begin = [], 0
    for end in _ENDS.finditer(line):
        inside = line.count("“", begin, end.start() + 1) > line.count("”", begin, end.end())
        is_number = _LIST_NUMBER.fullmatch(line, begin, end.end()) is not None
        if not inside and not is_number and not line[end.end() : end.end() + 1].islower():
            parts.append(line[begin : end.end()])
            begin = end.end()
    return [*parts, line[begin:]]


def _tidy(sentence: str) -> str:
    """A sentence with its markers apart, "[1][2]", as ours are."""
    split = _LIST_OF_MARKERS.sub(lambda m: "".join(f"[{n.strip()}]" for n in m[1].split(",")), sentence)
    return split.strip()
