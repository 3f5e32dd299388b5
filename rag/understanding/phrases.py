"""Many phrases looked for in one text at once, by whole syllables: no pattern is compiled for any of them."""

from __future__ import annotations

from collections.abc import Set

_LONGEST = 24  # syllables


def find_phrases(compared: str, phrases: Set[str]) -> list[tuple[int, int, str]]:
    """Where `phrases` stand in a text in compared form: start, end and phrase, the longest at each place, none overlapping."""
    words = compared.split(" ")
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    found: list[tuple[int, int, str]] = []
    position = 0
    while position < len(words):
        for end in range(min(len(words), position + _LONGEST), position, -1):
            phrase = " ".join(words[position:end])
            if phrase in phrases:
                found.append((starts[position], starts[position] + len(phrase), phrase))
                position = end - 1
                break
        position += 1
    return found
