"""Text typed in the 8-bit fonts before Unicode, TCVN3 (.VnTime) and VNI-Windows (VNI-Times), seen as Windows-1252: "KÕ ho¹ch", "Keá hoaïch"."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from index.readers.syllables import is_syllable

# A run that is no white space, ASCII sign, digit or typographic punctuation: signs such as "¹" are letters in these fonts.
WORD = re.compile(r"[^\s\x00-\x40\[-`{-\x7f\u2010-\u203a]+")
# TCVN3's ư is the soft hyphen, which PDF fonts turn into a hyphen: "n-íc" is "nước", "-u tiªn" is "ưu tiên".
_HYPHENATED = re.compile(r"(?<![^\W_])([^\W\d_]*)-([^\W\d_]*)(?![^\W_])")
_MIN_CAPITALS = 2  # letters without accents that show that a word or line is in capitals


def from_tcvn3(text: str) -> str:
    """`text` with TCVN3's codes as letters. Where all other letters are capitals, the accented ones become capitals too."""
    return "\n".join(_line_from_tcvn3(line) for line in text.split("\n"))


def _line_from_tcvn3(line: str) -> str:
    converted = _HYPHENATED.sub(_hyphen_to_letter, line.translate(_tcvn3()))
    if _is_in_capitals(line) and any(_is_in_capitals(word) and not word.isascii() for word in WORD.findall(line)):
        return converted.upper()
    return WORD.sub(lambda m: m.group().upper() if _is_in_capitals(m.group()) else m.group(), converted)


def _hyphen_to_letter(match: re.Match[str]) -> str:
    before, after = match.groups()
    word = f"{before}ư{after}"
    if not is_syllable(word) or (before and after and is_syllable(before) and is_syllable(after)):
        return match.group()
    return word if before or after else match.group()


def _is_in_capitals(text: str) -> bool:
    """Whether the ASCII letters of `text` are capitals: there TCVN3 has no code for "Ỉ", and "ỉ" is typed for it."""
    letters = [c for c in text if c.isascii() and c.isalpha()]
    return len(letters) >= _MIN_CAPITALS and all(c.isupper() for c in letters)


def from_vni(text: str) -> str:
    """`text` with VNI's letters and marks joined to letters."""
    pattern, letters = _vni()
    return pattern.sub(lambda m: letters[m.group()], text)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((resources.files("index") / "data" / "legacy_fonts.toml").read_text(encoding="utf-8"))


@cache
def _tcvn3() -> dict[int, int]:
    table = _tables()["tcvn3"]
    return dict(zip(map(ord, table["from"]), map(ord, table["to"]), strict=True))


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    """VNI's sequences, longest first, and the letter that each is; a capital may carry a capital mark or a small one."""
    table = _tables()["vni"]
    tones = ("", *table["tones"])
    small = dict(zip(table["from"], table["to"], strict=True))
    for base, letter in {**{vowel: vowel for vowel in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        small |= {base + mark: letter + tone for mark, tone in zip(table["marks"], tones[1:], strict=True)}
    for base in "aeo":
        small |= {base + mark: f"{base}\u0302{tone}" for mark, tone in zip(table["circumflex"], tones, strict=True)}
    small |= {"a" + mark: f"a\u0306{tone}" for mark, tone in zip(table["breve"], tones, strict=True)}
    small = {code: unicodedata.normalize("NFC", letter) for code, letter in small.items()}
    letters = {code.upper(): letter.upper() for code, letter in small.items()}
    letters |= {code[0].upper() + code[1:]: letter.upper() for code, letter in small.items()} | small
    alternatives = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, alternatives))), letters


def from_double_utf8(text: str) -> str:
    """`text` whose UTF-8 bytes were read as Windows-1252 ("Káº¿ hoáº¡ch") put right, line by line; other lines stay."""
    return "\n".join(_line_from_double_utf8(line) for line in text.split("\n"))


def _line_from_double_utf8(line: str) -> str:
    try:
        return b"".join(map(_windows_1252_byte, line)).decode("utf-8")
    except UnicodeError:
        return line


def _windows_1252_byte(char: str) -> bytes:
    # Windows reads the five bytes that its code page leaves free as control characters.
    return char.encode("latin-1" if "\x80" <= char <= "\x9f" else "cp1252")


CONVERSIONS: tuple[Callable[[str], str], ...] = (from_tcvn3, from_vni, from_double_utf8)
