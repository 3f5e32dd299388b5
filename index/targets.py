"""Targets in prose: items under a heading of aims ("Trên 95% dân số tham gia bảo hiểm y tế") become indicators."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.layout import Line
from index.markers import read_marker
from index.records import Indicator, IndicatorValue, Section, SectionKind
from index.tree import SectionTree
from index.vietnamese import fold

_AIMS = re.compile(r"muc tieu|chi tieu")
_NOT_AIMS = re.compile(r"chuong trinh muc tieu|muc tieu quoc gia|muc tieu chung|muc tieu tong quat|quan diem")
_COMPARISON = r"(?:(?:ít nhất|tối thiểu|không dưới|không quá|không thấp hơn|tối đa|trên|dưới|đạt|khoảng|từ|còn|bằng|hơn|lên|xuống|giảm|tăng|thêm|duy trì)\s+){0,3}(?:[≥≤<>]=?\s*)?"
# "12,5", "1.200", "1% - 1,5%", "4/100.000"
_NUMBER = r"\d+(?:[.,]\d+)*(?:/10{0,2}(?:\.?000)+)?(?:%?\s*[-–]\s*\d+(?:[.,]\d+)*)?"
# "Trên 95%", ">95%", "ít nhất một bác sĩ", "1.200 công trình", "dưới 40 μg/m3"; not a year, a date or a document number
_VALUE = re.compile(
    rf"(?<![\w/.,])(?P<value>{_COMPARISON}{_NUMBER}\s*(?:%|‰)|{_COMPARISON}(?<!năm )(?<!ngày )(?<!tháng )(?<!số )(?<!Điều )(?<!khoản ){_NUMBER}(?=\s+[^\W\d_])(?!\s*(?:tháng|năm|quý|/))|"
    rf"(?:ít nhất|tối thiểu|có)\s+(?:một|hai|ba)(?=\s))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:[^\W\d_]+\s+)*(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?")
_BY_YEAR = re.compile(
    r"(?:đến|trong|giai đoạn|vào)?\s*(?:hết |cuối )?(?:năm\s+)?(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?", re.IGNORECASE
)
_LEAD_LINES = 3  # of a section: its heading and what it says before its items
_ITEM = frozenset(
    {
        SectionKind.DASH,
        SectionKind.PLUS,
        SectionKind.BULLET,
        SectionKind.LETTER,
        SectionKind.NUMBER,
        SectionKind.PAREN,
        SectionKind.DOTTED,
    }
)


def prose_targets(lines: Sequence[Line], tree: SectionTree) -> Iterator[Indicator]:
    """One indicator for each item or paragraph under a heading of aims that states a figure. `lines` are the body's."""
    for line in lines:
        section = tree.innermost(line.start)
        if (
            section is None
            or "\t" in line.text
            or line.text.startswith("(")
            or line.text.endswith(":")
            or not _stands_under_aims(section, line, tree)
        ):
            continue
        found = [m for m in _VALUE.finditer(line.text) if not _YEAR.fullmatch(m["value"].strip())]
        if found:
            yield _indicator(line, section, found, _by_year(line.text) or _year_above(section, tree, lines))


def _indicator(line: Line, section: Section, found: list[re.Match[str]], year: str) -> Indicator:
    values = []
    for match in found:
        value = match["value"].strip()
        start = line.start + match.start("value") + len(match["value"]) - len(match["value"].lstrip())
        values.append(IndicatorValue(year, value, start, start + len(value)))
    marker = read_marker(line.text)
    name = line.text[marker.length if marker else 0 :].strip(" .;")
    unit = "%" if "%" in values[0].text else ""
    return Indicator(name, unit, tuple(values), line.start, line.end, section.path, section.address, from_table=False)


def _stands_under_aims(section: Section, line: Line, tree: SectionTree) -> bool:
    """Whether the nearest heading that speaks of aims above the line speaks of figures to reach; a heading's own line is no target."""
    opens = line.start == section.start
    if section.kind not in _ITEM or (opens and section.heading and section.own_end < section.end):
        return False
    for above in (*(() if opens else (section,)), *tree.above(section)):
        heading = fold(above.heading)
        if _AIMS.search(heading):
            return not _NOT_AIMS.search(heading)
    return False


def _by_year(text: str) -> str:
    match = _BY_YEAR.search(text)
    return match.group().strip() if match else ""


def _year_above(section: Section, tree: SectionTree, lines: Sequence[Line]) -> str:
    """The year in the first lines of the sections above: "Phấn đấu đến năm 2030:", "2. Mục tiêu cụ thể đến năm 2030"."""
    for above in (section, *tree.above(section)):
        first = bisect_left(lines, above.start, key=lambda line: line.start)
        for line in lines[first : first + _LEAD_LINES]:
            year = _by_year(line.text) if line.start < above.own_end else ""
            if year:
                return year
    return ""
