"""Which letter runs can be a Vietnamese syllable: what tells a text read in the right encoding from one read in a wrong one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")  # huyền sắc ngã hỏi nặng
_SHARP_OR_HEAVY = re.compile("[\u0301\u0323]")

_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu yn ynh yt
    """.split()  # noqa: SIM905 - a table to read
)
_STOPS = ("c", "ch", "p", "t")  # a syllable closed by one of these has the tone sắc or nặng
_BEFORE_FRONT = {"k", "gh", "ngh"}  # written before e, ê, i, y only
_BEFORE_BACK = {"c", "ng"}  # and these never
_FRONT = ("e", "ê", "i", "y")
_ONSET = re.compile(r"(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?(.+)")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether `word`, in any case and Unicode form, is spelt as a Vietnamese syllable can be ("hoạch" yes, "ho¹ch" no)."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(decomposed)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", _TONES.sub("", decomposed))
    if plain.startswith("gi") and plain[1:] in _RIMES:  # "gì", "giêng": the i belongs to the rime
        return True
    match = _ONSET.fullmatch(plain)
    if match is None or match[2] not in _RIMES:
        return False
    onset, rime = match[1] or "", match[2]
    if (onset in _BEFORE_FRONT and not rime.startswith(_FRONT)) or (onset in _BEFORE_BACK and rime.startswith(_FRONT)):
        return False
    return not rime.endswith(_STOPS) or bool(tones and _SHARP_OR_HEAVY.match(tones[0]))
