"""The bytes of a text file become text: UTF-8, UTF-16, and the 8-bit Vietnamese encodings that came before them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from index.errors import UnreadableFile
from index.readers.legacy_fonts import CONVERSIONS, WORD, from_tcvn3, from_vni
from index.readers.syllables import is_syllable

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE_BYTES = 20_000
_MIN_NULS = (
    0.2  # of one half of UTF-16's bytes; Vietnamese has .6 and more, as only letters with two marks have a high byte
)
_MAX_OTHER_NULS = 0.02
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROLS = 0.01  # of the characters of a text; binary data has more
_RIGHT = 0.8  # of the accented words that are Vietnamese syllables; texts in the right encoding have .95 and more
_WRONG = 0.5  # texts in a wrong encoding have less, mostly under .2
_MIN_SYLLABLES = 0.5  # of all words; Vietnamese texts have .8 and more, English ones about .3
_MIN_EVIDENCE = 2  # different words that are wrong in a text
_MIN_LINE_EVIDENCE = 4  # different accented words of one line: more than chance


def decode_text(data: bytes, name: str) -> str:
    """The text in `data`, in whichever of the known encodings it is. Raises `UnreadableFile` for binary data and unknown encodings."""
    text = _decode(data, name)
    if "\x00" in text or len(_CONTROLS.findall(text)) > _MAX_CONTROLS * len(text):
        raise UnreadableFile(
            f"Tệp {name} là tệp nhị phân, không phải văn bản. Hãy lưu văn bản thành .txt (UTF-8) hoặc .docx rồi nạp lại."
        )
    return text


def _decode(data: bytes, name: str) -> str:
    try:
        encoding = _utf16_of(data)
        if encoding:
            return data.decode(encoding)
        if b"\x00" in data:
            return "\x00"
        return put_right(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = _decode_8_bit(data)
        if text is None:
            raise UnreadableFile(
                f"Tệp {name} không phải văn bản UTF-8, UTF-16, Windows-1258, TCVN3 hay VNI (byte thứ {error.start}). "
                "Hãy lưu lại tệp với bảng mã UTF-8 rồi nạp lại."
            ) from error
        return text


def _utf16_of(data: bytes) -> str | None:
    """The UTF-16 that `data` is in: by its mark, or by NULs in one half of its bytes only."""
    if data.startswith(_UTF16_MARKS):
        return "utf-16"
    sample = data[:_SAMPLE_BYTES]
    half = len(sample) / 2
    if half < 1:
        return None
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd >= _MIN_NULS and even <= _MAX_OTHER_NULS:
        return "utf-16-le"
    return "utf-16-be" if even >= _MIN_NULS and odd <= _MAX_OTHER_NULS else None


def _decode_8_bit(data: bytes) -> str | None:
    """`data` in the 8-bit encoding in which its accented words are Vietnamese syllables; None where there is none such."""
    seen = data.decode("cp1252", errors="replace")
    known = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    best = max((known, from_tcvn3(seen), from_vni(seen)), key=_share_right)
    if "\ufffd" in best:
        return None
    if _share_right(best) >= _RIGHT:
        return best
    # No accented letters, just quotation marks and dashes: these stand at the same codes in all of them.
    return seen if not any(c.isalpha() and not c.isascii() for c in seen) else None


def put_right(text: str) -> str:
    """`text` with lines in TCVN3, VNI or doubly encoded UTF-8 that were read as Windows-1252 turned into what they say.

    Any other text is returned as it is.
    """
    if text.isascii():
        return text
    lines = text.split("\n")
    wrong = {word for word in _accented(text) if not is_syllable(word)}
    suspect = [line for line in lines if not wrong.isdisjoint(_accented(line))]
    if len(wrong) < _MIN_EVIDENCE:
        return text
    convert = max(CONVERSIONS, key=lambda convert: _share_right(convert("\n".join(suspect))))
    is_wrong = _is_wrong if _is_text_wrong("\n".join(suspect), convert) else _is_plainly_wrong
    return "\n".join(
        converted if is_wrong(line, converted) else line
        for line, converted in zip(lines, map(convert, lines), strict=True)
    )


def _is_text_wrong(text: str, convert: Callable[[str], str]) -> bool:
    """Whether most of a text's accented words are no syllables, and most of its words are once converted."""
    converted = convert(text)
    words = WORD.findall(converted)
    if _share_right(text) >= _WRONG or _share_right(converted) < _RIGHT:
        return False
    return sum(map(is_syllable, words)) >= _MIN_SYLLABLES * len(words)


def _is_wrong(line: str, converted: str) -> bool:
    """For a line of a text that is wrong on the whole: "vô." may be a word as it stands, yet means "vụ."."""
    return _share_right(line) <= _share_right(converted)


def _is_plainly_wrong(line: str, converted: str) -> bool:
    """For a line of a text that is right on the whole."""
    return len(set(_accented(line))) >= _MIN_LINE_EVIDENCE and _is_text_wrong(line, lambda _: converted)


def _accented(text: str) -> list[str]:
    """The words with a character outside ASCII beside a letter."""
    words = WORD.findall(unicodedata.normalize("NFC", text))
    return [word for word in words if not word.isascii() and (word.isalpha() or any(c.isascii() for c in word))]


def _share_right(text: str) -> float:
    words = _accented(text)
    return sum(map(is_syllable, words)) / len(words) if words else 0.0
