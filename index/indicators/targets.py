"""Targets in prose: "Trên 95% dân số tham gia bảo hiểm y tế" under a heading of aims, and sentences elsewhere that set a figure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.document.layout import Line
from index.document.markers import read_marker
from index.document.tree import SectionTree
from index.indicators.measured import Measured, is_past, measured_in, sentences_in
from index.indicators.periods import when_in
from index.indicators.quantities import Kind
from index.records import Indicator, IndicatorValue, Section
from index.vietnamese import fold

_AIMS = re.compile(r"muc tieu|chi tieu|^(?:\d+[.)] ?)?tam nhin")
_LEAD = re.compile(r"(?<!nhiem vu, )(?:muc tieu|chi tieu)(?: cu the| chu yeu)?(?: nhu)?(?: sau)?(?: day)?\s*:$")
_NOT_AIMS = re.compile(
    r"chuong trinh muc tieu|muc tieu quoc gia|muc tieu chung|muc tieu tong quat|quan diem|giai phap|tinh hinh|ket qua"
)
# Sections that tell of the past, of money or of prizes: their figures are no targets of the plan.
_NO_TARGETS = re.compile(
    r"tinh hinh|ket qua (?:thuc hien|dat duoc)|thuc trang|danh gia (?:chung|ket qua|nguyen nhan)|kinh phi|nguon von|nhu cau von|khen thuong|hinh thuc thi dua|"
    r"su can thiet|dac diem|boi canh|du bao|han che|nguyen nhan|quan diem|du toan|ngan sach"
)
_SETS = re.compile(r"phấn đấu|bảo đảm|đảm bảo|đạt|mục tiêu|chỉ tiêu|đưa|nâng|lên", re.IGNORECASE)
_SETS_COUNT = re.compile(r"phấn đấu|dự kiến|mục tiêu (?:đạt|có|là)", re.IGNORECASE)
_BOUND = re.compile(r"trên|ít nhất|tối thiểu|không dưới|trở lên|[≥>]|^100\s*%", re.IGNORECASE)
_LEAST = re.compile(r"ít nhất|tối thiểu|không dưới", re.IGNORECASE)
_MONEY = re.compile(
    r"(?:triệu|tỷ|tỉ|nghìn|ngàn|\d) ?đồng|USD|kinh phí|ngân sách|vốn|dự toán|chi phí|thuế|lãi suất|mức hỗ trợ|mức chi|bồi thường|tiền (?:lương|thưởng|phạt)|(?:\d|thang|chấm|cộng|trừ) ?điểm|khen|tặng|thưởng|phạt",
    re.IGNORECASE,
)
_TIMES = re.compile(r"lần\b")
# What holds in a case, or may be, sets nothing: "khi VN_AQI ≥ 300", "có thể điều chỉnh mục tiêu"
_CONDITION = re.compile(
    r"(?<!\w)(?:khi\s+\S+\s*|(?:nếu|trường hợp)\s+(?:\S+\s+){0,5})$|^(?:nếu|trường hợp)\s", re.IGNORECASE
)
_MAY = re.compile(r"có thể (?:điều chỉnh|xem xét|được)", re.IGNORECASE)
_LABEL = re.compile(r"(?:Chỉ tiêu|Mục tiêu)(?: (?:số )?\d{1,2})?\s*:\s*")
_BUDGET = re.compile(
    r"(?:tổng |nguồn |dự toán )?kinh phí (?:thực hiện|dự kiến|triển khai|hỗ trợ)|^(?:tổng|dự toán) kinh phí",
    re.IGNORECASE,
)
_SHORT_ITEM = 600  # characters; of a longer item the sentence is quoted


def prose_targets(lines: Sequence[Line], tree: SectionTree) -> Iterator[Indicator]:
    """One indicator for each thing that a line measures and sets a figure for. `lines` are the body's."""
    for line in lines:
        section = tree.innermost(line.start)
        marker = read_marker(line.text)
        if (
            section is None
            or "\t" in line.text
            or line.text.endswith(":")
            or (line.text.startswith("(") and marker is None)
            or _is_heading(section, line)
        ):
            continue
        aims = _stands_under_aims(section, line, tree) or _is_led_by_aims(section, line, tree, lines)
        if aims or not _NO_TARGETS.search(_headings(section, line, tree)):
            yield from _line_targets(line, section, marker.length if marker else 0, aims, tree, lines)


