"""Targets in prose: items under a heading of aims ("Trên 95% dân số tham gia bảo hiểm y tế") become indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.records import Indicator, IndicatorValue, Section, SectionKind
from index.vietnamese import fold

_AIMS = re.compile(r"muc tieu|chi tieu")
_NOT_AIMS = re.compile(r"chuong trinh muc tieu|muc tieu quoc gia|muc tieu chung|muc tieu tong quat|quan diem")
_COMPARISON = r"(?:(?:ít nhất|tối thiểu|không dưới|không quá|không thấp hơn|tối đa|trên|dưới|đạt|khoảng|từ|còn|bằng|hơn|lên|xuống|giảm|tăng|thêm|duy trì)\s+){0,3}(?:[≥≤<>]=?\s*)?"
_NUMBER = r"\d+(?:[.,]\d+)*(?:\s*[-–]\s*\d+(?:[.,]\d+)*)?"
# "Trên 95%", ">95%", "ít nhất một bác sĩ", "1.200 công trình", "dưới 40 μg/m3"; not a year, a date or a document number
_VALUE = re.compile(
    rf"(?<![\w/])(?P<value>{_COMPARISON}{_NUMBER}\s*(?:%|‰)|{_COMPARISON}(?<!năm )(?<!ngày )(?<!tháng )(?<!số )(?<!Điều )(?<!khoản ){_NUMBER}(?=\s+[^\W\d_])(?!\s*(?:tháng|/))|"
    rf"(?:ít nhất|tối thiểu|có)\s+(?:một|hai|ba)(?=\s))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:[^\W\d_]+\s+)*(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?")
_BY_YEAR = re.compile(r"(?:đến|trong|giai đoạn|vào)?\s*(?:hết |cuối )?(?:năm\s+)?(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?", re.IGNORECASE)
_ITEM = frozenset({SectionKind.DASH, SectionKind.PLUS, SectionKind.BULLET, SectionKind.LETTER, SectionKind.NUMBER, SectionKind.PAREN, SectionKind.DOTTED})


def prose_targets(text: str, sections: Sequence[Section]) -> Iterator[Indicator]:
    """One indicator for each item of a section of aims that states a figure."""
    for section in sections:
        if section.kind not in _ITEM or section.own_end < section.end or not _stands_under_aims(section, sections):
            continue
        own = text[section.start : section.end]
        if "\t" in own:
            continue
        found = [m for m in _VALUE.finditer(own) if not _YEAR.fullmatch(m["value"].strip())]
        if not found:
            continue
        year = _by_year(own) or _year_above(text, section, sections)
        values = tuple(
            IndicatorValue(year, m["value"].strip(), section.start + m.start("value"), section.start + m.start("value") + len(m["value"].strip())) for m in found
        )
        name = re.sub(r"^(?:[-+•]|[a-zđ]\)|\d+(?:\.\d+)*[.)])\s*", "", own).strip(" .;")
        unit = "%" if "%" in values[0].text else ""
        yield Indicator(name, unit, values, section.start, section.end, section.path, section.address, from_table=False)


def _ancestors(section: Section, sections: Sequence[Section]) -> list[Section]:
    """Sections above `section`, innermost first."""
    return [s for s in reversed(sections) if s.start <= section.start and s.end >= section.end and len(s.path) < len(section.path)]


def _stands_under_aims(section: Section, sections: Sequence[Section]) -> bool:
    for above in _ancestors(section, sections):
        heading = fold(above.heading)
        if _AIMS.search(heading):
            return not _NOT_AIMS.search(heading)
    return False


def _by_year(text: str) -> str:
    match = _BY_YEAR.search(text)
    return match.group().strip() if match else ""


def _year_above(text: str, section: Section, sections: Sequence[Section]) -> str:
    """The year in the lines above the item: "Phấn đấu đến năm 2030:", "2. Mục tiêu cụ thể đến năm 2030"."""
    for above in _ancestors(section, sections):
        year = _by_year(text[above.start : above.own_end])
        if year:
            return year
    return ""
