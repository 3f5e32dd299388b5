"""Names of units in running text: where a name stands, and a form under which two spellings of it are the same."""

from __future__ import annotations

import re
from functools import cache

from index.lexicon import task_verb_pattern, unit_head_pattern
from index.vietnamese import expand, key

MAX_UNIT = 170  # characters; a longer "name" is a sentence
_ASKS = re.compile(r"(?:Đề nghị|Giao(?: cho)?|Yêu cầu|Phân công|Trân trọng đề nghị)\s+(?=[^\W\d_])")
# "Căn cứ nội dung Kế hoạch này, các đơn vị xây dựng …", "Trên cơ sở …, Sở Tài chính …"
_LEAD_IN = re.compile(r"(?:Căn cứ|Trên cơ sở|Theo|Để|Nhằm|Đối với|Hằng năm|Hàng năm|Định kỳ|Trước ngày|Trong)[^.;:]{3,220}?,\s+")
_REMARK = re.compile(r"\s*\([^)]*\)\s*$")  # "Sở Tài chính (cơ quan chủ trì)"


@cache
def unit_key(name: str) -> str:
    """The comparable form of a unit's name: abbreviations written out, case, spelling and punctuation dropped."""
    return key(_ASKS.sub("", expand(name)))


def heading_unit(heading: str) -> tuple[int, int] | None:
    """Where a unit's name stands in a heading that is nothing but one ("3. Sở Tài chính"); None for any other heading."""
    asked = _ASKS.match(heading)
    start = asked.end() if asked else 0
    remark = _REMARK.search(heading)
    end = remark.start() if remark else len(heading.rstrip(" .:;"))
    name = heading[start:end]
    if not unit_head_pattern().match(name) or not 2 < len(name) <= MAX_UNIT or _is_sentence(name):
        return None
    return start, end


def _is_sentence(name: str) -> bool:
    """A verb after the name's head makes it a sentence: "Sở Y tế chủ trì …"."""
    return any(_is_verb_here(name, m.start()) for m in task_verb_pattern().finditer(name) if m.start() > 2)


_PART_OF_NAME = re.compile(r"(?:các|cơ quan,|đơn vị,|quan|sở,|ban|khối|ngành|viện|trường|địa phương,)\s+$", re.IGNORECASE)
_NAMED = re.compile(r"(?:tổ chức|thông tin|kiểm tra|giám sát|quản lý|đầu tư|phát triển|thanh tra)", re.IGNORECASE)
_BODY = re.compile(r"tổ chức(?:,| đảng| cơ sở đảng| chính trị| đoàn thể| xã hội| hội| thành viên| liên quan| có liên quan| cá nhân| đoàn| quần chúng| tôn giáo| quốc tế| kinh tế)|thông tin(?: đại chúng| cơ sở)")


def _is_verb_here(text: str, position: int) -> bool:
    """Whether the task word at `position` opens the task and is no part of the unit's name ("các tổ chức", "Ban quản lý")."""
    return not (_NAMED.match(text, position) and _PART_OF_NAME.search(text[:position])) and not _BODY.match(text, position)


def subject_unit(sentence: str) -> tuple[int, int] | None:
    """Where the unit stands that is the subject of a sentence ("Ban Tuyên giáo Huyện ủy tiếp tục …"); None without one."""
    start = 0
    lead = _LEAD_IN.match(sentence)
    if lead and (unit_head_pattern().match(sentence, lead.end())):
        start = lead.end()
    asked = _ASKS.match(sentence, start)
    if asked:
        start = asked.end()
    if not unit_head_pattern().match(sentence, start):
        return None
    for verb in task_verb_pattern().finditer(sentence, start + 2, start + MAX_UNIT):
        if not _is_verb_here(sentence, verb.start()):
            continue
        name = sentence[start : verb.start()].rstrip(" ,:")
        if len(name) > 2 and not re.search(r"[.;:]", name):
            return start, start + len(name)
        return None
    return None