def _line_targets(
    line: Line, section: Section, opens: int, aims: bool, tree: SectionTree, lines: Sequence[Line]
) -> Iterator[Indicator]:
    label = _LABEL.match(line.text, opens)
    sentences = list(sentences_in(line.text, label.end() if label else opens))
    above: str | None = None
    year = ""
    for start, end in sentences:
        sentence = line.text[start:end]
        if _MAY.search(sentence):
            continue
        found = [
            m
            for m in measured_in(line.text, start, end)
            if not _CONDITION.search(line.text[start : m.start])
            and (aims or _sets(sentence, line.text[start : m.start], line.text[m.start : m.end], m.kind))
        ]
        for measures in _by_name(found):
            values = []
            for m in measures:
                when = m.when or year
                if not when and aims and not m.is_baseline:
                    above = _year_above(section, line, tree, lines) if above is None else above
                    when = above
                values.append(
                    IndicatorValue(
                        when, line.text[m.start : m.end], line.start + m.start, line.start + m.end, m.is_baseline
                    )
                )
            span = (0, len(line.text)) if len(line.text) <= _SHORT_ITEM else (start, end)
            yield Indicator(
                measures[0].name,
                measures[-1].unit,
                tuple(values),
                line.start + span[0],
                line.start + span[1],
                section.path,
                section.address,
                from_table=False,
            )
        year = next((m.when for m in reversed(found) if m.when), year if found else "")


def _by_name(found: Sequence[Measured]) -> list[list[Measured]]:
    """Neighbours of one name together: one thing at several times."""
    grouped: list[list[Measured]] = []
    for m in found:
        if grouped and grouped[-1][0].name == m.name:
            grouped[-1].append(m)
        elif m.name and not (_BUDGET.match(m.name) and "đồng" in m.unit):
            grouped.append([m])
    return grouped


def _sets(sentence: str, before: str, value: str, kind: Kind) -> bool:
    """Whether a sentence outside the aims sets this figure as a target: by a word of aim or a bound; no past, money or prize."""
    if is_past(sentence, len(before)) or _MONEY.search(sentence):
        return False
    if kind is Kind.SHARE:
        return bool(_BOUND.search(value) or _SETS.search(before))
    return bool(_LEAST.search(value) or (_SETS_COUNT.search(before) and not _TIMES.search(value)))


def _is_heading(section: Section, line: Line) -> bool:
    """Whether a line is the heading of what follows, no statement of its own."""
    return line.start == section.start and bool(section.heading) and section.own_end < section.end


def _headings(section: Section, line: Line, tree: SectionTree) -> str:
    return " . ".join(fold(above.heading) for above in (section, *tree.above(section)) if above.start < line.start)


def _stands_under_aims(section: Section, line: Line, tree: SectionTree) -> bool:
    """Whether the nearest heading above the line that speaks of aims speaks of figures to reach."""
    for above in (section, *tree.above(section)):
        heading = fold(above.heading)
        if above.start == line.start:
            continue
        if _AIMS.search(heading):
            return not _NOT_AIMS.search(heading)
        if _NO_TARGETS.search(heading):
            return False
    return False


def _is_led_by_aims(section: Section, line: Line, tree: SectionTree, lines: Sequence[Line]) -> bool:
    """Whether the nearest sentence that a list follows announces aims ("… được cụ thể hóa bằng các chỉ tiêu sau:")."""
    lead = next((other for other in _lines_above(section, line, tree, lines) if other.text.endswith(":")), None)
    return lead is not None and _LEAD.search(fold(lead.text)) is not None


def _year_above(section: Section, line: Line, tree: SectionTree, lines: Sequence[Line]) -> str:
    """The year in the nearest lead-in ("Phấn đấu đến năm 2030:") or heading above ("2. Mục tiêu cụ thể đến năm 2030")."""
    starts = {above.start for above in (section, *tree.above(section))}
    leads = (o for o in _lines_above(section, line, tree, lines) if o.text.endswith(":") or o.start in starts)
    return next((year for other in leads for year in [when_in(other.text)] if year), "")


def _lines_above(section: Section, line: Line, tree: SectionTree, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines before `line` that the sections around it say themselves, nearest first."""
    for above in (section, *tree.above(section)):
        first = bisect_left(lines, above.start, key=lambda other: other.start)
        last = bisect_left(lines, min(line.start, above.own_end), key=lambda other: other.start)
        yield from reversed(lines[first:last])
