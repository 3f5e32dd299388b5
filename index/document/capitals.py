"""Names in capitals ("SỞ Y TẾ") as ordinary text writes them ("Sở Y tế")."""

from __future__ import annotations

import re

from index.lexicon import abbreviations, known_units, provinces


def ordinary_case(shouted: str, text: str) -> str:
    """`shouted` ("SỞ Y TẾ") as `text` writes it in ordinary letters ("Sở Y tế"); titles and provinces are known; else capital first letters of known names."""
    for match in re.finditer(re.escape(shouted), text, re.IGNORECASE):
        if not match.group().isupper():
            found = match.group()
            return found[0].upper() + found[1:]
    lowered = _PLACE_AT_END.sub(lambda m: m.group(1) + m.group(2).title(), shouted.capitalize())
    for name in (
        *_names_inside(shouted, text),
        *provinces(),
        "Việt Nam",
        *known_units(),
        *(word for word in shouted.split() if word in abbreviations()),
    ):
        lowered = re.sub(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", name, lowered, flags=re.IGNORECASE)
    return lowered


def _names_inside(shouted: str, text: str) -> list[str]:
    """Names of several words inside `shouted` that `text` writes with capital first letters: "Trần Hưng Đạo", "Hạc Thành"."""
    words = shouted.title().split()
    runs = (" ".join(words[a:b]) for b in range(len(words), 1, -1) for a in range(b - 1))
    return [run for run in runs if re.search(rf"(?<![^\W\d_]){re.escape(run)}(?![^\W\d_])", text)]


_PLACE_AT_END = re.compile(
    r"((?<![^\W\d_])(?:tỉnh|thành phố|huyện|thị xã|quận|thị trấn|xã|phường|đặc khu) (?:ủy |uỷ )?)((?:[^\W\d_]+ ?){1,4})$",
    re.IGNORECASE,
)
