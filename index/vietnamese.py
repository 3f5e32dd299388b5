"""Vietnamese text: one Unicode form, folding, syllables, abbreviations, order. Pure functions; no plan is known here."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from index.lexicon import abbreviations, spelling_variants

# A number with its separators, or a run of letters: "1.922.700", "12,5", "Y", "tế". One-letter syllables count ("Sở Y tế").
SYLLABLE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")

# Tone mark on the first or the second vowel of oa, oe, uy is one word spelt two ways ("hoà" = "hòa", "uỷ" = "ủy").
_OLD_TONES = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_NEW_TONES = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONES = dict(zip(_OLD_TONES, _NEW_TONES, strict=True))
_OLD_TONE = re.compile(r"(?<!q)(" + "|".join(_OLD_TONES) + r")(?![^\W\d_])")

_REMEMBERED = 8_192  # texts; a question compares the same cues, names and passages many times over
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u3000\t]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONE_ORDER = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng


def nfc(text: str) -> str:
    """`text` in Unicode NFC, with invisible and control characters (other than newline and tab) gone."""
    # Invisible characters go first: one of them may part a letter from its mark.
    return _CONTROLS.sub(" ", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))


def collapse(text: str) -> str:
    """`text` with every run of white space as one space, ends stripped."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """`text` lower-cased and without diacritics: "Đà Lạt" → "da lat". One character out for each NFC character in."""
    decomposed = unicodedata.normalize("NFD", nfc(text).lower().replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def is_accented(text: str) -> bool:
    """Whether any letter of `text` carries a Vietnamese diacritic (or is đ)."""
    return fold(text) != text.lower()


@cache
def spell(word: str) -> str:
    """One lower-case syllable in the spelling that the variants share: "hoà" → "hòa", "sỹ" → "sĩ"."""
    word = _OLD_TONE.sub(lambda m: _TONES[m.group()], word)
    return spelling_variants().get(word, word)


def syllables(text: str) -> list[str]:
    """The lower-case syllables and numbers of `text`, spelling variants made one."""
    return [spell(s) for s in SYLLABLE.findall(nfc(text).lower())]


@lru_cache(_REMEMBERED)
def key(text: str) -> str:
    """A form in which two spellings of the same words are equal: syllables joined by spaces, "&" read as "và"."""
    return " ".join(syllables(text.replace("&", " và ")))


def fingerprint(text: str) -> str:
    """SHA-256 of the words of `text`: one for the same words in another layout, encoding or file type."""
    return hashlib.sha256(key(text).encode()).hexdigest()


def bigrams(words: list[str]) -> list[str]:
    """Neighbouring syllables joined by "_": Vietnamese words without a segmenter."""
    return [f"{a}_{b}" for a, b in pairwise(words)]


@lru_cache(_REMEMBERED)
def expand(text: str) -> str:
    """`text` with its abbreviations written out: "Sở GD&ĐT" → "Sở Giáo dục và Đào tạo". Unknown ones stay."""
    table = abbreviations()
    return _ABBREVIATION.sub(lambda m: table.get(m.group().upper(), m.group()), text)


_ABBREVIATION = re.compile(r"[A-ZĐƯÔƠÂĂÊa-zđ]+(?:\s?[&-]\s?[A-ZĐƯÔƠÂĂÊa-zđ]+)*")


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Vietnamese dictionary order: letters first (đ after d, ă and â after a), then tones."""
    letters: list[tuple[int, int]] = []
    for char in unicodedata.normalize("NFD", nfc(text).lower()):
        if char in _TONE_ORDER and letters:
            letters[-1] = (letters[-1][0], _TONE_ORDER[char])
        elif unicodedata.combining(char) and letters:
            base = unicodedata.normalize("NFC", _letter(letters[-1][0]) + char)
            letters[-1] = (_ALPHABET.get(base, letters[-1][0]), letters[-1][1])
        else:
            letters.append((_ALPHABET.get(char, 100 + ord(char)) if char.isalpha() else -1_000 + ord(char) % 1_000, 0))
    return tuple(letter for letter, _ in letters), tuple(tone for _, tone in letters)


def _letter(place: int) -> str:
    return next((letter for letter, number in _ALPHABET.items() if number == place), "")


def parse_number(text: str) -> float | None:
    """The number in `text` read the Vietnamese way: "12,5" → 12.5, "1.922.700" → 1922700.0; None where there is none."""
    match = re.search(r"\d+(?:\.\d{3})*(?:,\d+)?(?!\.?\d)|\d+(?:[.,]\d+)?", text)
    if match is None:
        return None
    digits = match.group()
    if "," in digits:
        return float(digits.replace(".", "").replace(",", "."))
    return float(digits.replace(".", "")) if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits) else float(digits)
