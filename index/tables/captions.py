"""What stands above a table: its caption ("Bảng 1. …"), and the unit of measure of its figures ("Đơn vị tính: triệu đồng")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.document.layout import Line

# "Bảng 1. Chỉ tiêu …", "Biểu số 02", "Mẫu biểu số 01", "PHỤ LỤC II", "DANH MỤC DỰ ÁN", "Bảng phân công …"
_CAPTION = re.compile(
    r"(?:BẢNG|Bảng|BIỂU|Biểu|MẪU|Mẫu|PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu)\b|(?:DANH MỤC|DANH SÁCH|TỔNG HỢP|CHỈ TIÊU|CÁC CHỈ TIÊU|HỆ THỐNG|DỰ BÁO|DỰ KIẾN|PHÂN CÔNG|KẾ HOẠCH|NHIỆM VỤ)\b"
)
_NOTE = re.compile(r"\(?(?:Ban hành )?[Kk]èm theo\b")  # "(Kèm theo Kế hoạch số …)": no title
_UNIT_LINE = re.compile(r"\(?\s*(?:Đơn vị tính|ĐƠN VỊ TÍNH|Đơn vị|ĐVT|Đvt)\s*:\s*(?P<unit>[^()\n]{1,40}?)\s*[.)]*$")
# "Tỷ lệ che phủ rừng (%)", "Sản lượng (nghìn tấn)": the unit in brackets behind a name
_UNIT_BEHIND = re.compile(
    r"\((?P<unit>%|‰|(?:ĐVT|Đơn vị tính|đơn vị tính|đvt):\s*[^()]{1,30}|(?:nghìn|triệu|tỷ|tỉ)?\s?(?:đồng|USD|tấn|ha|người|lượt|km|m2|m3)(?:/[^()]{1,15})?)\)\s*$"
)
_LINES_ABOVE = 4


@dataclass(frozen=True, slots=True)
class Caption:
    """The title above a table ("" for none), where it starts, and the unit of measure stated there."""

    title: str
    start: int
    unit: str


def is_caption(line: str) -> bool:
    """Whether a line is a table's title by its first words."""
    return _CAPTION.match(line) is not None


def unit_in(text: str) -> str:
    """The unit of measure that a line states for a table, or a name in brackets for its figures; "" for none."""
    match = _UNIT_LINE.search(text) or _UNIT_BEHIND.search(text)
    return re.sub(r"^(?:ĐVT|Đơn vị tính|đơn vị tính|đvt):\s*", "", match["unit"]).strip() if match else ""


def read_caption(lines: Sequence[Line], table: int) -> Caption:
    """What the lines right above the table at `table` say of it: the nearest that is no note and no unit."""
    unit = ""
    for position in range(table - 1, max(table - 1 - _LINES_ABOVE, -1), -1):
        line = lines[position]
        if "\t" in line.text:
            break
        if _UNIT_LINE.fullmatch(line.text):
            unit = unit_in(line.text)
        elif not _NOTE.match(line.text):
            return Caption(line.text, line.start, unit or unit_in(line.text))
    return Caption("", -1, unit)
