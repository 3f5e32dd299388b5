"""Word's automatic numbers: what stands before a numbered paragraph, as Word displays it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from index.readers.word_xml import Element, attribute, child, children, flag, value

_LEVELS = 9
_PLACE = re.compile(r"%(\d)")  # "%1.%2."
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VIETNAMESE_LETTERS = (
    "abcdđeghiklmnopqrstuvxy"  # Nghị định 30/2020/NĐ-CP, phụ lục I: "theo thứ tự bảng chữ cái tiếng Việt"
)
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_VIETNAMESE_COUNT = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_MAX_LETTER_REPEATS = 10
_MAX_ROMAN = 4000
_DASHES = frozenset("-‐‑‒–—−\uf02d\uf0be")
_PLUSES = frozenset("+\uf02b")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its numbers look and when they start over. `vietnamese` when its letters are in Vietnamese."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = " "
    legal: bool = False
    restart: int | None = None  # the level (from 1) whose use starts this one over; 0: none; None: any outer level
    style: str = ""
    vietnamese: bool = False


@dataclass(slots=True)
class NumberedList:
    """A list (w:num): its levels, the counters it shares with other lists of its definition, and where it starts over."""

    levels: dict[int, Level]
    counters: dict[int, int]
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far they have counted. Ask for numbers in the order of the text."""

    def __init__(self, lists: dict[str, NumberedList]) -> None:
        self._lists = lists

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level that a list links to a paragraph style."""
        found = self._lists.get(list_id)
        levels = found.levels.items() if found else ()
        return next((place for place, level in levels if level.style == style), None)

    def next(self, list_id: str, place: int) -> str:
        """The number of the next paragraph of level `place` (from 0) of a list, with the space after it; "" for no list."""
        found = self._lists.get(list_id)
        if found is None or place not in found.levels:
            return ""
        counters, level = found.counters, found.levels[place]
        for outer in range(place):  # a level that was skipped counts as begun
            counters.setdefault(outer, found.levels.get(outer, Level()).start)
        if place in found.overrides:
            counters[place] = found.overrides.pop(place)
        else:
            counters[place] = counters[place] + 1 if place in counters else level.start
        for inner in [key for key in counters if key > place]:
            restart = found.levels[inner].restart if inner in found.levels else None
            if restart is None or place < restart:
                del counters[inner]
        text = level_text(found, place)
        return text + level.suffix if text else ""

    def is_bullet(self, list_id: str, place: int) -> bool:
        """Whether a level shows a sign that doesn't count."""
        found = self._lists.get(list_id)
        return found is not None and place in found.levels and found.levels[place].form in ("bullet", "none")


def level_text(found: NumberedList, place: int) -> str:
    """The number or sign of a level as the counters stand."""
    level = found.levels[place]
    if level.form == "bullet":
        return _bullet(level.text)

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        shown = found.levels.get(index, Level())
        count = found.counters.get(index, shown.start)
        return format_number(count, "decimal" if level.legal else shown.form, shown.vietnamese)

    return _PLACE.sub(number, level.text).strip()


def _bullet(glyph: str) -> str:
    """A bullet's sign: fonts for signs draw dashes, dots and arrows at private code points."""
    sign = glyph.strip()[:1]
    if not sign:
        return ""
    return "-" if sign in _DASHES else "+" if sign in _PLUSES else "•"


def format_number(count: int, form: str, vietnamese: bool = False) -> str:
    """`count` in a number format (ECMA-376, ST_NumberFormat); one that Vietnamese documents don't use reads as decimal."""
    if form == "none":
        return ""
    if form.endswith("Roman") and 0 < count < _MAX_ROMAN:
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    if form.endswith("Letter") and count > 0:
        letters = _VIETNAMESE_LETTERS if vietnamese else _LETTERS
        repeats, index = divmod(count - 1, len(letters))
        letter = letters[index] * min(repeats + 1, _MAX_LETTER_REPEATS)
        return letter.upper() if form == "upperLetter" else letter
    if form == "decimalZero":
        return f"{count:02}"
    if form == "vietnameseCounting" and 0 < count <= len(_VIETNAMESE_COUNT):
        return _VIETNAMESE_COUNT[count - 1]
    return f"({count})" if form == "decimalEnclosedParen" else str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (count // worth)
        count %= worth
    return text


def read_numbering(root: Element | None, style_lists: dict[str, str], typed_letters: bool = False) -> Numbering:
    """The lists of numbering.xml. `style_lists`: the list of each numbering style; `typed_letters`: the author types "đ)" by hand."""
    if root is None:
        return Numbering({})
    abstracts = {attribute(a, "abstractNumId"): a for a in children(root, "abstractNum")}
    nums = {attribute(n, "numId"): n for n in children(root, "num")}
    levels: dict[str, dict[int, Level]] = {}
    counters: dict[str, dict[int, int]] = {}
    lists: dict[str, NumberedList] = {}
    for num_id, num in nums.items():
        key = _definition(value(child(num, "abstractNumId")), abstracts, nums, style_lists)
        if key not in levels:
            levels[key] = dict(_read_level(lvl, typed_letters) for lvl in children(abstracts.get(key), "lvl"))
        own = NumberedList(dict(levels[key]), counters.setdefault(key, {}))
        for override in children(num, "lvlOverride"):
            place = _integer(attribute(override, "ilvl"), 0)
            for lvl in children(override, "lvl"):
                own.levels[place] = _read_level(lvl, typed_letters)[1]
            start = child(override, "startOverride")
            if start is not None:
                own.overrides[place] = _integer(value(start), 1)
                own.levels[place] = replace(own.levels.get(place, Level()), start=own.overrides[place])
        lists[num_id] = own
    return Numbering(lists)


def _definition(key: str, abstracts: dict[str, Element], nums: dict[str, Element], style_lists: dict[str, str]) -> str:
    """The abstract list that holds the levels: one may only point to a numbering style, which has a list of its own."""
    abstract = abstracts.get(key)
    link = value(child(abstract, "numStyleLink")) if abstract is not None else ""
    target = nums.get(style_lists.get(link, "")) if link else None
    return value(child(target, "abstractNumId")) if target is not None else key


def _read_level(lvl: Element, typed_letters: bool) -> tuple[int, Level]:
    restart = child(lvl, "lvlRestart")
    language = attribute(child(child(lvl, "rPr"), "lang"), "val")
    return min(_integer(attribute(lvl, "ilvl"), 0), _LEVELS - 1), Level(
        start=_integer(value(child(lvl, "start")), 1),
        form=value(child(lvl, "numFmt")) or "decimal",
        text=value(child(lvl, "lvlText")),
        suffix="" if value(child(lvl, "suff")) == "nothing" else " ",
        legal=flag(child(lvl, "isLgl")),
        restart=None if restart is None else _integer(value(restart), 0),
        style=value(child(lvl, "pStyle")),
        vietnamese=language.lower().startswith("vi") and not typed_letters,
    )


def _integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default
