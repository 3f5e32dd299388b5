"""A plan's lines become its outline: a tree of sections with legal addresses, placed where a reader would place them.

Kinds of numbering nest in a fixed order (`markers.RANK`), so numbering that jumps, restarts or misses a parent still finds its
place: an item closes every open item of its own or an inner kind and becomes the child of what is left open.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from index.document.addresses import address_of, in_ordinary_case, label_of, without_prefixes
from index.document.layout import (
    FOOTNOTE,
    Line,
    is_letterhead_line,
    is_recipients_line,
    is_signature_line,
    is_type_line,
    opens_attachment,
)
from index.document.markers import RANK, Marker, read_marker
from index.records import Section, SectionKind

_TITLED = frozenset(
    {
        SectionKind.ATTACHED,
        SectionKind.ANNEX,
        SectionKind.PART,
        SectionKind.CHAPTER,
        SectionKind.DIVISION,
        SectionKind.SUBDIVISION,
    }
)  # their heading stands on the next lines
_NUMBERED = frozenset({SectionKind.DOTTED, SectionKind.DOTTED3})
_LISTED = frozenset({SectionKind.DASH, SectionKind.PLUS, SectionKind.BULLET})
_MAX_HEADING = 220  # characters; a longer first line is a paragraph, not a heading
_MAX_COLON_HEADING = 140
# What closes a whole part, though it follows its last item: "Trong quá trình triển khai …", "Yêu cầu các sở …", "… yêu cầu các sở …"
_CLOSING = re.compile(
    r"(?:Trong quá trình (?:tổ chức |triển khai |thực hiện)|Quá trình (?:triển khai|thực hiện)|Trên đây là|Yêu cầu (?:các|Thủ trưởng|Giám đốc)|Đề nghị (?:các|Thủ trưởng)[^.]{0,80}(?:tổ chức|triển khai|nghiêm túc)|"
    r"Căn cứ (?:nội dung )?Kế hoạch này|Nhận được|Kế hoạch này (?:thay thế|có hiệu lực)|[^.]{3,60} (?:yêu cầu|đề nghị) (?:các|Thủ trưởng|Giám đốc))"
)
_DECIDES = re.compile(r"(?:QUYẾT ĐỊNH|NGHỊ QUYẾT):")  # the verb of a decision, not another one attached
_MERE_NUMBER = re.compile(
    r"[^\W\d_]+(?: [^\W\d_]+)? \d{1,2}"
)  # "Mục tiêu 4: …", "Hoạt động 1: …": the name follows the colon


@dataclass
class _Open:
    """A section while it is being read."""

    kind: SectionKind
    token: str
    path: tuple[str, ...]
    labels: tuple[str, ...]
    heading: str
    first_line: str
    start: int
    end: int
    own_end: int | None = None
    titled: bool = False  # whether the lines of its title have all been read
    children: Counter[SectionKind] = field(default_factory=Counter)

    @property
    def lead(self) -> str:
        """A sentence that a list follows serves as its heading, if it is short."""
        is_lead = self.children and self.kind not in _LISTED and len(self.first_line) <= _MAX_HEADING
        return self.first_line.strip(" .:") if is_lead else ""


class OutlineReader:
    """Reads the body's lines one after the other; `sections` gives the outline in reading order."""

    def __init__(self) -> None:
        self._stack: list[_Open] = []
        self._done: list[_Open] = []
        self._paths: Counter[tuple[str, ...]] = Counter()
        self._addresses: Counter[str] = Counter()
        self._top: Counter[SectionKind] = Counter()
        self._is_outer: Counter[SectionKind] = Counter()  # how often a kind opened with nothing numbered around it

    def read(self, line: Line) -> None:
        """Takes the next line of the body."""
        marker = read_marker(line.text) if "\t" not in line.text else None
        if marker is not None and self._is_item(marker, line.text):
            self._open(marker, line)
            return
        if is_closing(line.text) and self._stack and self._after_list():
            self._close_to_part()
        elif marker is None and "\t" not in line.text:
            self._leave_list()
        for section in self._stack:
            section.end = line.end
        if self._stack and self._stack[-1].kind in _TITLED:
            self._read_title(self._stack[-1], line.text)

    def leave(self) -> None:
        """Closes everything: a signature block or an attached document follows."""
        self._stack.clear()

    def attach(self, line: Line) -> None:
        """Opens a document of its own, whose kind is the line ("KẾ HOẠCH"); its title and preamble follow."""
        self._stack.clear()
        kind = line.text.strip(" :")
        self._open(Marker(SectionKind.ATTACHED, kind, len(line.text)), line)

    def _read_title(self, section: _Open, words: str) -> None:
        """The heading of an annex or part: the lines below its sign, one or, in capitals, several."""
        if "\t" in words or words.startswith("(") or section.titled:
            section.titled = True
        elif not section.heading:
            section.heading = words
            section.titled = not words.isupper()
        elif words.isupper():
            section.heading = f"{section.heading} {words}"
        else:
            section.titled = True

    def sections(self) -> tuple[Section, ...]:
        """The outline in reading order, parents before children."""
        return tuple(
            Section(
                s.path,
                s.kind,
                address_of(s.labels),
                s.heading or s.lead,
                s.start,
                s.end,
                s.end if s.own_end is None else s.own_end,
            )
            for s in sorted(self._done, key=lambda s: (s.start, -s.end))
        )

    def _is_item(self, marker: Marker, text: str) -> bool:
        """A sign alone on its line opens no section, except a part's or an article's: "PHỤ LỤC", "Điều 1."."""
        return len(text) > marker.length or marker.kind in _TITLED or marker.kind is SectionKind.ARTICLE

    def _open(self, marker: Marker, line: Line) -> None:
        while self._stack and self._closes(marker, self._stack[-1]):
            self._stack.pop()
        above = self._stack[-1] if self._stack else None
        siblings = above.children if above else self._top
        siblings[marker.kind] += 1
        self._is_outer[marker.kind] += above is None or above.kind in _TITLED
        token = self._token(marker, siblings[marker.kind])
        labels = (*(above.labels if above else ()), label_of(marker.kind, token))
        if marker.kind in _NUMBERED:
            labels = (*without_prefixes(labels[:-1], token), labels[-1])
        section = _Open(
            kind=marker.kind,
            token=token,
            path=self._path(marker, token, above),
            labels=self._unique(labels),
            heading=_heading(marker, line.text),
            first_line=line.text[marker.length :],
            start=line.start,
            end=line.end,
        )
        for parent in self._stack:
            parent.end = line.end
            if parent.own_end is None:
                parent.own_end = line.start
        self._stack.append(section)
        self._done.append(section)

    def _closes(self, marker: Marker, section: _Open) -> bool:
        """Whether an item with this sign ends the open section. An article keeps the parts I, II … that its words announce."""
        if marker.kind in _NUMBERED and marker.token.startswith(f"{section.token}.") and section.kind in _NUMBERED:
            return False
        if marker.kind is SectionKind.ARTICLE and any(s.kind is SectionKind.ARTICLE for s in self._stack):
            return True
        if section.kind is SectionKind.ARTICLE and marker.kind in (SectionKind.ROMAN, SectionKind.CAPITAL):
            return marker.token not in ("I", "A") and not section.children[marker.kind]
        if (
            section.kind is SectionKind.ROMAN and marker.kind is SectionKind.CAPITAL
        ):  # "A." below "I." where it began there
            return self._is_outer[SectionKind.CAPITAL] > 0 or not (marker.token == "A" or section.children[marker.kind])
        if section.kind is SectionKind.CAPITAL and marker.kind is SectionKind.ROMAN:  # "IV." after the "A." of "III."
            return self._is_inside(section, SectionKind.ROMAN)
        if section.kind is SectionKind.BULLET and marker.kind in (SectionKind.DASH, SectionKind.PLUS):
            return self._is_inside(section, marker.kind)  # "* Việc 1" over "- Chủ trì: …"
        if section.kind in (SectionKind.DASH, SectionKind.PLUS) and marker.kind is SectionKind.BULLET:
            return self._is_inside(section, SectionKind.BULLET)
        return RANK[section.kind] >= RANK[marker.kind]

    def _is_inside(self, section: _Open, kind: SectionKind) -> bool:
        """Whether the open section stands in one of that kind."""
        return any(s.kind is kind for s in self._stack[: self._stack.index(section)])

    def _token(self, marker: Marker, place: int) -> str:
        if marker.kind in _LISTED:
            return str(place)
        return in_ordinary_case(marker.token) if marker.kind in _TITLED else marker.token

    def _path(self, marker: Marker, token: str, above: _Open | None) -> tuple[str, ...]:
        """The section's path; a path that is there already (numbering restarts) gets a number: "IV (2)".

        What an attached document holds is named by its own numbers alone, as officials cite it ("khoản 1 Mục II Kế hoạch").
        """
        sign = {SectionKind.DASH: "-", SectionKind.PLUS: "+", SectionKind.BULLET: "•"}.get(marker.kind, "")
        base = above.path if above and above.kind is not SectionKind.ATTACHED else ()
        path = (*base, f"{sign}{token}")
        self._paths[path] += 1
        return path if self._paths[path] == 1 else (*path[:-1], f"{path[-1]} ({self._paths[path]})")

    def _unique(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """`labels`, the last one numbered where numbering restarts: a second "Mục I" is "Mục I (2)"."""
        address = address_of(labels)
        self._addresses[address] += 1
        if self._addresses[address] == 1:
            return labels
        return self._unique((*labels[:-1], f"{labels[-1]} ({self._addresses[address]})"))

    def _after_list(self) -> bool:
        return len(self._stack) > 1

    def _close_to_part(self) -> None:
        """Back to the outermost open section that holds numbered items."""
        while len(self._stack) > 1 and RANK[self._stack[-1].kind] >= RANK[SectionKind.NUMBER]:
            self._stack.pop()

    def _leave_list(self) -> None:
        """A paragraph after list items belongs to what holds the list; so does one after letters of which only the last has a full stop."""
        while len(self._stack) > 1 and (self._stack[-1].kind in _LISTED or self._is_last_letter()):
            self._stack.pop()

    def _is_last_letter(self) -> bool:
        last = self._stack[-1]
        letters = [s.first_line for s in self._done if s.kind is SectionKind.LETTER and s.path[:-1] == last.path[:-1]]
        return (
            last.kind is SectionKind.LETTER
            and len(letters) > 1
            and letters[-1].endswith(".")
            and all(line.endswith(";") for line in letters[:-1])
        )


def is_closing(text: str) -> bool:
    """Whether a paragraph closes its whole part, though it follows the part's last item."""
    return _CLOSING.match(text) is not None


def _heading(marker: Marker, text: str) -> str:
    """The heading in an item's first line: the whole of a short one, the part before the colon, else nothing."""
    words = text[marker.length :].strip()
    if marker.kind in _TITLED:
        return words.strip(" .:–-")
    before, colon, after = words.partition(":")
    if colon and _MERE_NUMBER.fullmatch(before) and len(words) <= _MAX_COLON_HEADING:
        return words.strip(" .:;")
    if colon and after.strip() and len(before) <= _MAX_COLON_HEADING and marker.kind not in _LISTED:
        return before.strip()
    if marker.kind in _LISTED or len(words) > _MAX_HEADING:
        return ""
    if words.rstrip(' ”"').endswith((";", ".")) and len(words) > _MAX_COLON_HEADING / 2 and not words.isupper():
        return ""
    return words.strip(" .:")


def read_outline(lines: list[Line], first: int) -> tuple[Section, ...]:
    """The outline of `lines` from the body's first line on; signature blocks and footnotes belong to no section."""
    reader = OutlineReader()
    in_block = False
    for position, line in enumerate(lines[first:], first):
        if is_type_line(line.text) and not _DECIDES.fullmatch(line.text):
            reader.attach(line)
            in_block = False
            continue
        if (
            is_recipients_line(line.text)
            or is_signature_line(line.text)
            or is_type_line(line.text)
            or _heads_attachment(lines, position)
        ):
            in_block = True
            reader.leave()
        marker = read_marker(line.text)
        opens = marker is not None and (
            marker.kind is SectionKind.ANNEX
            or (marker.kind not in _LISTED and RANK[marker.kind] <= RANK[SectionKind.NUMBER])
        )
        if in_block and not opens:
            continue
        in_block = False
        if FOOTNOTE.match(line.text):
            continue
        reader.read(line)
    return reader.sections()


_LETTERHEAD_LINES = 6  # from an annex's own letterhead to its title


def _heads_attachment(lines: list[Line], position: int) -> bool:
    """Whether the line is the letterhead of an annex below: "ỦY BAN NHÂN DÂN TỈNH …", "PHỤ LỤC"."""
    if not is_letterhead_line(lines[position].text) or read_marker(lines[position].text) is not None:
        return False
    below = (line.text for line in lines[position + 1 : position + 1 + _LETTERHEAD_LINES])
    return any("\t" not in text and opens_attachment(text) for text in below)
