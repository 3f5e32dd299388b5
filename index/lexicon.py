"""The word tables of `index/data`, read once. They are data that a colleague who reads Vietnamese but not Python can extend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("index") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


_MIN_BARE = 3  # letters of an abbreviation


@cache
def abbreviations() -> dict[str, str]:
    """Upper-case abbreviation → what it stands for; also as typed without diacritics ("LDTBXH"), where that is long enough to be no other."""
    table: dict[str, str] = _table("abbreviations")["abbreviations"]
    bare = {short.replace("Đ", "D"): full for short, full in table.items() if len(short) >= _MIN_BARE}
    return {**bare, **table}


@cache
def spelling_variants() -> dict[str, str]:
    """Syllable → the spelling it is compared under."""
    return dict(_table("abbreviations")["spelling"])


@cache
def provinces() -> tuple[str, ...]:
    """Names of provinces and cities, today's and those before July 2025."""
    return tuple(_table("places")["provinces"])


@cache
def place_aliases() -> dict[str, str]:
    """Other names of provinces → the name in `provinces`."""
    return dict(_table("places")["also"])


@cache
def words_before_a_person() -> tuple[str, ...]:
    """Words after which a place's name is a person's ("tư tưởng Hồ Chí Minh")."""
    return tuple(_table("places")["person_before"])


# Parts of a body are units where a capital opens their name: "Bộ phận Công nghệ thông tin", not "một bộ phận người dân"
_NAMED_PART = r"(?:bộ phận|tiểu ban|tổ(?!\s+chức)|đoàn(?!\s+kết))(?=\s+(?-i:[A-ZĐÂÁÔƠƯĂÊÍÓÚÝẤỐỨỂỦ]))"


@cache
def unit_head_pattern() -> re.Pattern[str]:
    """Matches at the start of a unit's name and not at the start of a task that looks like one ("Phòng, chống dịch")."""
    table = _table("units")
    heads, never = _alternatives(table["heads"]), _alternatives(table["not_units"])
    return re.compile(
        rf"{_NAMED_PART}|(?!(?:{never}))(?:(?:các|những|tất cả các|toàn thể)\s+(?!{never}))?(?:{heads})(?![^\W\d_])",
        re.IGNORECASE,
    )


@cache
def task_verb_pattern() -> re.Pattern[str]:
    """Matches the word that opens a task after a unit's name. Lower case only: "Phòng Tổ chức" holds a name, not a verb."""
    verbs, never = _alternatives(_table("units")["verbs"]), _alternatives(_table("units")["not_verbs"])
    return re.compile(rf"(?<![^\W\d_])(?!(?:{never}))(?:{verbs})(?![^\W\d_])")


@cache
def task_opener_pattern() -> re.Pattern[str]:
    """Matches the word that opens a task at the start of a line or sentence: those after a name, and some that names hold too."""
    table = _table("units")
    words, never = _alternatives((*table["verbs"], *table["openers"])), _alternatives(table["not_verbs"])
    return re.compile(rf"(?!(?:{never}))(?:{words})(?![^\W\d_])")


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for any of `words`, in either place of the tone mark: "ủy ban" and "uỷ ban"."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        _NEW_TONE.sub(lambda m: f"(?:{m.group()}|{_OLD_SPELLING[m.group()]})", re.escape(word)) for word in ordered
    )


# Tone on the first vowel as most texts write it → on the second, as older ones do.
_OLD_SPELLING = dict(
    zip(
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        strict=True,
    )
)
_NEW_TONE = re.compile("|".join(_OLD_SPELLING))


@cache
def role_words() -> dict[str, str]:
    """Word in a task → the role it states."""
    return dict(_table("units")["roles"])


@cache
def weak_role_words() -> dict[str, str]:
    """Like `role_words`, for words that state a role only as the task's own verb."""
    return dict(_table("units")["weak_roles"])


@cache
def known_units() -> tuple[str, ...]:
    """Names of units that exist in every province, whether or not a plan names them."""
    known = _table("units")["known"]
    return (*(f"Sở {name}" for name in known["so"]), *known["other"])


@cache
def document_kinds() -> tuple[str, ...]:
    """Kinds of documents, longer names first."""
    return tuple(sorted(_table("documents")["kinds"], key=len, reverse=True))


@cache
def document_signs() -> dict[str, str]:
    """The letters in a document's number → its kind ("KH" → "Kế hoạch")."""
    return dict(_table("documents")["signs"])


@cache
def type_lines() -> frozenset[str]:
    """The upper-case line that names a document's kind above its title."""
    return frozenset(_table("documents")["type_lines"])


@cache
def signer_titles() -> dict[str, str]:
    """Case-folded title of office → as it is written."""
    return {title.casefold(): title for title in _table("documents")["signer_titles"]}


@cache
def furniture_phrases() -> tuple[str, ...]:
    """Phrases of web pages that never belong to a plan, lower-case."""
    return tuple(_table("documents")["furniture"])
